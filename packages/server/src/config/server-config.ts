import type { RecoveryPolicy } from '@latchkey/core'
import type { Pooler } from '@latchkey/db'
import type { CodeVisibility, DkimKey, MailServiceAccount, OauthSettings } from '@latchkey/email'
import type { EndSessions, Webhook } from '../webhooks/webhook.ts'
import type { AccountsElsewhere } from './accounts-elsewhere.ts'

/*
 * What the parts of a server are made from: plain values that have been checked. Where they come from, the environment
 * or the code of an application, is not known here.
 */

export type DatabaseConfig = {
  /** Absent: the embedded database. */
  databaseUrl: string | undefined
  /** PostgreSQL without a pooler in between, for migrations. */
  databaseDirectUrl: string | undefined
  /** The PostgreSQL schema that holds all our tables. */
  databaseSchema: string
  /** False: the schema is migrated by somebody else, and the role may have no right to. */
  migrates?: boolean
  /** The connection pooler that the URL leads through; detected when absent. */
  databasePooler: Pooler | undefined
  /** The folder of the embedded database, of the built-in mailbox and of a generated server secret. */
  dataDir: string
  /** The embedded database in memory, and not in the folder. */
  databaseInMemory?: boolean
}

export type AccountsConfig = {
  /** Absent: accounts of our own. */
  accounts: AccountsElsewhere | undefined
}

export type SecretsConfig = Pick<DatabaseConfig, 'dataDir'> & {
  /** The first secret signs, all of them verify. Absent: one is generated in the folder. */
  secrets: readonly string[] | undefined
}

export type MailConfig = {
  /** Absent, and no mail service either: the built-in mailbox. */
  smtpUrl: string | undefined
  /** Instead of `smtpUrl`: a mail service that is called by its API. */
  mailService: MailServiceAccount | undefined
  /** What this server calls itself in EHLO. */
  smtpName: string
  /** Absent: the user and password in the URL, if there are any. */
  smtpOauth: OauthSettings | undefined
  mailFrom: { name: string; address: string }
  mailReplyTo: string | undefined
  dkim: DkimKey | undefined
  smtpConnections: number
  /** Whether domains that take no email are looked for. */
  mailDomainCheck: boolean
  /** Of the built-in mailbox. Absent: in `dataDir`. */
  mailboxFolder?: string
}

export type WebhooksConfig = {
  /** Those that are told of events. */
  webhooks: readonly Webhook[]
  /** Of the application around us. */
  endSessions?: EndSessions | undefined
}

/** Where emails lead. */
export type PageUrls = {
  /** Contains `{token}` in the place of the token. */
  resetUrl: string
  /** The page for "this wasn't me". Contains `{token}`. */
  notMeUrl: string
  forgotPasswordUrl: string
  signInPageUrl: string
}

export type EmailConfig = MailConfig &
  PageUrls & {
    productName: string
    /** The address of the product, without a slash at its end. */
    publicUrl: string
    /** Where people who cannot sign in get help. */
    support: { email: string } | { page: string } | undefined
    /** Colour of emails, as `#rrggbb`. */
    brandColour: string | undefined
    codeVisibility: CodeVisibility
    /** Whether a request for an address without an account is answered by an email that says so. */
    noAccountMail: boolean
  }

export type ServerConfig = DatabaseConfig &
  AccountsConfig &
  SecretsConfig &
  WebhooksConfig &
  EmailConfig & {
    /** Where people sign in; not at Latchkey, when given. */
    signInUrl: string | undefined
    policy: RecoveryPolicy
    /** The range service that new passwords are looked up in. */
    breachedPasswordsUrl: string | undefined
    rateLimits: boolean
  }
