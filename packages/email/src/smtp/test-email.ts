import type { Locale } from '@latchkey/core'
import type { NodemailerError } from 'nodemailer'
import { renderTestMail } from '../render/render-message.ts'
import type { Branding } from '../render/rendered-email.ts'
import { failedStep, type Step } from './failed-step.ts'
import { addressed, type Sender } from './outgoing-email.ts'
import { quote } from './quote.ts'
import { openTransport, type TransportOptions } from './smtp-transport.ts'

export type TestMail = TransportOptions & {
  id: string
  to: string
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  locale?: Locale
}

export type TestMailResult = { host: string; port: number } & (
  | { status: 'handed-over'; answer: string }
  /** `reply` is the code of the server's answer, when there was one. */
  | { status: 'failed'; answer: string; step: Step; reply: number | undefined }
)

/** One small real mail over the same transport as all others. */
export async function sendTestMail(options: TestMail): Promise<TestMailResult> {
  const transport = openTransport(options)
  const { host, port } = transport.server
  const mail = {
    ...renderTestMail(options.branding, options.locale),
    ...addressed(options, { ...options, host }),
  }
  try {
    const answer = quote(await transport.send(mail), transport.credentials)
    return { status: 'handed-over', host, port, answer }
  } catch (thrown) {
    const error: NodemailerError = thrown instanceof Error ? thrown : new Error(String(thrown))
    const answer = quote(error.response ?? error.message, transport.credentials)
    const step = failedStep(error)
    return { status: 'failed', host, port, answer, step, reply: error.responseCode }
  } finally {
    transport.close()
  }
}
