import type { Message } from '@latchkey/core'
import type { EmailsWording } from '@latchkey/wording/emails'
import { type Html, html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'
import { hostOf, lastingOf, untilOf, withoutLongNumbers } from '../words.ts'
import type { Layout } from './layout.ts'
import { notYou, requestFacts, requestLine } from './request-facts.ts'

type Recovery = Extract<Message, { kind: 'recovery' }>

export function recoveryFacts(
  message: Recovery,
  t: EmailsWording,
  { productName, publicUrl }: Branding,
) {
  const { link, mintedAt } = message
  return {
    ...requestFacts(message, t),
    service: productName,
    login: withoutLongNumbers(message.login),
    link,
    ...codeFacts(message, t),
    linkHost: hostOf(link),
    linkFor: lastingOf(mintedAt, message.linkExpiresAt, t),
    linkUntil: untilOf(message.linkExpiresAt, message, t),
    host: hostOf(publicUrl),
  }
}

/** None if codes are closed. */
function codeFacts(message: Recovery, t: EmailsWording) {
  const { code, codeExpiresAt, mintedAt } = message
  if (code === undefined || codeExpiresAt === undefined) {
    return { code: undefined, codeFor: undefined, codeUntil: undefined }
  }
  return {
    code,
    codeFor: lastingOf(mintedAt, codeExpiresAt, t),
    codeUntil: untilOf(codeExpiresAt, message, t),
  }
}

type Facts = ReturnType<typeof recoveryFacts>

export const recovery: Template<Facts> = (t, facts, look) => {
  const { service, words, code } = facts
  const { strong, exact, smallPrint } = look
  return {
    subject:
      look.codeVisibility === 'subject' && code !== undefined
        ? t('recovery.subjectWithCode', { service, words, code })
        : t('recovery.subject', { service, words }),
    preheader: preheader(t, facts, look),
    body: html`${look.heading(t('recovery.title'))}
${look.paragraph(t.parts(code === undefined ? 'recovery.introLink' : 'recovery.intro', { service, login: exact(facts.login) }))}
${look.words(facts)}
${look.button(t('recovery.button'), facts.link)}
${smallPrint(t.parts('recovery.linkNote', { host: exact(facts.linkHost), duration: facts.linkFor, until: strong(facts.linkUntil) }))}
${codePart(t, facts, look)}
${look.rule()}
${smallPrint(requestLine(t, facts))}
${smallPrint(notYou(t, look))}`,
    ...(code !== undefined && { lastLine: `@${facts.host} #${code}` }),
  }
}

function preheader(
  t: EmailsWording,
  { code }: Facts,
  { codeVisibility }: Pick<Branding, 'codeVisibility'>,
): string {
  if (code === undefined) return t('recovery.preheaderLink')
  return codeVisibility === 'preview'
    ? t('recovery.preheaderWithCode', { code })
    : t('recovery.preheader')
}

function codePart(t: EmailsWording, facts: Facts, look: Layout): Html {
  const { code, codeFor, codeUntil, host } = facts
  const { strong, exact, smallPrint } = look
  if (code === undefined || codeFor === undefined || codeUntil === undefined) {
    return smallPrint(t('recovery.codesClosed'))
  }
  return html`${look.codeWell(t('recovery.codeLabel'), code)}
${smallPrint(t.parts('recovery.codeNote', { duration: codeFor, until: strong(codeUntil) }))}
${smallPrint(t.parts('recovery.neverAsk', { host: exact(host) }))}`
}
