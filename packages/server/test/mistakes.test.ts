import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Latchkey, LatchkeyOptions, LogLine } from '@latchkey/server'
import { fetchHandler } from '@latchkey/server/fetch'
import { nodeListener } from '@latchkey/server/node'
import { initTRPC } from '@trpc/server'
import express from 'express'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { peopleInSqlite } from './kit/people-in-sqlite.ts'
import { newPassword, openWorld, type World } from './kit/postgres-world.ts'

/*
 * What people do wrong when they embed Latchkey: each mistake is said in words that name its remedy, and nothing is lost.
 * Mistakes in a page (no provider, no server, a language that we do not have, a text that does not exist) are in
 * packages/react/src/latchkey-provider.test.tsx, wrong options in src/options/read-options.test.ts, and a
 * module without an instance in test/worker.test.ts.
 */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const caller = { remoteAddress: '192.0.2.7', headers: {} }

function listenTo() {
  const lines: LogLine[] = []
  const keep = (line: LogLine) => void lines.push(line)
  return { lines, log: { debug() {}, info() {}, warn: keep, error: keep } }
}

const forgotten = (path: string, email = 'nobody@example.test') =>
  new Request(`https://app.example.test${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  })

/** An account, and a link that is good before a mistake and must be good after it. */
async function withLink(changes: Partial<LatchkeyOptions> = {}) {
  const { lines, log } = listenTo()
  const latchkey = await world.open({ log, ...changes })
  await latchkey.ready()
  const email = `link-${lines.length}-${Date.now()}@example.test`
  await world.addAccount(latchkey, email)
  await latchkey.recovery.request({ email }, caller)
  const { token } = await world.mail.emailTo(email)
  const isGood = async (of: Latchkey = latchkey) =>
    (await of.recovery.verifyToken({ token }, caller)).status === 'verified'
  return { latchkey, lines, email, token, isGood }
}

describe('no callerOf', () => {
  test('does not compile, and in JavaScript it is refused when the router is made', async () => {
    const latchkey = await world.open()
    // @ts-expect-error: who makes a call has no default.
    const without = () => latchkey.router()
    expect(without).toThrow(/latchkey\.router\(callerOf\) needs a function .* It has no default/)
    // @ts-expect-error: the address is a part of it.
    expect(latchkey.router(() => ({ headers: {} }))).toBeDefined()
  })

  test.each([
    ['gives no address', () => ({ remoteAddress: undefined, headers: {} })],
    ['gives nothing at all', () => undefined as never],
    [
      'throws',
      () => {
        throw new Error('of the application')
      },
    ],
  ])('a callerOf that %s is named in the log, and its call is not made', async (_, callerOf) => {
    const { latchkey, lines, isGood } = await withLink()
    const t = initTRPC.create()
    const host = t.router({ recovery: latchkey.router(callerOf) })
    const call = host.createCaller({}).recovery.request({ email: 'nobody@example.test' })
    await expect(call).rejects.toThrow('UNAVAILABLE')
    expect(lines).toMatchObject([{ event: 'caller.unreadable', err: expect.any(Error) }])
    expect(await isGood()).toBe(true)
  })

  test.each([
    ['gives no address', () => undefined],
    [
      'throws',
      () => {
        throw new Error('of the application')
      },
    ],
  ])('an address function that %s is named in the log, behind every door', async (_, addressOf) => {
    const { latchkey, lines, isGood } = await withLink()
    const listener = nodeListener(latchkey, { remoteAddress: addressOf })
    const server = createServer(listener).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const there = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    const answers = [
      await fetch(`http://127.0.0.1:${port}/forgot-password`, there),
      await fetchHandler(latchkey, addressOf)(forgotten('/forgot-password')),
      await latchkey.handler(forgotten('/trpc/recovery.request'), { remoteAddress: addressOf }),
      await latchkey.handler(forgotten('/forgot-password'), undefined as never),
    ]
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503])
    expect(lines.map(({ event }) => event)).toEqual(Array(4).fill('caller.unreadable'))
    expect(await isGood()).toBe(true)
  })

  test('an address that is none of the Internet is not guessed about', async () => {
    const latchkey = await world.open()
    const asked = latchkey.recovery.request(
      { email: 'nobody@example.test' },
      { remoteAddress: '', headers: {} },
    )
    await expect(asked).rejects.toThrow(/without remoteAddress, so that no limit could count it/)
  })
})

describe('two instances over one database', () => {
  test('with one secret and the same users are one, and a link of one is good in the other', async () => {
    const options = await world.options()
    const { latchkey, isGood } = await withLink(options)
    const other = await world.open(options)
    await other.ready()
    expect(await isGood(other)).toBe(true)
    expect(await latchkey.health()).not.toHaveProperty('secret')
  })

  test('with two secrets say so, in health and in the log; links work in both', async () => {
    const options = await world.options()
    const { isGood } = await withLink(options)
    const { lines, log } = listenTo()
    const other = await world.open({ ...options, secret: 'y'.repeat(44), worker: 'elsewhere', log })
    await other.ready()
    expect(await other.health()).toMatchObject({ status: 'ready', secret: 'differs' })
    expect(lines).toMatchObject([
      { event: 'secret.differs', message: expect.stringContaining('the option secret') },
    ])
    expect(await isGood(other)).toBe(true)
  })

  test('with other users are refused, before anybody is emailed about a stranger', async () => {
    const options = await world.options()
    const { isGood } = await withLink(options)
    const people = peopleInSqlite()
    onTestFinished(() => people.close())
    const other = await world.open({ ...options, accounts: { host: people.host } })
    await expect(other.ready()).rejects.toThrow(
      /Another Latchkey works in the schema latchkey .* in createLatchkey, database\.schema/,
    )
    expect(await isGood()).toBe(true)
  })
})

describe('a body that somebody else has read', () => {
  test('is taken as it was parsed', async () => {
    const { latchkey } = await withLink()
    const app = express()
    app.use(express.json())
    app.use('/recovery', nodeListener(latchkey))
    const server = app.listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const answer = await fetch(`http://127.0.0.1:${port}/recovery/forgot-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'nobody@example.test' }),
    })
    expect(answer.status).toBe(200)
  })

  test('and is gone, is named in the log with what to do', async () => {
    const { latchkey, lines, isGood } = await withLink()
    const request = forgotten('/recovery/forgot-password')
    await request.text()
    const answer = await fetchHandler(latchkey, () => '192.0.2.9')(request)
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }])
    expect(lines).toMatchObject([
      {
        event: 'http.body-read-before',
        message: expect.stringContaining('Mount Latchkey before parsers of bodies'),
      },
    ])
    expect(await isGood()).toBe(true)
  })
})

describe('a base path', () => {
  test.each(['', '/recovery', '/some/base/path', '/api/auth'])(
    'needs no option: calls are known below "%s"',
    async (base) => {
      const latchkey = await world.open({ limits: 'off' })
      await latchkey.ready()
      const answer = await latchkey.handler(forgotten(`${base}/forgot-password`), caller)
      expect(answer.status).toBe(200)
      const settings = new Request(`https://app.example.test${base}/trpc/settings.public`)
      expect((await latchkey.handler(settings, caller)).status).toBe(200)
    },
  )

  test('that is wrong is answered with where the calls are', async () => {
    const latchkey = await world.open()
    const answer = await latchkey.handler(forgotten('/recovery/forgot'), caller)
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { message: 'There is no such call. docs/rest.md and docs/embedding.md list them.' },
    ])
  })
})

describe('a closed instance', () => {
  const closed = /This Latchkey is closed: close\(\) was called/

  test('is named wherever it is used, and what it accepted before is sent by the next one', async () => {
    const options = await world.options()
    const email = `late-${Date.now()}@example.test`
    const before = await world.open({ ...options, worker: 'elsewhere' })
    await before.ready()
    await world.addAccount(before, email)
    await before.recovery.request({ email }, caller)
    await before.close()

    await expect(before.ready()).rejects.toThrow(closed)
    await expect(before.recovery.request({ email }, caller)).rejects.toThrow(closed)
    await expect(before.sessions.signIn({ email, password: 'x' }, caller)).rejects.toThrow(closed)
    const another = { email: 'b@example.test', password: newPassword }
    await expect(before.addAccount(another)).rejects.toThrow(closed)
    expect(await before.health()).toMatchObject({ status: 'not-ready', missing: ['closed'] })
    const answer = await before.handler(forgotten('/forgot-password', email), caller)
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }])
    const host = initTRPC.create().router({ recovery: before.router(() => caller) })
    await expect(host.createCaller({}).recovery.request({ email })).rejects.toThrow('UNAVAILABLE')

    const next = await world.open(options)
    await next.ready()
    const { token } = await world.mail.emailTo(email)
    expect(await next.recovery.reset({ token, newPassword }, caller)).toEqual({ status: 'changed' })
  })

  test('finishes the calls that it has', async () => {
    const latchkey = await world.open()
    await latchkey.ready()
    const asked = latchkey.recovery.request({ email: 'nobody@example.test' }, caller)
    await sleep(0)
    const [answer] = await Promise.all([asked, latchkey.close()])
    expect(answer.status).toBe('requested')
  })
})
