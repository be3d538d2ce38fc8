import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { proveSilence } from './experiments.ts'
import { Refused } from './sampling.ts'

const addresses = { known: 'known@example.com', unknown: 'other@example.com' }
const server = createServer()
afterEach(
  () => new Promise<void>((resolve) => server.removeAllListeners('request').close(() => resolve())),
)

/** Far more than other work on the machine makes a call longer. */
const LEAK_MS = 200

type Leak = {
  says?: string
  status?: number
  header?: string
  waitsMs?: number
  /** Work on the event loop after the answer was sent. */
  leavesMs?: number
}

/** A server whose answers are all alike, except for a leak about the known address. */
async function prove(leak: Leak, samples = 40) {
  server.on('request', async (request, response) => {
    const knows = (await text(request)).includes(addresses.known)
    if (knows && leak.waitsMs) await sleep(leak.waitsMs)
    if (knows && leak.header) response.setHeader('x-leak', leak.header)
    response.statusCode = (knows && leak.status) || 200
    response.end(
      JSON.stringify({ id: crypto.randomUUID(), at: new Date(), says: (knows && leak.says) || '' }),
    )
    if (knows && leak.leavesMs) setImmediate(() => block(leak.leavesMs ?? 0))
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

test('answers that differ only in id and dates are identical', async () => {
  const { request, requestByRest, signIn } = await prove({})
  for (const { bytes } of [request, requestByRest, signIn])
    expect(bytes).toEqual([{ kind: 'known', identical: true }])
  expect(request.times).toMatchObject([{ kind: 'known', auc: { value: expect.any(Number) } }])
})

test.each<[string, Leak, RegExp]>([
  ['a word', { says: 'mailed' }, /Content-Length|mailed/],
  ['a status', { status: 404 }, /"404"|"200"/],
  ['a header', { header: '1' }, /x-leak/i],
])('finds %s that reveals the known address', async (_what, leak, difference) => {
  const proof = await prove(leak)
  expect(proof.silent).toBe(false)
  expect(proof.request.bytes).toMatchObject([
    { identical: false, difference: expect.stringMatching(difference) },
  ])
})

test('finds an answer that takes longer', async () => {
  const proof = await prove({ waitsMs: LEAK_MS }, 20)
  expect(proof.request.times[0]?.silent).toBe(false)
  expect(proof.request.bytes[0]?.identical).toBe(true)
  expect(proof.silent).toBe(false)
})

test('finds work left on the event loop by its delay of the next call', async () => {
  const proof = await prove({ leavesMs: LEAK_MS }, 20)
  expect(proof.request.canary[0]?.silent).toBe(false)
  expect(proof.silent).toBe(false)
})

test.each([429, 503])('does not judge refusals with %i', async (status) => {
  await expect(prove({ status })).rejects.toThrow(Refused)
})
