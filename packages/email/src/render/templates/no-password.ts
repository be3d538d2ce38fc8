import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { oneLine } from '../words.ts'
import { notYou, requestFacts, requestLine } from './request-facts.ts'

type NoPassword = Extract<Message, { kind: 'no-password' }>

export function noPasswordFacts(
  message: NoPassword,
  t: EmailsWording,
  { productName, signInUrl }: Branding,
) {
  return {
    ...requestFacts(message, t),
    service: productName,
    login: oneLine(message.login),
    signIn: signInUrl,
  }
}

export const noPassword: Template<ReturnType<typeof noPasswordFacts>> = (t, facts, look) => {
  const { service, words } = facts
  return {
    subject: t('noPassword.subject', { service, words }),
    preheader: t('noPassword.preheader'),
    body: html`${look.heading(t('noPassword.title'))}
${look.paragraph(t.parts('noPassword.intro', { service, login: look.exact(facts.login) }))}
${look.words(facts)}
${look.paragraph(t('noPassword.how'))}
${look.button(t('noPassword.button'), facts.signIn)}
${look.rule()}
${look.smallPrint(requestLine(t, facts))}
${look.smallPrint(notYou(t, look))}`,
  }
}
