import { generateKeyPairSync } from 'node:crypto'
import { ConfigError } from '@latchkey/server/parts'
import { describe, expect, test } from 'vitest'
import { type Environment, readConfig } from './config.ts'

const read = (environment: Environment) => readConfig(environment, () => '')

function problemsOf(environment: Environment): readonly string[] {
  try {
    read(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

function pem(type: 'rsa' | 'ed25519'): string {
  const { privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const key = pem('rsa')

const microsoft = {
  SMTP_AUTH: 'oauth2',
  SMTP_URL: 'smtp://smtp.office365.com:587',
  SMTP_OAUTH_USER: 'no-reply@contoso.example',
  SMTP_OAUTH_TENANT: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
  SMTP_OAUTH_CLIENT_ID: '6731de76-14a6-49ae-97bc-6eba6914391e',
  SMTP_OAUTH_CLIENT_SECRET: 'qWgdYAmab0YSkuL1qKv5bPX~',
}

const google = {
  SMTP_AUTH: 'oauth2',
  SMTP_URL: 'smtps://smtp.gmail.com',
  SMTP_OAUTH_USER: 'no-reply@company.example',
  SMTP_OAUTH_SERVICE_CLIENT: 'latchkey@project.iam.gserviceaccount.com',
  SMTP_OAUTH_PRIVATE_KEY: key,
}

test('Microsoft 365 needs a mailbox, a tenant and client credentials', () => {
  const config = read(microsoft)
  expect(config.smtpOauth).toEqual({
    grant: 'client-credentials',
    user: 'no-reply@contoso.example',
    tokenUrl:
      'https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/oauth2/v2.0/token',
    scope: 'https://outlook.office365.com/.default',
    clientId: microsoft.SMTP_OAUTH_CLIENT_ID,
    clientSecret: microsoft.SMTP_OAUTH_CLIENT_SECRET,
  })
  expect(config.mailFrom.address).toBe('no-reply@contoso.example')
})

test('Google Workspace needs a mailbox and a service account', () => {
  expect(read(google).smtpOauth).toEqual({
    grant: 'service-account',
    user: 'no-reply@company.example',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    scope: 'https://mail.google.com/',
    serviceClient: google.SMTP_OAUTH_SERVICE_CLIENT,
    privateKey: key,
  })
})

test('the key may be in one line, as it stands in the file from Google', () => {
  const SMTP_OAUTH_PRIVATE_KEY = key.replaceAll('\n', '\\n')
  expect(read({ ...google, SMTP_OAUTH_PRIVATE_KEY }).smtpOauth).toMatchObject({ privateKey: key })
})

test('another service has a token URL and a scope of its own', () => {
  const { SMTP_OAUTH_TENANT: _tenant, ...other } = microsoft
  const SMTP_OAUTH_TOKEN_URL = 'https://login.example.com/token'
  expect(read({ ...other, SMTP_OAUTH_TOKEN_URL }).smtpOauth).toMatchObject({
    tokenUrl: SMTP_OAUTH_TOKEN_URL,
    scope: undefined,
  })
  const scoped = { ...other, SMTP_OAUTH_TOKEN_URL, SMTP_OAUTH_SCOPE: 'smtp' }
  expect(read(scoped).smtpOauth).toMatchObject({ scope: 'smtp' })
})

test('without SMTP_AUTH the password in the URL is used', () => {
  expect(read({ SMTP_URL: 'smtps://ada:secret@mail.example.com' }).smtpOauth).toBeUndefined()
})

test('a production server needs nothing else for email', () => {
  const problems = problemsOf({ ...microsoft, NODE_ENV: 'production' })
  expect(problems.filter((problem) => /SMTP|MAIL/.test(problem))).toEqual([])
})

describe('every problem is named at once', () => {
  test.each<[Environment, RegExp[]]>([
    [
      { SMTP_AUTH: 'oauth2' },
      [/^SMTP_URL is missing/, /^SMTP_OAUTH_USER is missing/, /^SMTP_AUTH=oauth2 needs/],
    ],
    [{ SMTP_AUTH: 'oauth' }, [/^SMTP_AUTH: must be password or oauth2; it is "oauth"$/]],
    [
      { SMTP_OAUTH_USER: 'ada@company.example', SMTP_OAUTH_SCOPE: 'x' },
      [/^SMTP_OAUTH_USER, SMTP_OAUTH_SCOPE set without SMTP_AUTH=oauth2/],
    ],
    [{ SMTP_AUTH: 'oauth', SMTP_OAUTH_SCOPE: 'x' }, [/^SMTP_AUTH: /]],
    [{ ...microsoft, SMTP_URL: 'smtp://ada:pw@smtp.office365.com' }, [/^SMTP_URL holds a user/]],
    [{ ...microsoft, SMTP_OAUTH_CLIENT_SECRET: '' }, [/^SMTP_OAUTH_CLIENT_SECRET is missing/]],
    [{ ...microsoft, SMTP_OAUTH_TENANT: '' }, [/^SMTP_OAUTH_TENANT is missing/]],
    [
      { ...microsoft, SMTP_OAUTH_TENANT: 'https://contoso.example' },
      [/^SMTP_OAUTH_TENANT: must be a directory.*; it is "https:\/\/contoso.example"$/],
    ],
    [
      { ...microsoft, SMTP_OAUTH_TOKEN_URL: 'https://login.example.com/token' },
      [/^SMTP_OAUTH_TENANT and SMTP_OAUTH_TOKEN_URL are both set/],
    ],
    [{ ...microsoft, ...google }, [/are two ways to a token/]],
    [{ ...google, SMTP_OAUTH_PRIVATE_KEY: '' }, [/^SMTP_OAUTH_PRIVATE_KEY is missing/]],
    [{ ...google, SMTP_OAUTH_PRIVATE_KEY: 'x' }, [/^SMTP_OAUTH_PRIVATE_KEY: .*PEM/]],
    [
      { ...google, SMTP_OAUTH_PRIVATE_KEY: pem('ed25519') },
      [/^SMTP_OAUTH_PRIVATE_KEY: must be an RSA key/],
    ],
    [
      { ...google, SMTP_OAUTH_TOKEN_URL: 'http://login.example.com/token' },
      [/^SMTP_OAUTH_TOKEN_URL: must use https/],
    ],
    [
      { SMTP_AUTH: 'oauth2', EMAIL_USER: 'ada@gmail.com', EMAIL_PASS: 'abcd', NODE_ENV: 'test' },
      [/^SMTP_URL is missing: SMTP_AUTH=oauth2/, /^SMTP_OAUTH_USER is/, /^SMTP_AUTH=oauth2 needs/],
    ],
  ])('%o', (environment, expected) => {
    expect(problemsOf(environment)).toEqual(expected.map((words) => expect.stringMatching(words)))
  })

  test('and none repeats a secret', () => {
    const problems = problemsOf({
      ...microsoft,
      SMTP_OAUTH_CLIENT_SECRET: 'hunter2\u0000',
      SMTP_OAUTH_PRIVATE_KEY: 'hunter2',
    })
    expect(problems.length).toBeGreaterThan(1)
    expect(problems.join()).not.toContain('hunter2')
  })
})

describe('the name in EHLO', () => {
  test.each([
    [{}, 'localhost'],
    [{ PUBLIC_URL: 'https://login.example.com:8443' }, 'login.example.com'],
    [{ PUBLIC_URL: 'http://192.0.2.7:3000' }, '[192.0.2.7]'],
    [{ PUBLIC_URL: 'http://[2001:db8::7]:3000' }, '[IPv6:2001:db8::7]'],
    [{ PUBLIC_URL: 'https://login.example.com', SMTP_NAME: 'out.example.com' }, 'out.example.com'],
  ])('for %o it is %s', (environment, name) => {
    const allowed = 'mailbox,embedded-database,generated-secret,plain-http'
    expect(read({ ...environment, ALLOW_EXPOSED: allowed }).smtpName).toBe(name)
  })

  test.each([
    '[127.0.0.1]',
    'a b',
    '-a.example.com',
    'mail_1.example.com',
    `${'a'.repeat(64)}.com`,
  ])('%s is no host name', (SMTP_NAME) => {
    expect(problemsOf({ SMTP_NAME })).toEqual([
      `SMTP_NAME: must be a host name like mail.example.com; it is "${SMTP_NAME}"`,
    ])
  })
})
