import type { Message } from '@latchkey/core'
import { html } from '../html.ts'
import type { Branding, RenderedMail } from '../rendered-mail.ts'
import { deadlineOf, deviceName, hostOf, momentOf, withoutLongNumbers } from '../words.ts'
import { button, codeWell, heading, page, paragraph, rule, smallPrint, strong } from './layout.ts'

type Recovery = Extract<Message, { kind: 'recovery' }>

export function renderRecovery(message: Recovery, branding: Branding): RenderedMail {
  const facts = factsOf(message, branding)
  return {
    subject: `Reset your ${branding.productName} password`,
    text: textPart(message, facts),
    html: htmlPart(message, facts),
  }
}

type Facts = ReturnType<typeof factsOf>

function factsOf(message: Recovery, { productName, publicUrl }: Branding) {
  const { locale, requestedAt } = message
  const device = deviceName(message.device)
  return {
    productName,
    login: withoutLongNumbers(message.login),
    asked: `Asked for on ${momentOf(requestedAt, locale)}${device ? `, with ${device}` : ''}.`,
    linkHost: hostOf(message.link),
    linkUntil: deadlineOf(message.linkExpiresAt, requestedAt, locale),
    codeHost: hostOf(publicUrl),
    codeUntil: deadlineOf(message.codeExpiresAt, requestedAt, locale),
  }
}

// The last line is read by machines (domain-bound codes): nothing may follow it.
function textPart({ link, code }: Recovery, facts: Facts): string {
  return `Someone asked to reset the ${facts.productName} password of ${facts.login}.
If it was you, use the link or the code. Either is enough.

Choose a new password (this link works until ${facts.linkUntil}):

${link}

Or type this code on the page where you asked (it works until ${facts.codeUntil}):

Your code: ${code}

We will never ask you for this code by phone or chat. Type it only at ${facts.codeHost}.

${facts.asked}
Not you? Ignore it — nothing has changed.

@${facts.codeHost} #${code}`
}

function htmlPart({ locale, link, code }: Recovery, facts: Facts): string {
  return page({
    locale,
    title: `Reset your ${facts.productName} password`,
    productName: facts.productName,
    preheader: `Choose a new password. The link works until ${facts.linkUntil}.`,
    body: html`${heading('Reset your password')}
${paragraph(html`Someone asked to reset the password of ${strong(facts.login)}. If it was you, use the link or the code. Either is enough.`)}
${button('Choose a new password', link)}
${smallPrint(html`Opens ${strong(facts.linkHost)}. Works until ${strong(facts.linkUntil)}.`)}
${codeWell('Or type this code where you asked', code)}
${smallPrint(html`Works until ${strong(facts.codeUntil)}. We will never ask you for this code by phone or chat. Type it only at ${strong(facts.codeHost)}.`)}
${rule()}
${smallPrint(facts.asked)}
${smallPrint(html`${strong('Not you?')} Ignore it — nothing has changed.`)}`,
  })
}
