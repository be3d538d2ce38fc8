import type { Message } from '@latchkey/core'
import { html } from '../html.ts'
import type { Branding, RenderedMail } from '../rendered-mail.ts'
import { momentOf, oneLine } from '../words.ts'
import { heading, link, page, paragraph, rule, strong } from './layout.ts'

type PasswordChanged = Extract<Message, { kind: 'password-changed' }>

export function renderPasswordChanged(message: PasswordChanged, branding: Branding): RenderedMail {
  const { locale } = message
  const { productName } = branding
  const login = oneLine(message.login)
  const moment = momentOf(message.changedAt, locale)
  const startAgain = new URL('/forgot-password', branding.publicUrl).href
  const subject = `Your ${productName} password was changed`

  return {
    subject,
    text: `The ${productName} password of ${login} was changed on ${moment}.
All devices were signed out.

Was it you? Then there is nothing to do.

If this wasn't you, reset your password now at:

${startAgain}`,
    html: page({
      locale,
      title: subject,
      productName,
      preheader: `Changed on ${moment}. All devices were signed out.`,
      body: html`${heading('Your password was changed')}
${paragraph(html`The password of ${strong(login)} was changed on ${strong(moment)}. All devices were signed out.`)}
${paragraph('Was it you? Then there is nothing to do.')}
${rule()}
${paragraph(html`${strong("If this wasn't you,")} reset your password now at ${link(startAgain)}`)}`,
    }),
  }
}
