import { type NormalPassword, Unavailable } from '@latchkey/core'
import * as nodeRs from '@node-rs/argon2'
import * as nodeArgon2 from 'argon2'
import { expect, test } from 'vitest'
import { createPasswordHasher } from './password-hasher.ts'

const password = 'quiet otters paint tall fences' as NormalPassword
const other = 'quiet otters paint tall fence' as NormalPassword
const ours = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

test('stores argon2id at the parameters of the policy, salted anew', async () => {
  const hasher = createPasswordHasher()
  const [one, two] = [await hasher.hash(password), await hasher.hash(password)]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(two).not.toBe(one)
  expect(await hasher.verify(one, password)).toBe(true)
  expect(await hasher.verify(one, other)).toBe(false)
  expect(await hasher.verify(undefined, password)).toBe(false)
  expect(hasher.isOutdated(one)).toBe(false)
})

test('the two argon2 libraries check what the other one wrote', async () => {
  const hasher = createPasswordHasher()
  const byNodeArgon2 = await nodeArgon2.hash(password, { type: nodeArgon2.argon2id, ...ours })
  expect(await hasher.verify(byNodeArgon2, password)).toBe(true)
  expect(await hasher.verify(byNodeArgon2, other)).toBe(false)
  // Accounts of earlier versions are not hashed again for nothing.
  expect(hasher.isOutdated(byNodeArgon2)).toBe(false)

  const byUs = await hasher.hash(password)
  expect(await nodeArgon2.verify(byUs, password)).toBe(true)
  expect(await nodeArgon2.verify(byUs, other)).toBe(false)
})

test.each([
  ['less memory', { ...ours, memoryCost: 12_288 }],
  ['fewer passes', { ...ours, timeCost: 1 }],
  ['more lanes', { ...ours, parallelism: 2 }],
  ['another kind', { ...ours, algorithm: 1 }],
  ['a shorter digest', { ...ours, outputLen: 16 }],
])('an argon2 hash with %s is good, and outdated', async (_, options) => {
  const hasher = createPasswordHasher()
  const hash = await nodeRs.hash(password, options)
  expect(await hasher.verify(hash, password)).toBe(true)
  expect(hasher.isOutdated(hash)).toBe(true)
})

test('beyond its queue it says when to come back, and goes on', async () => {
  const heard = { hashed: 0, refused: 0, mostWaiting: 0 }
  const hasher = createPasswordHasher({
    hashed() {
      heard.hashed += 1
    },
    refused() {
      heard.refused += 1
    },
    waiting(count) {
      heard.mostWaiting = Math.max(heard.mostWaiting, count)
    },
  })
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => hasher.hash(password)))
  const refusals = all.filter((one) => one.status === 'rejected').map(({ reason }) => reason)
  expect(heard.mostWaiting).toBe(32)
  // Two places at most are at work while 32 wait.
  expect(refusals.length).toBeGreaterThanOrEqual(60 - 34)
  expect(heard).toMatchObject({ refused: refusals.length, hashed: 60 - refusals.length })
  for (const reason of refusals) {
    expect(reason).toBeInstanceOf(Unavailable)
    expect(reason.retryAfterSeconds).toBe(2)
  }
  expect(await hasher.verify(await hasher.hash(password), password)).toBe(true)
})

test('once an old hash was met, every check takes as long as it does', async () => {
  const dear = await nodeRs.hash(password, { ...ours, timeCost: 12 })
  const hasher = createPasswordHasher()
  const timeOf = async (stored: string | undefined) => {
    const startedAt = performance.now()
    await hasher.verify(stored, password)
    return performance.now() - startedAt
  }
  const nobodys = async () => Math.min(await timeOf(undefined), await timeOf(undefined))
  const before = await nobodys()
  await timeOf(dear)
  // Six times the work; the best of two, so that a busy machine cannot make up for it.
  expect(await nobodys()).toBeGreaterThan(2 * before)
})
