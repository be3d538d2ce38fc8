import { appRouter, type Context } from '@latchkey/api/server'
import {
  type AnyProcedure,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'

/*
 * tRPC's adapter turns every call into a web Request and its answer into a web Response with a stream inside, which
 * costs more than all the rest of a call. What `httpLink` sends needs none of it, and is answered here in the same
 * bytes; whatever else the protocol knows goes the adapter's way.
 */

type PlainCall = { path: string; type: 'query' | 'mutation'; input: unknown }

export type PlainAnswers = {
  createContext: (opts: { req: FastifyRequest; res: FastifyReply }) => Context
  onError: (opts: { error: TRPCError; req: FastifyRequest }) => void
  responseMeta: (opts: { errors: TRPCError[] }) => { headers: Record<string, string> }
}

const typeOf: Readonly<Record<string, PlainCall['type']>> = { POST: 'mutation', GET: 'query' }
// Flat by then, whatever its type says: `recovery.request` and so on.
const procedures: Readonly<Record<string, unknown>> = appRouter._def.procedures
const typeOfProcedure = new Map(
  Object.entries(procedures).map(([path, procedure]) => [
    path,
    (procedure as AnyProcedure)._def.type,
  ]),
)

/** One procedure, called by its method, its input in the body as JSON; nothing in the query, no header of tRPC's. */
export function plainCallOf(request: FastifyRequest, path: string): PlainCall | undefined {
  const type = typeOf[request.method]
  if (type === undefined || typeOfProcedure.get(path) !== type) return undefined
  if (request.raw.url?.includes('?') || 'trpc-accept' in request.headers) return undefined
  if (request.headers.accept?.includes('application/jsonl')) return undefined
  if (type === 'query') return { path, type, input: undefined }
  try {
    return { path, type, input: JSON.parse(String(request.body)) }
  } catch {
    // The adapter knows how to say what is wrong with it.
    return undefined
  }
}

export async function answerPlainly(
  call: PlainCall,
  { createContext, onError, responseMeta }: PlainAnswers,
  { req, res }: { req: FastifyRequest; res: FastifyReply },
): Promise<FastifyReply> {
  const { path, type, input } = call
  const ctx = createContext({ req, res })
  const errors: TRPCError[] = []
  const body = await callTRPCProcedure({
    router: appRouter,
    path,
    type,
    ctx,
    getRawInput: async () => input,
    signal: undefined,
    batchIndex: 0,
  }).then(
    (data: unknown) => ({ result: { data } }),
    (cause: unknown) => {
      const error = getTRPCErrorFromUnknown(cause)
      errors.push(error)
      onError({ error, req })
      const config = appRouter._def._config
      return { error: getTRPCErrorShape({ config, error, type, path, input, ctx }) }
    },
  )
  if ('error' in body) res.status(body.error.data.httpStatus)
  res.headers({ vary: 'trpc-accept, accept', 'content-type': 'application/json' })
  return res.headers(responseMeta({ errors }).headers).send(JSON.stringify(body))
}
