import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { hostOf, momentOf, oneLine } from '../words.ts'

type LinkIssued = Extract<Message, { kind: 'link-issued' }>

export function linkIssuedFacts(
  { login, issuedAt, linkExpiresAt }: LinkIssued,
  t: EmailsWording,
  { productName, forgotPasswordUrl }: Branding,
) {
  return {
    service: productName,
    login: oneLine(login),
    moment: momentOf(issuedAt, t),
    until: momentOf(linkExpiresAt, t),
    startAgain: forgotPasswordUrl,
    host: hostOf(forgotPasswordUrl),
  }
}

export const linkIssued: Template<ReturnType<typeof linkIssuedFacts>> = (t, facts, look) => {
  const { service, moment } = facts
  const { exact, strong } = look
  return {
    subject: t('linkIssued.subject', { service }),
    preheader: t('linkIssued.preheader', { moment }),
    body: html`${look.heading(t('linkIssued.title'))}
${look.paragraph(t.parts('linkIssued.intro', { service, login: exact(facts.login), moment: strong(moment) }))}
${look.paragraph(t.parts('linkIssued.once', { until: strong(facts.until) }))}
${look.paragraph(t('linkIssued.wasYou'))}
${look.rule()}
${look.paragraph(t('linkIssued.notYou', { service }))}
${look.button(t('linkIssued.button'), facts.startAgain)}
${look.smallPrint(t.parts('linkIssued.buttonNote', { host: exact(facts.host) }))}`,
  }
}
