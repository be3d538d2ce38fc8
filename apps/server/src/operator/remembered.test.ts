import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

function watched(takesMs = 0) {
  const clock = { ms: 0 }
  let reads = 0
  const memory = remembered(
    async () => {
      reads += 1
      clock.ms += takesMs
      return reads
    },
    1_000,
    () => clock.ms,
  )
  return { clock, memory }
}

test('what was read is shared until it is too old', async () => {
  const { clock, memory } = watched()
  expect(await Promise.all([memory.read(), memory.read()])).toEqual([1, 1])
  clock.ms = 999
  expect(await memory.read()).toBe(1)
  clock.ms = 1_000
  expect(await memory.read()).toBe(2)
})

test('what is slow to read is read the less often', async () => {
  const { clock, memory } = watched(500)
  await memory.read()
  clock.ms = 500 + 20 * 500 - 1
  expect(await memory.read()).toBe(1)
  clock.ms += 1
  expect(await memory.read()).toBe(2)
})

test('after an act the next one who looks sees what is true', async () => {
  const { memory } = watched()
  await memory.read()
  memory.forget()
  expect(await memory.read()).toBe(2)
})

test('a failure is not remembered', async () => {
  let fails = true
  const memory = remembered(async () => {
    if (fails) throw new Error('away')
    return 'there'
  }, 1_000)
  await expect(memory.read()).rejects.toThrow('away')
  fails = false
  expect(await memory.read()).toBe('there')
})
