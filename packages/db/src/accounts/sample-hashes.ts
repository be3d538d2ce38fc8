import { type Expression, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { arrayOf } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'

/** Rows of one statement: a web server's statements have little time. */
const PAGE = 20_000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** At least one stored hash of each format and cost. */
export async function sampleHashes(db: Kysely<Schema>): Promise<string[]> {
  const samples = new Map<string, string>()
  let after: string | null = BEFORE_ALL
  while (after !== null) {
    const [page]: { last: string | null; kinds: string[]; samples: string[] }[] =
      await samplesOfPage(db, { after, most: PAGE })
    for (const [n, kind] of (page?.kinds ?? []).entries()) {
      const sample = page?.samples[n]
      if (sample !== undefined) samples.set(kind, sample)
    }
    after = page?.last ?? null
  }
  return [...samples.values()]
}

const samplesOfPage = prepared('sample-hashes', (db, p: Values<{ after: string; most: number }>) =>
  db
    .with(
      (cte) => cte('page').materialized(),
      (q) =>
        q
          .selectFrom('account')
          .select(['id', 'password_hash'])
          .where('id', '>', p.after)
          .orderBy('id')
          .limit(p.most),
    )
    .with('kind', (q) =>
      q
        .selectFrom('page')
        .select(({ fn, ref }) => [
          kindOf(ref('password_hash')).as('kind'),
          fn.min<string>('password_hash').as('sample'),
        ])
        .where(sql<boolean>`password_hash like any (array['%$%', 'AQAAAA%'])`)
        .groupBy('kind'),
    )
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('page').select('id').orderBy('id', 'desc').limit(1).as('last'),
      arrayOf(selectFrom('kind').select('kind').orderBy('kind')).as('kinds'),
      arrayOf(selectFrom('kind').select('sample').orderBy('kind')).as('samples'),
    ]),
)

/**
 * What is left of a hash without its salt and digest, and its length: the work of a check may depend on both. A format
 * that this does not know has more kinds than it should, which costs time at the start only.
 */
function kindOf(hash: Expression<string | null>) {
  return sql<string>`length(${hash}) || ' ' || case
    when ${hash} ~ '^(bcrypt(_sha256)?[$])?[$]2[a-z]?[$]' then substring(${hash} from '^(?:bcrypt(?:_sha256)?[$])?[$]2[a-z]?[$][^$]*')
    when ${hash} like 'scrypt$%' then regexp_replace(${hash}, '^(scrypt[$][^$]*)[$][^$]*([$][^$]*[$][^$]*)[$].*$', '\\1\\2')
    when ${hash} like '%$%' then regexp_replace(${hash}, '[$][^$]*[$][^$]*$', '')
    else left(${hash}, 12) end`
}
