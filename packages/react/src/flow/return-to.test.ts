import { expect, test } from 'vitest'
import { allowedReturnTo } from './return-to.ts'

const origins = ['https://app.example.com', 'http://localhost:8080']

test.each([
  ['https://app.example.com', 'https://app.example.com/'],
  ['https://app.example.com/cart?a=b#c', 'https://app.example.com/cart?a=b#c'],
  ['HTTPS://APP.EXAMPLE.COM:443/cart', 'https://app.example.com/cart'],
  ['https://app.example.com/a/..//evil.example', 'https://app.example.com//evil.example'],
  ['http://localhost:8080/done', 'http://localhost:8080/done'],
])('%s is allowed', (address, led) => {
  expect(allowedReturnTo(address, origins)).toBe(led)
})

test.each([
  undefined,
  '',
  '/cart',
  'cart',
  '//evil.example',
  '//app.example.com',
  '\\\\evil.example',
  '/\\evil.example',
  'https:\\\\evil.example',
  'https:evil.example',
  'https:/app.example.com',
  'https:///evil.example',
  'https://evil.example',
  'https://evil.example/https://app.example.com',
  'https://evil.example#https://app.example.com',
  'https://evil.example\\@app.example.com',
  'https://app.example.com\\@evil.example',
  'https://app.example.com@evil.example',
  'https://evil@app.example.com',
  'https://user:pass@app.example.com/',
  'https://app.example.com.evil.example',
  'https://app.example.com%2eevil.example',
  'https://app.example.com%00.evil.example',
  'https://sub.app.example.com',
  'https://app.example.com.',
  'http://app.example.com',
  'https://app.example.com:8443',
  'https://аpp.example.com',
  'https%3A%2F%2Fapp.example.com',
  'javascript:alert(1)',
  'JavaScript:alert(1)//https://app.example.com',
  'java\nscript:alert(1)',
  'data:text/html,hi',
  'blob:https://app.example.com/1',
  'ftp://app.example.com',
  ' https://app.example.com',
  'https://app.exa\tmple.com',
  'https://app.example.com/\r\nx',
  'https://app.example.com/\u0000',
  `https://app.example.com/${'a'.repeat(2000)}`,
])('%j is refused', (address) => {
  expect(allowedReturnTo(address, origins)).toBeUndefined()
})

test('without allowed origins nothing is allowed', () => {
  expect(allowedReturnTo('https://app.example.com')).toBeUndefined()
})
