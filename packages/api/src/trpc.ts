import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { Context } from './context.ts'
import { fieldsOf, PublicError, refusalOf } from './public-error.ts'
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

/**
 * Answers bad input with INVALID_INPUT and every unexpected error with UNAVAILABLE, whatever the error formatter of the
 * router it is in. The server's `onError` logs what it was.
 */
export const publicProcedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok) return result
  const { cause, code } = result.error
  if (code === 'BAD_REQUEST' && cause instanceof ZodError) {
    const refusal = { code: 'INVALID_INPUT', fields: fieldsOf(cause) } as const
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: refusal.code,
      cause: new PublicError(refusal),
    })
  }
  if (code !== 'INTERNAL_SERVER_ERROR') return result
  throw new TRPCError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'UNAVAILABLE',
    cause: new PublicError(unavailable(cause), { cause }),
  })
})
