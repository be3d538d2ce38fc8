import { expect, expectTypeOf, test, vi } from 'vitest'
import type { AppRouter, PublicCode, PublicSettings } from './index.ts'

// A browser has neither of these, so the browser's door must not need them.
vi.mock('@trpc/server', () => {
  throw new Error('There is no @trpc/server in a browser')
})
vi.mock('zod', () => {
  throw new Error('There is no zod in a browser')
})

test('the browser’s door needs no library of the server: constants, and what the pages judge alike', async () => {
  const exported = Object.entries(await import('./index.ts'))
  const isFunction = ([, value]: [string, unknown]) => typeof value === 'function'
  const namesOf = (entries: [string, unknown][]) => entries.map(([name]) => name).sort()
  expect(namesOf(exported.filter((one) => !isFunction(one)))).toEqual([
    'addressProblems',
    'pagePaths',
    'passwordReasons',
    'publicCodes',
  ])
  expect(namesOf(exported.filter(isFunction))).toEqual([
    'decodeTwice',
    'judgePassword',
    'pageAt',
    'readEmailAddress',
    'tidyEmailAddress',
  ])
  const { readEmailAddress, tidyEmailAddress } = await import('./index.ts')
  expect(readEmailAddress(tidyEmailAddress('<ada@example.test>')).ok).toBe(true)
})

test('the server’s door needs them', async () => {
  await expect(import('./server.ts')).rejects.toThrow()
})

test('the browser’s door has the types of the router', () => {
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
