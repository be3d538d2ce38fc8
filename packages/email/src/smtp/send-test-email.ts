import type { Locale } from '@latchkey/core'
import { renderTestEmail } from '../render/render-message.ts'
import type { Branding } from '../render/rendered-email.ts'
import { failedStep, type Step } from './failed-step.ts'
import { addressed, type Sender } from './outgoing-email.ts'
import { quote } from './quote.ts'
import { openTransport, type SmtpError, type TransportOptions } from './transport.ts'

export type TestEmail = TransportOptions & {
  id: string
  to: string
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  locale?: Locale
}

export type TestEmailResult = { host: string; port: number; auth: 'password' | 'oauth2' } & (
  | { status: 'handed-over'; answer: string }
  /** `reply` is the code of the server's answer, when there was one. */
  | { status: 'failed'; answer: string; step: Step; reply: number | undefined }
)

/**
 * Sends one small email with the settings that all others are sent with. Its connection is not pooled: the pool tries
 * again when a server hangs up, and then no longer says at which step that was.
 */
export async function sendTestEmail(options: TestEmail): Promise<TestEmailResult> {
  const transport = openTransport(options)
  const { auth } = transport
  const { host, port } = transport.server
  const email = {
    ...renderTestEmail(options.branding, options.locale),
    ...addressed(options, { ...options, host }),
  }
  try {
    const answer = quote(await transport.send(email), transport.secrets())
    return { status: 'handed-over', host, port, auth, answer }
  } catch (thrown) {
    const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
    const answer = quote(error.response ?? error.message, transport.secrets())
    const step = failedStep(error)
    return { status: 'failed', host, port, auth, answer, step, reply: error.responseCode }
  } finally {
    transport.close()
  }
}
