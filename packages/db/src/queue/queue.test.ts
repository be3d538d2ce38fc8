import { type Job, type JobKindSpec, jobKinds } from '@latchkey/core'
import { CompiledQuery, type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Schema } from '../schema.ts'
import { preparedStatements } from '../statements/prepared.ts'
import { everyTestbed, holdOpen, type StoreTestbed } from '../testing/index.ts'
import { createQueue, type Queue } from './queue.ts'

const spec = (change: Partial<JobKindSpec> = {}): JobKindSpec => ({
  ...jobKinds.recovery,
  priority: 5,
  leaseSeconds: 10,
  ...change,
})

/** Beside our own kinds, whose priorities are 0 and 10. */
const kinds = {
  ...jobKinds,
  'call-webhook': spec(),
  'fetch-avatar': spec({ concurrency: 2 }),
  'ring-bell': spec({ priority: 99, leaseSeconds: 60 }),
}

let made = 0
/** A made-up job, whose number tells it from the others. */
function job(kind: keyof typeof kinds | 'of-a-later-version'): Job {
  made += 1
  return { kind, number: made } as unknown as Job
}

describe.each(everyTestbed)('the queue on %s', (database, openTestbed) => {
  let testbed: StoreTestbed
  let queue: Queue
  beforeAll(async () => {
    testbed = await openTestbed()
    queue = createQueue(testbed.database, kinds)
  })
  beforeEach(() => sql`delete from outbox_job`.execute(testbed.db))
  afterAll(() => testbed.close())

  async function enqueue<Jobs extends Job[]>(...jobs: Jobs): Promise<Jobs> {
    await testbed.db.transaction().execute(async (trx) => {
      for (const each of jobs) await queue.enqueue(trx, each)
    })
    return jobs
  }
  const jobsOf = (count: number, kind: Parameters<typeof job>[0] = 'call-webhook') =>
    Array.from({ length: count }, () => job(kind))

  const waits = () =>
    testbed.db
      .selectFrom('outbox_job')
      .select(sql<number>`extract(epoch from due_at - clock_timestamp())::float`.as('seconds'))
      .execute()
  const left = async () => (await waits()).length
  const makeDue = () => sql`update outbox_job set due_at = now()`.execute(testbed.db)
  const silentFor = (interval: string, { jobId }: { jobId: string }) =>
    sql`update outbox_job set leased_at = now() - ${interval}::interval where id = ${jobId}`.execute(
      testbed.db,
    )

  const claimed = async (...of: Parameters<Queue['claim']>) =>
    (await queue.claim(...of)).map((attempt) => attempt.job)
  async function claimOne() {
    const [attempt] = await queue.claim(1)
    if (!attempt) throw new Error('expected a job')
    return attempt
  }

  test('has a job if and only if its transaction was committed', async () => {
    const [kept] = await enqueue(job('call-webhook'))
    const undone = testbed.db.transaction().execute(async (trx) => {
      await queue.enqueue(trx, job('call-webhook'))
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect(await claimed(10)).toEqual([kept])
  })

  test('gives each job to one worker, and no more than it asked for', async () => {
    await enqueue(...jobsOf(3))
    expect(await queue.claim(0)).toEqual([])
    expect(await queue.claim(2)).toHaveLength(2)
    expect(await queue.claim(2)).toHaveLength(1)
    expect(await queue.claim(2)).toEqual([])
  })

  test('gives the most urgent first, whatever priorities there are, and each kind in its order', async () => {
    const [late, later] = await enqueue(job('recovery'), job('recovery'))
    const [webhook] = await enqueue(job('call-webhook'))
    const [notice, bell] = await enqueue(job('password-changed'), job('ring-bell'))
    expect(await claimed(2)).toEqual([bell, notice])
    expect(await claimed(2)).toEqual([webhook, late])
    expect(await claimed(2)).toEqual([later])
  })

  test('gives of each kind no more than there is room for', async () => {
    await enqueue(...jobsOf(4, 'call-webhook'), ...jobsOf(4, 'ring-bell'), job('recovery'))
    const kindsOf = async (...of: Parameters<Queue['claim']>) =>
      (await claimed(...of)).map(({ kind }) => String(kind))
    const room = { 'ring-bell': 1, 'call-webhook': 2, recovery: 0 }
    expect(await kindsOf(10, room)).toEqual(['ring-bell', 'call-webhook', 'call-webhook'])
    expect(await kindsOf(10, { recovery: -1 })).toEqual([])
    expect(await kindsOf(10, {})).toEqual([])

    await enqueue(...jobsOf(5, 'fetch-avatar'))
    const avatars = (await kindsOf(20)).filter((kind) => kind === 'fetch-avatar')
    expect(avatars).toHaveLength(kinds['fetch-avatar'].concurrency)
  })

  test('lets kinds of the same priority take turns', async () => {
    await enqueue(...jobsOf(10, 'call-webhook'), ...jobsOf(10, 'fetch-avatar'))
    const seen = new Set<string>()
    for (let turn = 0; turn < 10; turn++) seen.add(String((await claimOne()).job.kind))
    expect([...seen].sort()).toEqual(['call-webhook', 'fetch-avatar'])
  })

  test('forgets a job that is complete', async () => {
    await enqueue(...jobsOf(2))
    await queue.complete([await claimOne()])
    expect(await left()).toBe(1)
  })

  test('gives a released job again once it is due, under a new claim', async () => {
    await enqueue(job('call-webhook'))
    const first = await claimOne()
    await queue.release([first], 4_500)
    expect(await queue.claim(1)).toEqual([])
    const [wait] = await waits()
    expect(wait?.seconds).toBeGreaterThan(3_000)
    expect(wait?.seconds).toBeLessThanOrEqual(4_500)

    await makeDue()
    const second = await claimOne()
    expect(second).toEqual({ ...first, claim: first.claim + 1 })
    await queue.release([second], 0)
    expect(await queue.claim(1)).toHaveLength(1)
  })

  test('frees a job whose worker let the lease of its kind run out', async () => {
    await enqueue(job('call-webhook'), job('call-webhook'), job('call-webhook'), job('ring-bell'))
    const [patient, dead, alive, recent] = await queue.claim(4)
    if (!patient || !dead || !alive || !recent) throw new Error('expected four jobs')
    await silentFor('59 seconds', patient)
    await silentFor('11 seconds', dead)
    await silentFor('11 seconds', alive)
    await silentFor('9 seconds', recent)
    await queue.renew([alive])
    expect(await queue.takeOver('silent')).toBe(1)
    expect(await queue.claim(9)).toEqual([{ ...dead, claim: dead.claim + 1 }])
    expect(await queue.takeOver('everybody')).toBe(4)
  })

  test('ignores a worker whose job was claimed anew', async () => {
    await enqueue(job('call-webhook'))
    const late = await claimOne()
    await silentFor('11 seconds', late)
    await queue.takeOver('silent')
    const next = await claimOne()
    await silentFor('11 seconds', next)

    await queue.renew([late])
    expect(await queue.takeOver('silent')).toBe(1)
    // The job waits now, so no claim of it is valid.
    await queue.release([next], 3_600)
    await queue.complete([late, next])
    expect(await queue.claim(1)).toMatchObject([{ jobId: late.jobId, claim: 3 }])
  })

  test('leaves jobs of a kind that this version does not know to another one', async () => {
    const [unknown] = await enqueue(job('of-a-later-version'), job('call-webhook'))
    expect(await queue.claim(10)).toHaveLength(1)
    const later = createQueue(testbed.database, { 'of-a-later-version': spec() })
    const [attempt] = await later.claim(10)
    if (!attempt) throw new Error('expected a job')
    expect(attempt.job).toEqual(unknown)

    await silentFor('1 hour', attempt)
    expect(await queue.takeOver('everybody')).toBe(1)
    await later.complete([attempt])
    expect(await left()).toBe(1)
  })

  test.each(['of the same kind that are not due', 'of a kind that this version does not know'])(
    'finds the next job among many %s, and reads none of them',
    async (which) => {
      const [kind, due] = which.includes('same')
        ? ['call-webhook', sql`now() + interval '1 hour'`]
        : ['of-a-later-version', sql`now() - interval '1 hour'`]
      await sql`insert into outbox_job (kind, payload, due_at)
        select ${kind}, '{}', ${due} from generate_series(1, 20000)`.execute(testbed.db)
      await sql`analyze outbox_job`.execute(testbed.db)
      await enqueue(job('call-webhook'))
      const claim = preparedStatements.get('claim-jobs')?.(testbed.db).sql
      const { rows: plan } = await testbed.db.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`explain (analyze, timing off, summary off) ${claim}`, [
          JSON.stringify([{ kind: 'call-webhook', room: 10 }]),
          10,
        ]),
      )
      const said = plan.map((line) => line['QUERY PLAN']).join('\n')
      expect(said).toContain('outbox_job_waiting')
      expect(said).not.toMatch(/rows=\d{4,}\.\d+ loops|Rows Removed by \w+: \d{2,}/)
      expect(await queue.takeOver('everybody')).toBe(1)
    },
  )

  if (database !== 'PGlite')
    describe('shared by two processes', () => {
      let neighbour: Queue
      beforeAll(async () => {
        neighbour = createQueue((await testbed.openNeighbour()).database, kinds)
      })

      test('locks no job that it does not claim', async () => {
        await enqueue(...jobsOf(10), ...jobsOf(10, 'ring-bell'))
        await testbed.db.transaction().execute(async (trx) => {
          await holdOpen(trx)
          const inTransaction = { ...testbed.database, kysely: trx as Kysely<Schema> }
          expect(await createQueue(inTransaction, kinds).claim(3)).toHaveLength(3)
          expect(await neighbour.claim(20)).toHaveLength(17)
        })
      })

      test('gives 500 jobs to four workers, none twice', async () => {
        await enqueue(...jobsOf(250), ...jobsOf(250, 'ring-bell'))
        const done: string[] = []
        const workers = [queue, queue, neighbour, neighbour]
        // Before anyone goes on, so that each has a share however slow its connection is.
        const firsts = await Promise.all(workers.map((own) => own.claim(4)))
        const work = async (own: Queue, nth: number) => {
          for (
            let attempts = firsts[nth] ?? [];
            attempts.length > 0;
            attempts = await own.claim(4)
          ) {
            done.push(...attempts.map(({ jobId }) => jobId))
            await own.complete(attempts)
          }
        }
        await Promise.all(workers.map(work))
        for (const first of firsts) expect(first).toHaveLength(4)
        expect(done).toHaveLength(500)
        expect(new Set(done).size).toBe(500)
      })

      test('gives no claim twice and loses no job, though workers die and leases are taken over', async () => {
        for (let run = 0; run < 10; run++) {
          await enqueue(...jobsOf(40))
          const claims: string[] = []
          const work = async (own: Queue, nth: number) => {
            for (let turn = nth; (await left()) > 0; turn++) {
              const attempts = await own.claim(3)
              claims.push(...attempts.map(({ jobId, claim }) => `${jobId} ${claim}`))
              // Every third time the worker dies; sooner or later another one takes its leases over.
              if (turn % 3 === 0) await own.takeOver('everybody')
              else if (turn % 3 === 1) await own.release(attempts, 0)
              else await own.complete(attempts)
            }
          }
          await Promise.all([queue, queue, neighbour, neighbour].map(work))
          expect(new Set(claims).size).toBe(claims.length)
          expect(new Set(claims.map((claim) => claim.split(' ')[0])).size).toBe(40)
        }
      })
    })
})
