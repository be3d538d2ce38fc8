import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlClient, openTestPostgres } from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { LatchkeyOptions } from '../options/options.ts'
import { OptionsError } from '../options/options-error.ts'
import { createLatchkey } from './create-latchkey.ts'

/* What an instance opens, shares and closes, on a real PostgreSQL. */

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterAll(() => postgres.close())

const caller = { remoteAddress: '192.0.2.7', headers: {} }

async function options(changes: Partial<LatchkeyOptions> = {}): Promise<LatchkeyOptions> {
  return {
    database: await postgres.empty(),
    secret: 'x'.repeat(32),
    mail: { smtp: 'smtp://127.0.0.1:1', from: 'Example <no-reply@example.test>' },
    pages: {
      reset: 'https://app.example.test/reset#token={token}',
      signIn: 'https://app.example.test/login',
    },
    worker: 'elsewhere',
    log: false,
    ...changes,
  }
}

async function connections(url: unknown): Promise<number> {
  const sql = await openSqlClient(String(url))
  const [row] = await sql.rows(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name like 'latchkey%'",
  )
  await sql.close()
  return Number(row?.n)
}

/** A connection that was closed is there until its process in PostgreSQL has ended. */
const noConnections = (url: unknown) => expect.poll(() => connections(url)).toBe(0)

test('wrong options are refused together, in a sentence each', () => {
  const wrong = () => createLatchkey({ database: undefined, secret: '' } as never)
  expect(wrong).toThrow(OptionsError)
  expect(wrong).toThrow(/\(5 problems\):\n {2}- database is missing/)
})

test('while an application is built nothing is refused, and nothing can be used', async () => {
  vi.stubEnv('NEXT_PHASE', 'phase-production-build')
  onTestFinished(() => void vi.unstubAllEnvs())
  const latchkey = createLatchkey({ ...(await options()), database: undefined })
  latchkey.router(() => caller)
  await expect(latchkey.ready()).rejects.toThrow(OptionsError)
})

test('nothing is opened before the first use, and nothing is left after close', async () => {
  const given = await options()
  const latchkey = createLatchkey(given)
  latchkey.router(() => caller)
  latchkey.on('*', () => {})
  await sleep(100)
  expect(await connections(given.database)).toBe(0)

  expect(await latchkey.recovery.request({ email: 'ada@example.test' }, caller)).toMatchObject({
    status: 'requested',
  })
  expect(await connections(given.database)).toBeGreaterThan(0)
  await latchkey.close()
  await latchkey.close()
  await noConnections(given.database)
  await expect(latchkey.ready()).rejects.toThrow(/This Latchkey is closed/)
  await expect(latchkey.recovery.request({ email: 'ada@example.test' }, caller)).rejects.toThrow(
    /This Latchkey is closed/,
  )
})

test('two instances over one database share limits and links', async () => {
  const given = await options()
  const [one, other] = [createLatchkey(given), createLatchkey(given)]
  onTestFinished(async () => {
    await one.close()
    await other.close()
  })
  await Promise.all([one.ready(), other.ready()])
  const asked = await one.recovery.request({ email: 'ada@example.test' }, caller)
  if (asked.status !== 'requested') throw new Error(asked.code)
  const { requestId } = asked
  const guess = (instance: typeof one) =>
    instance.recovery.verifyCode({ requestId, code: '000000' }, caller)
  const codes = []
  for (const instance of [one, other, one, other, one, other, one]) {
    codes.push(Reflect.get(await guess(instance), 'code'))
  }
  expect(codes.filter((code) => code === 'INVALID_OR_EXPIRED').length).toBeLessThanOrEqual(5)
  expect(codes.at(-1)).toBe('TOO_MANY_ATTEMPTS')
})

test('a module that is loaded again gets the connections that are open', async () => {
  const module = 'file:///srv/app/latchkey.ts'
  const given = await options({ module })
  const first = createLatchkey(given)
  await first.ready()
  const before = await connections(given.database)
  const again = createLatchkey({ ...given, module: `${module}?t=123` })
  await again.ready()
  await again.recovery.request({ email: 'ada@example.test' }, caller)
  expect(await connections(given.database)).toBeLessThanOrEqual(Math.max(before, 8))

  const changed = createLatchkey({ ...given, lifetimes: { linkMinutes: 30 } })
  await changed.ready()
  await expect.poll(() => first.ready().catch(String)).toMatch(/loaded again/)
  await changed.close()
  await noConnections(given.database)
})

test('a database that is away is said, and the next use tries again', async () => {
  const lines: { event: string }[] = []
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (line: { event: string }) => lines.push(line),
  }
  const latchkey = createLatchkey(await options({ database: 'postgres://127.0.0.1:1/app', log }))
  onTestFinished(() => latchkey.close())
  expect(await latchkey.health()).toEqual({
    status: 'not-ready',
    missing: ['database'],
    mail: 'unknown',
  })
  await expect(latchkey.ready()).rejects.toThrow()
  expect(lines.map(({ event }) => event)).toEqual(['latchkey.not-opened', 'latchkey.not-opened'])
  const answer = await latchkey.handler(
    new Request('https://app.example.test/forgot-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@example.test' }),
    }),
    caller,
  )
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
})

test('users that do not fit their map are said to be what is missing', async () => {
  const users = { table: 'public.nobody', id: 'id', email: 'email' }
  const password = { columns: { hash: 'password' }, write: 'argon2id' as const }
  const accounts = { users, password, sessions: [] }
  const latchkey = createLatchkey(await options({ accounts }))
  onTestFinished(() => latchkey.close())
  expect(await latchkey.health()).toMatchObject({ status: 'not-ready', missing: ['accounts'] })
  await expect(latchkey.ready()).rejects.toThrow('public.nobody')
})

test('a listener that fails stops no request', async () => {
  const lines: { event: string }[] = []
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (line: { event: string }) => lines.push(line),
  }
  const latchkey = createLatchkey(await options({ log }))
  onTestFinished(() => latchkey.close())
  const heard: string[] = []
  latchkey.on('recovery.requested', () => {
    throw new Error('of the application')
  })
  latchkey.on('recovery.requested', async () => {
    throw new Error('of the application, later')
  })
  const stop = latchkey.on('*', ({ event }) => heard.push(event))
  const asked = await latchkey.recovery.request({ email: 'ada@example.test' }, caller)
  expect(asked.status).toBe('requested')
  expect(heard).toEqual(['recovery.requested'])
  stop()
  await expect
    .poll(() => lines.map(({ event }) => event))
    .toEqual(['listener.failed', 'listener.failed'])
})
