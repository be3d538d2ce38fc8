import { NOT_ME_LIFETIME_MINUTES, type SecretDigest } from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { byIndex, bytes, rowsOf } from '../statements/batch-sql.ts'
import type { Draft } from './message-drafts.ts'

export type Lifetimes = { linkMinutes: number; codeMinutes: number }

type Stored = { digest: Uint8Array; expires_at: Date }

/** Stores what recovery mails will carry; gives back the look-up of when it expires. */
export async function storePairs(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
  lifetimes: Lifetimes,
): Promise<(draft: Draft) => { linkExpiresAt: Date; codeExpiresAt: Date }> {
  const secrets = drafts.flatMap(({ secrets, account, requestId, recovery }) => {
    if (!secrets || !account || !requestId || !recovery) return []
    const common = { request_id: requestId, account_id: account.id, version: account.version }
    return [
      { ...common, kind: 'link', digest: bytes(secrets.link), minutes: lifetimes.linkMinutes },
      { ...common, kind: 'code', digest: bytes(secrets.code), minutes: lifetimes.codeMinutes },
    ]
  })
  // A mail that waited still gets its full lifetimes, but never beyond the end of its request. The same six digits
  // drawn twice for one request live longer, unless they were spent.
  const expiryOf = await expiriesOf(
    secrets.length > 0 &&
      sql<Stored>`
        insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
        select w.digest, w.kind, w.request_id, w.account_id, w.version,
          least(r.closes_at, clock_timestamp() + make_interval(mins => w.minutes))
        from jsonb_to_recordset(${rowsOf(secrets)}) as w(kind text, digest bytea, request_id uuid,
          account_id uuid, version integer, minutes integer)
        cross join lateral (
          select closes_at from recovery_request where id = w.request_id ${byIndex}
        ) r
        on conflict (digest) do update set expires_at = excluded.expires_at
        returning digest, expires_at`,
    trx,
  )
  return ({ secrets }) => {
    const linkExpiresAt = expiryOf(secrets?.link)
    const codeExpiresAt = expiryOf(secrets?.code)
    if (!linkExpiresAt || !codeExpiresAt) throw new Error('Nothing was stored')
    return { linkExpiresAt, codeExpiresAt }
  }
}

/** The same for notices, whose secret says "this wasn't me". */
export async function storeNotMe(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<(draft: Draft) => Date | undefined> {
  const secrets = drafts.flatMap(({ notMe, account }) =>
    notMe && account
      ? [{ digest: bytes(notMe), account_id: account.id, version: account.version }]
      : [],
  )
  const expiryOf = await expiriesOf(
    secrets.length > 0 &&
      sql<Stored>`
        insert into secret (digest, kind, account_id, credential_version, expires_at)
        select digest, 'not-me', account_id, version,
          clock_timestamp() + make_interval(mins => ${NOT_ME_LIFETIME_MINUTES}::integer)
        from jsonb_to_recordset(${rowsOf(secrets)})
          as w(digest bytea, account_id uuid, version integer)
        returning digest, expires_at`,
    trx,
  )
  return ({ notMe }) => expiryOf(notMe)
}

async function expiriesOf(
  insert: false | ReturnType<typeof sql<Stored>>,
  trx: Transaction<Schema>,
): Promise<(digest: SecretDigest | undefined) => Date | undefined> {
  const rows = insert ? (await insert.execute(trx)).rows : []
  const expiries = new Map(rows.map((row) => [bytes(row.digest), row.expires_at]))
  return (digest) => (digest === undefined ? undefined : expiries.get(bytes(digest)))
}
