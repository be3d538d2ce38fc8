import type { Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { ago, byKey } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import type { Draft } from './message-drafts.ts'

/** Suppresses a no-account email if its address got one in the last 24 hours. */
export async function suppressRepeated(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<Draft[]> {
  const requestIds = drafts.flatMap((draft) => (isNoAccountEmail(draft) ? [draft.request.id] : []))
  if (requestIds.length === 0) return [...drafts]
  const addresses = new Set(drafts.filter(isNoAccountEmail).map(addressOf))
  // Two workers with an email for one address wait for each other here, always in the same order.
  for (const address of [...addresses].sort()) {
    await lockName(trx, { name: `no-account ${address}` })
  }
  const firstTo = new Map<string, string>()
  const isFirst = (address: string, messageId: string) => {
    if (!firstTo.has(address)) firstTo.set(address, messageId)
    return firstTo.get(address) === messageId
  }
  for (const { email_canonical, id } of await recentNoAccountEmails(trx, { requestIds })) {
    isFirst(email_canonical, id)
  }
  return drafts.map((draft) =>
    isNoAccountEmail(draft) && !isFirst(addressOf(draft), draft.attempt.jobId)
      ? { ...draft, fate: { status: 'suppressed', reason: 'no-account' } }
      : draft,
  )
}

type NoAccountEmail = Draft & Required<Pick<Draft, 'to' | 'request'>>

function isNoAccountEmail(draft: Draft): draft is NoAccountEmail {
  return draft.fate === 'send' && draft.kind === 'no-account'
}

function addressOf({ to }: NoAccountEmail): string {
  return to.owner.canonical
}

/** An advisory lock, until the transaction ends. */
export const lockName = prepared('lock-name', (db, p: Values<{ name: string }>) =>
  db.selectNoFrom((eb) =>
    eb
      .fn<null>('pg_advisory_xact_lock', [eb.fn('hashtextextended', [p.name, eb.lit(0)])])
      .as('locked'),
  ),
)

/** By the digest of the address, which all its requests share, within the time that a request may have waited. */
const recentNoAccountEmails = prepared(
  'recent-no-account-emails',
  (db, p: Values<{ requestIds: string[] }>) =>
    db
      .selectFrom('recovery_request as current')
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('recovery_request as r')
            .select(['r.id', 'r.email_canonical'])
            .whereRef('r.address_digest', '=', 'current.address_digest')
            .where('r.created_at', '>', ago('2 days'))
            .offset(byKey)
            .as('earlier'),
        (join) => join.onTrue(),
      )
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('message as m')
            .select(['m.id', 'm.kind', 'm.state', 'm.created_at'])
            .whereRef('m.request_id', '=', 'earlier.id')
            .offset(byKey)
            .as('email'),
        (join) => join.onTrue(),
      )
      .select(['earlier.email_canonical', 'email.id'])
      .where((eb) => eb('current.id', '=', eb.fn.any(p.requestIds)))
      .where('email.kind', '=', 'no-account')
      .where('email.created_at', '>', ago('24 hours'))
      .where('email.state', 'in', ['sending', 'delayed', 'handed-over'])
      .orderBy('email.created_at'),
)
