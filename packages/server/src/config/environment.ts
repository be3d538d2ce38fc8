/*
 * The only file of the package that reads the environment, and only for what hosts set for every library.
 */

/** Whether the process serves the public. */
export function isProduction(): boolean {
  return process.env.NODE_ENV === 'production'
}

/** Whether modules are loaded to build an application, where secrets are absent and nothing is called. */
export function isBuilding(): boolean {
  return process.env.NEXT_PHASE === 'phase-production-build'
}
