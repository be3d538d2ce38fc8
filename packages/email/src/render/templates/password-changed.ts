import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { type Html, html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { deviceName, hostOf, momentOf, oneLine } from '../words.ts'
import type { Layout } from './layout.ts'

type PasswordChanged = Extract<Message, { kind: 'password-changed' }>

export function passwordChangedFacts(
  message: PasswordChanged,
  t: EmailsWording,
  { productName }: Branding,
) {
  const { notMeLink, notMeExpiresAt, timeZone } = message
  return {
    service: productName,
    login: oneLine(message.login),
    moment: momentOf(message.changedAt, t, timeZone),
    device: deviceName(message.device, t),
    notMeLink,
    notMeHost: hostOf(notMeLink),
    notMeUntil: momentOf(notMeExpiresAt, t, timeZone),
  }
}

type Facts = ReturnType<typeof passwordChangedFacts>

export const passwordChanged: Template<Facts> = (t, facts, look) => {
  const { service, moment, device } = facts
  return {
    subject: t('changed.subject', { service }),
    preheader: t('changed.preheader', { moment }),
    body: html`${look.heading(t('changed.title'))}
${look.paragraph(t.parts('changed.intro', { service, login: look.exact(facts.login), moment: look.strong(moment) }))}
${device && look.paragraph(t('changed.with', { device }))}
${look.paragraph(t('changed.wasYou'))}
${look.rule()}
${notMe(t, facts, look)}`,
  }
}

function notMe(t: EmailsWording, facts: Facts, look: Layout): Html {
  const { notMeLink, notMeHost, notMeUntil } = facts
  return html`${look.paragraph(t('changed.notYou'))}
${look.button(t('changed.button'), notMeLink)}
${look.smallPrint(t.parts('changed.buttonNote', { host: look.exact(notMeHost), time: look.strong(notMeUntil) }))}`
}
