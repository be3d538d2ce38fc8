import { fileURLToPath } from 'node:url'

// This file sits one folder below apps/server both as source and when built, so these hold for both.
/** The built pages. */
export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
/** What `build-steps/common-passwords.ts` makes. */
export const commonPasswordsFile = fileURLToPath(
  new URL('../dist/common-passwords.bin', import.meta.url),
)
/** The worker's own program, beside this one. */
export const workerProgram = new URL(
  import.meta.url.endsWith('.ts') ? './start/worker-program.ts' : './worker.js',
  import.meta.url,
)
