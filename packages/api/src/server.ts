// The door for servers: the router, and what a server needs to run it.
export type { Context, RequestSessions } from './context.ts'
export {
  type ContextOf,
  type EmbeddedContext,
  makeApiRouter,
  makeRecoveryRouter,
  retryAfter,
  withRefusals,
} from './embedded-router.ts'
export { type PublicCode, publicCodeFor, publicCodes } from './public-code.ts'
export { fieldsOf, orRefuse, PublicError, refusalOf } from './public-error.ts'
export {
  type PublicRefusal,
  publicRefusal,
  type RefusalDetails,
  unavailable,
} from './public-refusal.ts'
export * from './rest.ts'
export { type AppRouter, appRouter } from './router.ts'
export * from './router-internals.ts'
export * from './schemas.ts'
