import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'

const MOST_NEAR = 5
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789.-_+@'

/**
 * Addresses of accounts that a person may have meant: one typing error away, the same without dots or a plus tag where
 * providers ignore them. For operators only.
 */
export async function findNearAccounts(
  db: Kysely<Schema>,
  canonicalEmail: string,
): Promise<string[]> {
  const rows = await nearAccounts(db, {
    canonicalEmail,
    spellings: oneErrorAway(canonicalEmail),
    pattern: sameMailbox(canonicalEmail),
    most: MOST_NEAR,
  })
  return rows.flatMap(({ email }) => (email === null ? [] : [email]))
}

/** As near as SQL comes to it, in a table that does not have it. */
const canonical = sql<string>`coalesce(a.email_canonical, lower(a.email))`

type Near = { canonicalEmail: string; spellings: string[]; pattern: string; most: number }

const nearAccounts = prepared('near-accounts', (db, p: Values<Near>, accounts) =>
  db
    .selectFrom((eb) => accounts.among(eb, p.spellings).as('a'))
    .select('a.email')
    .where(canonical, '<>', p.canonicalEmail)
    .where(({ eb, fn, or }) =>
      or([eb(canonical, '=', fn.any(p.spellings)), eb(canonical, '~', p.pattern)]),
    )
    .orderBy(canonical)
    .limit(p.most),
)

/** Every text with one character more, less or other, or with two neighbours swapped. */
function oneErrorAway(text: string): string[] {
  const spellings = new Set<string>()
  for (let at = 0; at <= text.length; at++) {
    const before = text.slice(0, at)
    const after = text.slice(at)
    spellings.add(before + after.slice(1))
    spellings.add(before + after.charAt(1) + after.charAt(0) + after.slice(2))
    for (const letter of LETTERS) {
      spellings.add(before + letter + after)
      spellings.add(before + letter + after.slice(1))
    }
  }
  spellings.delete(text)
  return [...spellings]
}

/** Matches the other spellings of a mailbox: plus tags anywhere, and at Gmail dots and its two names. */
function sameMailbox(canonicalEmail: string): string {
  const at = canonicalEmail.lastIndexOf('@')
  const domain = canonicalEmail.slice(at + 1)
  const name = canonicalEmail.slice(0, at).replace(/(.)\+.*/, '$1')
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com'
  const local = isGmail ? [...name.replaceAll('.', '')].map(escaped).join('\\.?') : escaped(name)
  const domains = isGmail ? '(gmail|googlemail)\\.com' : escaped(domain)
  return `^${local}(\\+[^@]*)?@${domains}$`
}

function escaped(text: string): string {
  return text.replaceAll(/[^a-z0-9]/g, '\\$&')
}
