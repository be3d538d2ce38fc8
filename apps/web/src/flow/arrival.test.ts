import { forgetTab, preferredLocale } from '@latchkey/react/app'
import { beforeEach, expect, test, vi } from 'vitest'
import { takeArrivalFromAddress } from './arrival.ts'

beforeEach(() => window.history.replaceState(null, '', '/'))

function arriveAt(address: string, state: object | null = null) {
  window.history.pushState(state, '', address)
  takeArrivalFromAddress()
  return {
    login: window.history.state?.usr?.login,
    left: window.location.pathname + window.location.search + window.location.hash,
  }
}

test.each([
  ['?email=ada@example.test', 'ada@example.test'],
  ['?email=ada%2Bshop%40example.test', 'ada+shop@example.test'],
  // Written into a link without encoding: a + arrives as a space.
  ['?email=ada+shop@example.test', 'ada+shop@example.test'],
  ['?login_hint=ada@example.test', 'ada@example.test'],
  ['#email=ada@example.test', 'ada@example.test'],
  ['?email=bob@example.test#email=ada@example.test', 'ada@example.test'],
  ['?email=%20ada@example.test%0A', 'ada@example.test'],
  ['?email=nonsense&login_hint=ada@stra%C3%9Fe.example', 'ada@straße.example'],
])('the address in %s is taken', (given, login) => {
  expect(arriveAt(`/forgot-password${given}`)).toEqual({ login, left: '/forgot-password' })
})

test.each([
  '?email=',
  '?email=ada',
  '?login_hint=%2B49123456',
  '?email=ada@example.test%00',
  '?email=ada@b@c',
  `?email=${'a'.repeat(10_000)}@example.test`,
  '?email=%E0%A4%A',
  '?lang=klingon&ui_locales=,,,',
  '?return_to=',
])('%s is ignored, and gone from the address', (given) => {
  expect(arriveAt(`/sign-in${given}`)).toEqual({ login: undefined, left: '/sign-in' })
})

test('what is not ours stays as it was, and so does the state of the entry', () => {
  const arrived = arriveAt('/sign-in?utm_source=a%20b&email=ada@example.test#help', { idx: 3 })
  expect(arrived.left).toBe('/sign-in?utm_source=a+b#help')
  expect(window.history.state).toEqual({ idx: 3, usr: { login: 'ada@example.test' } })
  expect(arriveAt('/sign-in?x=a%20b#help').left).toBe('/sign-in?x=a%20b#help')
})

test('a path that begins with two slashes stays here', () => {
  expect(arriveAt('http://localhost:3000//evil.example?email=ada@example.test').left).toBe(
    '//evil.example',
  )
})

test.each([
  ['?lang=de', 'de'],
  ['?lang=pt', 'pt-BR'],
  ['?ui_locales=tlh%20fr-CA%20en', 'fr'],
  ['?ui_locales=tlh+ja+en', 'ja'],
  ['?lang=tlh&ui_locales=ar', 'ar'],
])('%s chooses %s for this tab, before what was chosen here earlier', (given, locale) => {
  window.localStorage.setItem('latchkey.locale', 'es')
  arriveAt(`/${given}`)
  expect(preferredLocale()).toBe(locale)
  expect(window.localStorage.getItem('latchkey.locale')).toBe('es')
  expect(document.cookie).toContain(`latchkey-lang=${locale}`)
  forgetTab()
  expect(preferredLocale()).toBe('es')
  window.localStorage.clear()
})

test('without storage, the language lasts as long as the page', () => {
  const off = () => {
    throw new DOMException('off', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(off)
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(off)
  arriveAt('/?lang=ja')
  expect(preferredLocale()).toBe('ja')
})
