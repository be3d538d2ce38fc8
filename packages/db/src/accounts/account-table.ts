import { domainToUnicode } from 'node:url'
import {
  type AccountStatus,
  type EmailAddress,
  parseEmailAddress,
  storedEmailAddress,
} from '@latchkey/core'
import type { Expression, QueryCreator, SelectQueryBuilder } from 'kysely'
import type { Schema } from '../schema.ts'
import type { AccountPort } from './ported/account-port.ts'

/** What every statement of ours knows of an account, whichever table it is in. */
export type AccountRow = {
  id: string
  /** As it is stored. An application may store none, or one that is no address for us. */
  email: string | null
  /** Only accounts of our own have it in a column. */
  email_canonical: string | null
  status: AccountStatus
  has_password: boolean
  locale: string | null
  /** Differs after every change of the password or the address. Secrets of another version are invalid. */
  version: string
}

export type AccountQuery = SelectQueryBuilder<Schema, never, AccountRow>

/** A part of a statement that changes rows, under the name of its CTE. */
export type StatementPart = { name: string; part: Expression<object> }

/** What a CTE does to which table. */
export type Effect = {
  cte: string
  table: string
  /** `calls`: a function, which says itself what it does. */
  what: 'updates' | 'deletes' | 'calls'
  columns: readonly string[]
}

/** The builder that the part belongs to: `db` of the statement, or what a callback of Kysely gets. */
export type Builder = object

export function on(builder: Builder): QueryCreator<Schema> {
  return builder as QueryCreator<Schema>
}

/**
 * Where accounts are: in a table of ours, in those of an application, behind its functions, or at an application that is
 * called. Every statement that reads or changes an account is made from these parts.
 *
 * Ids are text. The table's own type is on the side of the table, so that its index serves.
 */
export type AccountTable = {
  readonly kind: 'native' | 'mapped' | 'functions' | 'ported'
  /** Of accounts at an application: how it is called. */
  readonly port?: AccountPort
  /** The tables that a change of a password writes, for messages to operators. */
  readonly written: string
  /** Accounts that share an address: nobody is emailed, or the first of those that are found. */
  readonly duplicates: 'refuse' | 'newest'
  /** All, or at least those with one of these addresses where not all can be read. */
  among(builder: Builder, spellings: Expression<string[]>): AccountQuery
  byId(builder: Builder, id: Expression<string | null>): AccountQuery
  /** All that may have the address; {@link accountAt} decides. The newest first. */
  byAddress(
    builder: Builder,
    address: { canonical: Expression<string>; unicode: Expression<string | null> },
  ): AccountQuery
  /** The CTE `owner` of a statement that changes a password: active, and locked against changes. */
  locked(builder: Builder, id: Expression<string | null>): AccountQuery
  /** Active ones, locked in the order of their keys. */
  lockedMany(builder: Builder, ids: Expression<string[]>): AccountQuery
  /**
   * The CTE `changed`, which writes the password of the account in the CTE `spent`. It reads `owner`.
   *
   * @param stored the text that the hasher made.
   */
  change(
    builder: Builder,
    stored: Expression<string>,
  ): Expression<{ id: string; password_changed_at: Date }>
  /**
   * What else belongs to a change of the password: what is written to the account and its sessions, and the job that
   * finds out whether it lasts. CTEs that read `owner` and `changed`.
   */
  besides(builder: Builder): StatementPart[]
  /** Of the CTEs of `change` and `besides`: those that must write exactly one row. */
  readonly mustWrite: readonly string[]
  /** What each of these CTEs does, for reports. */
  readonly effects: readonly Effect[]
  /** The stored password of the account, as the text that the hasher made. Absent: our role may not see it. */
  readonly stored:
    | ((builder: Builder, id: Expression<string>) => Expression<{ stored: string | null }>)
    | undefined
  /** A digest that differs after every change of the password: of the stored one alone, where our role may see it. */
  passwordDigest(builder: Builder, id: Expression<string>): Expression<{ digest: string | null }>
  /** Makes every secret of these accounts invalid, also those that are being stored now. */
  newVersions(builder: Builder, ids: Expression<string[]>): Expression<object>
}

/** The same statement with these parts. */
export function withParts<Query>(query: Query, parts: readonly StatementPart[]): Query {
  let extended = query as QueryCreator<Schema>
  for (const { name, part } of parts) {
    extended = extended.with(name, () => part) as unknown as QueryCreator<Schema>
  }
  return extended as Query
}

/** The address of an account. `undefined`: what is stored there is no address. */
export function ownerOf({
  email,
  email_canonical,
}: Pick<AccountRow, 'email' | 'email_canonical'>): EmailAddress | undefined {
  if (email === null) return undefined
  return email_canonical === null
    ? parseEmailAddress(email)
    : storedEmailAddress(email, email_canonical)
}

/** The canonical address with its domain in Unicode. `null`: the domain is the same in both. */
export function inUnicode(canonical: string): string | null {
  const [local = '', domain = ''] = canonical.split('@')
  const unicode = domainToUnicode(domain)
  return unicode === domain ? null : `${local}@${unicode}`
}

type Candidate = Pick<AccountRow, 'email' | 'email_canonical'> & { status: AccountStatus | null }

/** The account that has an address, among those that an index found. `sharedBy`: how many active ones have it. */
export type AccountAt<Row> = { row: Row; sharedBy: number } | undefined

/**
 * An index finds candidates, and may fold letters that are different people's. The grammar of addresses decides, by
 * bytes.
 */
export function accountAt<Row extends Candidate>(
  found: readonly Row[],
  canonical: string,
  duplicates: AccountTable['duplicates'],
): AccountAt<Row> {
  const same = found.filter((row) => ownerOf(row)?.canonical === canonical)
  const active = same.filter(({ status }) => status === 'active')
  const row = active[0] ?? same[0]
  return (
    row && { row, sharedBy: duplicates === 'newest' ? Math.min(active.length, 1) : active.length }
  )
}
