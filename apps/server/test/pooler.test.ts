import { startPgBouncer, withoutPgBouncer } from '@latchkey/db/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call, cookieFrom, query } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import {
  type Environment,
  runCommand,
  type ServerProcess,
  startWorker,
} from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

describe.skipIf(withoutPgBouncer)('behind PgBouncer', () => {
  let testbed: Testbed
  const open: { stop(): Promise<void> }[] = []
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.stop()
  })
  afterAll(() => testbed.close())

  async function startPooler(
    mode: 'session' | 'transaction',
    url = testbed.environment.DATABASE_URL,
  ) {
    const pooler = await startPgBouncer({ mode, url: url ?? '', serverConnections: 20 })
    open.push(pooler)
    return { ...pooler, DATABASE_URL: pooler.through(url ?? '') }
  }

  async function start(settings: Environment): Promise<ServerProcess> {
    const server = await testbed.start(settings)
    open.push({ stop: async () => void (await server.kill('SIGTERM')) })
    return server
  }

  /** From the request to the session that it ends and the one that follows, over `server`. */
  async function recover(server: ServerProcess, email: string): Promise<void> {
    await testbed.addAccount(email)
    const before = await call(server, 'session.signIn', { email, password: oldPassword })
    expect(before.status).toBe(200)

    const asked = await call(server, 'recovery.request', { email })
    const first = await testbed.postOffice.emailTo(email)
    const { requestId } = asked.data
    const wrong = await call(server, 'recovery.verifyCode', {
      requestId,
      code: wrongFor(first.code),
    })
    expect(wrong.code).toBe('INVALID_OR_EXPIRED')
    const { data } = await call(server, 'recovery.verifyCode', { requestId, code: first.code })
    expect(data).toMatchObject({ login: email, ticket: expect.any(String) })
    const changed = await call(server, 'recovery.reset', { token: data.ticket, newPassword })
    expect(changed.data).toEqual({ status: 'changed' })
    const link = await call(server, 'recovery.reset', { token: tokenIn(first.link), newPassword })
    expect(link.code).toBe('INVALID_OR_EXPIRED')

    expect((await query(server, 'session.current', { cookie: cookieFrom(before) })).status).toBe(
      401,
    )
    const after = await call(server, 'session.signIn', { email, password: newPassword })
    expect((await query(server, 'session.current', { cookie: cookieFrom(after) })).status).toBe(200)
    const notice = await testbed.postOffice.emailTo(email, { atLeast: 2 })
    expect(notice.mail.subject).toBe('Latchkey: your password was changed')
  }

  const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

  test('in session mode a whole recovery works with DATABASE_URL alone', async () => {
    const { DATABASE_URL } = await startPooler('session')
    await recover(await start({ DATABASE_URL, RATE_LIMITS: 'on' }), 'ada@example.test')
  })

  test('in transaction mode it works once the role has its settings, web and worker apart', async () => {
    const pooler = await startPooler('transaction')
    const settings = { DATABASE_URL: pooler.DATABASE_URL, DATABASE_POOLER: 'transaction' }
    const environment = { ...testbed.environment, ...settings, PORT: '0' }
    const refused = await runCommand(['start'], environment)
    expect(refused.errors).toMatch(/^DATABASE_URL leads through .* in transaction mode/)
    expect(refused.code).toBe(1)
    const sql = refused.errors.match(/^ {2}ALTER ROLE .*;$/gm) ?? []
    expect(sql).toHaveLength(6)
    for (const statement of sql) await testbed.rows(statement)
    await pooler.reconnect()

    const server = await start({ ...settings, RATE_LIMITS: 'on', WORKER: 'off' })
    const worker = await startWorker({ ...testbed.environment, ...settings })
    open.push({ stop: async () => void (await worker.kill('SIGTERM')) })
    await recover(server, 'bob@example.test')
  })

  test('in transaction mode migrations go through DATABASE_DIRECT_URL', async () => {
    const direct = await testbed.postgres.empty()
    const { DATABASE_URL } = await startPooler('transaction', direct)
    const environment = { ...testbed.environment, DATABASE_URL }
    const refused = await runCommand(['migrate'], environment)
    expect(refused).toMatchObject({ code: 1, output: '' })
    expect(refused.errors).toMatch(/^The database is not up to date.* Set DATABASE_DIRECT_URL/)

    const migrated = await runCommand(['migrate'], { ...environment, DATABASE_DIRECT_URL: direct })
    expect(migrated).toMatchObject({ code: 0, errors: '' })
    expect(migrated.output).toMatch(/^Applied: /)
    const again = await runCommand(['migrate'], environment)
    expect(again).toMatchObject({ code: 0, errors: '', output: 'Nothing to do.\n' })
  })
})
