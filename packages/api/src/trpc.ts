import { initTRPC, TRPCError } from '@trpc/server'
import type { Context } from './context.ts'
import { PublicError, refusalOf } from './public-error.ts'
import { unavailable } from './public-refusal.ts'

const t = initTRPC.context<Context>().create({
  isDev: false,
  errorFormatter({ shape, error }) {
    const { code, ...details } = refusalOf(error)
    return { ...shape, message: code, data: { ...shape.data, ...details } }
  },
})

/** Makes a router of procedures. */
export const router = t.router

/** Answers every unexpected error with UNAVAILABLE. The server's `onError` logs what it was. */
export const publicProcedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result
  const cause = result.error.cause
  throw new TRPCError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'UNAVAILABLE',
    cause: new PublicError(unavailable(cause), { cause }),
  })
})
