import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { hostOf, oneLine, withoutLongNumbers } from '../words.ts'

type ResetRequired = Extract<Message, { kind: 'reset-required' }>

export function resetRequiredFacts(
  { login, publicReason, isLocked }: ResetRequired,
  _t: EmailsWording,
  { productName, forgotPasswordUrl }: Branding,
) {
  return {
    service: productName,
    login: oneLine(login),
    reason: publicReason === undefined ? undefined : withoutLongNumbers(publicReason),
    locked: isLocked ? 'yes' : undefined,
    startAgain: forgotPasswordUrl,
    host: hostOf(forgotPasswordUrl),
  }
}

export const resetRequired: Template<ReturnType<typeof resetRequiredFacts>> = (t, facts, look) => {
  const { service, reason, locked } = facts
  const { exact } = look
  return {
    subject: t('resetRequired.subject', { service }),
    preheader: t('resetRequired.preheader'),
    body: html`${look.heading(t('resetRequired.title'))}
${look.paragraph(t.parts('resetRequired.intro', { service, login: exact(facts.login) }))}
${reason && look.paragraph(t('resetRequired.reason', { reason }))}
${look.paragraph(locked ? t('resetRequired.locked') : t('resetRequired.open'))}
${look.paragraph(t.parts('resetRequired.how', { host: exact(facts.host) }))}
${look.button(t('resetRequired.button'), facts.startAgain)}
${look.smallPrint(t.parts('resetRequired.neverAsk', { host: exact(facts.host) }))}
${look.rule()}
${look.smallPrint(t('resetRequired.elsewhere'))}`,
  }
}
