import { expect, expectTypeOf, test, vi } from 'vitest'
import type { AppRouter, PublicCode, PublicSettings } from './index.ts'

// A browser has neither: whoever opens the browser's door must not need them.
vi.mock('@trpc/server', () => {
  throw new Error('@trpc/server is not here')
})
vi.mock('zod', () => {
  throw new Error('zod is not here')
})

test('the browser’s door opens without the server’s libraries, and holds constants alone', async () => {
  const door = await import('./index.ts')
  expect(Object.keys(door).sort()).toEqual(['passwordReasons', 'publicCodes'])
  expect(JSON.parse(JSON.stringify(door))).toEqual({ ...door })
})

test('the server’s door does not', async () => {
  await expect(import('./server.ts')).rejects.toThrow()
})

test('its types come along all the same', () => {
  expectTypeOf<AppRouter['recovery']['reset']['_def']['type']>().toEqualTypeOf<'mutation'>()
  expectTypeOf<AppRouter['session']['current']['_def']['type']>().toEqualTypeOf<'query'>()
  expectTypeOf<PublicSettings['codeLength']>().toEqualTypeOf<number>()
  expectTypeOf<PublicCode>().toEqualTypeOf<
    | 'INVALID_OR_EXPIRED'
    | 'TOO_MANY_ATTEMPTS'
    | 'PASSWORD_REJECTED'
    | 'INVALID_INPUT'
    | 'SIGN_IN_FAILED'
    | 'RATE_LIMITED'
    | 'UNAVAILABLE'
  >()
})
