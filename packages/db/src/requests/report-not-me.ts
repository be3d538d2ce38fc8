import { kindsOfSecret, type NoRight, type RecoveryStore, type TokenDigest } from '@latchkey/core'
import { type Expression, type Kysely, sql, type Transaction } from 'kysely'
import { inUnicode, on, ownerOf, withParts } from '../accounts/account-table.ts'
import { unlessWritten } from '../accounts/unless-written.ts'
import type { Schema } from '../schema.ts'
import { now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { type AfterReport, afterReport } from './after-report.ts'
import { findNotMe } from './find-not-me.ts'

type Reported = { status: 'reported'; accountId: string; codeExpiresAt: Date }

/**
 * The spend of a notice's secret. The account is locked by a statement of its own, so that the next one sees, and
 * voids, whatever was written while the lock was waited for: secrets of this kind survive a change of credentials.
 */
export async function reportNotMe(
  db: Kysely<Schema>,
  { tokenDigest, passwordHash, request }: Parameters<RecoveryStore['reportNotMe']>[0],
): Promise<Reported | NoRight> {
  return transaction<Reported | NoRight>(db, async (trx) => {
    const [locked] = await lockOwner(trx, { tokenDigest })
    const owner = locked && ownerOf(locked)
    if (!owner) return whyNot(trx, tokenDigest)
    const [reported] = await reportOne(trx, {
      tokenDigest,
      emailCanonical: owner.canonical,
      emailUnicode: inUnicode(owner.canonical),
      passwordHash,
      requestId: request.id,
      addressDigest: request.addressDigest,
      clientDigest: request.clientDigest,
      device: request.device ?? null,
      locale: request.locale ?? null,
      timeZone: request.timeZone ?? null,
      requestMinutes: request.lifetimes.requestMinutes,
      codeMinutes: request.lifetimes.codeMinutes,
    })
    if (!reported) return whyNot(trx, tokenDigest)
    return {
      status: 'reported',
      accountId: reported.account_id,
      codeExpiresAt: reported.code_expires_at,
    }
  })
}

async function whyNot(trx: Transaction<Schema>, tokenDigest: TokenDigest): Promise<NoRight> {
  const notMe = await findNotMe(trx, tokenDigest)
  return notMe.status === 'none' ? notMe : { status: 'none', reason: 'voided' }
}

const kinds = kindsOfSecret(({ proves }) => proves === 'not-me')

const lockOwner = prepared(
  'lock-not-me-owner',
  (db, p: Values<{ tokenDigest: TokenDigest }>, accounts) =>
    accounts.locked(db, ownerOfSecret(db, p.tokenDigest)),
)

function ownerOfSecret(builder: object, tokenDigest: Expression<TokenDigest>) {
  return on(builder)
    .selectFrom('secret')
    .select('account_id')
    .where('digest', '=', tokenDigest)
    .where('kind', 'in', kinds)
    .$asScalar()
}

type ReportValues = AfterReport & { tokenDigest: TokenDigest; passwordHash: string }

const reportOne = prepared('report-not-me', (db, p: Values<ReportValues>, accounts) => {
  const changed = db
    .with(
      (cte) => cte('owner').materialized(),
      (q) => accounts.locked(q, ownerOfSecret(q, p.tokenDigest)),
    )
    .with('spent', (q) =>
      q
        .updateTable('secret')
        .from('owner')
        .set({ spent_at: now })
        .where('secret.digest', '=', p.tokenDigest)
        .where('secret.kind', 'in', kinds)
        .whereRef('owner.id', '=', 'secret.account_id')
        .where('secret.spent_at', 'is', null)
        .where('secret.voided_at', 'is', null)
        .where('secret.expires_at', '>', now)
        .returning('secret.account_id'),
    )
    .with('changed', (q) => accounts.change(q, p.passwordHash))
    .with('voided', (q) =>
      q
        .updateTable('secret')
        .set({ voided_at: now })
        .where('account_id', '=', (eb) => eb.selectFrom('changed').select('id'))
        .where('digest', '!=', p.tokenDigest)
        .where('spent_at', 'is', null)
        .where('voided_at', 'is', null),
    )
  return afterReport(p)(withParts(changed, accounts.besides(db)))
    .selectFrom('reported')
    .select(['account_id', 'code_expires_at'])
    .unionAll(
      unlessWritten<{ account_id: string; code_expires_at: Date }>(accounts, [
        sql`null::timestamptz`,
      ]),
    )
})
