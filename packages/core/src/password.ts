import type { EmailAddress } from './email-address.ts'

/** In code points. At most 1024 bytes in UTF-8, where a code point takes up to four. */
export const PASSWORD_LONGEST = 256
/** In code points. The setting may require more, never less. */
export const PASSWORD_SHORTEST_ALLOWED = 8
// Decomposed into letters and accents, text has at most four times as many code points.
const LONGEST_SPELLING = 16 * PASSWORD_LONGEST

/** Every reason to reject a password, as callers get to know it. */
export const passwordReasons = [
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_LONG',
  'PASSWORD_ILL_FORMED',
  'PASSWORD_COMMON',
  'PASSWORD_CONTEXT',
  'PASSWORD_BREACHED',
] as const
/** Why a password was rejected. */
export type PasswordReason = (typeof passwordReasons)[number]

/** What is done with the text of a password before it is hashed. `none`: it is hashed as it was typed. */
export type NormalForm = 'none' | 'NFC' | 'NFKC'

/** What the operator decides about passwords. */
export type PasswordRules = {
  /** Code points. */
  minLength: number
  productName: string
  /** Our own form when absent. An application that signs people in by itself may hash another form. */
  normalise?: NormalForm | undefined
  /** In UTF-8, of the text that is hashed. Some hashes read no more. */
  maxBytes?: number | undefined
}

/** Whole entries of a list of common passwords, in lower case, of any length. */
export interface CommonPasswords {
  has(password: string): boolean
}

declare const hashable: unique symbol
/** The text that is hashed: in the form that the rules name. */
export type HashablePassword = string & { readonly [hashable]: true }

declare const acceptable: unique symbol
/** A password in Unicode NFC with ordinary spaces, which rules and lists look at. It is hashed like this unless the rules name another form. */
export type NormalPassword = HashablePassword & { readonly [acceptable]: true }

/** A password in its normal form and in the form that is hashed, or every reason to reject it. */
export type PasswordJudgement =
  | { ok: true; password: NormalPassword; toHash: HashablePassword }
  | { ok: false; reasons: readonly PasswordReason[] }

/**
 * Judges a new password and returns every reason at once. Without an owner, the rules about the owner are skipped.
 *
 * Length counts code points after NFC. There are no composition rules. The whole password is compared with common
 * values, not its parts. Only the limit in bytes looks at the form that is hashed.
 *
 * @see NIST SP 800-63B-4 §3.1.1.2
 */
export function judgePassword(
  raw: string,
  rules: PasswordRules,
  about: { owner: EmailAddress | undefined; common: CommonPasswords },
): PasswordJudgement {
  const password = normalPassword(raw)
  if (password === undefined) {
    return { ok: false, reasons: [isText(raw) ? 'PASSWORD_TOO_LONG' : 'PASSWORD_ILL_FORMED'] }
  }
  const toHash = rules.normalise === undefined ? password : inForm(raw, rules.normalise)
  const reasons: PasswordReason[] = []
  if (rules.maxBytes !== undefined && bytesOf(toHash) > rules.maxBytes)
    reasons.push('PASSWORD_TOO_LONG')
  if ([...password].length < rules.minLength) reasons.push('PASSWORD_TOO_SHORT')
  if (isCommon(password, about.common)) reasons.push('PASSWORD_COMMON')
  if (isAboutOwnerOrProduct(password, about.owner, rules.productName))
    reasons.push('PASSWORD_CONTEXT')
  return reasons.length === 0 ? { ok: true, password, toHash } : { ok: false, reasons }
}

/**
 * Brings a typed password into Unicode NFC with ordinary spaces, both when it is chosen and at sign-in, so that one
 * password typed on two keyboards is the same: some type a no-break space where a second key is still held.
 *
 * @see RFC 8265 §4.2.2 (OpaqueString)
 * @returns `undefined` for text that cannot be a password: with a NUL or a lone surrogate, or longer than allowed
 */
export function normalPassword(raw: string): NormalPassword | undefined {
  if (raw.length > LONGEST_SPELLING || !isText(raw)) return undefined
  const normal = raw.replace(/\p{Zs}/gu, ' ').normalize('NFC')
  return isTooLong(normal) ? undefined : (normal as NormalPassword)
}

function isText(raw: string): boolean {
  return raw.isWellFormed() && !raw.includes('\0')
}

function inForm(raw: string, form: NormalForm): HashablePassword {
  return (form === 'none' ? raw : raw.normalize(form)) as HashablePassword
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

function isTooLong(text: string): boolean {
  return [...text].length > PASSWORD_LONGEST
}

function isCommon(password: string, common: CommonPasswords): boolean {
  const lower = password.toLowerCase()
  return plainForms(lower).some((text) => text.length > 3 && common.has(text)) || isOneRun(lower)
}

// The password without repetition and without digits and signs at its end, step by step.
function plainForms(lower: string): string[] {
  const unit = repeatedUnit(lower)
  const bare = unit.replace(/[\d\p{P}\p{S}]+$/u, '')
  return [lower, unit, bare, repeatedUnit(bare)]
}

// An attacker who guesses "iloveyou" also guesses "iloveyouiloveyou".
function repeatedUnit(text: string): string {
  const again = `${text}${text}`.indexOf(text, 1)
  return again < text.length ? text.slice(0, again) : text
}

const runs = ['1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']

// A run along the digits, the alphabet or the keyboard, or one repeated character.
function isOneRun(text: string): boolean {
  if (text === '') return false
  if (new Set(text).size === 1) return true
  return runs.some((run) => {
    const endless = run.repeat(Math.ceil(text.length / run.length) + 1)
    const backwards = [...endless].reverse().join('')
    return endless.includes(text) || backwards.includes(text)
  })
}

function isAboutOwnerOrProduct(
  password: string,
  owner: EmailAddress | undefined,
  product: string,
): boolean {
  const forms = plainForms(password.toLowerCase())
  const owners = owner ? [owner.registered, owner.canonical, ...owner.canonical.split('@')] : []
  const names = [product, ...owners]
  return names.some((name) => name !== '' && forms.includes(repeatedUnit(name.toLowerCase())))
}
