import { setTimeout as sleep } from 'node:timers/promises'
import type { Explanation } from './answers/answer.ts'
import { explainFailure } from './handover-failure.ts'
import { quote } from './quote.ts'
import type { SmtpError } from './smtp-error.ts'
import type { Step } from './step.ts'
import { openTransport, type TransportOptions } from './transport.ts'

/** Whether a mail server can be used, or at which step that ends. */
export type MailServerCheck = { host: string; port: number; auth: 'password' | 'oauth2' } & (
  | { status: 'reached'; signInSkipped: boolean }
  | ({ status: 'failed'; answer: string; step: Step } & Explanation)
)

const CHECK_TIMEOUT_MS = 30_000

/** Connects, encrypts and signs in as an email would, and stops before it names a sender. */
export async function checkMailServer(options: TransportOptions): Promise<MailServerCheck> {
  const transport = openTransport(options)
  const { auth } = transport
  const { host, port } = transport.server
  const given = new AbortController()
  const late = sleep(CHECK_TIMEOUT_MS, undefined, { signal: given.signal }).then(() => {
    const words = `gave up after ${CHECK_TIMEOUT_MS / 1_000} s`
    throw Object.assign(new Error(words), { code: 'ETIMEDOUT' })
  })
  try {
    await Promise.race([transport.signIn(), late])
    return { status: 'reached', host, port, auth, signInSkipped: transport.signInSkipped() }
  } catch (thrown) {
    const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
    const answer = quote(error.response ?? error.message, transport.secrets())
    const { step, explanation } = explainFailure(error, { host, port, auth })
    return { status: 'failed', host, port, auth, answer, step, ...explanation }
  } finally {
    late.catch(() => {})
    given.abort()
    transport.close()
  }
}
