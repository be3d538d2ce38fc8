import type { AccountStatus, AddressDigest, EmailAddress } from '@latchkey/core'
import type { Kysely, Selectable } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'

export type TrialAccount = {
  id: string
  address: EmailAddress
  passwordHash: string | undefined
  status: AccountStatus
}

/** Accounts that belong to no person, for a trial against a running server. */
export async function addTrialAccounts(
  db: Kysely<Schema>,
  accounts: readonly TrialAccount[],
): Promise<void> {
  await insertAccounts(db, {
    accounts: accounts.map(({ id, address, passwordHash, status }) => ({
      id,
      email: address.registered,
      email_canonical: address.canonical,
      password_hash: passwordHash ?? null,
      status,
    })),
  })
}

/** Removes what a trial left: accounts, requests with their secrets and messages, and the audit trail of both. */
export async function removeTrial(
  db: Kysely<Schema>,
  trial: {
    accountIds: readonly string[]
    addresses: readonly { canonical: string; digest: AddressDigest }[]
  },
): Promise<void> {
  const emails = trial.addresses.map(({ canonical }) => canonical)
  await deleteAccounts(db, { ids: trial.accountIds })
  await deleteMessages(db, { emails })
  await deleteRequests(db, { emails })
  await deleteAudit(db, { digests: trial.addresses.map(({ digest }) => digest) })
}

type AccountRow = Pick<
  Selectable<Schema['account']>,
  'id' | 'email' | 'email_canonical' | 'password_hash' | 'status'
>

const insertAccounts = prepared(
  'add-trial-accounts',
  (db, p: Values<{ accounts: readonly AccountRow[] }>) =>
    db
      .insertInto('account')
      .columns(['id', 'email', 'email_canonical', 'password_hash', 'status'])
      .expression((eb) =>
        eb
          .selectFrom(
            rows('trial', p.accounts, {
              id: 'uuid',
              email: 'text',
              email_canonical: 'text',
              password_hash: 'text',
              status: 'text',
            }),
          )
          .select(['id', 'email', 'email_canonical', 'password_hash', 'status']),
      ),
)

const deleteAccounts = prepared(
  'delete-trial-accounts',
  (db, p: Values<{ ids: readonly string[] }>) =>
    db.deleteFrom('account').where((eb) => eb('id', '=', eb.fn.any(p.ids))),
)

const deleteMessages = prepared(
  'delete-trial-messages',
  (db, p: Values<{ emails: readonly string[] }>) =>
    db.deleteFrom('message').where('request_id', 'in', (eb) =>
      eb
        .selectFrom('recovery_request')
        .select('id')
        .where((request) => request('email_canonical', '=', request.fn.any(p.emails))),
    ),
)

const deleteRequests = prepared(
  'delete-trial-requests',
  (db, p: Values<{ emails: readonly string[] }>) =>
    db
      .deleteFrom('recovery_request')
      .where((eb) => eb('email_canonical', '=', eb.fn.any(p.emails))),
)

const deleteAudit = prepared(
  'delete-trial-audit',
  (db, p: Values<{ digests: readonly AddressDigest[] }>) =>
    db.deleteFrom('audit_event').where((eb) => eb('address_digest', '=', eb.fn.any(p.digests))),
)
