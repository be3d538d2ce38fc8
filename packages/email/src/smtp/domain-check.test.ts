import { expect, test } from 'vitest'
import { createDomainCheck } from './domain-check.ts'

const away = 'smtps://mail.example.com'
const here = 'smtp://127.0.0.1:1025'
const noLookUp = () => Promise.reject(new Error('must not be looked up'))

test.each(['foo.invalid', 'a.test', 'b.example', 'c.localhost', 'A.TEST'])(
  '%s is a reserved name, so no email is sent to it',
  async (domain) => {
    expect(await createDomainCheck(away, noLookUp)(domain)).toContain('No email is sent to')
  },
)

test('a mail server on this machine may know reserved names, but not .invalid', async () => {
  const check = createDomainCheck(here, noLookUp)
  expect(await check('example.test')).toBeUndefined()
  expect(await check('example.com')).toBeUndefined()
  expect(await check('foo.invalid')).toBeDefined()
})

test.each(['smtp://10.0.0.7:25', 'smtp://192.168.1.2', 'smtps://[fd00::1]'])(
  '%s is on a private network, where reserved names may exist',
  async (url) => {
    const check = createDomainCheck(url, async () => [])
    expect(await check('example.test')).toBeUndefined()
    expect(await check('foo.invalid')).toBeDefined()
  },
)

test('a domain with a null MX record takes no email, and is looked up once', async () => {
  let lookUps = 0
  const check = createDomainCheck(away, async () => {
    lookUps += 1
    return [{ exchange: '', priority: 0 }]
  })
  expect(await check('quiet.example.com')).toBe('The domain says that it takes no email')
  expect(await check('quiet.example.com')).toBeDefined()
  expect(lookUps).toBe(1)
})

test.each([
  ['has mail servers', async () => [{ exchange: 'mx.example.com', priority: 10 }]],
  ['has no MX record and takes email at its address', async () => []],
  ['cannot be looked up', () => Promise.reject(new Error('no DNS here'))],
])('a domain that %s gets its email', async (_, resolveMx) => {
  expect(await createDomainCheck(away, resolveMx)('example.com')).toBeUndefined()
})
