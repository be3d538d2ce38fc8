import type { TokenDigest } from '@latchkey/core'
import type { PageMarks } from '@latchkey/db'
import { topics } from '@latchkey/operator'
import { expect, test } from 'vitest'
import { createChanges } from './changes.ts'

const digest = (byte: number) => new Uint8Array(32).fill(byte) as Uint8Array as TokenDigest
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

function openHub() {
  const marks: PageMarks = { emails: '', webhooks: '', limits: '', audit: '' }
  const open = new Set<string>()
  let looks = 0
  let away = false
  const hub = createChanges({
    marks: async () => {
      looks += 1
      if (away) throw new Error('connection refused')
      return { ...marks }
    },
    open: async (digests) => new Set(digests.map(hex).filter((one) => open.has(one))),
    onError: () => {},
    everyMs: 1_000_000,
  })
  const goAway = (isAway: boolean) => {
    away = isAway
  }
  return { hub, marks, open, goAway, looks: () => looks }
}

const nextTopics = async (changes: AsyncGenerator<{ topics: readonly string[] }>) =>
  (await changes.next()).value?.topics

test('everything at first, then what changed, to all who listen by one look', async () => {
  const { hub, marks, open, looks } = openHub()
  open.add(hex(digest(1))).add(hex(digest(2)))
  const over = new AbortController()
  const one = hub.listen(digest(1), over.signal)
  const other = hub.listen(digest(2), over.signal)
  expect(await nextTopics(one)).toEqual(topics)
  expect(await nextTopics(other)).toEqual(topics)

  await hub.look()
  marks.limits = '7'
  await hub.look()
  expect(looks()).toBe(3)
  expect(await nextTopics(one)).toEqual(['overview', 'limits'])
  expect(await nextTopics(other)).toEqual(['overview', 'limits'])

  over.abort()
  expect((await one.next()).done).toBe(true)
  expect((await other.next()).done).toBe(true)
  expect(hub.listening()).toBe(0)
  await hub.look()
  expect(looks()).toBe(3)
})

test('it ends with the session, which was left here or ended elsewhere', async () => {
  const { hub, open } = openHub()
  open.add(hex(digest(1))).add(hex(digest(2)))
  const { signal } = new AbortController()
  const left = hub.listen(digest(1), signal)
  const ended = hub.listen(digest(2), signal)
  const byProxy = hub.listen(undefined, signal)
  for (const one of [left, ended, byProxy]) await one.next()
  hub.end(digest(1))
  expect((await left.next()).done).toBe(true)
  open.clear()
  await hub.look()
  expect((await ended.next()).done).toBe(true)
  expect(hub.listening()).toBe(1)
})

test('not for any number of pages', async () => {
  const { hub } = openHub()
  const { signal } = new AbortController()
  for (let n = 0; n < 200; n += 1) await hub.listen(undefined, signal).next()
  await expect(hub.listen(undefined, signal).next()).rejects.toThrow('Too many')
})

test('while the database is away it ends with an error, and goes on with everything afterwards', async () => {
  const { hub, goAway } = openHub()
  const { signal } = new AbortController()
  const before = hub.listen(undefined, signal)
  await before.next()
  goAway(true)
  await hub.look()
  await expect(before.next()).rejects.toThrow('could not be looked at')
  await expect(hub.listen(undefined, signal).next()).rejects.toThrow('could not be looked at')
  expect(hub.listening()).toBe(0)
  goAway(false)
  expect(await nextTopics(hub.listen(undefined, signal))).toEqual(topics)
})
