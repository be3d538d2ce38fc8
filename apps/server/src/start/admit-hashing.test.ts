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
})

/** Every call runs until the door opens. Only the client at home is known. */
function openStory() {
  const door = Promise.withResolvers<void>()
  const refused = { status: 'refused', reason: 'unknown' } as const
  const call = () => door.promise.then(() => refused)
  const sessions = {
    signIn: call,
    isKnown: async (_: unknown, client: Client) => client.networks[0]?.name === 'home',
  } as unknown as Sessions
  const recovery = { reset: call, confirm: call } as unknown as Recovery
  let refusals = 0
  const watch = {
    refused() {
      refusals += 1
    },
  }
  const admitted = admitHashing({ recovery, sessions }, watch)
  const address = parseEmailAddress('ada@example.test')
  if (!address) throw new Error('Not an address')
  const signIn = (name: string) =>
    admitted.sessions.signIn({ address, password: 'any' }, clientAt(name))
  return { ...admitted, signIn, refusals: () => refusals, open: () => door.resolve() }
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
