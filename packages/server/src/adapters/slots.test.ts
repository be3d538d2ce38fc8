import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

const refuse = () => new Error('full')

test('runs as many as it has slots, and the next ones in the order they came', async () => {
  const run = createSlots({ count: 2, queue: 2, maxWaitMs: 10_000, refuse })
  const started: string[] = []
  const doors = ['a', 'b', 'c', 'd'].map((name) => {
    const door = Promise.withResolvers<string>()
    const done = run(() => {
      started.push(name)
      return door.promise
    })
    return { open: () => door.resolve(name), done }
  })
  await expect.poll(() => started).toEqual(['a', 'b'])

  doors[1]?.open()
  await expect.poll(() => started).toEqual(['a', 'b', 'c'])
  for (const { open } of doors) open()
  expect(await Promise.all(doors.map(({ done }) => done))).toEqual(['a', 'b', 'c', 'd'])
})

test('refuses at once when the queue is full, and has room again afterwards', async () => {
  const run = createSlots({ count: 1, queue: 0, maxWaitMs: 10_000, refuse })
  const door = Promise.withResolvers<string>()
  const first = run(() => door.promise)
  await expect(run(async () => 'second')).rejects.toThrow('full')

  door.resolve('first')
  expect(await first).toBe('first')
  expect(await run(async () => 'third')).toBe('third')
})

test('refuses what has waited too long, and says how many wait', async () => {
  const changes: number[] = []
  const onWaiting = (change: number) => changes.push(change)
  const run = createSlots({ count: 1, queue: 1, maxWaitMs: 10, refuse, onWaiting })
  const door = Promise.withResolvers<void>()
  const first = run(() => door.promise)
  await expect(run(async () => {})).rejects.toThrow('full')
  expect(changes).toEqual([1, -1])
  door.resolve()
  await first
})

test('work that fails frees its slot', async () => {
  const run = createSlots({ count: 1, queue: 0, maxWaitMs: 0, refuse })
  for (let n = 0; n < 3; n++) {
    await expect(run(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
  }
})
