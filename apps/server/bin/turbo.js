// Runs Turborepo without its telemetry, which is on by default. Plain JavaScript, as run.js.
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export function turbo(args, options) {
  return spawnSync('turbo', args, {
    shell: process.platform === 'win32',
    ...options,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  })
}

const isProgram = import.meta.url === pathToFileURL(process.argv[1] ?? '').href
if (isProgram) {
  const { status, error } = turbo(process.argv.slice(2), { stdio: 'inherit' })
  if (error) console.error(error.message)
  process.exit(status ?? 1)
}
