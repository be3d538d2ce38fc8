import { randomUUID } from 'node:crypto'
import type {
  AccountStatus,
  DeliveryAttempt,
  DeliveryJob,
  NewRequest,
  Outcome,
  SecretDigest,
  SubjectDigest,
  TokenDigest,
  WindowLimit,
} from '@latchkey/core'
import { sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { openPostgres } from '../connection/postgres.ts'
import { createQueue, type Queue } from '../queue/queue.ts'
import { now } from '../statements/expressions.ts'
import { createStores, type Stores } from '../stores.ts'
import {
  ago,
  mintedFrom,
  newAddress,
  newDigest,
  newPair,
  newRequest,
  type Pair,
  preparationOf,
  spendOf,
} from './made-up.ts'
import { withoutPgBouncer } from './pgbouncer.ts'
import { openTestEmbedded, openTestPostgres, type TestDatabase } from './test-database.ts'

export type StoreTestbed = Awaited<ReturnType<typeof furnish>>

/** A migrated database of its own, its stores and its queue. */
export const storeTestbeds = [
  ['PGlite', async () => furnish(await openTestEmbedded())],
  ['PostgreSQL', openPostgresTestbed],
] as const

export async function openPostgresTestbed(): Promise<StoreTestbed> {
  const postgres = await openTestPostgres()
  return furnish(await postgres.fresh(), postgres.close)
}

/** PostgreSQL itself, and behind PgBouncer in each mode that is supported where it is installed. */
export const postgresTestbeds: readonly (readonly [string, () => Promise<StoreTestbed>])[] = [
  ['PostgreSQL', openPostgresTestbed],
  ...(['session', 'transaction'] as const)
    .filter(() => !withoutPgBouncer)
    .map((mode) => [`PgBouncer in ${mode} mode`, () => openPooledTestbed(mode)] as const),
]

/** For what has to hold everywhere. */
export const everyTestbed = [storeTestbeds[0], ...postgresTestbeds] as const

async function openPooledTestbed(mode: 'session' | 'transaction'): Promise<StoreTestbed> {
  const postgres = await openTestPostgres()
  const pooled = await postgres.behindPgBouncer(mode)
  return furnish(pooled, postgres.close)
}

/** An outcome without the attempt it is of. */
type End = Outcome extends infer One ? (One extends Outcome ? Omit<One, 'attempt'> : never) : never

function attemptAt(
  messageId: string,
  job: DeliveryJob = { kind: 'recovery', requestId: messageId, withheld: false },
): DeliveryAttempt {
  return { jobId: messageId, claim: 0, queuedAt: new Date(), job }
}

/** The stores as another process of ours would have them. */
type Neighbour = { database: Database; queue: Queue; stores: Stores }

async function furnish(test: TestDatabase, closeServer: () => Promise<void> = async () => {}) {
  const { database } = test
  const db = database.kysely
  const own = neighbourOn(database)
  const { stores } = own
  const neighbours: Neighbour[] = []
  const testbed = {
    ...own,
    db,
    url: test.url,

    /** A second process on the same PostgreSQL: a pool and a queue of its own. */
    async openNeighbour(): Promise<Neighbour> {
      if (test.url === undefined) throw new Error('The embedded database has one opener')
      const neighbour = neighbourOn(
        openPostgres({ url: test.url, role: 'worker', maxConnections: 8 }),
      )
      neighbours.push(neighbour)
      return neighbour
    },

    async addAccount(
      options: { email?: string; passwordHash?: string | null; locale?: string } = {},
    ) {
      const account = { id: randomUUID(), address: newAddress(options.email) }
      const { passwordHash = 'first hash' } = options
      await stores.accounts.add({
        ...account,
        passwordHash: passwordHash ?? undefined,
        locale: options.locale,
      })
      return account
    },
    async account(id: string) {
      return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    },
    async setStatus(id: string, status: AccountStatus) {
      await db.updateTable('account').set({ status }).where('id', '=', id).execute()
    },
    async deleteAccount(id: string) {
      await db.deleteFrom('account').where('id', '=', id).execute()
    },

    async openRequest(change: Partial<NewRequest> = {}): Promise<NewRequest> {
      const request = newRequest(change)
      const opened = await stores.recovery.openRequest(request)
      if (opened.status !== 'opened') throw new Error(`The request was ${opened.status}`)
      return request
    },
    async request(id: string) {
      const requests = db.selectFrom('recovery_request').selectAll().where('id', '=', id)
      return requests.executeTakeFirst()
    },
    async closeRequest(id: string) {
      const closed = { closes_at: ago('1 second') }
      await db.updateTable('recovery_request').set(closed).where('id', '=', id).execute()
    },

    /** What the worker does for one email, up to the email itself. */
    async prepare(
      pair: Pair,
      change: Partial<DeliveryAttempt> & { withheld?: boolean; minutes?: number } = {},
    ) {
      const { withheld = false, minutes, ...attempt } = change
      const { messageId, requestId } = pair
      const job = { kind: 'recovery', requestId, withheld } as const
      const [prepared] = await stores.messages.prepare([
        preparationOf({ ...attemptAt(messageId, job), ...attempt }, mintedFrom(pair, minutes)),
      ])
      if (!prepared) throw new Error('The store left it out')
      return prepared
    },
    async mint(requestId: string, change: Partial<Pair> & { minutes?: number } = {}) {
      const { minutes, ...given } = change
      const pair = { ...newPair(requestId), ...given }
      const { status } = await testbed.prepare(pair, minutes === undefined ? {} : { minutes })
      if (status !== 'ready') throw new Error(`The message is ${status}`)
      return pair
    },
    /** How an attempt ended, as a worker writes it down; the seconds since its request. */
    async record(messageId: string, end: End, claim = 0): Promise<number | undefined> {
      const attempt = { ...attemptAt(messageId), claim }
      return (await stores.messages.record([{ attempt, ...end }]))[0]
    },
    /** A job is in a worker's hands, whose claim this is. */
    async claimed(messageId: string, claim = 0) {
      await db
        .updateTable('outbox_job')
        .set({ leased_at: now, claim })
        .where('id', '=', messageId)
        .execute()
    },
    /** An account that requested an email and got it. */
    async mailedAccount() {
      const account = await testbed.addAccount()
      const request = await testbed.openRequest({ address: account.address })
      return { account, request, pair: await testbed.mint(request.id) }
    },
    /** A recovery email for an account that is there. */
    async mailFor(account: { address: NewRequest['address'] }) {
      const request = await testbed.openRequest({ address: account.address })
      return { request, pair: await testbed.mint(request.id) }
    },
    /** The secret of a notice, as a worker stores it. */
    async notMeOf(accountId: string): Promise<TokenDigest> {
      const digest = newDigest()
      const { credential_version } = await testbed.account(accountId)
      await db
        .insertInto('secret')
        .values({
          ...{ digest, kind: 'not-me', request_id: null, account_id: accountId },
          credential_version: String(credential_version),
          expires_at: ago('-72 hours'),
        })
        .execute()
      return digest
    },
    async noticedAccount() {
      const account = await testbed.addAccount()
      return { account, token: await testbed.notMeOf(account.id) }
    },
    async ticketFor(pair: Pair): Promise<TokenDigest> {
      const ticket = newDigest()
      const spent = await stores.recovery.spendCode(spendOf(pair, ticket))
      if (spent.status !== 'spent') throw new Error(`The code is ${spent.status}`)
      return ticket
    },

    async secret(digest: SecretDigest) {
      return db.selectFrom('secret').selectAll().where('digest', '=', digest).executeTakeFirst()
    },
    async expire(digest: SecretDigest) {
      const expired = { expires_at: ago('1 second') }
      await db.updateTable('secret').set(expired).where('digest', '=', digest).execute()
    },
    /** The moments of a bucket move back, as if that much time had passed. */
    async letPass(subject: SubjectDigest, interval: string) {
      await db
        .updateTable('limiter_bucket')
        .set({
          hits: sql<Date[]>`array(select hit - ${interval}::interval from unnest(hits) hit)`,
        })
        .where('subject', '=', subject)
        .execute()
    },
    /** Hits that stand in a bucket, or `undefined` when there is no such bucket. */
    async hits(subject: SubjectDigest, limit?: WindowLimit): Promise<number | undefined> {
      const buckets = db.selectFrom('limiter_bucket').select('hits').where('subject', '=', subject)
      const ofLimit = limit ? buckets.where('limit_name', '=', limit) : buckets
      return (await ofLimit.executeTakeFirst())?.hits.length
    },

    /** The jobs that exist for one request or one account, oldest first. */
    async jobs(subject: string) {
      const about = sql<string>`coalesce(payload ->> 'requestId', payload ->> 'accountId')`
      const rows = await db
        .selectFrom('outbox_job')
        .select(['id', 'kind', 'payload', 'leased_at'])
        .where(about, '=', subject)
        .orderBy('created_at')
        .execute()
      return rows.map(({ id, kind, payload, leased_at }) => ({
        id,
        leased: leased_at !== null,
        job: { kind, ...payload } as DeliveryJob,
      }))
    },

    /** Runs `work` while every insert into `table` fails. */
    async whileBroken<T>(table: string, work: () => Promise<T>): Promise<T> {
      await sql`create or replace function break_it() returns trigger language plpgsql
        as $$ begin raise exception 'broken on purpose'; end $$`.execute(db)
      await sql`create trigger broken before insert on ${sql.table(table)}
        for each row execute function break_it()`.execute(db)
      try {
        return await work()
      } finally {
        await sql`drop trigger broken on ${sql.table(table)}`.execute(db)
      }
    },

    async close() {
      for (const neighbour of neighbours) await neighbour.database.close()
      await test.close()
      await closeServer()
    },
  }
  return testbed
}

function neighbourOn(database: Database): Neighbour {
  const queue = createQueue(database)
  // Long enough for a race of hundreds on a slow machine.
  const stores = createStores(database, {
    rateLimits: true,
    batchTimeouts: { maxWaitMs: 60_000, maxMs: 60_000 },
  })
  return { database, queue, stores }
}
