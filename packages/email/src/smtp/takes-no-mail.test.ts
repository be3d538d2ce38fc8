import { expect, test } from 'vitest'
import { createDomainCheck } from './takes-no-mail.ts'

const away = 'smtps://mail.example.com'
const here = 'smtp://127.0.0.1:1025'
const nobodyAsked = () => Promise.reject(new Error('nobody should ask'))

test.each(['foo.invalid', 'a.test', 'b.example', 'c.localhost', 'A.TEST'])(
  '%s exists nowhere but in tests',
  async (domain) => {
    expect(await createDomainCheck(away, nobodyAsked)(domain)).toContain('There is no mail for')
  },
)

test('a mail server on this machine may know names of its own, and none that cannot be', async () => {
  const check = createDomainCheck(here, nobodyAsked)
  expect(await check('example.test')).toBeUndefined()
  expect(await check('example.com')).toBeUndefined()
  expect(await check('foo.invalid')).toBeDefined()
})

test.each(['smtp://10.0.0.7:25', 'smtp://192.168.1.2', 'smtps://[fd00::1]'])(
  '%s is on a network of one’s own, too',
  async (url) => {
    const check = createDomainCheck(url, async () => [])
    expect(await check('example.test')).toBeUndefined()
    expect(await check('foo.invalid')).toBeDefined()
  },
)

test('a domain may say that it takes no mail; it is asked once', async () => {
  let asked = 0
  const check = createDomainCheck(away, async () => {
    asked += 1
    return [{ exchange: '', priority: 0 }]
  })
  expect(await check('quiet.example.com')).toBe('The domain says that it takes no mail')
  expect(await check('quiet.example.com')).toBeDefined()
  expect(asked).toBe(1)
})

test.each([
  ['has mail servers', async () => [{ exchange: 'mx.example.com', priority: 10 }]],
  ['has none and takes mail by its address', async () => []],
  ['cannot be looked up', () => Promise.reject(new Error('no DNS here'))],
])('a domain that %s gets its mail', async (_, resolveMx) => {
  expect(await createDomainCheck(away, resolveMx)('example.com')).toBeUndefined()
})
