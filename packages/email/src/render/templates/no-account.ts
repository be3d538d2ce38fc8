import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { oneLine } from '../words.ts'
import { notYou, requestFacts, requestLine } from './request-facts.ts'

type NoAccount = Extract<Message, { kind: 'no-account' }>

export function noAccountFacts(
  message: NoAccount,
  t: EmailsWording,
  { productName, forgotPasswordUrl }: Branding,
) {
  return {
    ...requestFacts(message, t),
    service: productName,
    address: oneLine(message.to),
    startAgain: forgotPasswordUrl,
  }
}

export const noAccount: Template<ReturnType<typeof noAccountFacts>> = (t, facts, look) => {
  const { service, words } = facts
  return {
    subject: t('noAccount.subject', { service, words }),
    preheader: t('noAccount.preheader'),
    body: html`${look.heading(t('noAccount.title'))}
${look.paragraph(t.parts('noAccount.intro', { service, address: look.exact(facts.address) }))}
${look.words(facts)}
${look.paragraph(t('noAccount.how'))}
${look.button(t('noAccount.button'), facts.startAgain)}
${look.rule()}
${look.smallPrint(requestLine(t, facts))}
${look.smallPrint(notYou(t, look))}`,
  }
}
