import type { AddressReport } from '@latchkey/core'
import { createReportReader, type ReadReport, type ReportProof } from '@latchkey/email'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createRefusalLimit } from './refusal-limit.ts'

export type MailHookParts = {
  config: { mailHooks: readonly ReportProof[] }
  /** Takes down what a service reports. */
  reportAddresses(service: string, reports: readonly AddressReport[]): Promise<void>
}

/** SendGrid sends batches of up to 768 KiB; a notification of Amazon SNS has at most 256. */
const BODY_BYTES = 1024 * 1024
/** Bodies of strangers in memory at once. */
const MOST_AT_ONCE = 8
const RETRY_AFTER_SECONDS = 10
const WARN_EVERY_MS = 60_000

/**
 * `POST /hooks/mail/<service>`: what mail services report of addresses. Each call is proven by the bytes that it came
 * with. A proven call is answered with 200 whatever it says, because services give up on addresses that refuse. If it
 * cannot be written down, it is answered with 503, and comes again.
 */
export async function mailHookRoutes(
  app: FastifyInstance,
  { config, reportAddresses }: MailHookParts,
): Promise<void> {
  const limit = createRefusalLimit()
  let atOnce = 0
  // A signature is over bytes, not over what a parser makes of them.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const waitSeconds = limit.secondsToWait(request.ip)
    if (waitSeconds > 0) return refuse(reply, 429, waitSeconds)
    if (atOnce >= MOST_AT_ONCE) return refuse(reply, 503, RETRY_AFTER_SECONDS)
    atOnce += 1
    reply.raw.once('close', () => (atOnce -= 1))
    return undefined
  })

  for (const proof of config.mailHooks) {
    const { service } = proof
    const read = createReportReader(proof)
    let warnFromMs = 0
    const warn = (request: FastifyRequest, why: string) => {
      const nowMs = performance.now()
      // Strangers call too, and must not fill the log.
      const level = nowMs < warnFromMs ? 'debug' : 'warn'
      if (level === 'warn') warnFromMs = nowMs + WARN_EVERY_MS
      request.log[level]({ event: 'mail.hook-refused', service, why })
    }
    app.post(`/hooks/mail/${service}`, { bodyLimit: BODY_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const found: ReadReport = await read({ headers: request.headers, body })
      if (found.status === 'refused') {
        limit.add(request.ip)
        warn(request, found.why)
        return refuse(reply, 401)
      }
      if (found.status === 'to-confirm') {
        const { topic, url } = found
        request.log.warn({ event: 'mail.hook-to-confirm', service, topic, url })
      } else {
        await reportAddresses(service, found.reports)
      }
      return {}
    })
  }
}

function refuse(reply: FastifyReply, status: 401 | 429 | 503, retryAfterSeconds?: number) {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  return reply.status(status).send({ error: refusals[status] })
}

const refusals = {
  401: 'The proof of this call is missing or wrong.',
  429: 'Too many calls without a proof.',
  503: 'Too many calls at once. Call again later.',
}
