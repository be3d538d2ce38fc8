import type { Limited, NewRequest, Opened, Resend } from '@latchkey/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { chargeStatement, json, limited } from '../limits/limiter.ts'
import { roomIn, spendFrom } from '../limits/shared-budget.ts'
import { insertJobs } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { bytes, rowsOf } from '../statements/batch-sql.ts'
import type { RecoveryStoreParts } from './recovery-store.ts'

type Parts = Pick<RecoveryStoreParts, 'db' | 'rateLimits' | 'onLimit'>
type Charges = Pick<NewRequest, 'charges'>

/**
 * Charges, requests and jobs of several asks in one statement, which is one transaction and one round trip. Asks of
 * one batch share no bucket. Looks no account up.
 */
export async function openRequests(
  parts: Parts,
  requests: readonly NewRequest[],
): Promise<(Opened | Limited)[]> {
  const asks = requests.map((request, i) => ({
    n: i + 1,
    id: request.id,
    email: request.address.canonical,
    address: bytes(request.addressDigest),
    client: bytes(request.clientDigest),
    device: request.device,
    locale: request.locale,
    request_minutes: request.lifetimes.requestMinutes,
    code_minutes: request.lifetimes.codeMinutes,
    mail_size: json(request.charges.address),
  }))
  const outcomes = await ask(parts, requests, {
    asked: sql`
      select * from jsonb_to_recordset(${rowsOf(asks)}) as asks (n integer, id uuid, email text,
        address bytea, client bytea, device text, locale text, request_minutes integer, code_minutes integer,
        mail_size text)`,
    opened: sql`
      insert into recovery_request
        (id, email_canonical, address_digest, client_digest, device, locale, closes_at)
      select id, email, address, client, device, locale,
        clock_timestamp() + make_interval(mins => request_minutes)
      from passed returning id, closes_at`,
  })
  return requests.map(({ id }, i) => outcomeOf(id, outcomes[i]))
}

/** What an ask is charged on: two that share one of these are never in one batch. */
export function bucketsOf({ addressDigest, charges }: NewRequest): string[] {
  return [...charges.client.map(({ subject }) => subject), addressDigest].map(bytes)
}

/** The same for one request that is open already; `undefined` when it no longer is. */
export async function resend(parts: Parts, again: Resend): Promise<Opened | Limited | undefined> {
  const outcomes = await ask(parts, [again], {
    asked: sql`
      select 1 as n, id, address_digest as address, closes_at, ${again.codeLifetimeMinutes}::integer as code_minutes,
        ${json(again.charges.address)}::text as mail_size
      from recovery_request where id = ${again.requestId} and closes_at > clock_timestamp()`,
    opened: sql`select id, closes_at from passed`,
  })
  return outcomes.length === 0 ? undefined : outcomeOf(again.requestId, outcomes[0])
}

type Outcome = {
  opened: boolean
  code_expires_at: Date
  mail: boolean | null
  client: { limit_name: string; subject: string; accepted: boolean; wait: number }[] | null
  closed_for: number | null
}

/** `asked` yields what was asked for, `opened` the requests of those that `passed` the limits. */
async function ask(
  parts: Parts,
  asks: readonly Charges[],
  { asked, opened }: { asked: RawBuilder<unknown>; opened: RawBuilder<unknown> },
): Promise<Outcome[]> {
  const { db, rateLimits } = parts
  const inAll = asks[0]?.charges.inAll ?? []
  const networks = asks.flatMap(({ charges }, i) =>
    charges.client.map((charge) => ({
      n: i + 1,
      limit_name: charge.limit,
      subject: bytes(charge.subject),
      size: json(charge),
    })),
  )
  const { rows } = await sql<Outcome>`
    with asked as (${asked}),
    room as (${roomIn('request-in-all', rateLimits ? inAll : [])}),
    admitted as (select asked.* from asked, room where room."left" is null or asked.n <= room."left"),
    network as (
      select network.* from jsonb_to_recordset(${rowsOf(rateLimits ? networks : [])})
        as network (n integer, limit_name text, subject bytea, size text)
      where n in (select n from admitted)
    ),
    client as (${chargeStatement(sql`select limit_name, subject, size::jsonb from network`)}),
    verdict as (
      select network.n, bool_and(client.accepted) as accepted, jsonb_agg(client) as client
      from network join client using (limit_name, subject) group by network.n
    ),
    passed as (
      select admitted.* from admitted left join verdict using (n) where verdict.accepted is not false
    ),
    mail as (${chargeStatement(
      sql`select 'mail-by-address', address, mail_size::jsonb from passed where ${rateLimits}::boolean`,
    )}),
    opened as (${opened}),
    job as (${insertJobs(
      'recovery',
      sql`
      select jsonb_build_object('requestId', passed.id,
        'withheld', mail.accepted is not distinct from false)
      from passed left join mail on mail.subject = passed.address`,
    )}),
    house as (${spendFrom('request-in-all', inAll, sql`select count(*) from passed where ${rateLimits}::boolean`)})
    select opened.id is not null as opened,
      least(opened.closes_at, clock_timestamp() + make_interval(mins => asked.code_minutes)) as code_expires_at,
      mail.accepted as mail, verdict.client,
      case when asked.n > room."left" then coalesce(room.wait, 1) end as closed_for
    from asked cross join room
      left join verdict using (n) left join opened using (id)
      left join mail on opened.id is not null and mail.subject = asked.address
    order by asked.n`.execute(db)
  for (const row of rows) await tell(parts, row)
  return rows
}

/** Tells which limits refused, and takes back what a refused ask has put into its other networks. */
async function tell({ db, onLimit }: Parts, { opened, client, closed_for, mail }: Outcome) {
  if (closed_for !== null) return onLimit('request-in-all')
  if (mail === false) onLimit('mail-by-address')
  if (opened || !client) return
  onLimit('request-by-client')
  const filled = client.filter((bucket) => bucket.accepted)
  if (filled.length > 0) await takeBack(db, filled)
}

// An IPv6 client with one full network: rare, so it may cost a statement of its own. If it is lost, a hit too many
// stands in a wider network until its window passes.
async function takeBack(
  db: Kysely<Schema>,
  buckets: readonly { limit_name: string; subject: string }[],
): Promise<void> {
  await sql`
    update limiter_bucket set hits = trim_array(hits, least(1, cardinality(hits)))
    where (limit_name, subject) in (
      select limit_name, subject from limiter_bucket
        join jsonb_to_recordset(${rowsOf(buckets)}) as filled (limit_name text, subject bytea)
          using (limit_name, subject)
      order by limit_name, subject for update of limiter_bucket
    )`.execute(db)
}

function outcomeOf(requestId: string, outcome: Outcome | undefined): Opened | Limited {
  if (!outcome) throw new Error('An ask has no outcome')
  if (outcome.closed_for !== null) return limited(outcome.closed_for)
  if (!outcome.opened)
    return limited(Math.max(1, ...(outcome.client ?? []).map(({ wait }) => wait)))
  return { status: 'opened', requestId, codeExpiresAt: outcome.code_expires_at }
}
