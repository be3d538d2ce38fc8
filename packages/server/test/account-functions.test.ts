import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '@latchkey/core'
import { openTestPostgres } from '@latchkey/db/testing'
import type { AccountHost, LatchkeyOptions, LogLine } from '@latchkey/server'
import { openTestLatchkey, recoveryMatchers } from '@latchkey/server/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { longWait } from './kit/long-wait.ts'
import { peopleInSqlite } from './kit/people-in-sqlite.ts'
import { newPassword, oldPassword, openWorld } from './kit/postgres-world.ts'

expect.extend(recoveryMatchers)

/* Users that functions of the application find and change, in a database that Latchkey has no connection to. */

const caller = { remoteAddress: '192.0.2.7', headers: {} }
const email = 'ada@example.test'

let postgres: Awaited<ReturnType<typeof openTestPostgres>>
beforeAll(async () => {
  postgres = await openTestPostgres()
})
afterAll(() => postgres.close())

async function openKit(changes: Partial<LatchkeyOptions> = {}) {
  const people = peopleInSqlite()
  const errors: LogLine[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (line: LogLine) => void errors.push(line) }
  const kit = await openTestLatchkey({
    ...{ database: await postgres.empty(), accounts: { host: people.host }, log },
    ...changes,
  })
  onTestFinished(async () => {
    await kit.close()
    people.close()
  })
  const id = people.add(email)
  const { latchkey, mailbox } = kit
  const linkFor = async (address = email) => {
    const before = mailbox.all().length
    await latchkey.recovery.request({ email: address }, caller)
    await expect.poll(() => mailbox.all().length).toBeGreaterThan(before)
    return (await mailbox.emailTo(address, longWait)).token ?? ''
  }
  const reset = (token: string) => latchkey.recovery.reset({ token, newPassword }, caller)
  const notices = () => mailbox.all().filter(({ kind }) => kind === 'password-changed').length
  return { ...kit, people, id, errors, linkFor, reset, notices }
}

const refused = (code: string) => expect.objectContaining({ status: 'refused', code })

test('a password is changed by the application, which ends the sessions; the owner is told', async () => {
  const { people, linkFor, reset, mailbox, latchkey } = await openKit()
  const session = people.signIn(email, oldPassword)
  const token = await linkFor()
  expect(await latchkey.recovery.verifyToken({ token }, caller)).toMatchObject({ login: email })
  await expect(() => reset(token)).toEndSessions(() => people.isSignedIn(session))
  await mailbox.emailTo(email, { ...longWait, kind: 'password-changed' })
  await expect(mailbox).toHaveNoticeFor(email)
  expect(people.signIn(email, newPassword)).toBeDefined()
  expect(people.signIn(email, oldPassword)).toBeUndefined()
  expect(await reset(token)).toEqual(refused('INVALID_OR_EXPIRED'))
})

test('a code works too, and a password that breaks a rule is not passed on', async () => {
  const { people, linkFor, latchkey, mailbox } = await openKit()
  await linkFor()
  const { code } = await mailbox.emailTo(email, longWait)
  const given = { email, code: code ?? '', newPassword: 'password' }
  expect(await latchkey.recovery.confirm(given, caller)).toEqual(refused('PASSWORD_REJECTED'))
  expect(people.calls.change).toBe(0)
  expect(await latchkey.recovery.confirm({ ...given, newPassword }, caller)).toEqual({
    status: 'changed',
  })
})

test('a request calls no function, whether there is such a user or not', async () => {
  const world = await openWorld()
  const people = peopleInSqlite()
  onTestFinished(async () => {
    await world.close()
    people.close()
  })
  people.add(email)
  const latchkey = await world.open({ accounts: { host: people.host }, worker: 'elsewhere' })
  await latchkey.ready()
  const before = { ...people.calls }
  await expect((address: string) =>
    latchkey.recovery.request({ email: address }, caller),
  ).toLookTheSameForUnknownAddresses({ known: email })
  const guess = { email: 'nobody@example.test', code: '000000' }
  expect(await latchkey.recovery.verifyCode(guess, caller)).toEqual(refused('INVALID_OR_EXPIRED'))
  const link = { token: 'x'.repeat(43) }
  expect(await latchkey.recovery.verifyToken(link, caller)).toEqual(refused('INVALID_OR_EXPIRED'))
  expect(people.calls).toEqual(before)
})

test('who has no password, may not sign in, or shares an address is not led to another account', async () => {
  const { people, linkFor, mailbox, latchkey } = await openKit()
  people.add('social@example.test', null)
  await latchkey.recovery.request({ email: 'social@example.test' }, caller)
  expect(
    await mailbox.emailTo('social@example.test', { ...longWait, kind: 'no-password' }),
  ).toBeDefined()
  people.add('twin@example.test')
  people.add('Twin@example.test')
  await latchkey.recovery.request({ email: 'twin@example.test' }, caller)
  await linkFor()
  expect(mailbox.all().some(({ to }) => /twin/i.test(to))).toBe(false)
})

test('a change that throws is not known to be made: the link waits, and works again', async () => {
  const { people, id, linkFor, reset, notices, errors, clock } = await openKit()
  const token = await linkFor()
  people.faults.change = () => {
    throw new Error('the disk is full')
  }
  await expect(reset(token)).rejects.toThrow('accounts.host.change threw an error')
  expect(people.versionOf(id)).toBe(1)
  expect(errors).toMatchObject([
    { event: 'recovery.failed', err: { cause: { cause: { message: 'the disk is full' } } } },
  ])
  delete people.faults.change
  await clock.advance({ seconds: 31 })
  expect(await reset(token)).toEqual({ status: 'changed' })
  await expect.poll(() => notices()).toBe(1)
})

test('a change that was made and whose answer is lost is settled by the worker, once', async () => {
  const { people, id, linkFor, reset, notices, clock } = await openKit()
  const token = await linkFor()
  people.faults.change = (real) => {
    real()
    throw new Error('the connection was closed')
  }
  await expect(reset(token)).rejects.toThrow('accounts.host.change threw an error')
  expect(people.versionOf(id)).toBe(2)
  expect(people.signIn(email, newPassword)).toBeDefined()
  await clock.advance({ seconds: 11 })
  await expect.poll(() => notices()).toBe(1)
  expect(await reset(token)).toEqual(refused('INVALID_OR_EXPIRED'))
  await clock.advance({ minutes: 10 })
  expect([people.versionOf(id), notices()]).toEqual([2, 1])
})

test('a function that hangs is not waited for; what it does too late is not made', async () => {
  const { people, id, linkFor, reset, notices, clock } = await openKit()
  const token = await linkFor()
  const later = Promise.withResolvers<void>()
  const made = Promise.withResolvers<unknown>()
  people.faults.change = async (real) => {
    await later.promise
    const answer = real()
    made.resolve(answer)
    return answer
  }
  const since = performance.now()
  await expect(reset(token)).rejects.toThrow('did not answer within 5 s')
  expect(performance.now() - since).toBeGreaterThan(4_900)
  delete people.faults.change
  await clock.advance({ seconds: 11 })
  // It is called unknown, so that it must not be made any more.
  await expect.poll(() => people.calls.settled).toBeGreaterThan(0)
  later.resolve()
  expect(await made.promise).toBe('stale')
  expect(people.versionOf(id)).toBe(1)
  await clock.advance({ seconds: 31 })
  expect(await reset(token)).toEqual({ status: 'changed' })
  await expect.poll(() => notices()).toBe(1)
})

test('an answer that comes after it was settled says nothing new', async () => {
  const { people, id, linkFor, reset, notices, clock } = await openKit()
  const token = await linkFor()
  const later = Promise.withResolvers<void>()
  people.faults.change = async (real) => {
    const answer = real()
    await later.promise
    return answer
  }
  // Heard at once: on a slow machine it fails before anybody waits for it.
  const first = reset(token).then(
    ({ status }) => status,
    () => 'unknown',
  )
  await expect.poll(() => people.versionOf(id)).toBe(2)
  await clock.advance({ seconds: 11 })
  await expect.poll(() => notices()).toBe(1)
  later.resolve()
  // The caller was faster, or the time was over: nobody is told that it did not happen.
  expect(['changed', 'unknown']).toContain(await first)
  await sleep(200)
  expect(notices()).toBe(1)
})

test('one link in many tabs is one change', async () => {
  const { people, id, linkFor, reset, notices } = await openKit()
  const token = await linkFor()
  const tabs = await Promise.allSettled(Array.from({ length: 8 }, () => reset(token)))
  const changed = tabs.filter((tab) => tab.status === 'fulfilled' && tab.value.status === 'changed')
  expect(changed).toHaveLength(1)
  // While it is being made, nobody can say whether the others come too late.
  for (const tab of tabs) {
    if (tab.status === 'rejected') expect(tab.reason).toBeInstanceOf(Unavailable)
  }
  expect(await reset(token)).toEqual(refused('INVALID_OR_EXPIRED'))
  expect([people.calls.change, people.versionOf(id)]).toEqual([1, 2])
  await expect.poll(() => notices()).toBe(1)
})

test('a change of the application makes open links invalid', async () => {
  const { people, id, linkFor, reset } = await openKit()
  const token = await linkFor()
  const account = await people.host.look(String(id))
  if (!account) throw new Error('Nobody is there')
  const change = { changeId: 'of the application', id: String(id), ifVersion: '1' } as const
  await people.host.change({ ...change, password: 'five wooden spoons', why: 'reset' })
  expect(await reset(token)).toEqual(refused('INVALID_OR_EXPIRED'))
})

const answersWrong: [string, Partial<Record<keyof AccountHost, unknown>>, RegExp][] = [
  ['lookup that finds nobody', { lookup: null }, /accounts\.host\.lookup answered with/],
  ['lookup that finds everybody', { lookup: 'all' }, /has accounts for nobody@latchkey\.invalid/],
  ['lookup without a version', { lookup: [{ id: 1, email }] }, /lookup answered with 0\.alive/],
]
test.each(answersWrong)('a %s is named when it is opened', async (_, { lookup }, words) => {
  const people = peopleInSqlite()
  onTestFinished(() => people.close())
  const all = [{ id: 1, email: 'a@b.example', alive: true, hasPassword: true, version: 1 }]
  people.faults.lookup = () => (lookup === 'all' ? all : lookup)
  await expect(openTestLatchkey({ accounts: { host: people.host } })).rejects.toThrow(words)
})

test.each([
  ['change', 'yes', /accounts\.host\.change answered with/],
  ['look', { id: 'another' }, /accounts\.host\.look answered with/],
] as const)('a wrong answer of %s is named, and nothing is lost', async (name, answer, words) => {
  const { people, linkFor, reset, errors, clock } = await openKit()
  const token = await linkFor()
  people.faults[name] = () => answer
  await expect(reset(token)).rejects.toThrow(words)
  expect(errors).toMatchObject([{ event: 'recovery.failed' }])
  delete people.faults[name]
  await clock.advance({ seconds: 31 })
  expect(await reset(token)).toEqual({ status: 'changed' })
})

test('a lookup that fails for one address delays its email, and no other', async () => {
  const { people, linkFor, mailbox, latchkey, clock } = await openKit()
  people.add('slow@example.test')
  people.faults.lookup = (real) => {
    if (people.calls.lookup <= before + 2) throw new Error('away')
    return real()
  }
  const before = people.calls.lookup
  await latchkey.recovery.request({ email: 'slow@example.test' }, caller)
  await expect.poll(() => people.calls.lookup).toBeGreaterThan(before)
  delete people.faults.lookup
  expect(await linkFor()).not.toBe('')
  await clock.advance({ seconds: 10 })
  expect(await mailbox.emailTo('slow@example.test', longWait)).toMatchObject({ kind: 'recovery' })
})

test('a module that is loaded again brings its new functions', async () => {
  const [first, second] = [peopleInSqlite(), peopleInSqlite()]
  const changes = { module: 'file:///srv/app/latchkey-with-functions.ts' }
  const world = await openWorld()
  onTestFinished(() => world.close())
  const options = { ...(await world.options()), ...changes }
  const before = await world.open({ ...options, accounts: { host: first.host } })
  await before.ready()
  const after = await world.open({ ...options, accounts: { host: second.host } })
  second.add(email)
  await after.recovery.request({ email }, caller)
  const { token } = await world.mail.emailTo(email)
  expect(await before.recovery.reset({ token, newPassword }, caller)).toEqual({ status: 'changed' })
  expect([first.calls.change, second.calls.change]).toEqual([0, 1])
})
