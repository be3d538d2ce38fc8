#!/usr/bin/env node
// What `pnpm start` and `pnpm latchkey` run: builds what changed, then the program itself, in this process, so that
// its exit code and its signals are ours. Plain JavaScript that an old Node can read.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { endWithLauncher } from './launcher.js'

if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  console.error('Building Latchkey. The first time takes a few seconds …')
}
const build = spawnSync(
  'turbo',
  ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'],
  {
    // Standard output belongs to the command, which may print JSON.
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  },
)
if (build.status !== 0) {
  console.error(build.stdout ?? build.error?.message)
  console.error('Latchkey could not be built. What went wrong stands above.')
  process.exit(1)
}
endWithLauncher()
await import('./latchkey.js')
