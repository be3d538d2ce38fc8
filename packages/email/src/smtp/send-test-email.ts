import type { Locale } from '@latchkey/core'
import { renderTestEmail } from '../render/render-message.ts'
import type { Branding } from '../render/rendered-email.ts'
import type { Explanation } from './answers/answer.ts'
import { explainFailure } from './handover-failure.ts'
import { addressed, type Sender } from './outgoing-email.ts'
import { quote } from './quote.ts'
import type { SmtpError } from './smtp-error.ts'
import type { Step } from './step.ts'
import { openTransport, type TransportOptions } from './transport.ts'

export type TestEmail = TransportOptions & {
  id: string
  to: string
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  locale?: Locale
}

/** `signInSkipped`: the server offered no way to use the user and password of the settings. */
type SentTestEmail = { status: 'handed-over'; answer: string; signInSkipped?: true }

/** Whether the mail server took the test email, or at which step that ended. */
export type TestEmailResult = {
  host: string
  port: number
  auth: 'password' | 'oauth2' | 'key'
} & (SentTestEmail | FailedTestEmail)

/** `reply` is the code of the server's answer, when there was one. */
type FailedTestEmail = {
  status: 'failed'
  answer: string
  step: Step
  reply: number | undefined
} & Explanation

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
    const skipped = transport.signInSkipped() ? { signInSkipped: true as const } : {}
    return { status: 'handed-over', host, port, auth, answer, ...skipped }
  } catch (thrown) {
    const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown))
    const answer = quote(error.response ?? error.message, transport.secrets())
    const { step, explanation } = explainFailure(error, { host, port, auth })
    const reply = error.responseCode
    return { status: 'failed', host, port, auth, answer, step, reply, ...explanation }
  } finally {
    transport.close()
  }
}
