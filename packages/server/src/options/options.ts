import type { Locale } from '@latchkey/core'
import type { AccountFunctionsInput, AccountMapInput, Pooler } from '@latchkey/db'
import type { CodeVisibility, DkimKey, OauthSettings } from '@latchkey/email'
import type { AccountHost } from '../account-port/handler.ts'
import type { WrittenLimits } from '../config/usual-limits.ts'
import type { Log } from '../log.ts'
import type { EndSessions, Webhook } from '../webhooks/webhook.ts'

/** What {@link createLatchkey} is given. Texts that come from the environment may be `undefined`, and are then reported. */
export type LatchkeyOptions = {
  /**
   * `import.meta.url` of the module that makes the instance. With it, a development server that loads the module again
   * gets the instance that is open already, and a worker can run in a thread.
   */
  module?: string
  /** PostgreSQL: its address, or that and more. Or the embedded database, for trying things out. */
  database: string | undefined | DatabaseOptions | EmbeddedOptions
  /**
   * At least 32 random bytes, as text. Codes are digested with it. All processes on one database need the same. Several
   * while it is changed: the first signs, all verify.
   */
  secret: string | undefined | readonly string[]
  /** Where the users are. Absent: accounts of Latchkey's own. */
  accounts?: AccountsOptions | undefined
  mail: MailOptions
  pages: PageOptions
  product?: ProductOptions
  password?: PasswordOptions
  /** How long secrets are good for. */
  lifetimes?: { linkMinutes?: number; codeMinutes?: number }
  /** As in the settings of the service: `'5/1m,20/1h'`. `'off'` only for tests. */
  limits?: WrittenLimits | 'off'
  /** Endpoints that are told of events, signed as Standard Webhooks or as security event tokens. */
  webhooks?: readonly Webhook[]
  /**
   * Ends the sessions of an account that are not in the database, as in Redis. The worker calls it after a change of the
   * password, from a job that was written with it, and again until its promise is fulfilled.
   */
  endSessions?: EndSessions
  /**
   * Where emails are sent from. `elsewhere`: by `latchkey worker`. `thread`: by a thread of this process, which imports
   * `module`. `inline`: on this event loop, where its work tells by its time which addresses have accounts; refused in
   * production. Default: `inline`, and in production `elsewhere`.
   */
  worker?: 'elsewhere' | 'thread' | 'inline'
  /** A pino logger fits. Default: warnings and errors, as JSON lines on standard error. `false`: nothing. */
  log?: Log | false
}

/** A PostgreSQL. */
export type DatabaseOptions = {
  /** `postgres://user:password@host:5432/database` */
  url: string | undefined
  /** Past a pooler, for migrations. */
  directUrl?: string | undefined
  /** Of Latchkey's own tables. Default: `latchkey`. */
  schema?: string
  /** Found out by itself where it is not said. */
  pooler?: Pooler
  /** Whether the first use makes and updates the tables. `false`: `latchkey migrate --config` does. Default: yes. */
  migrate?: boolean
}

/** One process, one user. It needs the package `@electric-sql/pglite`. */
export type EmbeddedOptions = {
  /** A folder, or `:memory:`. */
  embedded: string
}

/** The file of a map, a map, an application that is called, or functions of yours. */
export type AccountsOptions =
  | string
  | AccountMapInput
  | AccountFunctionsInput
  | {
      map: string | AccountMapInput | AccountFunctionsInput
      /** What the application appends to passwords before it hashes. */
      pepper: string | undefined
    }
  | PortAccounts
  | FunctionAccounts

/**
 * Users that functions of yours find and change, in this process: in another database, behind an API, or in memory. Emails
 * and resets wait for them; a request never does.
 */
export type FunctionAccounts = {
  host: AccountHost
  /** What you hash. Default: as typed, at most 72 bytes, which is what bcrypt reads. */
  password?: HostPasswords
}

/** What an application hashes of a new password. */
export type HostPasswords = {
  /** The Unicode normal form. Default: `none`, as typed. */
  normalise?: 'none' | 'NFC' | 'NFKC'
  /** 64 to 1024. Default: 72. */
  maxBytes?: number
}

/** Users that an application keeps elsewhere, and answers four calls about (docs/adopting-elsewhere.md). */
export type PortAccounts = {
  url: string | undefined
  /** `whsec_…`, several while it is changed. */
  secret: string | undefined | readonly string[]
  /** What the application hashes. Default: as typed, at most 72 bytes. */
  password?: HostPasswords
}

/** How emails leave: by SMTP, by the API of a mail service, or into a folder. */
export type MailOptions =
  | {
      /** `smtps://user:password@host:465` or `smtp://…:587` */
      smtp: string | undefined
      /** `name@example.com`, or `Name <name@example.com>` */
      from: string | undefined
      replyTo?: string
      dkim?: DkimKey
      oauth?: OauthSettings
      /** At the same time. Default: 10. */
      connections?: number
      /** Default: the host of `pages.reset`. */
      ehloName?: string
    }
  | {
      /** A mail service that is called by its API, as in `MAIL_URL`: `resend:re_…`, `postmark:…` (docs/mail.md). */
      service: string | undefined
      from: string | undefined
      replyTo?: string
      /** At the same time. Default: 10. */
      connections?: number
    }
  /** A folder that keeps emails instead of sending them; refused in production. */
  | { mailbox: string; from?: string }

/** The pages that emails lead to, as absolute addresses. */
export type PageOptions = {
  /** Where links lead, with `{token}` for the token: `https://app.example.com/reset#token={token}`. */
  reset: string
  signIn: string
  /** Default: `/forgot-password` at the origin of `reset`. */
  forgotPassword?: string
  /** The page for "this wasn't me", with `{token}`. Default: `/not-me#token={token}` at the origin of `reset`. */
  notMe?: string
}

/** What emails say about you. */
export type ProductOptions = {
  /** Default: the name of the sender. */
  name?: string
  /** Who helps people that cannot sign in. */
  support?: { email: string } | { page: string }
  /** Of emails, as `#rrggbb`. */
  colour?: string
  defaultLocale?: Locale
  codeVisibility?: CodeVisibility
  /** Whether an address without an account is told so by email. Default: yes. */
  noAccountMail?: boolean
}

/** The rules for new passwords. */
export type PasswordOptions = {
  /** 8 to 64. Default: 8. */
  minLength?: number
  /** Looks new passwords up at Have I Been Pwned, or at a mirror of yours. Default: no. */
  breached?: boolean | string
}
