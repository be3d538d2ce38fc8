import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { hostOf, lastingOf, untilOf, withoutLongNumbers } from '../words.ts'
import { notYou, requestFacts, requestLine } from './request-facts.ts'

type Recovery = Extract<Message, { kind: 'recovery' }>

export function recoveryFacts(
  message: Recovery,
  t: EmailsWording,
  { productName, publicUrl }: Branding,
) {
  const { link, code, mintedAt } = message
  return {
    ...requestFacts(message, t),
    service: productName,
    login: withoutLongNumbers(message.login),
    link,
    code,
    linkHost: hostOf(link),
    linkFor: lastingOf(mintedAt, message.linkExpiresAt, t),
    linkUntil: untilOf(message.linkExpiresAt, message, t),
    host: hostOf(publicUrl),
    codeFor: lastingOf(mintedAt, message.codeExpiresAt, t),
    codeUntil: untilOf(message.codeExpiresAt, message, t),
  }
}

export const recovery: Template<ReturnType<typeof recoveryFacts>> = (t, facts, look) => {
  const { service, words, code } = facts
  const { strong, exact, smallPrint } = look
  return {
    subject:
      look.codeVisibility === 'subject'
        ? t('recovery.subjectWithCode', { service, words, code })
        : t('recovery.subject', { service, words }),
    preheader:
      look.codeVisibility === 'preview'
        ? t('recovery.preheaderWithCode', { code })
        : t('recovery.preheader'),
    body: html`${look.heading(t('recovery.title'))}
${look.paragraph(t.parts('recovery.intro', { service, login: exact(facts.login) }))}
${look.words(facts)}
${look.button(t('recovery.button'), facts.link)}
${smallPrint(t.parts('recovery.linkNote', { host: exact(facts.linkHost), duration: facts.linkFor, until: strong(facts.linkUntil) }))}
${look.codeWell(t('recovery.codeLabel'), code)}
${smallPrint(t.parts('recovery.codeNote', { duration: facts.codeFor, until: strong(facts.codeUntil) }))}
${smallPrint(t.parts('recovery.neverAsk', { host: exact(facts.host) }))}
${look.rule()}
${smallPrint(requestLine(t, facts))}
${smallPrint(notYou(t, look))}`,
    lastLine: `@${facts.host} #${code}`,
  }
}
