import { Unavailable } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { type BatchOptions, inBatches } from './batches.ts'

const usual: BatchOptions<string> = {
  maxItems: 10,
  maxWaitMs: 60_000,
  maxMs: 60_000,
  keysOf: () => [],
  shouldRetryIndividually: () => true,
}

/** Work that ends when the story says so. */
function openWorkshop(change: Partial<BatchOptions<string>> = {}) {
  const batches: string[][] = []
  const ends: { finish(): void; fail(error: Error): void }[] = []
  const submit = inBatches<string, string>(
    (items) =>
      new Promise((resolve, reject) => {
        batches.push([...items])
        ends.push({ finish: () => resolve(items.map((item) => `${item}!`)), fail: reject })
      }),
    { ...usual, ...change },
  )
  return { submit, batches, ends }
}

const aTurn = () => new Promise((resolve) => setImmediate(resolve))

test('calls made at the same time run together, and each gets its own answer', async () => {
  const { submit, batches, ends } = openWorkshop()
  const answers = Promise.all(['a', 'b', 'c'].map(submit))
  await aTurn()
  expect(batches).toEqual([['a', 'b', 'c']])
  ends[0]?.finish()
  expect(await answers).toEqual(['a!', 'b!', 'c!'])
})

test('calls made while a batch runs make the next batch', async () => {
  const { submit, batches, ends } = openWorkshop()
  const first = submit('a')
  await aTurn()
  const others = Promise.all(['b', 'c'].map(submit))
  await aTurn()
  expect(batches).toEqual([['a']])
  ends[0]?.finish()
  await first
  await aTurn()
  expect(batches).toEqual([['a'], ['b', 'c']])
  ends[1]?.finish()
  expect(await others).toEqual(['b!', 'c!'])
})

test('a batch has a limited number of items', async () => {
  const { submit, batches, ends } = openWorkshop({ maxItems: 2 })
  const answers = Promise.all(['a', 'b', 'c'].map(submit))
  await aTurn()
  expect(batches).toEqual([['a', 'b']])
  ends[0]?.finish()
  await aTurn()
  expect(batches[1]).toEqual(['c'])
  ends[1]?.finish()
  expect(await answers).toEqual(['a!', 'b!', 'c!'])
})

test('items that share a key run one after the other, in their order; others overtake them', async () => {
  const { submit, batches, ends } = openWorkshop({ keysOf: (item) => [...item].slice(0, -1) })
  const answers = Promise.all(['x1', 'xy2', 'y3', 'z4'].map(submit))
  for (let batch = 0; batch < 3; batch += 1) {
    await aTurn()
    await aTurn()
    ends[batch]?.finish()
  }
  expect(await answers).toEqual(['x1!', 'xy2!', 'y3!', 'z4!'])
  expect(batches).toEqual([['x1', 'z4'], ['xy2'], ['y3']])
})

describe('when a batch fails', () => {
  const poison = new Error('poison')
  const onlyBad = (items: readonly string[]) =>
    items.includes('bad') ? Promise.reject(poison) : Promise.resolve(items.map((i) => `${i}!`))

  test('each item is tried alone, and only the one that causes the error fails', async () => {
    const submit = inBatches(onlyBad, usual)
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map(submit))
    expect(answers).toEqual([
      { status: 'fulfilled', value: 'a!' },
      { status: 'rejected', reason: poison },
      { status: 'fulfilled', value: 'c!' },
    ])
    expect(await submit('later')).toBe('later!')
  })

  test('and no item caused it, all fail at once without a retry', async () => {
    let batches = 0
    const away = new Unavailable('away')
    const submit = inBatches(
      async () => {
        batches += 1
        throw away
      },
      { ...usual, shouldRetryIndividually: (error) => !(error instanceof Unavailable) },
    )
    const answers = await Promise.allSettled(['a', 'b', 'c'].map(submit))
    expect(answers).toEqual(Array(3).fill({ status: 'rejected', reason: away }))
    expect(batches).toBe(1)
  })
})

test('an item whose batch does not begin in time fails; an item of a running batch does not', async () => {
  const { submit, batches, ends } = openWorkshop({ maxWaitMs: 20 })
  const first = submit('a')
  await aTurn()
  const late = [submit('b'), submit('c')]
  for (const one of await Promise.allSettled(late)) {
    expect(one).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) })
  }
  ends[0]?.finish()
  expect(await first).toBe('a!')
  expect(batches).toEqual([['a']])
  const next = submit('d')
  await aTurn()
  ends[1]?.finish()
  expect(await next).toBe('d!')
})

test('an item of a batch that does not end in time fails, and what the batch says later is not heard', async () => {
  const { submit, batches, ends } = openWorkshop({ maxMs: 20 })
  for (const one of await Promise.allSettled(['a', 'b'].map(submit))) {
    expect(one).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) })
  }
  // The next batch waits for it all the same: they may need the same rows.
  const next = submit('c').catch((error) => error)
  await aTurn()
  expect(batches).toEqual([['a', 'b']])
  ends[0]?.fail(new Error('too late'))
  expect(await next).toBeInstanceOf(Unavailable)
  // Nobody waits for the items of the failed batch, so none is tried again.
  expect(batches).toEqual([['a', 'b'], ['c']])
})

test('who waits takes turns: one item is not kept waiting by the many of another', async () => {
  const { submit, batches, ends } = openWorkshop({
    keysOf: () => ['the address'],
    lineOf: (item) => item.slice(0, -1),
  })
  const answers = Promise.all(['x1', 'x2', 'x3', 'x4', 'owner1', 'y1', 'y2'].map(submit))
  for (let batch = 0; batch < 7; batch += 1) {
    await expect.poll(() => ends[batch], { interval: 1 }).toBeDefined()
    ends[batch]?.finish()
  }
  await answers
  expect(batches.flat()).toEqual(['x1', 'owner1', 'y1', 'x2', 'y2', 'x3', 'x4'])
})

test('a thousand at once are all answered, each once', async () => {
  const done: string[] = []
  const submit = inBatches<string, string>(
    async (items) => {
      await aTurn()
      done.push(...items)
      return items
    },
    { ...usual, keysOf: (item) => [item.slice(-1)] },
  )
  const names = Array.from({ length: 1000 }, (_, n) => `n${n}`)
  expect(await Promise.all(names.map(submit))).toEqual(names)
  expect(done.toSorted()).toEqual(names.toSorted())
})
