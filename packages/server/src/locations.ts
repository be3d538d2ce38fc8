import { fileURLToPath } from 'node:url'

/**
 * Made by `build-steps/common-passwords.ts`. As source and when built, this file is one folder below the package, and so
 * is a bundle that holds it and has a copy of the list.
 */
export const commonPasswordsFile = fileURLToPath(
  new URL('../dist/common-passwords.bin', import.meta.url),
)
