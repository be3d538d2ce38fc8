import { Unavailable } from '@latchkey/core'
import { expect, test } from 'vitest'
import { boundCrowd } from './crowd.ts'

test('whoever is one too many is told at once, and there is room again when one has gone', async () => {
  let refused = 0
  const bound = boundCrowd(() => refused++, 2)
  const door = Promise.withResolvers<string>()
  const wait = bound(() => door.promise)
  const other = bound(async (word: string) => word)

  const under = [wait(), wait()]
  await expect(other('no room')).rejects.toThrow(Unavailable)
  expect(refused).toBe(1)

  door.resolve('done')
  expect(await Promise.all(under)).toEqual(['done', 'done'])
  expect(await other('room')).toBe('room')
})

test('a call that fails leaves its place', async () => {
  const bound = boundCrowd(() => {}, 1)
  const fail = bound(() => Promise.reject(new Error('a bug')))
  for (let n = 0; n < 3; n++) await expect(fail()).rejects.toThrow('a bug')
})
