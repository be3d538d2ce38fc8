import type { AddressDigest } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { AuditKind } from '../audit.ts'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { type AuditEntry, entryOf } from './read-audit.ts'

/** `undefined`: any. `before`: only events older than this one. */
export type WhichAudit = {
  kind: string | undefined
  operator: string | undefined
  accountId: string | undefined
  requestId: string | undefined
  before: string | undefined
  limit: number
}

/** `next`: the `before` of the next part, if there may be more. */
export type AuditPart = { entries: AuditEntry[]; next: string | undefined }

/** A kind has no index, so that a rare one is looked for in so many events at a time. */
const LOOKED_AT = 100_000

/** Newest first. */
export async function listAudit(db: Kysely<Schema>, which: WhichAudit): Promise<AuditPart> {
  const { limit, kind = null, operator = null, accountId = null, requestId = null } = which
  const [newest] = await newestEvent(db, {})
  if (!newest) return { entries: [], next: undefined }
  const before = which.before ?? String(BigInt(newest.id) + 1n)
  const isIndexed = operator !== null || accountId !== null || requestId !== null
  const lowest = BigInt(before) - BigInt(LOOKED_AT)
  const from = isIndexed || lowest < 0n ? '0' : String(lowest)
  const rows = await eventsBefore(db, {
    ...{ kind, operator, accountId, requestId, before, from, limit: limit + 1 },
  })
  const entries = rows.slice(0, limit).map(entryOf)
  if (rows.length > limit) return { entries, next: entries.at(-1)?.id }
  return { entries, next: from === '0' ? undefined : from }
}

const newestEvent = prepared('newest-audit-event', (db) =>
  db.selectFrom('audit_event').select('id').orderBy('id', 'desc').limit(1),
)

type Part = {
  kind: string | null
  operator: string | null
  accountId: string | null
  requestId: string | null
  before: string
  from: string
  limit: number
}

const eventsBefore = prepared('list-audit', (db, p: Values<Part>) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where('id', '<', p.before)
    .where('id', '>=', p.from)
    .where(({ cast, eb, or }) =>
      or([eb(cast(p.kind, 'text'), 'is', null), eb('kind', '=', p.kind.$castTo<AuditKind>())]),
    )
    .where(({ cast, eb, or }) =>
      or([eb(cast(p.operator, 'text'), 'is', null), eb('operator', '=', p.operator)]),
    )
    .where(({ cast, eb, or }) =>
      or([eb(cast(p.accountId, 'text'), 'is', null), eb('account_id', '=', p.accountId)]),
    )
    .where(({ cast, eb, or }) =>
      or([eb(cast(p.requestId, 'uuid'), 'is', null), eb('request_id', '=', p.requestId)]),
    )
    .orderBy('id', 'desc')
    .limit(p.limit),
)

/** That an operator looked for somebody, before they see anything. An address is written down as its digest. */
export type Search = { operator: string } & (
  | { addressDigest: AddressDigest }
  | { requestId: string }
  /** `null`: what was typed is the id of no account, and is not written down: it may be anything. */
  | { accountId: string | null }
)

export async function recordSearch(db: Kysely<Schema>, search: Search): Promise<void> {
  const by = 'requestId' in search ? 'request' : 'addressDigest' in search ? 'address' : 'account'
  await insertSearch(db, {
    operator: search.operator,
    outcome: by,
    requestId: 'requestId' in search ? search.requestId : null,
    accountId: 'accountId' in search ? search.accountId : null,
    addressDigest: 'addressDigest' in search ? search.addressDigest : null,
  })
}

const insertSearch = prepared(
  'record-search',
  (
    db,
    p: Values<{
      operator: string
      outcome: 'address' | 'request' | 'account'
      requestId: string | null
      accountId: string | null
      addressDigest: AddressDigest | null
    }>,
  ) =>
    db.insertInto('audit_event').values({
      ...{ kind: 'searched', outcome: p.outcome, operator: p.operator },
      ...{ request_id: p.requestId, account_id: p.accountId, address_digest: p.addressDigest },
    }),
)
