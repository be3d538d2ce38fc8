import {
  type Client,
  parseEmailAddress,
  type Recovery,
  type Sessions,
  Unavailable,
} from '@latchkey/core'
import { expect, test } from 'vitest'
import { hashingSlots } from '../adapters/password-hasher.ts'
import { admitHashing } from './admit-hashing.ts'

const clientAt = (name: string): Client => ({
  networks: [{ name, share: 1 }],
  device: undefined,
  locale: undefined,
  timeZone: undefined,
})

/** Every call runs until the door opens. Only the client at home is known. */
function openStory() {
  const door = Promise.withResolvers<void>()
  const refused = { status: 'refused', reason: 'unknown' } as const
  let started = 0
  const call = () => door.promise.then(() => refused)
  const sessions = {
    signIn() {
      started += 1
      return call()
    },
    isKnown: async (_: unknown, client: Client) => client.networks[0]?.name === 'home',
  } as unknown as Sessions
  const recovery = { reset: call, confirm: call } as unknown as Recovery
  let refusals = 0
  let waiting = 0
  const watch = {
    refused() {
      refusals += 1
    },
    waiting(change: number) {
      waiting += change
    },
  }
  const admitted = admitHashing({ recovery, sessions }, watch)
  const address = parseEmailAddress('ada@example.test')
  if (!address) throw new Error('Not an address')
  const signIn = (name: string) =>
    admitted.sessions.signIn({ address, password: 'any' }, clientAt(name))
  return {
    ...admitted,
    signIn,
    refusals: () => refusals,
    waiting: () => waiting,
    started: () => started,
    open: () => door.resolve(),
  }
}

const all = hashingSlots.count + hashingSlots.queue

test('a flood of sign-ins by strangers keeps out neither a known client nor a reset', async () => {
  const { signIn, recovery, refusals, open } = openStory()
  const flood = Array.from({ length: all + 20 }, (_, n) => signIn(`stranger ${n}`))
  const outcomes = Promise.allSettled(flood)
  await expect.poll(refusals).toBe(20)
  const owner = signIn('home')
  const reset = recovery.reset({ token: undefined, newPassword: 'any' }, clientAt('elsewhere'))
  await expect(signIn('one stranger more')).rejects.toBeInstanceOf(Unavailable)
  open()
  expect(await owner).toMatchObject({ status: 'refused' })
  expect(await reset).toMatchObject({ status: 'refused' })
  expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(all)
})

test('few strangers reach the database at once, and a known client does not wait behind the others', async () => {
  const { signIn, waiting, started, open } = openStory()
  const waitingStrangers = Array.from({ length: all }, (_, n) => signIn(`stranger ${n}`))
  await expect.poll(waiting).toBeGreaterThan(0)
  await expect.poll(() => waiting() + started()).toBe(all)
  const before = started()
  const owner = signIn('home')
  await expect.poll(started).toBe(before + 1)
  open()
  await Promise.all([...waitingStrangers, owner])
  expect(waiting()).toBe(0)
  expect(before).toBeLessThan(hashingSlots.queue)
})
