import type { NewAccount } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import type { By } from './revoke.ts'

/**
 * Adds one account, and its audit event with it.
 *
 * @returns `false`: the address already has an account, which was not changed.
 */
export async function addAccount(
  db: Kysely<Schema>,
  { id, address, ...account }: NewAccount,
  by: By,
): Promise<boolean> {
  const { registered: email, canonical } = address
  const passwordHash = account.passwordHash ?? null
  const locale = account.locale ?? null
  const [added] = await insertAccount(db, { id, email, canonical, passwordHash, locale, ...by })
  return added !== undefined
}

type Added = By & {
  id: string
  email: string
  canonical: string
  passwordHash: string | null
  locale: string | null
}

const insertAccount = prepared('add-account-recorded', (db, p: Values<Added>) =>
  db
    .with('added', (q) =>
      q
        .insertInto('account')
        .values({
          ...{ id: p.id, email: p.email, email_canonical: p.canonical },
          ...{ password_hash: p.passwordHash, locale: p.locale },
        })
        .onConflict((conflict) => conflict.column('email_canonical').doNothing())
        .returning('account.id'),
    )
    .with('recorded', (q) =>
      q
        .insertInto('audit_event')
        .columns(['kind', 'outcome', 'account_id', 'operator', 'reason'])
        .expression(
          q
            .selectFrom('added')
            .select(({ cast, val }) => [
              val('account-changed' satisfies AuditKind).as('kind'),
              val('added' satisfies AuditOutcome).as('outcome'),
              cast<string>('added.id', 'text').as('account_id'),
              cast<string | null>(p.operator, 'text').as('operator'),
              cast<string | null>(p.reason, 'text').as('reason'),
            ]),
        ),
    )
    .selectFrom('added')
    .select('added.id'),
)
