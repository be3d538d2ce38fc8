import type { Locale } from './locale.ts'
import type { MailedSecretKind } from './secret.ts'

/**
 * Every kind of email, one row each, with the secrets it carries. Their fields in {@link Message}, their digests in
 * the database, and their redaction all follow from `secrets`.
 */
export const messageKinds = {
  /** Without a code where none would be accepted: after too many wrong ones. */
  recovery: { secrets: ['link', 'code'], optional: ['code'] },
  'password-changed': { secrets: ['not-me'] },
  /** Instead of `recovery`, for an account without a password. */
  'no-password': { secrets: [] },
  /** Instead of `recovery`, for an address without an account. */
  'no-account': { secrets: [] },
  /** An operator made a link for the account by hand. The email does not contain it. */
  'link-issued': { secrets: [] },
  /** The operator requires a new password. Nobody asked for the email, so it leads to the first page and has no secret. */
  'reset-required': { secrets: [] },
} as const satisfies Record<
  string,
  { secrets: readonly MailedSecretKind[]; optional?: readonly MailedSecretKind[] }
>

/** The kind of an email: recovery, notice, and so on. */
export type MessageKind = keyof typeof messageKinds

/** The fields of a message that carry a secret, by its kind: its text, and when it expires. */
const secretFields = {
  link: { text: 'link', expiresAt: 'linkExpiresAt' },
  code: { text: 'code', expiresAt: 'codeExpiresAt' },
  'not-me': { text: 'notMeLink', expiresAt: 'notMeExpiresAt' },
} as const satisfies Record<MailedSecretKind, { text: string; expiresAt: string }>

type SecretsOf<K extends MessageKind> = (typeof messageKinds)[K]['secrets'][number]
type OptionalOf<K extends MessageKind> = (typeof messageKinds)[K] extends {
  optional: readonly (infer Kind extends MailedSecretKind)[]
}
  ? Kind
  : never

type SecretFields<S extends MailedSecretKind> = {
  [Kind in S as (typeof secretFields)[Kind]['text']]: string
} & {
  [Kind in S as (typeof secretFields)[Kind]['expiresAt']]: Date
}

/** The request an email answers, so that the reader recognises it as theirs or as somebody else's. */
type AboutRequest = {
  requestId: string
  requestedAt: Date
  device: string | undefined
  /** The language of the page that the request was made on: its two words are in that language. */
  requestedIn?: string | undefined
  /** The time zone of the client that made the request, an IANA name. */
  timeZone?: string | undefined
}

/** What each kind of email says besides its secrets. Dates are by the database's clock. */
export type MessageFacts = {
  recovery: AboutRequest & {
    login: string
    /** When its secrets were made: their lifetimes are counted from here. */
    mintedAt: Date
  }
  'password-changed': {
    login: string
    changedAt: Date
    /** Of the client that changed it. */
    device?: string | undefined
    timeZone?: string | undefined
  }
  'no-password': AboutRequest & { login: string }
  'no-account': AboutRequest
  'link-issued': { login: string; issuedAt: Date; linkExpiresAt: Date }
  'reset-required': {
    login: string
    /** What the operator says to the owners, in the operator's words. */
    publicReason: string | undefined
    /** Whether the password of before was made unusable. */
    isLocked: boolean
  }
}

/** Everything one kind of email says. */
export type MessageOf<K extends MessageKind> = {
  [Kind in K]: { kind: Kind; id: string; to: string; locale: Locale } & MessageFacts[Kind] &
    SecretFields<Exclude<SecretsOf<Kind>, OptionalOf<Kind>>> &
    Partial<SecretFields<OptionalOf<Kind>>>
}[K]

/** Everything an email says, of any kind. */
export type Message = MessageOf<MessageKind>

/**
 * The fields of a message of this kind that hold its secrets. An optional one that was not stored is left out.
 *
 * @throws Error if another one is missing: a message never leaves with a gap where its secret should be.
 */
export function secretFieldsOf(
  kind: MessageKind,
  { texts, expiresAt }: { texts: SecretTexts; expiresAt: Partial<Record<MailedSecretKind, Date>> },
): Readonly<Record<string, string | Date>> {
  const row: { secrets: readonly MailedSecretKind[]; optional?: readonly MailedSecretKind[] } =
    messageKinds[kind]
  const fields = row.secrets.flatMap((secret) => {
    const [text, expiry] = [texts[secret], expiresAt[secret]]
    if (expiry === undefined && row.optional?.includes(secret)) return []
    if (text === undefined || expiry === undefined) {
      throw new Error(`A ${kind} email has no ${secret}`)
    }
    return [
      [secretFields[secret].text, text],
      [secretFields[secret].expiresAt, expiry],
    ]
  })
  return Object.fromEntries(fields)
}

/** The secrets of an email by their kind: a link as the whole URL, a code as its digits. */
export type SecretTexts = Partial<Record<MailedSecretKind, string>>

/** The secrets a message carries. */
export function mailedSecrets(message: Message): SecretTexts {
  const fields: Readonly<Record<string, unknown>> = message
  const kinds: readonly MailedSecretKind[] = messageKinds[message.kind].secrets
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const text = fields[secretFields[kind].text]
      return text === undefined ? [] : [[kind, text]]
    }),
  )
}

/**
 * Every text that gives a secret of this message away, to be removed from what others say about it: each link, the
 * token inside it (a filter may quote only a part), each code, and its spellings with a gap.
 */
export function secretsIn(message: Message): string[] {
  return Object.values(mailedSecrets(message)).flatMap((secret) =>
    /^\d+$/.test(secret) ? spellingsOf(secret) : [secret, ...(secret.match(/[\w-]{20,}/g) ?? [])],
  )
}

function spellingsOf(code: string): string[] {
  const half = code.length / 2
  return ['', ' ', '-'].map((gap) => `${code.slice(0, half)}${gap}${code.slice(half)}`)
}
