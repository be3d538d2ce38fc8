import { useHeldSecret, useIsCutLink } from '@latchkey/react/app'
import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { takeTokenFromAddress } from './token-from-address.ts'

const T = 'Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA'
const held = () => renderHook(() => useHeldSecret()).result.current
const isCut = () => renderHook(() => useIsCutLink()).result.current
const shown = () => window.location.pathname + window.location.search + window.location.hash

function open(address: string) {
  // An absolute address, because a path may begin with two slashes.
  window.history.pushState({ idx: 1 }, '', `http://localhost:3000${address}`)
  takeTokenFromAddress()
}

test.each([
  ['the fragment', `/reset-password#token=${T}`],
  ['the query', `/reset-password?token=${T}`],
  ['both, where the fragment is ours', `/reset-password?token=x#token=${T}`],
  ['a fragment that looks like a query', `/reset-password#?token=${T}`],
  ['an encoded number sign', `/reset-password%23token=${T}`],
  ['a number sign that was encoded twice', `/reset-password%2523token%253D${T}`],
  ['an encoded equals sign', `/reset-password#token%3D${T}`],
  ['an encoded question mark', `/reset-password%3Ftoken=${T}`],
  ['quoted-printable', `/reset-password#token=3D${T}`],
  ['another case', `/Reset-Password#Token=${T}`],
  ['a closing slash', `/reset-password/#token=${T}`],
  ['doubled slashes', `//reset-password#token=${T}`],
  ['a slash in the fragment', `/reset-password#/token=${T}`],
  ['a remainder of &amp;', `/reset-password?amp;token=${T}`],
  ['the path, without a name', `/reset-password/${T}`],
  ['the fragment, without a name', `/reset-password#${T}`],
  ['a full stop behind it', `/reset-password#token=${T}.`],
  ['an angle bracket behind it', `/reset-password#token=${T}%3E`],
  ['spaces around it', `/reset-password#token=%20${T}%20`],
  ['a line break behind it', `/reset-password#token=${T}%0D%0A`],
  ['a line break inside', `/reset-password#token=${T.slice(0, 20)}%0D%0A${T.slice(20)}`],
  ['a zero-width space inside', `/reset-password#token=${T.slice(0, 9)}%E2%80%8B${T.slice(9)}`],
  ['a no-break space inside', `/reset-password#token=${T.slice(0, 9)}%C2%A0${T.slice(9)}`],
  ['emphasis around it', `/reset-password#token=_${T}_`],
  ['an ampersand for the number sign', `/reset-password&token=${T}`],
  ['a lost equals sign', `/reset-password#token${T}`],
  ['a plus sign inside', `/reset-password?token=${T.slice(0, 9)}+${T.slice(9)}`],
  ['quotation marks', `/reset-password#token=%22${T}%22`],
  ['the rest of the sentence', `/reset-password#token=${T})%20and%20then%20sign%20in`],

  ['no path', `/#token=${T}`],
  ['a path that was cut', `/reset-passw#token=${T}`],
])('takes the token out of %s', (_where, opened) => {
  open(opened)
  // The router's state is kept.
  expect(window.history.state).toEqual({ idx: 1 })
  expect(held()).toEqual({ kind: 'link', token: T })
  expect(shown()).toBe('/reset-password')
})

test('other parameters are kept', () => {
  open(`/reset-password?token=x&lang=de#token=${T}&at=top`)
  expect(held()).toEqual({ kind: 'link', token: T })
  expect(shown()).toBe('/reset-password?lang=de#at=top')
})

test('a tracking parameter of the same length is not a token', () => {
  open(`/forgot-password?fbclid=${T}`)
  expect(held()).toBeUndefined()
  expect(shown()).toBe(`/forgot-password?fbclid=${T}`)
})

test('the link of a notice stays one', () => {
  open(`/not-me%23token=${T}`)
  expect(held()).toEqual({ kind: 'link', token: T })
  expect(shown()).toBe('/not-me')
})

test.each([
  ['too short', `/reset-password#token=${T.slice(0, 30)}`],
  ['empty', '/reset-password#token='],
  ['cut in the middle of the name', '/reset-password#tok'],
  ['too long', `/reset-password#token=${T}${T}`],
  ['with another last character', `/reset-password#token=${T.slice(0, 42)}B`],
  ['in the path', `/reset-password%23token=${T.slice(0, 30)}`],
])('a token that is %s is taken out, and the page knows that the link was changed', (_, opened) => {
  open(opened)
  expect(held()).toBeUndefined()
  expect(isCut()).toBe(true)
  expect(shown()).toBe('/reset-password')
})

test.each([
  ['/verify?lang=de#help', '/verify?lang=de#help'],
  ['/Verify/?lang=de', '/verify?lang=de'],
  ['//sign-in', '/sign-in'],
  ['/forgot-password.', '/forgot-password'],
  ['/nowhere?x=1', '/nowhere?x=1'],
  ['/reset-password/help', '/reset-password/help'],
])('%s has no token, and becomes %s', (opened, left) => {
  open(opened)
  expect(held()).toBeUndefined()
  expect(isCut()).toBe(false)
  expect(shown()).toBe(left)
  expect(window.history.state).toEqual({ idx: 1 })
})
