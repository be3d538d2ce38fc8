import type { AddressDigest, NewRequest } from '@latchkey/core'
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Schema } from '../schema.ts'
import { createStores } from '../stores.ts'
import {
  ago,
  changeWith,
  charge,
  guessLimit,
  hex,
  minutesFromNow,
  newAddress,
  newDigest,
  newRequest,
  type StoreTestbed,
  spendOf,
  storeTestbeds,
  unlimited,
} from '../testing/index.ts'

/* What the store contract says of requests is not said again here. */

describe.each(storeTestbeds)('a request on %s', (kind, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  test('has a row and a job', async () => {
    const request = await testbed.openRequest()
    const row = await testbed.request(request.id)
    expect(row).toMatchObject({
      email_canonical: request.address.canonical,
      device: 'Firefox on Windows',
      locale: 'en',
      tries: 0,
    })
    expect(minutesFromNow(row?.closes_at)).toBeCloseTo(120, -1)
    expect(await testbed.jobs(request.id)).toMatchObject([
      { leased: false, job: { kind: 'recovery', requestId: request.id, withheld: false } },
    ])
  })

  describe('is written as a whole or not at all', () => {
    const countsOf = async (request: { id: string; addressDigest: AddressDigest }) => ({
      request: await testbed.request(request.id),
      jobs: await testbed.jobs(request.id),
      hits: await testbed.hits(request.addressDigest),
    })
    const nothing = { request: undefined, jobs: [], hits: undefined }

    function limitedRequest() {
      const addressDigest = newDigest()
      const charges = { ...unlimited, client: [charge(5)], address: charge(5) }
      return newRequest({ addressDigest, charges })
    }

    test.each(['recovery_request', 'outbox_job'])('if %s takes no row', async (table) => {
      const request = limitedRequest()
      const asked = testbed.whileBroken(table, () => testbed.stores.recovery.openRequest(request))
      await expect(asked).rejects.toThrow('broken on purpose')
      expect(await countsOf(request)).toEqual(nothing)

      expect(await testbed.stores.recovery.openRequest(request)).toMatchObject({ status: 'opened' })
    })

    test('if the commit fails', async () => {
      const request = limitedRequest()
      await sql`create or replace function fail_late() returns trigger language plpgsql
        as $$ begin raise exception 'failed at the end'; end $$`.execute(testbed.db)
      await sql`create constraint trigger late after insert on recovery_request
        deferrable initially deferred for each row execute function fail_late()`.execute(testbed.db)
      const asked = testbed.stores.recovery.openRequest(request)
      await expect(asked).rejects.toThrow('failed at the end')
      await sql`drop trigger late on recovery_request`.execute(testbed.db)
      expect(await countsOf(request)).toEqual(nothing)
    })
  })

  test('is charged to no limit if limits are switched off', async () => {
    const options = { rateLimits: false }
    const { recovery } = createStores(testbed.database, options)
    const charges = {
      ...{ client: [charge(1)], address: charge(1), inAll: [{ seconds: 60, most: 1 }] },
      ...{ network: newDigest(), share: charge(1) },
    }
    for (let i = 0; i < 3; i += 1) {
      const request = newRequest({ charges })
      expect(await recovery.openRequest(request)).toMatchObject({ status: 'opened' })
      expect(await testbed.jobs(request.id)).toMatchObject([{ job: { withheld: false } }])
    }
  })

  describe('among many at once', () => {
    const openRequest = (request: NewRequest) => testbed.stores.recovery.openRequest(request)
    const jobsOf = async (requests: readonly NewRequest[]) =>
      (await Promise.all(requests.map(({ id }) => testbed.jobs(id)))).flat()

    test('gets its own answer, row and job', async () => {
      const requests = Array.from({ length: 150 }, (_, n) =>
        newRequest({ lifetimes: { requestMinutes: 120, codeMinutes: 5 + (n % 2) * 5 } }),
      )
      const answers = await Promise.all(requests.map(openRequest))
      for (const [n, { id }] of requests.entries()) {
        expect(answers[n]).toMatchObject({ status: 'opened', requestId: id })
        const answer = answers[n]
        if (answer?.status !== 'opened') throw new Error('not opened')
        expect(minutesFromNow(answer.codeExpiresAt)).toBeCloseTo(5 + (n % 2) * 5, -1)
      }
      const jobs = await jobsOf(requests)
      expect(jobs).toHaveLength(150)
      expect(new Set(jobs.map(({ job }) => 'requestId' in job && job.requestId)).size).toBe(150)
    })

    test('is counted exactly for its client and its address', async () => {
      const addressDigest = newDigest()
      const client = [charge(7, { limit: 'request-by-client' })]
      const charges = { ...unlimited, client, address: charge(1) }
      const requests = Array.from({ length: 20 }, () => newRequest({ addressDigest, charges }))
      const answers = await Promise.all(requests.map(openRequest))
      // Two batches run at once, so it is open which of them comes first.
      expect(answers.map(({ status }) => status).sort()).toEqual([
        ...Array(7).fill('opened'),
        ...Array(13).fill('rate-limited'),
      ])
      const withheld = (await jobsOf(requests)).map(({ job }) => 'withheld' in job && job.withheld)
      expect(withheld.sort()).toEqual([false, ...Array(6).fill(true)])
    })

    test('fails alone if it is the one that cannot be written', async () => {
      const { id } = await testbed.openRequest()
      const requests = Array.from({ length: 9 }, (_, n) => newRequest(n === 4 ? { id } : {}))
      const answers = await Promise.allSettled(requests.map(openRequest))
      expect(answers.map(({ status }) => status)).toEqual(
        requests.map((request) => (request.id === id ? 'rejected' : 'fulfilled')),
      )
      expect(await jobsOf(requests)).toHaveLength(9)
    })
  })

  describe('refuses a row without an end', () => {
    test.each([
      ['recovery_request', 'closes_at'],
      ['secret', 'expires_at'],
      ['session', 'expires_at'],
    ])('in %s', async (table, column) => {
      const { account, pair } = await testbed.mailedAccount()
      await testbed.db
        .insertInto('session')
        .values({
          digest: newDigest(),
          account_id: account.id,
          credential_version: 1,
          expires_at: ago('-1 hour'),
        })
        .execute()
      expect(pair.token).toHaveLength(43)
      for (const end of ['null', "'infinity'", "'-infinity'"]) {
        const write = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.raw(end)}`
        await expect(write.execute(testbed.db)).rejects.toThrow(/not-null|check constraint/)
      }
    })
  })

  /** Every row of every table as text. */
  async function everything(): Promise<string> {
    const { rows: tables } = await sql<{ schemaname: string; tablename: string }>`
      select schemaname, tablename from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`.execute(testbed.db)
    const names = tables.map(({ tablename }) => tablename)
    expect(names).toEqual(expect.arrayContaining(['secret', 'outbox_job']))
    const dump: string[] = []
    for (const { schemaname, tablename } of tables) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(`${schemaname}.${tablename}`)} t`.execute(testbed.db)
      dump.push(...rows.map(({ row }) => `${tablename} ${row}`))
    }
    return dump.join('\n')
  }

  const spellings = (secret: string) => [
    secret,
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret, 'base64url').toString('hex'),
    Buffer.from(secret, 'base64url').toString('base64').replace(/=+$/, ''),
  ]

  test('holds nothing that could be spent: only digests', async () => {
    const { request, pair, account } = await testbed.mailedAccount()
    await testbed.record(pair.messageId, { status: 'handed-over', answer: '250 ok' })
    await testbed.stores.recovery.chargeGuess(request.id, guessLimit)
    const ticket = newDigest()
    await testbed.stores.recovery.spendCode(spendOf(pair, ticket))
    const again = await testbed.mint(request.id)
    await testbed.stores.recovery.changePassword(changeWith(again.link))
    await testbed.queue.release(await testbed.queue.claim(1), 60)

    const dump = await everything()
    // The dump is one: it has the digests, the jobs and the account.
    for (const digest of [pair.link, pair.code, ticket, again.link]) {
      expect(dump).toContain(hex(digest))
    }
    expect(dump).toContain(account.address.canonical)
    expect(dump).toContain('password-changed')

    for (const token of [pair.token, again.token]) {
      for (const spelling of spellings(token)) expect(dump).not.toContain(spelling)
    }
    for (const digits of [pair.digits, again.digits]) {
      // Six digits occur in a timestamp or a digest by chance: looked for where a value begins and ends.
      expect(dump).not.toMatch(new RegExp(`[(",:]${digits}[)",]`))
      expect(dump).not.toMatch(new RegExp(`"\\\\\\\\x${Buffer.from(digits).toString('hex')}"`))
    }
  })

  if (kind === 'PostgreSQL')
    describe('runs statements that', () => {
      const seen: CompiledQuery[] = []
      let spied: Kysely<Schema>
      beforeAll(() => {
        const pool = new pg.Pool({ connectionString: testbed.url ?? '' })
        pool.on('error', () => {})
        spied = new Kysely<Schema>({
          dialect: new PostgresDialect({ pool }),
          log: ({ query }) => void seen.push(query),
        }).withSchema(testbed.database.schema)
      })
      afterAll(() => spied.destroy())

      async function statementsFor(email: string): Promise<string[]> {
        const database = { ...testbed.database, kysely: spied }
        const { recovery } = createStores(database, { rateLimits: true })
        const request = newRequest({
          address: newAddress(email),
          charges: { ...unlimited, client: [charge(5), charge(10)] },
        })
        seen.length = 0
        await recovery.openRequest(request)
        await recovery.resend({ ...request, requestId: request.id, codeLifetimeMinutes: 10 })
        return seen.map(({ sql, parameters }) => `${sql} -- ${parameters.length} parameters`)
      }

      test('are the same to the byte for every address, and name no account', async () => {
        await testbed.addAccount({ email: 'known@example.test' })
        const { id } = await testbed.addAccount({ email: 'disabled@example.test' })
        await testbed.setStatus(id, 'disabled')

        const known = await statementsFor('known@example.test')
        expect(
          known.filter((statement) => /insert into (".+"\.)?"recovery_request"/.test(statement)),
        ).toHaveLength(1)
        expect(known.join('\n')).not.toMatch(/account|example\.test/i)
        expect(await statementsFor('disabled@example.test')).toEqual(known)
        expect(await statementsFor('nobody@example.test')).toEqual(known)
      })
    })
})
