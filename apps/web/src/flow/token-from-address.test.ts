import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useHeldSecret } from './held-secret.ts'
import { takeTokenFromAddress } from './token-from-address.ts'

const held = () => renderHook(() => useHeldSecret()).result.current

test.each([
  ['the fragment', '/reset-password#token=secret', '/reset-password'],
  ['the query', '/reset-password?token=secret', '/reset-password'],
  [
    'among other parameters',
    '/reset-password?token=secret&lang=de#token=secret&at=top',
    '/reset-password?lang=de#at=top',
  ],
])('takes the token out of %s', (_where, opened, left) => {
  window.history.pushState({ idx: 1 }, '', opened)
  takeTokenFromAddress()
  // The router's state is kept.
  expect(window.history.state).toEqual({ idx: 1 })
  expect(held()).toEqual({ kind: 'link', token: 'secret' })
  expect(window.location.pathname + window.location.search + window.location.hash).toBe(left)
})

test('leaves an address without a token unchanged', () => {
  window.history.pushState({ idx: 1 }, '', '/verify?lang=de#help')
  takeTokenFromAddress()
  expect(held()).toBeUndefined()
  expect(window.location.href).toMatch(/\/verify\?lang=de#help$/)
  expect(window.history.state).toEqual({ idx: 1 })
})
