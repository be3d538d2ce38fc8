import { type NormalPassword, Unavailable } from '@latchkey/core'
import * as reference from 'argon2'
import { describe, expect, test } from 'vitest'
import { loadArgon2Engine, loadFastEngine, loadReferenceEngine } from './argon2-engine.ts'
import { createPasswordHasher, hashingSlots } from './password-hasher.ts'

const password = 'quiet otters paint tall fences' as NormalPassword
const other = 'quiet otters paint tall fence' as NormalPassword
const stranger = { isKnown: false }
const ours = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const referenceEngine = await loadReferenceEngine()
const fastEngine = await loadFastEngine()

describe.each([referenceEngine, fastEngine])('with $name', (engine) => {
  const hasher = createPasswordHasher(engine)

  test('stores argon2id at the parameters of the policy, salted anew', async () => {
    const [one, two] = [await hasher.hash(password), await hasher.hash(password)]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(two).not.toBe(one)
    expect(await hasher.verify(one, password, stranger)).toBe(true)
    expect(await hasher.verify(one, other, stranger)).toBe(false)
    expect(await hasher.verify(undefined, password, stranger)).toBe(false)
  })

  test.each<[string, reference.HashOptions]>([
    ['less memory', { ...ours, memoryCost: 12_288 }],
    ['fewer passes', { ...ours, timeCost: 1 }],
    ['more lanes', { ...ours, parallelism: 2 }],
    ['another kind', { ...ours, type: reference.argon2i }],
    ['a shorter digest', { ...ours, hashLength: 16 }],
    ['the first version', { ...ours, version: 0x10 }],
  ])('an argon2 hash with %s is good, and outdated', async (_, options) => {
    const hash = await reference.hash(password, options)
    expect(await hasher.verify(hash, password, stranger)).toBe(true)
    expect(await hasher.verify(hash, other, stranger)).toBe(false)
    expect(hasher.isOutdated(hash)).toBe(true)
  })

  test('a hash of the first version may leave its version out', async () => {
    const hash = await reference.hash(password, { ...ours, version: 0x10 })
    expect(await hasher.verify(hash.replace('$v=16', ''), password, stranger)).toBe(true)
  })

  test.each([
    ['without its digest', (hash: string) => hash.slice(0, hash.lastIndexOf('$'))],
    ['with half of its digest', (hash: string) => hash.slice(0, -30)],
    ['that lost a character', (hash: string) => hash.slice(0, -2)],
    ['without its memory', (hash: string) => hash.replace('m=19456,', '')],
    ['with too little memory', (hash: string) => hash.replace('m=19456', 'm=7')],
    ['of an unknown version', (hash: string) => hash.replace('v=19', 'v=20')],
    ['with a digest of 96 bytes', (hash: string) => `${hash.slice(0, -43)}${'0'.repeat(128)}`],
  ])('a hash %s is damaged, and matches no password', async (_, damage) => {
    const hash = damage(await hasher.hash(password))
    expect(hasher.problemWith(hash)).toBe('argon2: it is damaged or cut off')
    expect(await hasher.verify(hash, password, stranger)).toBe(false)
  })
})

test.each([
  [referenceEngine, fastEngine],
  [fastEngine, referenceEngine],
])('what $name has hashed, the other engine verifies', async (one, another) => {
  const hasher = createPasswordHasher(another)
  const hash = await createPasswordHasher(one).hash(password)
  expect(await hasher.verify(hash, password, stranger)).toBe(true)
  expect(await hasher.verify(hash, other, stranger)).toBe(false)
  // A change of the engine makes no hash outdated.
  expect(hasher.isOutdated(hash)).toBe(false)
})

test('the faster engine is used where its binary loads, the reference elsewhere', async () => {
  expect((await loadArgon2Engine()).name).toBe('@node-rs/argon2')
  const notInstalled = () => Promise.reject(new Error('Cannot find native binding'))
  expect((await loadArgon2Engine(notInstalled)).name).toBe('argon2')
})

test('beyond its queue it refuses with Retry-After, and keeps working', async () => {
  const recorded = { hashed: 0, refused: 0 }
  let waiting = 0
  let mostWaiting = 0
  const hasher = createPasswordHasher(fastEngine, {
    hashed() {
      recorded.hashed += 1
    },
    refused() {
      recorded.refused += 1
    },
    waiting(change) {
      waiting += change
      mostWaiting = Math.max(mostWaiting, waiting)
    },
  })
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => hasher.hash(password)))
  const refusals = all.filter((one) => one.status === 'rejected').map(({ reason }) => reason)
  expect(mostWaiting).toBe(hashingSlots.queue)
  expect(waiting).toBe(0)
  const { count, reserved, queue } = hashingSlots
  expect(refusals.length).toBeGreaterThanOrEqual(60 - count - reserved - queue)
  expect(recorded).toEqual({ refused: refusals.length, hashed: 60 - refusals.length })
  for (const reason of refusals) {
    expect(reason).toBeInstanceOf(Unavailable)
    expect(reason.retryAfterSeconds).toBe(2)
  }
  expect(await hasher.verify(await hasher.hash(password), password, stranger)).toBe(true)
})

describe('once a hash of another kind was met, every check is the same work', () => {
  const slow = { ...ours, timeCost: 3 }
  const wide = { ...ours, memoryCost: 8_192, version: 0x10 }
  let checked: string[] = []
  const hasher = createPasswordHasher({
    ...fastEngine,
    verify(stored, password) {
      const [, algorithm, version, parameters = ''] = stored.split('$')
      checked.push(`${algorithm} ${version} ${parameters.split(',').toSorted()}`)
      return fastEngine.verify(stored, password)
    },
  })
  const checksOf = async (stored: string | undefined) => {
    checked = []
    await hasher.verify(stored, password, stranger)
    return checked.toSorted()
  }
  const onlyOurs = ['argon2id v=19 m=19456,p=1,t=2']
  const all = [
    'argon2id v=16 m=8192,p=1,t=2',
    'argon2id v=19 m=19456,p=1,t=2',
    'argon2id v=19 m=19456,p=1,t=3',
  ]

  test('whether there is an account, and whatever hash it has', async () => {
    expect(await checksOf(undefined)).toEqual(onlyOurs)
    const [one, another] = [
      await reference.hash(password, slow),
      await reference.hash(password, wide),
    ]
    await hasher.verify(one, password, stranger)
    hasher.meet(another)
    const own = await reference.hash(password, ours)
    for (const stored of [undefined, 'damaged', own, one, another, one.slice(0, -3)]) {
      expect(await checksOf(stored), stored).toEqual(all)
    }
  })

  test('in one slot, and a decoy never lets anybody in', async () => {
    const took: number[] = []
    const watched = createPasswordHasher(fastEngine, {
      ...{ waiting() {}, refused() {} },
      hashed: (seconds) => took.push(seconds),
    })
    watched.meet(await reference.hash(other, slow))
    expect(await watched.verify(undefined, other, stranger)).toBe(false)
    expect(await watched.verify(await watched.hash(password), other, stranger)).toBe(false)
    expect(took).toHaveLength(3)
  })
})

test('while strangers hold all slots they can get, a known client and a new password do not wait', async () => {
  const door = Promise.withResolvers<boolean>()
  const hasher = createPasswordHasher({
    ...fastEngine,
    verify: (stored, text) => (text === other ? door.promise : fastEngine.verify(stored, text)),
  })
  const strangers = Promise.allSettled(
    Array.from({ length: 60 }, () => hasher.verify(undefined, other, stranger)),
  )
  const hash = await hasher.hash(password)
  expect(await hasher.verify(hash, password, { isKnown: true })).toBe(true)
  await expect(hasher.verify(hash, password, stranger)).rejects.toBeInstanceOf(Unavailable)
  door.resolve(false)
  await strangers
})
