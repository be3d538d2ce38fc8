import { appRouter, type Context, procedureTypes, routerConfig } from '@latchkey/api/server'
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'

/*
 * tRPC's adapter turns every call into a web Request and its answer into a web Response with a stream inside, which
 * costs more than the rest of the call. The calls that `httpLink` sends do not need that: they are answered here, with
 * the same bytes. All other forms that the protocol allows go through the adapter.
 */

type PlainCall = { path: string; type: 'query' | 'mutation'; input: unknown }

export type PlainAnswers = {
  createContext: (opts: { req: FastifyRequest; res: FastifyReply }) => Context
  onError: (opts: { error: TRPCError; req: FastifyRequest }) => void
  responseMeta: (opts: { errors: TRPCError[] }) => { headers: Record<string, string> }
}

const typeOf: Readonly<Record<string, PlainCall['type']>> = { POST: 'mutation', GET: 'query' }

/** A call of one procedure with its input as JSON in the body, without a query and without tRPC's own headers. */
export function plainCallOf(request: FastifyRequest, path: string): PlainCall | undefined {
  const type = typeOf[request.method]
  if (type === undefined || procedureTypes.get(path) !== type) return undefined
  if (request.raw.url?.includes('?') || 'trpc-accept' in request.headers) return undefined
  if (request.headers.accept?.includes('application/jsonl')) return undefined
  if (type === 'query') return { path, type, input: undefined }
  try {
    return { path, type, input: JSON.parse(String(request.body)) }
  } catch {
    // The adapter answers with the right error.
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
      return { error: getTRPCErrorShape({ config: routerConfig, error, type, path, input, ctx }) }
    },
  )
  if ('error' in body) res.status(body.error.data.httpStatus)
  res.headers({ vary: 'trpc-accept, accept', 'content-type': 'application/json' })
  return res.headers(responseMeta({ errors }).headers).send(JSON.stringify(body))
}
