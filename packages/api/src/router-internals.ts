import type { AnyProcedure } from '@trpc/server'
import { appRouter } from './router.ts'

/* The only file that reads what tRPC keeps in `_def`. */

// The record is flat (`recovery.request` and so on), although its type is nested.
const procedures: Readonly<Record<string, unknown>> = appRouter._def.procedures

/** Every procedure by its path, with its type. */
export const procedureTypes: ReadonlyMap<string, 'query' | 'mutation' | 'subscription'> = new Map(
  Object.entries(procedures).map(([path, procedure]) => [
    path,
    (procedure as AnyProcedure)._def.type,
  ]),
)

/** What tRPC needs to put an error into the shape that clients know. */
export const routerConfig = appRouter._def._config
