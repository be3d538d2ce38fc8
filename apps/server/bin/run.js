#!/usr/bin/env node
// Run by `pnpm start` and `pnpm latchkey`: builds what changed, then runs the program in this process, so that its exit
// code and signals are those of the command. Plain JavaScript, so that an old Node can run it.
import { existsSync } from 'node:fs'
import { endWithLauncher } from './launcher.js'
import { turbo } from './turbo.js'

if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  console.error('Building Latchkey. The first time takes a few seconds …')
}
const build = turbo(['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
  // Standard output is for the command, which may print JSON.
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
})
if (build.status !== 0) {
  console.error(build.stdout ?? build.error?.message)
  console.error('Latchkey could not be built. The reason is above.')
  if (import.meta.url.includes('%23')) {
    console.error(
      'The path of its folder has a #, at which the bundler ends it. Move it to a folder without one.',
    )
  }
  process.exit(1)
}
endWithLauncher()
await import('./latchkey.js')
