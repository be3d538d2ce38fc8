import type { Locale } from '@latchkey/core'
import { renderTestEmail } from '../render/render-message.ts'
import type { Branding } from '../render/rendered-email.ts'
import { addressed, type Sender } from '../smtp/outgoing-email.ts'
import { quote } from '../smtp/quote.ts'
import type { TestEmailResult } from '../smtp/send-test-email.ts'
import { callService } from './call-service.ts'
import type { MailServiceAccount } from './mail-service.ts'
import { openService } from './open-service.ts'

export type ServiceTestEmail = {
  account: MailServiceAccount
  id: string
  to: string
  from: Sender
  replyTo?: string | undefined
  branding: Branding
  locale?: Locale
}

/** Sends one small email through the API, with the settings that all others are sent with. */
export async function sendTestEmailByService(options: ServiceTestEmail): Promise<TestEmailResult> {
  const service = openService(options.account)
  const [host = '', port = '443'] = service.host.split(':')
  const at = { host, port: Number(port), auth: 'key' as const }
  const email = {
    ...renderTestEmail(options.branding, options.locale),
    ...addressed(options, { ...options, host: '' }),
  }
  try {
    const end = await callService(service, email)
    const answer = quote(end.answer, service.secrets)
    if (end.status === 'taken') return { status: 'handed-over', ...at, answer }
    const { failure, meaning, advice } = end.explanation
    return {
      ...{ status: 'failed', ...at, answer, step: 'call', reply: end.reply },
      ...{ failure, meaning, advice },
    }
  } finally {
    service.close()
  }
}
