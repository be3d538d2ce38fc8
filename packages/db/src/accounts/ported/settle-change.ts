import {
  type AddressDigest,
  type ClientDigest,
  kindsOfSecret,
  type PendingChange,
  type SignInPairDigest,
  type TokenDigest,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import { type AfterChange, afterChange, noAttempt } from '../../requests/after-change.ts'
import { type AfterReport, afterReport } from '../../requests/after-report.ts'
import type { Schema } from '../../schema.ts'
import { now } from '../../statements/expressions.ts'
import { prepared, type Values } from '../../statements/prepared.ts'
import { inUnicode } from '../account-table.ts'

/*
 * After an application changed a password: the spend, the voided secrets, the notice and the audit event, in one
 * statement. It happens once, because it ends the job that was left with the reservation, and does nothing without it.
 */

/** `codeExpiresAt`: of the request that a report opens. */
export type Settled = { codeExpiresAt: Date | undefined }

/** `undefined`: it was settled before. */
export async function settleChange(
  db: Kysely<Schema>,
  {
    changeId,
    pending,
    rateLimits,
  }: { changeId: string; pending: PendingChange; rateLimits: boolean },
): Promise<Settled | undefined> {
  const common = {
    changeId,
    accountId: pending.accountId,
    tokenDigest: bytes<TokenDigest>(pending.tokenDigest),
    clientDigest: bytes<ClientDigest>(pending.clientDigest),
    addressDigest: bytes<AddressDigest>(pending.addressDigest),
  }
  if (pending.why === 'reset') {
    const signInPair = bytes<SignInPairDigest>(pending.signInPair)
    const { device, locale, timeZone } = pending
    const noticedBy = { device, locale, timeZone }
    const [row] = await settleReset(db, {
      ...{ ...common, ...noticedBy, ...noAttempt },
      signInPair,
      rateLimits,
    })
    return row && { codeExpiresAt: undefined }
  }
  const { requestId, emailCanonical, device, locale, timeZone, requestMinutes, codeMinutes } =
    pending
  const [row] = await settleReport(db, {
    ...common,
    ...{ requestId, emailCanonical, device, locale, timeZone, requestMinutes, codeMinutes },
    emailUnicode: inUnicode(emailCanonical),
  })
  return row && { codeExpiresAt: row.code_expires_at }
}

function bytes<Digest extends Uint8Array>(hex: string): Digest {
  return Buffer.from(hex, 'hex') as Uint8Array as Digest
}

type Which = { changeId: string; accountId: string; tokenDigest: TokenDigest }

const settleReset = prepared('settle-reset', (db, p: Values<Which & AfterChange>) =>
  afterChange(p)(
    settled(db, p).with('voided', (q) =>
      q
        .updateTable('secret')
        .set({ voided_at: now })
        .where('account_id', '=', (eb) => eb.selectFrom('changed').select('id'))
        .where('digest', '!=', p.tokenDigest)
        .where(
          'kind',
          'in',
          kindsOfSecret(({ voidedByPasswordChange }) => voidedByPasswordChange),
        )
        // Later ones are of the new password, if this comes late.
        .where('created_at', '<=', (eb) => eb.selectFrom('settled').select('created_at'))
        .where('spent_at', 'is', null)
        .where('voided_at', 'is', null),
    ),
  )
    .selectFrom('changed')
    .select('changed.id'),
)

const settleReport = prepared('settle-report', (db, p: Values<Which & AfterReport>) =>
  afterReport(p)(
    settled(db, p).with('voided', (q) =>
      q
        .updateTable('secret')
        .set({ voided_at: now })
        .where('account_id', '=', (eb) => eb.selectFrom('changed').select('id'))
        .where('digest', '!=', p.tokenDigest)
        .where('created_at', '<=', (eb) => eb.selectFrom('settled').select('created_at'))
        .where('spent_at', 'is', null)
        .where('voided_at', 'is', null),
    ),
  )
    .selectFrom('reported')
    .select('code_expires_at'),
)

/** The change is dated by its reservation, which was seconds before it. */
function settled(db: Kysely<Schema>, p: Values<Which>) {
  return db
    .with('settled', (q) =>
      q
        .deleteFrom('outbox_job')
        .where('id', '=', p.changeId)
        .where('kind', '=', 'settle-change')
        .returning('created_at'),
    )
    .with('changed', (q) =>
      q
        .selectFrom('settled')
        .select(({ cast }) => [
          cast<string>(p.accountId, 'text').as('id'),
          'created_at as password_changed_at',
        ]),
    )
    .with('spent', (q) =>
      q
        .updateTable('secret')
        .from('changed')
        .set(({ fn, ref }) => ({
          spent_at: fn<Date>('coalesce', [ref('secret.spent_at'), now]),
          reserved_until: null,
        }))
        .where('secret.digest', '=', p.tokenDigest)
        .returning(['secret.account_id', 'secret.request_id', 'secret.kind']),
    )
}
