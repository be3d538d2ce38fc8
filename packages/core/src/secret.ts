/**
 * Every kind of secret, one row each. Stores, the SQL schema, redaction and tests read this table.
 *
 * `proves`: `right` lets the holder choose a new password; `mailbox` must first be exchanged for a ticket, which is
 * such a right; `not-me` lets the owner report a password change as somebody else's.
 */
export const secretKinds = {
  link: {
    proves: 'right',
    mailed: true,
    bytes: 32,
    boundTo: 'request',
    lifetimeMinutes: 'linkLifetimeMinutes',
    voidedByPasswordChange: true,
  },
  code: {
    proves: 'mailbox',
    mailed: true,
    digits: 6,
    boundTo: 'request',
    lifetimeMinutes: 'codeLifetimeMinutes',
    voidedByPasswordChange: true,
  },
  ticket: {
    proves: 'right',
    mailed: false,
    bytes: 32,
    boundTo: 'request',
    // The time to fill in one form.
    lifetimeMinutes: 10,
    voidedByPasswordChange: true,
  },
  // Survives a password change: otherwise an intruder could disable the notice by changing the password once more.
  'not-me': {
    proves: 'not-me',
    mailed: true,
    bytes: 32,
    boundTo: 'account',
    // Long enough to be away for a weekend.
    lifetimeMinutes: 72 * 60,
    voidedByPasswordChange: false,
  },
} as const satisfies Record<string, SecretKindSpec>

/** The lifetimes that the operator sets. */
export type SecretLifetimes = { linkLifetimeMinutes: number; codeLifetimeMinutes: number }

type SecretKindSpec = {
  proves: 'right' | 'mailbox' | 'not-me'
  /** Whether it is sent in an email. A ticket goes to the browser that sent the code. */
  mailed: boolean
  /** Whether it answers a recovery request, or belongs to an account alone. */
  boundTo: 'request' | 'account'
  /** Fixed, or the name of the operator's setting. */
  lifetimeMinutes: number | keyof SecretLifetimes
  voidedByPasswordChange: boolean
} & ({ bytes: number } | { digits: number })

/** The kinds for which `matches` holds, in the order of the table: a parameter for `kind = any(…)`. */
export function kindsOfSecret(matches: (spec: SecretKindSpec) => boolean): SecretKind[] {
  const entries = Object.entries(secretKinds) as [SecretKind, SecretKindSpec][]
  return entries.filter(([, spec]) => matches(spec)).map(([kind]) => kind)
}

/** The kind of a secret: link, code, ticket or not-me. */
export type SecretKind = keyof typeof secretKinds

/** The kinds that leave in an email. */
export type MailedSecretKind = {
  [K in SecretKind]: (typeof secretKinds)[K]['mailed'] extends true ? K : never
}[SecretKind]

/** The emailed kinds that people open as a link. The others are typed. */
export type MailedTokenKind = {
  [K in MailedSecretKind]: (typeof secretKinds)[K] extends { bytes: number } ? K : never
}[MailedSecretKind]

/** Minutes a secret of this kind lives, from when it is stored. */
export function lifetimeMinutesOf(kind: SecretKind, set: SecretLifetimes): number {
  const { lifetimeMinutes } = secretKinds[kind]
  return typeof lifetimeMinutes === 'number' ? lifetimeMinutes : set[lifetimeMinutes]
}

/** How many digits a code has. */
export const CODE_DIGITS = secretKinds.code.digits
/** Codes that may be tried for one request. Further ones are refused, even when right. */
export const TRIES_PER_REQUEST = 5
/** Codes of one request that are valid at the same time: the newest. */
export const CODES_PER_REQUEST = 2
/**
 * How many of an address's newest emailed requests a code is compared with when only the address is known: as many as
 * can be emailed in an hour by default, so that strangers cannot push out the owner's.
 */
export const CANDIDATE_REQUESTS = 5
/** Hours after its email in which a link can be renewed. NIST allows recovery links to live 24 hours. */
export const RENEWABLE_LINK_HOURS = 24
/** Minutes a link lives that an operator made by hand. */
export const OPERATOR_LINK_MINUTES = 15
/** Minutes a ticket lives. */
export const TICKET_LIFETIME_MINUTES = secretKinds.ticket.lifetimeMinutes
/** Minutes a request stays open beyond a link's lifetime, so that an email that had to wait is still of use. */
export const REQUEST_GRACE_MINUTES = 60

declare const secretBrand: unique symbol
/** 32 random bytes in base64url, 43 characters, the canonical spelling only. */
export type Token = string & { readonly [secretBrand]: 'token' }
/** Six ASCII digits, with leading zeros. */
export type Code = string & { readonly [secretBrand]: 'code' }

// 32 bytes are 256 bits: the 43rd character carries four of them, so its low two bits are zero.
const canonicalToken = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/** `undefined`: not the canonical spelling of a token. */
export function parseToken(raw: string): Token | undefined {
  return canonicalToken.test(raw) ? (raw as Token) : undefined
}

/** Accepts `123456`, `123 456` and `123-456`, as people copy them. `undefined`: not a code. */
export function parseCode(raw: string): Code | undefined {
  if (raw.length > 32) return undefined
  const digits = raw.trim().replace(/(?<=\d)[ -](?=\d)/g, '')
  return /^\d{6}$/.test(digits) ? (digits as Code) : undefined
}
