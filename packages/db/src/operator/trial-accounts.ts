import type { AccountStatus, AddressDigest, EmailAddress } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export type TrialAccount = {
  id: string
  address: EmailAddress
  passwordHash: string | undefined
  status: AccountStatus
}

/** Accounts of nobody, for a trial against a running server. */
export async function addTrialAccounts(
  db: Kysely<Schema>,
  accounts: readonly TrialAccount[],
): Promise<void> {
  const rows = accounts.map(({ id, address, passwordHash, status }) => ({
    id,
    email: address.registered,
    email_canonical: address.canonical,
    password_hash: passwordHash ?? null,
    locale: null,
    status,
  }))
  await db.insertInto('account').values(rows).execute()
}

/** Takes away what a trial left: accounts, requests with their secrets and messages, and the audit trail of both. */
export async function removeTrial(
  db: Kysely<Schema>,
  trial: {
    accountIds: readonly string[]
    addresses: readonly { canonical: string; digest: AddressDigest }[]
  },
): Promise<void> {
  const canonical = trial.addresses.map((address) => address.canonical)
  const digests = trial.addresses.map((address) => address.digest)
  await db.deleteFrom('account').where('id', 'in', trial.accountIds).execute()
  await db
    .deleteFrom('message')
    .where('request_id', 'in', (eb) =>
      eb.selectFrom('recovery_request').select('id').where('email_canonical', 'in', canonical),
    )
    .execute()
  await db.deleteFrom('recovery_request').where('email_canonical', 'in', canonical).execute()
  await db.deleteFrom('audit_event').where('address_digest', 'in', digests).execute()
}
