import type { AccountStatus } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import type { By } from './revoke.ts'

/** An account to add. Without a hash it signs in elsewhere. */
export type ImportedAccount = {
  id: string
  email: string
  canonical: string
  password_hash: string | null
  status: AccountStatus
  locale: string | null
}

/**
 * Adds accounts in one statement. Those whose address has an account are left as they are, so an import can be run
 * again.
 *
 * @returns the ids of those that were added.
 */
export async function importAccounts(
  db: Kysely<Schema>,
  accounts: readonly ImportedAccount[],
): Promise<string[]> {
  const added = await insertAccounts(db, { accounts })
  return added.map(({ id }) => id)
}

const insertAccounts = prepared(
  'import-accounts',
  (db, p: Values<{ accounts: readonly ImportedAccount[] }>) =>
    db
      .insertInto('account')
      .columns(['id', 'email', 'email_canonical', 'password_hash', 'status', 'locale'])
      .expression(
        db
          .selectFrom(
            rows('given', p.accounts, {
              id: 'uuid',
              email: 'text',
              canonical: 'text',
              password_hash: 'text',
              status: 'text',
              locale: 'text',
            }),
          )
          .select(['id', 'email', 'canonical', 'password_hash', 'status', 'locale']),
      )
      .onConflict((conflict) => conflict.column('email_canonical').doNothing())
      .returning('account.id'),
)

export async function recordImport(db: Kysely<Schema>, by: By): Promise<void> {
  await insertRecord(db, by)
}

const insertRecord = prepared('record-import', (db, p: Values<By>) =>
  db.insertInto('audit_event').values({
    ...{ kind: 'accounts-imported', outcome: 'added' },
    ...{ operator: p.operator, reason: p.reason },
  }),
)
