import {
  type AddressDigest,
  type ReportedAddress,
  type SuppressionCause,
  type SuppressionTerm,
  termAfter,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { byKey, now } from '../statements/expressions.ts'
import { prepared, type RowOf, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'

/** Writes reports down; see `SuppressionStore`. */
export async function reportAddresses(
  db: Kysely<Schema>,
  reports: readonly ReportedAddress[],
): Promise<number> {
  if (reports.length === 0) return 0
  const facts = await suppressionFacts(db, { reports: reports.map(reportRowOf) })
  const byReport = new Map(facts.map((fact) => [fact.n, fact]))
  const changed = new Map<string, SuppressionRow>()
  let news = 0
  const inTheirOrder = [...reports.entries()].sort(
    ([, a], [, b]) => a.at.getTime() - b.at.getTime(),
  )
  for (const [n, report] of inTheirOrder) {
    const fact = byReport.get(n)
    if (!fact || (report.cause === 'complained' && !fact.is_ours)) continue
    const key = `${report.cause} ${Buffer.from(report.digest).toString('hex')}`
    const before = changed.get(key)
    const term = termAfter(before ? termIn(before) : termIn(fact), report, fact.now)
    if (!term) continue
    news += 1
    changed.set(key, rowOf(report, term))
  }
  if (changed.size > 0) await writeSuppressions(db, { suppressions: [...changed.values()] })
  return news
}

type ReportRow = {
  n: number
  digest: AddressDigest
  cause: SuppressionCause
  message_id: string | null
}

function reportRowOf({ digest, cause, messageId }: ReportedAddress, n: number): ReportRow {
  return { n, digest, cause, message_id: messageId ?? null }
}

type TermColumns = {
  times: number
  reported_at: Date
  recovery_until: Date
  until: Date
  lifted_at: Date | null
}
type SuppressionRow = TermColumns & {
  address_digest: AddressDigest
  cause: SuppressionCause
  detail: string
}

function termIn(row: TermColumns | RowOf<typeof suppressionFacts>): SuppressionTerm | undefined {
  const { times, reported_at, recovery_until, until, lifted_at } = row
  if (times === null || !reported_at || !recovery_until || !until) return undefined
  return {
    ...{ times, reportedAt: reported_at, recoveryUntil: recovery_until, until },
    liftedAt: lifted_at ?? undefined,
  }
}

function rowOf(
  { digest, cause, detail }: ReportedAddress,
  { times, reportedAt, recoveryUntil, until }: SuppressionTerm,
): SuppressionRow {
  return {
    ...{ address_digest: digest, cause, times, until },
    detail: detail.replaceAll('\0', '').toWellFormed(),
    ...{ reported_at: reportedAt, recovery_until: recoveryUntil, lifted_at: null },
  }
}

/** What is known of each report's address, and whether it is about an email of ours. */
const suppressionFacts = prepared('suppression-facts', (db, p: Values<{ reports: ReportRow[] }>) =>
  db
    .selectFrom(
      rows('report', p.reports, {
        n: 'integer',
        digest: 'bytea',
        cause: 'text',
        message_id: 'uuid',
      }),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('suppression as s')
          .select(['s.times', 's.reported_at', 's.recovery_until', 's.until', 's.lifted_at'])
          .whereRef('s.address_digest', '=', 'report.digest')
          .whereRef('s.cause', '=', 'report.cause')
          .offset(byKey)
          .as('known'),
      (join) => join.onTrue(),
    )
    .selectAll('known')
    .select(({ exists, selectFrom }) => [
      'report.n',
      now.as('now'),
      exists(selectFrom('message as m').select('m.id').whereRef('m.id', '=', 'report.message_id'))
        .$castTo<boolean>()
        .as('is_ours'),
    ]),
)

/** Of two processes that were told the same, the later one changes nothing. */
const writeSuppressions = prepared(
  'write-suppressions',
  (db, p: Values<{ suppressions: SuppressionRow[] }>) =>
    db
      .insertInto('suppression')
      .columns([
        'address_digest',
        'cause',
        'detail',
        'times',
        'reported_at',
        'recovery_until',
        'until',
        'lifted_at',
      ])
      .expression((eb) =>
        eb
          .selectFrom(
            rows('given', p.suppressions, {
              address_digest: 'bytea',
              cause: 'text',
              detail: 'text',
              times: 'integer',
              reported_at: 'timestamptz',
              recovery_until: 'timestamptz',
              until: 'timestamptz',
              lifted_at: 'timestamptz',
            }),
          )
          .select([
            'given.address_digest',
            'given.cause',
            'given.detail',
            'given.times',
            'given.reported_at',
            'given.recovery_until',
            'given.until',
            'given.lifted_at',
          ]),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['address_digest', 'cause'])
          .doUpdateSet(({ ref }) => ({
            detail: ref('excluded.detail'),
            times: ref('excluded.times'),
            reported_at: ref('excluded.reported_at'),
            recovery_until: ref('excluded.recovery_until'),
            until: ref('excluded.until'),
            lifted_at: ref('excluded.lifted_at'),
          }))
          .whereRef('suppression.reported_at', '<', 'excluded.reported_at'),
      ),
)
