import { RENEWABLE_LINK_HOURS } from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { ago, byKey, minutesFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'
import type { Draft } from './message-drafts.ts'
import { lockName } from './no-account-emails.ts'

/*
 * Strangers can use up the emails of an address. So an email that is withheld renews the link that its owner has: it
 * works again, or for longer. An owner who has none, because the last one was used or revoked, gets the email.
 */

/** Renews the newest link of each account whose email is withheld. Without such a link, the email is sent. */
export async function renewInstead(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<Draft[]> {
  const withheld = drafts.filter(isWithheld)
  // The statement runs for addresses without an account, too.
  if (withheld.length === 0) return [...drafts]
  const renewed = await renewFor(trx, withheld)
  const linkless = withheld.filter(({ withheldFrom }) => {
    const id = withheldFrom?.account.id
    return id !== undefined && !renewed.has(id) && !drafts.some((draft) => sendsLink(draft, id))
  })
  const sent = linkless.length > 0 ? await withoutAny(trx, linkless) : new Set<Draft>()
  return drafts.map((draft) =>
    sent.has(draft) ? { ...draft, fate: 'send', ...draft.withheldFrom } : draft,
  )
}

function isWithheld({ fate }: Draft): boolean {
  return fate !== 'send' && fate.status === 'suppressed' && fate.reason === 'limit'
}

/** A notice of a change is none of these: its link recovers nothing. */
function sendsLink({ fate, account, secrets }: Draft, accountId: string): boolean {
  return fate === 'send' && account?.id === accountId && secrets.some(isLink)
}

const isLink = ({ kind }: Draft['secrets'][number]) => kind === 'link'

/**
 * One draft for each account that has no link and gets none from an email that is queued. Rare, and so it may take
 * more statements: two workers wait for each other, and look again for what the other one stored.
 */
async function withoutAny(
  trx: Transaction<Schema>,
  linkless: readonly Draft[],
): Promise<Set<Draft>> {
  const firsts = new Map<string, Draft>()
  for (const draft of linkless) {
    const id = draft.withheldFrom?.account.id
    if (id !== undefined && !firsts.has(id)) firsts.set(id, draft)
  }
  for (const id of [...firsts.keys()].sort()) await lockName(trx, { name: `renew ${id}` })
  const requestIds = [...firsts.values()].flatMap(({ request }) => (request ? [request.id] : []))
  const queued = new Set((await queuedEmails(trx, { requestIds })).map(({ id }) => id))
  const renewed = await renewFor(trx, [...firsts.values()])
  return new Set(
    [...firsts].flatMap(([id, draft]) =>
      renewed.has(id) || queued.has(draft.request?.id ?? '') ? [] : [draft],
    ),
  )
}

type WithheldRow = { account_id: string | null; version: string; minutes: number }

/** The accounts that have a link, which is renewed. */
async function renewFor(trx: Transaction<Schema>, drafts: readonly Draft[]): Promise<Set<string>> {
  const withheld = drafts.map(
    ({ withheldFrom, secrets }): WithheldRow => ({
      account_id: withheldFrom?.account.id ?? null,
      version: withheldFrom?.account.version ?? '',
      minutes: secrets.find(isLink)?.lifetimeMinutes ?? 0,
    }),
  )
  return new Set((await renewLinks(trx, { withheld })).map(({ account_id }) => account_id))
}

const longest = sql<string>`make_interval(hours => ${sql.lit(RENEWABLE_LINK_HOURS)})`

/** The newest that has left, or else the newest: it may be about to. */
const renewLinks = prepared('renew-links', (db, p: Values<{ withheld: WithheldRow[] }>) =>
  db
    .with(
      (cte) => cte('newest').materialized(),
      (cte) =>
        cte
          .selectFrom(
            rows('withheld', p.withheld, {
              account_id: 'text',
              version: 'text',
              minutes: 'integer',
            }),
          )
          .innerJoinLateral(
            (eb) =>
              eb
                .selectFrom('secret as s')
                .select('s.digest')
                .whereRef('s.account_id', '=', 'withheld.account_id')
                .where('s.kind', '=', 'link')
                .whereRef('s.credential_version', '=', 'withheld.version')
                .where('s.spent_at', 'is', null)
                .where('s.voided_at', 'is', null)
                .where('s.created_at', '>', sql<Date>`clock_timestamp() - ${longest}`)
                .orderBy(
                  ({ exists, selectFrom }) =>
                    exists(
                      selectFrom('message as m')
                        .select('m.id')
                        .whereRef('m.request_id', '=', 's.request_id')
                        .where('m.state', '=', 'handed-over'),
                    ),
                  'desc',
                )
                .orderBy('s.created_at', 'desc')
                .limit(({ lit }) => lit(1))
                .as('link'),
            (join) => join.onTrue(),
          )
          .select(['link.digest', 'withheld.minutes'])
          .distinctOn('link.digest')
          .orderBy('link.digest'),
    )
    .updateTable('secret')
    .from('newest')
    .set(({ fn, ref }) => ({
      expires_at: fn<Date>('greatest', [
        'secret.expires_at',
        fn<Date>('least', [
          minutesFromNow(ref('newest.minutes')),
          sql<Date>`${ref('secret.created_at')} + ${longest}`,
        ]),
      ]),
    }))
    .whereRef('secret.digest', '=', 'newest.digest')
    .where('secret.spent_at', 'is', null)
    .where('secret.voided_at', 'is', null)
    .returning('secret.account_id'),
)

/** The requests whose address has another email in the outbox, one that is not withheld. */
const queuedEmails = prepared('queued-emails', (db, p: Values<{ requestIds: string[] }>) =>
  db
    .selectFrom('recovery_request as current')
    .select('current.id')
    .where((eb) => eb('current.id', '=', eb.fn.any(p.requestIds)))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('recovery_request as r')
          .innerJoinLateral(
            (eb) =>
              eb
                .selectFrom('outbox_job as job')
                .select('job.id')
                .where('job.kind', '=', 'recovery')
                .where(sql<string>`job.payload ->> 'requestId'`, '=', (eb) =>
                  eb.cast<string>('r.id', 'text'),
                )
                .where(sql<string>`job.payload ->> 'withheld'`, '=', 'false')
                .offset(byKey)
                .as('queued'),
            (join) => join.onTrue(),
          )
          .select('queued.id')
          .whereRef('r.address_digest', '=', 'current.address_digest')
          .where('r.created_at', '>', ago('24 hours')),
      ),
    ),
)
