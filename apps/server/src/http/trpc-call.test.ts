import cookie from '@fastify/cookie'
import { openTestbed } from '@latchkey/core/testing'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { readConfig } from '../config/config.ts'
import { exemptClients } from './client.ts'
import { trpcRoutes } from './trpc.ts'

async function openApp() {
  const { recovery, sessions } = openTestbed()
  const app = fastify()
  await app.register(cookie)
  const config = readConfig({ LATCHKEY_SECRET: 'x'.repeat(32) }, () => '')
  exemptClients(app, config)
  await app.register(trpcRoutes, { config, recovery, sessions, mailbox: undefined } as never)
  return {
    async call(path: string, payload?: string) {
      const answer = await app.inject(
        payload === undefined
          ? { method: 'GET', url: `/trpc/${path}` }
          : {
              method: 'POST',
              url: `/trpc/${path}`,
              headers: { 'content-type': 'application/json' },
              payload,
            },
      )
      // The framework chooses the transfer, the charset for text and the date.
      const {
        'content-length': _length,
        'transfer-encoding': _encoding,
        date: _date,
        ...headers
      } = answer.headers
      const type = String(headers['content-type']).replace('; charset=utf-8', '')
      return {
        status: answer.statusCode,
        headers: { ...headers, 'content-type': type },
        body: answer.json(),
      }
    },
  }
}

// A call with any query string goes through the adapter.
const throughAdapter = (path: string) => `${path}?way=long`

const token = 'Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA'
test.each([
  ['a link nobody knows', 'recovery.verifyToken', JSON.stringify({ token })],
  ['a field too many', 'recovery.verifyToken', JSON.stringify({ token, more: 1 })],
  ['no address', 'recovery.request', '{"email":"nobody"}'],
  ['no JSON', 'recovery.request', '{'],
  ['nothing', 'recovery.request', ''],
  ['a wrong password', 'session.signIn', '{"email":"ada@example.com","password":"wrong"}'],
  ['signing out', 'session.signOut', '{}'],
  ['a procedure that is none', 'recovery.nothing', '{}'],
  ['a query by POST', 'settings.public', '{}'],
  ['the settings', 'settings.public', undefined],
  ['a mutation by GET', 'recovery.request', undefined],
])("%s: a plain call gets the answer that tRPC's adapter gives", async (_, path, payload) => {
  const plain = await (await openApp()).call(path, payload)
  const adapted = await (await openApp()).call(throughAdapter(path), payload)
  expect(plain).toEqual(adapted)
})

test('a rate-limited client gets Retry-After either way', async () => {
  const app = await openApp()
  const request = () => app.call('recovery.request', '{"email":"ada@example.com"}')
  while ((await request()).status === 200);
  const plain = await request()
  const adapted = await app.call(throughAdapter('recovery.request'), '{"email":"ada@example.com"}')
  expect(plain).toMatchObject({ status: 429, headers: { 'retry-after': expect.any(String) } })
  expect(plain).toEqual(adapted)
})
