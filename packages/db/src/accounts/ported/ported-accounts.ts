import { createHash } from 'node:crypto'
import { type AccountStatus, parseEmailAddress } from '@latchkey/core'
import { type Expression, type Kysely, sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import type { Schema } from '../../schema.ts'
import { Placeholder } from '../../statements/prepared.ts'
import { rows } from '../../statements/rows.ts'
import { type AccountQuery, type AccountTable, type Builder, on } from '../account-table.ts'
import { accountsOf, WithAccounts } from '../accounts-of.ts'
import { newRevisions, revisionOf } from '../revisions.ts'
import type { AccountPort, PortedAccount } from './account-port.ts'

/*
 * Accounts at an application. Statements cannot join them, so what the application said is a parameter of the statement:
 * it is called first, and `lookingAt` gives its answer to the statements of a database. They find no other accounts.
 */

/** The same database, whose statements work on accounts at an application. */
export function usePort(database: Database, port: AccountPort): Database {
  const accounts = portedAccounts(port)
  return { ...database, kysely: database.kysely.withPlugin(new WithAccounts(accounts)) }
}

/** The same, for statements that find these accounts and no others. */
export function lookingAt(
  db: Kysely<Schema>,
  accounts: readonly (PortedAccount | undefined)[],
): Kysely<Schema> {
  const byId = new Map(accounts.flatMap((account) => (account ? [[account.id, account]] : [])))
  const looked = [...byId.values()].map(asLooked)
  return db.withPlugin(new WithAccounts(accountsOf(db), { looked }))
}

type Looked = {
  id: string
  email: string | null
  email_canonical: string | null
  status: AccountStatus
  has_password: boolean
  locale: string | null
  version: string
}

function asLooked({ id, email, alive, hasPassword, locale, version }: PortedAccount): Looked {
  return {
    ...{ id, email, locale },
    email_canonical: (email === null ? undefined : parseEmailAddress(email)?.canonical) ?? null,
    status: alive ? 'active' : 'disabled',
    has_password: hasPassword,
    version: digestOf([version, email ?? '']),
  }
}

/** An application may say a hash or a date: at rest it is a digest. The address belongs to it, as to every version. */
function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex')
}

function portedAccounts(port: AccountPort): AccountTable {
  const looked = () =>
    rows('u', new Placeholder<readonly Looked[]>('looked'), {
      id: 'text',
      email: 'text',
      email_canonical: 'text',
      status: 'text',
      has_password: 'boolean',
      locale: 'text',
      version: 'text',
    })
  const all = (builder: Builder) =>
    on(builder)
      .selectFrom(looked())
      .select(({ ref }) => [
        'u.id',
        'u.email',
        'u.email_canonical',
        'u.status',
        'u.has_password',
        'u.locale',
        sql<string>`${ref('u.version')} || ':' || ${revisionOf(builder, ref('u.id'))}`.as(
          'version',
        ),
      ])
  // There is nothing to lock: the application compares the version when it makes the change.
  const active = (builder: Builder) => all(builder).where('u.status', '=', 'active')
  const asQuery = (query: object) => query as AccountQuery
  return {
    kind: 'ported',
    port,
    written: port.place,
    duplicates: 'refuse',
    among: (builder) => asQuery(all(builder)),
    byId: (builder, id) => asQuery(all(builder).where('u.id', '=', id as Expression<string>)),
    byAddress: (builder, { canonical }) =>
      asQuery(all(builder).where('u.email_canonical', '=', canonical)),
    locked: (builder, id) => asQuery(active(builder).where('u.id', '=', id as Expression<string>)),
    lockedMany: (builder, ids) =>
      asQuery(active(builder).where(({ eb, fn }) => eb('u.id', '=', fn.any(ids)))),
    change: atApplication,
    besides: atApplication,
    stored: atApplication,
    passwordDigest: atApplication,
    mustWrite: [],
    effects: [],
    newVersions: newRevisions,
  }
}

/** A statement that would write or read a password here is a mistake of ours. */
function atApplication(): never {
  throw new Error('Passwords of these accounts are at the application')
}
