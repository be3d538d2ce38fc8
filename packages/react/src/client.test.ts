import { TRPCClientError } from '@trpc/client'
import { expect, test, vi } from 'vitest'
import { type RecoveryClient, settingsOf } from './client.ts'

const settings = { productName: 'Example' }
const missing = () => Promise.reject(new TRPCClientError('No procedure', missingResult))
const missingResult = { result: { error: { data: { code: 'NOT_FOUND' }, message: '', code: 0 } } }

function clientWith(places: object): RecoveryClient {
  return places as RecoveryClient
}

test('a router that has ours under a name has the settings there', async () => {
  const beside = vi.fn(missing)
  const client = clientWith({
    recovery: { settings: { query: async () => settings } },
    settings: { public: { query: beside } },
  })
  expect(await settingsOf(client)).toBe(settings)
  expect(beside).not.toHaveBeenCalled()
})

test('a client of a Latchkey server has them beside the recovery', async () => {
  const client = clientWith({
    recovery: { settings: { query: missing } },
    settings: { public: { query: async () => settings } },
  })
  expect(await settingsOf(client)).toBe(settings)
})

test('a router without settings is no failure, and a server that is away is one', async () => {
  const none = clientWith({ recovery: { settings: { query: missing } } })
  expect(await settingsOf(none)).toBeUndefined()
  const away = new TRPCClientError('Failed to fetch')
  const client = clientWith({ recovery: { settings: { query: () => Promise.reject(away) } } })
  await expect(settingsOf(client)).rejects.toBe(away)
})
