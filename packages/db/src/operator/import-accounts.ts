import type { AccountStatus } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
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
 * again. The audit event is written by the same statement: an import that ends halfway leaves none unrecorded.
 *
 * @returns the ids of those that were added.
 */
export async function importAccounts(
  db: Kysely<Schema>,
  accounts: readonly ImportedAccount[],
  by: By,
): Promise<string[]> {
  const added = await insertAccounts(db, { accounts, ...by })
  return added.map(({ id }) => id)
}

type Import = By & { accounts: readonly ImportedAccount[] }

const insertAccounts = prepared('import-accounts', (db, p: Values<Import>) =>
  db
    .with('added', (q) =>
      q
        .insertInto('account')
        .columns(['id', 'email', 'email_canonical', 'password_hash', 'status', 'locale'])
        .expression(
          q
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
    .with('recorded', (q) =>
      q
        .insertInto('audit_event')
        .columns(['kind', 'outcome', 'operator', 'reason', 'count'])
        .expression(
          q
            .selectFrom('added')
            .select(({ cast, fn, val }) => [
              val('accounts-imported' satisfies AuditKind).as('kind'),
              val('added' satisfies AuditOutcome).as('outcome'),
              cast<string | null>(p.operator, 'text').as('operator'),
              cast<string | null>(p.reason, 'text').as('reason'),
              cast<number>(fn.countAll(), 'integer').as('count'),
            ])
            .having(({ fn }) => fn.countAll(), '>', 0),
        ),
    )
    .selectFrom('added')
    .select('added.id'),
)

/** Which of the addresses have an account. */
export async function findExisting(db: Kysely<Schema>, canonicals: string[]): Promise<string[]> {
  const found = await existingAddresses(db, { canonicals })
  return found.map(({ email_canonical }) => email_canonical)
}

const existingAddresses = prepared(
  'existing-addresses',
  (db, p: Values<{ canonicals: string[] }>) =>
    db
      .selectFrom('account')
      .select('email_canonical')
      .where((eb) => eb('email_canonical', '=', eb.fn.any(p.canonicals))),
)
