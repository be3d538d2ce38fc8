import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { Refused } from './listen.ts'
import { proveSilence } from './prove.ts'

const addresses = { known: 'known@example.com', unknown: 'other@example.com' }
const server = createServer()
afterEach(
  () => new Promise<void>((resolve) => server.removeAllListeners('request').close(() => resolve())),
)

type Lie = {
  says?: string
  status?: number
  header?: string
  waitsMs?: number
  /** Work left on the loop when the answer has gone. */
  leavesMs?: number
}

/** A server that answers everybody alike, but for what it lets slip about the known address. */
async function prove(lie: Lie, samples = 40) {
  server.on('request', async (request, response) => {
    const knows = (await text(request)).includes(addresses.known)
    if (knows && lie.waitsMs) await sleep(lie.waitsMs)
    if (knows && lie.header) response.setHeader('x-slip', lie.header)
    response.statusCode = (knows && lie.status) || 200
    response.end(
      JSON.stringify({ id: crypto.randomUUID(), at: new Date(), says: (knows && lie.says) || '' }),
    )
    if (knows && lie.leavesMs) setImmediate(() => block(lie.leavesMs ?? 0))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { signal } = new AbortController()
  return proveSilence({ url, addresses, samples, signIns: samples, signal })
}

function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

test('answers that differ in id and dates alone are identical', async () => {
  const { ask, askOverRest, signIn } = await prove({})
  for (const { bytes } of [ask, askOverRest, signIn])
    expect(bytes).toEqual([{ kind: 'known', identical: true }])
  expect(ask.times).toMatchObject([{ kind: 'known', auc: { value: expect.any(Number) } }])
})

test.each<[string, Lie, RegExp]>([
  ['a word', { says: 'mailed' }, /Content-Length|mailed/],
  ['a status', { status: 404 }, /"404"|"200"/],
  ['a header', { header: '1' }, /x-slip/i],
])('finds %s that gives the known address away', async (_what, lie, difference) => {
  const proof = await prove(lie)
  expect(proof.silent).toBe(false)
  expect(proof.ask.bytes).toMatchObject([
    { identical: false, difference: expect.stringMatching(difference) },
  ])
})

test('finds an answer that takes longer', async () => {
  const proof = await prove({ waitsMs: 20 })
  expect(proof.ask.times[0]?.silent).toBe(false)
  expect(proof.ask.bytes[0]?.identical).toBe(true)
  expect(proof.silent).toBe(false)
})

test('finds work left behind by what comes after the answer', async () => {
  const proof = await prove({ leavesMs: 20 })
  expect(proof.ask.canary[0]?.silent).toBe(false)
  expect(proof.silent).toBe(false)
})

test.each([429, 503])('judges nothing by a refusal with %i', async (status) => {
  await expect(prove({ status })).rejects.toThrow(Refused)
})
