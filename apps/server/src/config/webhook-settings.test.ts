import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const secret = `whsec_${randomBytes(32).toString('base64')}`
const one = { WEBHOOK_URL: 'https://app.example.com/hook', WEBHOOK_SECRET: secret }

const configOf = (environment: Record<string, string>, files: Record<string, unknown> = {}) =>
  readConfig(environment, (path) => {
    const file = files[path]
    if (file === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' })
    return typeof file === 'string' ? file : JSON.stringify(file)
  })
const inFile = (...webhooks: object[]) =>
  configOf({ WEBHOOKS_FILE: 'hooks.json' }, { 'hooks.json': { webhooks }, held: `${secret}\n` })
    .webhooks
const saidOf = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  throw new Error('nothing was refused')
}

test('no webhook is no problem', () => {
  expect(configOf({}).webhooks).toEqual([])
})

test('one webhook gets all events, or those that are named', () => {
  const [webhook] = configOf({ ...one, WEBHOOK_SECRET: `${secret} ${secret}` }).webhooks
  expect(webhook).toMatchObject({ name: 'default', format: 'standard', secrets: [secret, secret] })
  expect(webhook?.types).toContain('limit.reached')
  const some = configOf({ ...one, WEBHOOK_EVENTS: 'mail.*, account.revoked' }).webhooks[0]
  expect(some?.types).toEqual([
    ...['mail.failed', 'mail.suppressed', 'mail.held', 'mail.resumed'],
    'account.revoked',
  ])
})

test.each([
  'http://localhost:3000/hook',
  'http://127.0.0.1/hook',
  'http://10.1.2.3/hook',
  'http://[fd00::1]/hook',
  'http://app:3000/hook',
  'http://app.internal/hook',
  'https://app.example.com/hook?tenant=1',
])('%s may be called', (url) => {
  expect(configOf({ ...one, WEBHOOK_URL: url }).webhooks[0]?.url).toBe(url)
})

describe('what is wrong is said', () => {
  test.each([
    [{ WEBHOOK_URL: one.WEBHOOK_URL }, 'WEBHOOK_SECRET is missing'],
    [{ WEBHOOK_SECRET: secret }, 'WEBHOOK_SECRET needs WEBHOOK_URL'],
    [{ WEBHOOK_EVENTS: 'mail.*' }, 'WEBHOOK_EVENTS needs WEBHOOK_URL'],
    [{ ...one, WEBHOOK_SECRET: 'secret' }, 'must be whsec_'],
    [{ ...one, WEBHOOK_URL: 'http://app.example.com/hook' }, 'must be https'],
    [{ ...one, WEBHOOK_URL: 'http://8.8.8.8/hook' }, 'must be https'],
    [{ ...one, WEBHOOK_URL: 'https://a:b@app.example.com' }, 'no user name or password'],
    [{ ...one, WEBHOOK_URL: 'ftp://app.example.com' }, 'must be an address like'],
    [{ ...one, WEBHOOK_EVENTS: 'mail.fialed' }, 'did you mean mail.failed?'],
    [{ ...one, WEBHOOK_EVENTS: 'orders.*' }, 'there is no event "orders.*"'],
    [{ ...one, WEBHOOKS_FILE: 'hooks.json' }, 'WEBHOOK_URL and WEBHOOKS_FILE are both set'],
    [{ WEBHOOKS_FILE: 'hooks.json' }, 'hooks.json: does not exist'],
  ])('%j', (environment, problem) => {
    expect(saidOf(() => configOf(environment as Record<string, string>))).toContain(problem)
  })

  const good = { name: 'crm', url: one.WEBHOOK_URL, secrets: [secret] }
  const caep = { name: 'siem', url: one.WEBHOOK_URL, format: 'caep' }
  test.each([
    [{ ...good, secrets: ['whsec_short'] }, 'crm: secrets, number 1, must be whsec_'],
    [{ name: 'crm', url: one.WEBHOOK_URL }, 'crm: has no secrets'],
    [{ ...good, secretFile: 'held' }, 'crm: has secrets and a secretFile'],
    [{ ...good, secrets: undefined, secretFile: 'gone' }, 'secretFile: gone does not exist'],
    [{ ...good, name: 'Your CRM' }, 'must be of lower-case letters'],
    [{ ...good, url: 'app' }, 'must be an address like'],
    [
      { ...good, event: ['mail.*'] },
      'crm: there is no "event"; there are name, url, events, format, secrets, secretFile',
    ],
    [{ ...caep, secrets: [secret] }, 'siem: there is no "secrets"; there are name, url'],
    [{ ...caep, events: ['mail.failed'] }, 'siem: there is no event "mail.failed"'],
    ['crm', 'webhook 1 must be an object'],
    [{ ...good, name: undefined }, 'webhook 1: name is missing'],
    [{ ...good, url: 5 }, 'crm: url must be text in quotes'],
    [{ ...good, events: 'mail.*' }, 'crm: events must be a list in brackets'],
    [{ ...good, events: [] }, 'crm: events must name an event'],
    [{ ...good, format: 'xml' }, 'crm: format must be standard or caep'],
  ])('in a file: %j', (webhook, problem) => {
    expect(saidOf(() => inFile(webhook as object))).toContain(problem)
  })

  test('two webhooks of one name, and a file that is no JSON', () => {
    expect(saidOf(() => inFile(good, good))).toContain('two webhooks have the name crm')
    const broken = () => configOf({ WEBHOOKS_FILE: 'hooks.json' }, { 'hooks.json': '{' })
    expect(saidOf(broken)).toContain('hooks.json: is no JSON')
  })

  test('a secret in a file that is no JSON is not shown', () => {
    const text = `{"secrets":["${secret}",]}`
    const broken = () => configOf({ WEBHOOKS_FILE: 'hooks.json' }, { 'hooks.json': text })
    expect(saidOf(broken)).toContain('is no JSON')
    expect(saidOf(broken)).not.toContain(secret.slice(0, 12))
  })

  test.each(['{}', '[]', 'null', '{"webhooks":{}}'])('%s is no list of webhooks', (text) => {
    const wrong = () => configOf({ WEBHOOKS_FILE: 'hooks.json' }, { 'hooks.json': text })
    expect(saidOf(wrong)).toContain('hooks.json: must be an object whose "webhooks" is a list')
  })

  test('all that is wrong in a file is said at once, whatever its kind', () => {
    const said = saidOf(() =>
      inFile(
        { ...good, name: 'B C', events: ['nope'] },
        { ...good, secretFile: 'gone', extra: 1 },
        { name: 'bare', url: 'app' },
        { name: 'other', url: 'app', format: 'xml', events: ['mail.fialed'] },
      ),
    )
    for (const problem of [
      'webhook 1: name must be of lower-case letters',
      'webhook 1: there is no event "nope"',
      'crm: there is no "extra"',
      'crm: has secrets and a secretFile; keep one of them',
      'crm: secretFile: gone does not exist',
      'bare: url must be an address like',
      'bare: has no secrets',
      'other: format must be standard or caep',
      'other: there is no event "mail.fialed"; did you mean mail.failed?',
    ]) {
      expect(said).toContain(problem)
    }
    expect(said).not.toMatch(/Invalid|expected|received/)
  })
})

test('a file has several, with their secrets in files of their own', () => {
  const url = one.WEBHOOK_URL
  expect(
    inFile(
      { name: 'crm', url, secretFile: 'held', events: ['account.revoked'] },
      { name: 'siem', url, format: 'caep', tokenFile: 'held' },
    ),
  ).toMatchObject([
    { name: 'crm', format: 'standard', secrets: [secret], types: ['account.revoked'] },
    { name: 'siem', format: 'caep', audience: url, token: secret },
  ])
})
