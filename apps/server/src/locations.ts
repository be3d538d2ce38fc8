import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// As source and when built, this file is one folder below apps/server, so these paths are right in both cases.
/** The built pages. */
export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
/** The built operators' page. */
export const operatorFolder = fileURLToPath(new URL('../../operator/dist', import.meta.url))
/** The program of the worker's thread. */
export const workerProgram = new URL(
  import.meta.url.endsWith('.ts') ? './start/thread-program.ts' : './worker.js',
  import.meta.url,
)
/** Has the version. */
const packageFile = fileURLToPath(new URL('../package.json', import.meta.url))

export function versionOf(): string {
  return JSON.parse(readFileSync(packageFile, 'utf8')).version
}
