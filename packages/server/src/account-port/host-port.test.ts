import { PortFailure } from '@latchkey/db'
import { expect, test } from 'vitest'
import type { AccountHost } from './handler.ts'
import { createHostPort } from './host-port.ts'

/* The calls of functions in the same process. The recoveries are in test/account-functions.test.ts. */

const ada = { id: 1, email: 'Ada@example.test', alive: true, hasPassword: true, version: 7 }
const change = {
  changeId: '0b9a1c36-9c8d-4c57-8d7e-0a3f4f0a5c11',
  id: '1',
  ifVersion: '7',
  password: 'ümläut 𝟚 "quoted"',
  why: 'reset',
} as const

function portTo(more: { [Name in keyof AccountHost]?: unknown } = {}, timeoutMs = 60_000) {
  const host = {
    lookup: async () => [ada],
    look: async () => ada,
    change: async () => 'changed',
    settled: async () => 'unknown',
    ...more,
  } as AccountHost
  return createHostPort({ host }, timeoutMs)
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('It did not fail')
    },
    (error: PortFailure) => {
      expect(error).toBeInstanceOf(PortFailure)
      return { problem: error.problem, didNothing: error.didNothing, message: error.message }
    },
  )

test('an account is as over HTTP: numbers are text, and what is absent is null', async () => {
  const read = { ...ada, id: '1', version: '7', locale: null }
  expect(await portTo().lookup(['ada@example.test'])).toEqual([read])
  expect(await portTo().look('1')).toEqual(read)
  expect(await portTo({ look: async () => null }).look('1')).toBeUndefined()
  expect(await portTo({ look: () => undefined }).look('1')).toBeUndefined()
  expect(await portTo().change(change)).toBe('changed')
})

test('a function that throws, at once or later, may have done its work', async () => {
  for (const fails of [
    () => {
      throw new Error('at once')
    },
    async () => {
      throw new Error('later')
    },
  ]) {
    expect(await failure(portTo({ change: fails }).change(change))).toEqual({
      problem: 'failed',
      didNothing: false,
      message: 'accounts.host.change threw an error',
    })
  }
})

test('a function that does not answer is not waited for, and its late error harms nobody', async () => {
  const never = Promise.withResolvers<never>()
  const found = await failure(portTo({ change: () => never.promise }, 20).change(change))
  expect(found).toMatchObject({ problem: 'slow', didNothing: false })
  never.reject(new Error('too late'))
})

test.each([
  ['lookup', 'nobody', /lookup answered with/],
  ['lookup', [{ ...ada, version: new Date() }], /lookup answered with 0\.version/],
  ['look', { ...ada, alive: 1 }, /look answered with alive/],
  ['look', { ...ada, id: 2 }, /answered with another account/],
  ['change', undefined, /change answered with/],
  ['settled', 'yes', /settled answered with/],
])('%s must not answer with %j', async (name, answer, words) => {
  const port = portTo({ [name]: async () => answer })
  const calls = {
    lookup: () => port.lookup(['ada@example.test']),
    look: () => port.look('1'),
    change: () => port.change(change),
    settled: () => port.settled(change.changeId),
  }
  const found = await failure(calls[name as keyof typeof calls]())
  expect(found.problem).toBe('unreadable')
  expect(found.message).toMatch(words)
})

test('a host that hangs holds no more than its share, and the rest is told at once that it did nothing', async () => {
  const held = Promise.withResolvers<never>()
  held.promise.catch(() => undefined)
  const port = portTo({ settled: () => held.promise })
  const calls = Array.from({ length: 32 + 64 + 1 }, () => port.settled(change.changeId))
  for (const call of calls) call.catch(() => undefined)
  expect(await failure(calls.at(-1) ?? Promise.reject())).toMatchObject({
    problem: 'busy',
    didNothing: true,
  })
  held.reject(new Error('ended'))
})
