import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  server = await testbed.start()
})
afterAll(() => testbed.close())

const requestId = '0190b1c2-d3e4-7f56-8a9b-0c1d2e3f4a5b'
const goodInputs: Record<string, Record<string, unknown>> = {
  'recovery.request': { email: 'ada@example.test' },
  'recovery.resend': { requestId },
  'recovery.verifyCode': { requestId, code: '123456' },
  'recovery.verifyToken': { token: 'a'.repeat(43) },
  'recovery.reset': { token: 'a'.repeat(43), newPassword: 'a good long one' },
  'session.signIn': { email: 'ada@example.test', password: 'wrong' },
}
const badValues: Record<string, unknown> = {
  nothing: undefined,
  null: null,
  'a number': 7,
  true: true,
  'an array': ['ada@example.test'],
  'an object': { $ne: null },
  'a million letters': 'a'.repeat(1_000_000),
}
// Strings that are merely wrong: some fields accept any string, which then is unknown.
const wrongStrings: Record<string, string> = {
  empty: '',
  'with a NUL': 'ada\u0000@example.test',
  'half a surrogate pair': 'ada\ud800@example.test',
}

describe.each(Object.entries(goodInputs))('%s', (procedure, good) => {
  for (const field of Object.keys(good)) {
    for (const [name, value] of Object.entries(badValues)) {
      test(`${field}: ${name} is refused with 400`, async () => {
        const answer = await call(server, procedure, { ...good, [field]: value })
        expect([answer.status, answer.code]).toEqual([400, 'INVALID_INPUT'])
        expect(answer.body).not.toContain('stack')
      })
    }
    for (const [name, value] of Object.entries(wrongStrings)) {
      test(`${field}: ${name} is refused with a public code, and causes no error`, async () => {
        const answer = await call(server, procedure, { ...good, [field]: value })
        expect([400, 401]).toContain(answer.status)
        expect(answer.code).toMatch(/^(INVALID_INPUT|INVALID_OR_EXPIRED|SIGN_IN_FAILED)$/)
      })
    }
  }
  test('an unknown field is refused', async () => {
    const answer = await call(server, procedure, { ...good, role: 'admin' })
    expect([answer.status, answer.code]).toEqual([400, 'INVALID_INPUT'])
    const smuggled = `${JSON.stringify(good).slice(0, -1)},"__proto__":{"isAdmin":true}}`
    expect((await call(server, procedure, smuggled)).status).toBe(400)
  })
  test.each(['', '{', '[]', '"text"', '7', '['.repeat(15_000)])(
    'the body %.20j is refused',
    async (body) => {
      const answer = await call(server, procedure, body)
      expect([answer.status, answer.code]).toEqual([400, 'INVALID_INPUT'])
    },
  )
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json, text/plain',
  ])('the content type %s is refused', async (type) => {
    const answer = await call(server, procedure, good, { 'content-type': type })
    expect([answer.status, answer.code]).toEqual([415, 'INVALID_INPUT'])
  })
  test('a page of another site cannot call it', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.test' }]) {
      expect((await call(server, procedure, good, headers as Record<string, string>)).status).toBe(
        403,
      )
    }
  })
  test('GET, HEAD and batches do nothing', async () => {
    const input = encodeURIComponent(JSON.stringify(good))
    const url = `${server.url}/trpc/${procedure}?input=${input}`
    expect((await fetch(url)).status).toBe(405)
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('')
    const batch = await call(server, `${procedure},${procedure}?batch=1`, { 0: good, 1: good })
    expect(batch.status).toBe(400)
  })
})

test('none of it wrote anything or caused an error in the log', async () => {
  for (const table of ['recovery_request', 'secret', 'session', 'message']) {
    expect(await testbed.rows(`select * from ${table}`), table).toEqual([])
  }
  expect(await testbed.rows(`select * from outbox_job`)).toEqual([])
  expect(testbed.postOffice.delivered).toEqual([])
  expect(server.output()).not.toMatch(/"level":(50|60)/)
})
