import type { Locale, MessageKind, MessageOf } from '@latchkey/core'
import { type EmailsWording, emailsWording } from '@latchkey/wording/emails'
import { plainTextOf } from './plain-text.ts'
import type { Branding, RenderedEmail } from './rendered-email.ts'
import { asMarkup, asWritten, cut, type Facts, type Filled, slotsFor } from './slots.ts'
import type { Template, Written } from './template.ts'
import { layoutFor } from './templates/layout.ts'
import { linkIssued, linkIssuedFacts } from './templates/link-issued.ts'
import { noAccount, noAccountFacts } from './templates/no-account.ts'
import { noPassword, noPasswordFacts } from './templates/no-password.ts'
import { passwordChanged, passwordChangedFacts } from './templates/password-changed.ts'
import { recovery, recoveryFacts } from './templates/recovery.ts'
import { resetRequired, resetRequiredFacts } from './templates/reset-required.ts'
import { testEmail, testEmailFacts } from './templates/test-email.ts'
import { oneLine } from './words.ts'

type Row<K extends MessageKind> = {
  factsOf: (message: MessageOf<K>, t: EmailsWording, branding: Branding) => Facts
  template: Template<never>
}

const rows: { [K in MessageKind]: Row<K> } = {
  recovery: { factsOf: recoveryFacts, template: recovery },
  'password-changed': { factsOf: passwordChangedFacts, template: passwordChanged },
  'no-password': { factsOf: noPasswordFacts, template: noPassword },
  'no-account': { factsOf: noAccountFacts, template: noAccount },
  'link-issued': { factsOf: linkIssuedFacts, template: linkIssued },
  'reset-required': { factsOf: resetRequiredFacts, template: resetRequired },
}

/** An email, in the language of its message. */
export function renderMessage<K extends MessageKind>(
  message: MessageOf<K>,
  branding: Branding,
): RenderedEmail {
  const row: Row<K> = rows[message.kind]
  const t = emailsWording[message.locale]
  return fill(row.template, row.factsOf(message, t, plain(branding)), { t, branding })
}

/** The email by which an operator tries the settings. */
export function renderTestEmail(branding: Branding, locale: Locale = 'en'): RenderedEmail {
  const t = emailsWording[locale]
  return fill(testEmail, testEmailFacts(plain(branding)), { t, branding })
}

/** A line break in the name would end a header. */
function plain(branding: Branding): Branding {
  return { ...branding, productName: oneLine(branding.productName) }
}

type Prepared = { subject: Filled; text: Filled; html: Filled }

/** Never emptied: there are only as many entries as kinds, languages and sets of facts. */
const prepared = new WeakMap<Branding, Map<string, Prepared>>()

function fill(
  template: Template<never>,
  facts: Facts,
  { t, branding }: { t: EmailsWording; branding: Branding },
): RenderedEmail {
  const known = prepared.get(branding) ?? new Map<string, Prepared>()
  prepared.set(branding, known)
  const given = Object.keys(facts).filter((name) => facts[name] !== undefined)
  const key = [t.locale, template.name, ...given].join()
  const email = known.get(key) ?? prepare(template, facts, { t, branding: plain(branding) })
  known.set(key, email)
  return { subject: email.subject(facts), text: email.text(facts), html: email.html(facts) }
}

function prepare(
  template: Template<never>,
  facts: Facts,
  { t, branding }: { t: EmailsWording; branding: Branding },
): Prepared {
  const layout = layoutFor(t, branding)
  const look = { ...layout, codeVisibility: branding.codeVisibility }
  const written = template(t, slotsFor(facts) as never, look)
  const page = layout.page({ title: written.subject, ...written })
  const text = cut(plainTextOf(page, t('text.colon')), t.direction === 'rtl' ? isolated : asWritten)
  return {
    subject: cut(written.subject, asWritten),
    text: withLastLine(text, written),
    html: cut(page, asMarkup),
  }
}

/** Programs read the last line, so it gets no invisible characters in any language. */
function withLastLine(text: Filled, { lastLine }: Written): Filled {
  if (lastLine === undefined) return text
  const last = cut(lastLine, asWritten)
  return (facts) => `${text(facts)}\n\n${last(facts)}`
}

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/** Isolates Latin values in right-to-left text. Links and the code are copied, so they get no invisible characters. */
function isolated(value: string, name: string): string {
  const bare = /^https?:/.test(value) || name === 'code'
  return bare ? value : `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`
}
