import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { usualLimits } from '@latchkey/core/testing'
import { ConfigError } from '@latchkey/server/parts'
import { describe, expect, test } from 'vitest'
import { type Environment, readConfig } from './config.ts'

function read(environment: Environment = {}, files: Record<string, string> = {}) {
  return readConfig(environment, (path) => {
    const text = files[path]
    if (text === undefined) throw new Error('ENOENT')
    return text
  })
}

function problemsOf(environment: Environment, files?: Record<string, string>): readonly string[] {
  try {
    read(environment, files)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

/** What production asks for, and no more. */
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://login.example.com',
  DATABASE_URL: 'postgres://latchkey:secret@db.example.com/latchkey',
  LATCHKEY_SECRET: 'nzGIZ9dVLsQ4x0p1WmRyKcFhTbUe7aJ2',
  SMTP_URL: 'smtps://ada:secret@mail.example.com',
  MAIL_FROM: 'hello@example.com',
}

const { SMTP_URL: _url, MAIL_FROM: _from, ...withoutMail } = production

const gmail = { EMAIL_USER: 'ada@gmail.com', EMAIL_PASS: 'abcdefghijklmnop' }
const brevo = { BREVO_EMAIL: 'ada@example.com', BREVO_SMTP_KEY: 'xsmtpsib-1-a' }

test('without settings it serves this machine, and keeps emails in the built-in mailbox', () => {
  expect(read()).toMatchObject({
    production: false,
    port: 3000,
    host: 'localhost',
    publicUrl: 'http://localhost:3000',
    resetUrl: 'http://localhost:3000/reset-password#token={token}',
    frontendOrigin: undefined,
    productName: 'Latchkey',
    support: undefined,
    codeVisibility: 'body',
    signInUrl: undefined,
    returnToOrigins: [],
    noAccountMail: false,
    breachedPasswordsUrl: undefined,
    databaseUrl: undefined,
    dataDir: '.data',
    secrets: undefined,
    smtpUrl: undefined,
    mailFrom: { name: 'Latchkey', address: 'no-reply@latchkey.localhost' },
    policy: {
      linkLifetimeMinutes: 60,
      codeLifetimeMinutes: 10,
      password: { minLength: 8, productName: 'Latchkey' },
      defaultLocale: 'en',
    },
    trustProxy: [],
    rateLimits: true,
    worker: true,
    logLevel: 'warn',
  })
})

test('settings are read', () => {
  const config = read({
    PORT: '8080',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://login.example.com/',
    PRODUCT_NAME: 'Kettle',
    DATABASE_URL: 'postgresql://db/kettle',
    DATA_DIR: '/var/lib/kettle',
    LATCHKEY_SECRET: production.LATCHKEY_SECRET,
    SMTP_URL: 'smtp://localhost:1025',
    MAIL_FROM: '"Kettle & Co" <hello@example.com>',
    LINK_TTL_MINUTES: '30',
    CODE_TTL_MINUTES: '5',
    PASSWORD_MIN_LENGTH: '15',
    TRUST_PROXY: '10.0.0.0/8, ::1',
    RATE_LIMITS: 'off',
    WORKER: 'off',
    LOG_LEVEL: 'debug',
  })
  expect(config).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'https://login.example.com',
    resetUrl: 'https://login.example.com/reset-password#token={token}',
    productName: 'Kettle',
    databaseUrl: 'postgresql://db/kettle',
    dataDir: '/var/lib/kettle',
    secrets: [production.LATCHKEY_SECRET],
    smtpUrl: 'smtp://localhost:1025',
    mailFrom: { name: 'Kettle & Co', address: 'hello@example.com' },
    policy: {
      linkLifetimeMinutes: 30,
      codeLifetimeMinutes: 5,
      password: { minLength: 15, productName: 'Kettle' },
    },
    trustProxy: ['10.0.0.0/8', '::1'],
    rateLimits: false,
    worker: false,
    logLevel: 'debug',
  })
})

test('limits have their documented defaults, and a setting for each', () => {
  const { limits } = read({ LIMIT_PROOFS_PER_CLIENT: '3/10s' }).policy
  expect(limits).toEqual({ ...usualLimits, 'proof-by-client': [{ seconds: 10, most: 3 }] })
})

test('links contain the port, so that a second server links to its own pages', () => {
  const { publicUrl, resetUrl } = read({ PORT: '5000' })
  expect(publicUrl).toBe('http://localhost:5000')
  expect(resetUrl).toBe('http://localhost:5000/reset-password#token={token}')
})

test('emails use the colour, the support address and the language of the settings', () => {
  const branded = {
    BRAND_COLOR: '#0b57d0',
    SUPPORT_EMAIL: 'help@example.com',
    DEFAULT_LOCALE: 'ja',
  }
  expect(read(branded)).toMatchObject({
    brandColour: '#0b57d0',
    support: { email: 'help@example.com' },
    policy: { defaultLocale: 'ja' },
  })
  expect(read({ SUPPORT_URL: 'https://example.com/help' }).support).toEqual({
    page: 'https://example.com/help',
  })
})

test.each([
  [
    'a colour on which white cannot be read',
    { BRAND_COLOR: '#ffcc00' },
    /^BRAND_COLOR: is too pale/,
  ],
  ['a colour by name', { BRAND_COLOR: 'teal' }, /^BRAND_COLOR: must be a colour like/],
  [
    'two ways to help',
    { SUPPORT_EMAIL: 'help@example.com', SUPPORT_URL: 'https://example.com/help' },
    /^SUPPORT_EMAIL and SUPPORT_URL are both set/,
  ],
  ['a page that is a script', { SUPPORT_URL: 'javascript:alert(1)' }, /^SUPPORT_URL: must be/],
  ['a language that is not ours', { DEFAULT_LOCALE: 'nl' }, /^DEFAULT_LOCALE: /],
])('%s is refused', (_, environment, problem) => {
  expect(problemsOf(environment)).toEqual([expect.stringMatching(problem)])
})

test('an empty value counts as absent, as in a copied example', () => {
  const empty = Object.fromEntries(
    ['PORT', 'RESET_URL', 'CLIENT_URL', 'SMTP_URL', 'EMAIL_USER', 'EMAIL_PASS_FILE'].map((name) => [
      name,
      '',
    ]),
  )
  expect(read(empty)).toEqual(read())
})

test('variables of other programs are ignored', () => {
  expect(read({ PATH: '/usr/bin', EMAIL_HOST: 'mail.example.com' })).toEqual(read())
})

test('the configuration is frozen', () => {
  const config = read({ TRUST_PROXY: '10.0.0.1' })
  for (const part of [config, config.mailFrom, config.policy, config.policy.password]) {
    expect(Object.isFrozen(part)).toBe(true)
  }
  expect(Object.isFrozen(config.trustProxy)).toBe(true)
})

test.each([
  ['https://login.example.com/sign-in', undefined],
  ['https://login.example.com/login/', undefined],
  ['https://login.example.com/account', 'https://login.example.com/account'],
  ['https://app.example.com/login', 'https://app.example.com/login'],
])('SIGN_IN_URL=%s leads to %s', (given, led) => {
  const config = read({ ...production, SIGN_IN_URL: given })
  expect(config.signInUrl).toBe(led)
})

test('SIGN_IN_URL is public, so it contains no password', () => {
  expect(problemsOf({ SIGN_IN_URL: 'https://ada:secret@app.example.com/' })).toEqual([
    expect.stringMatching(/^SIGN_IN_URL: must not contain/),
  ])
})

test('return addresses are named by their origin', () => {
  const config = read({ RETURN_TO_ORIGINS: 'https://app.example.com, http://localhost:8080/' })
  expect(config.returnToOrigins).toEqual(['https://app.example.com', 'http://localhost:8080'])
  expect(problemsOf({ RETURN_TO_ORIGINS: 'https://*.example.com/cart' })).toHaveLength(1)
})

describe('problems', () => {
  test('all are reported at once, those of single settings and those across settings', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'eighty',
      PUBLIC_URL: 'https://login.example.com/path',
      RESET_URL: '/reset',
      CLIENT_URL: 'app.example.com',
      LATCHKEY_SECRET: 'short',
      EMAIL_USER: 'ada',
      BREVO_SMTP_KEY: 'xkeysib-1',
      TRUST_PROXY: 'anybody',
      RATE_LIMITS: 'maybe',
      LINK_TTL_MINUTES: '1',
      PASSWORD_MIN_LENGTH: '6',
      WORKER: 'off',
    })
    for (const beginning of [
      /^PORT: /,
      /^PUBLIC_URL: .*origin/,
      /^RESET_URL must contain \{token\}/,
      /^CLIENT_URL: /,
      /^LATCHKEY_SECRET: .*32 bytes/,
      /^EMAIL_USER: .*email address/,
      /^EMAIL_PASS is missing/,
      /^BREVO_SMTP_KEY: .*API key/,
      /^BREVO_EMAIL is missing/,
      /^EMAIL_USER and BREVO_SMTP_KEY each/,
      /^TRUST_PROXY: /,
      /^RATE_LIMITS: /,
      /^LINK_TTL_MINUTES: /,
      /^PASSWORD_MIN_LENGTH: /,
      /^WORKER=off needs DATABASE_URL/,
      /^DATABASE_URL is missing/,
    ]) {
      expect(problems).toContainEqual(expect.stringMatching(beginning))
    }
    expect(problems).toHaveLength(16)
  })

  test('the message counts them, one to a line', () => {
    expect(() => read({ PORT: 'x', WORKER: 'off' })).toThrow(
      /^The settings have 2 problems:\n {2}- PORT: .*\n {2}- WORKER=off .*$/,
    )
    expect(() => read({ PORT: 'x' })).toThrow(/^The settings have a problem:\n {2}- PORT: [^\n]*$/)
  })

  test('no problem contains a secret', () => {
    const secret = 'hunter2'
    const problems = problemsOf({
      NODE_ENV: 'production',
      DATABASE_URL: `mysql://ada:${secret}@db`,
      LATCHKEY_SECRET: secret,
      SMTP_URL: `smtp://ada:${secret}@mail.example.com?x=1`,
      EMAIL_USER: 'ada@outlook.com',
      EMAIL_PASS: `${secret}\u0000`,
      BREVO_SMTP_KEY: `xkeysib-${secret}`,
    })
    expect(problems.length).toBeGreaterThan(5)
    expect(problems.join()).not.toContain(secret)
  })
})

describe('in production', () => {
  test('the required settings are sufficient', () => {
    expect(read(production)).toMatchObject({
      production: true,
      host: '0.0.0.0',
      logLevel: 'info',
      databaseUrl: production.DATABASE_URL,
    })
  })

  test('missing settings are named, each with its remedy', () => {
    const missing = problemsOf({ NODE_ENV: 'production' })
    expect(missing.map((problem) => problem.split(' ')[0]).toSorted()).toEqual([
      'DATABASE_URL',
      'LATCHKEY_SECRET',
      'MAIL_FROM',
      'PUBLIC_URL',
      'SMTP_URL',
    ])
  })

  test('a wrong value is not reported as missing as well', () => {
    const problems = problemsOf({
      ...production,
      MAIL_FROM: 'nobody',
      SMTP_URL: 'mail.example.com',
    })
    expect(problems).toEqual([
      expect.stringMatching(/^SMTP_URL: /),
      expect.stringMatching(/^MAIL_FROM must be/),
    ])
  })

  test.each(['PUBLIC_URL', 'CLIENT_URL', 'FRONTEND_URL', 'SIGN_IN_URL', 'RETURN_TO_ORIGINS'])(
    '%s is https, but on this machine',
    (name) => {
      const problem = `${name} must use https in production`
      expect(problemsOf({ ...production, [name]: 'http://a.example.com' })).toEqual([problem])
      for (const here of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:80']) {
        expect(problemsOf({ ...production, [name]: here })).toEqual([])
      }
    },
  )
})

describe('on a server that other machines reach', () => {
  const { NODE_ENV: _env, MAIL_FROM: _sender, ...complete } = production
  const names = (problems: readonly string[]) => problems.map((one) => one.split(' ')[0]).toSorted()

  test.each([
    [{ HOST: '0.0.0.0' }],
    [{ HOST: '::' }],
    [{ HOST: '192.168.1.20' }],
    [{ HOST: 'my-laptop.local' }],
    [{ HOST: '::ffff:10.0.0.1' }],
  ])('%o: everything meant for one machine is refused at once', (environment) => {
    const problems = problemsOf(environment)
    expect(names(problems)).toEqual(['DATABASE_URL', 'LATCHKEY_SECRET', 'PUBLIC_URL', 'SMTP_URL'])
    for (const problem of problems) expect(problem).toContain(`with HOST=${environment.HOST}`)
  })

  test('a public PUBLIC_URL is enough, in any NODE_ENV, and so is one of the missing', () => {
    const PUBLIC_URL = complete.PUBLIC_URL
    for (const NODE_ENV of ['development', 'test', undefined]) {
      expect(names(problemsOf({ PUBLIC_URL, NODE_ENV }))).toEqual([
        'DATABASE_URL',
        'LATCHKEY_SECRET',
        'SMTP_URL',
      ])
    }
    for (const name of ['DATABASE_URL', 'LATCHKEY_SECRET', 'SMTP_URL'] as const) {
      expect(names(problemsOf({ ...complete, [name]: '' }))).toEqual([name])
    }
    expect(read(complete)).toMatchObject({
      production: false,
      demoAccount: false,
      openMetrics: false,
    })
  })

  test.each(['localhost', 'app.localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]'])(
    '%s is this machine alone',
    (HOST) => {
      const PUBLIC_URL = `http://${HOST === '::1' ? '[::1]' : HOST}:3000`
      expect(read({ HOST, PUBLIC_URL })).toMatchObject({ demoAccount: true, openMetrics: true })
    },
  )

  test('each is allowed by its name, and no other with it', () => {
    const lan = { HOST: '0.0.0.0', PUBLIC_URL: 'http://192.168.1.20:3000' }
    const all = 'mailbox, embedded-database,generated-secret,plain-http'
    expect(read({ ...lan, ALLOW_EXPOSED: all })).toMatchObject({
      demoAccount: false,
      openMetrics: false,
    })
    expect(names(problemsOf({ ...lan, ALLOW_EXPOSED: 'mailbox' }))).toEqual([
      'DATABASE_URL',
      'LATCHKEY_SECRET',
      'PUBLIC_URL',
    ])
    const more = read({ ...lan, ALLOW_EXPOSED: `${all},demo-account,metrics` })
    expect(more).toMatchObject({ demoAccount: true, openMetrics: true })
  })

  test('production allows open metrics only', () => {
    expect(problemsOf({ ...production, ALLOW_EXPOSED: 'metrics,mailbox' })).toEqual([
      'ALLOW_EXPOSED: production allows only metrics; take out mailbox',
    ])
    expect(read(production).openMetrics).toBe(false)
    expect(read({ ...production, ALLOW_EXPOSED: 'metrics' }).openMetrics).toBe(true)
  })

  test.each(['127.0.0.1', '127.0.0.0/8', '::1', '10.0.0.0/8,::1/128', '::ffff:127.0.0.1'])(
    'a proxy on this machine, %s, closes the metrics',
    (TRUST_PROXY) => {
      expect(read({ TRUST_PROXY }).openMetrics).toBe(false)
      expect(read({ TRUST_PROXY: '10.0.0.0/8' }).openMetrics).toBe(true)
    },
  )

  test.each([
    { PUBLIC_URL: 'http://login.example.com' },
    { CORS_ORIGINS: 'http://app.example.com' },
    { CLIENT_URL: 'http://app.example.com' },
    { RESET_URL: 'http://app.example.com/{token}' },
    { SIGN_IN_URL: 'http://app.example.com/login' },
    { RETURN_TO_ORIGINS: 'http://app.example.com' },
  ])('plain http is refused: %o', (environment) => {
    const problem = expect.stringContaining(`${Object.keys(environment)[0]} must use https`)
    expect(problemsOf({ ...complete, ...environment })).toEqual([problem])
    expect(problemsOf({ ...production, ...environment })).toEqual([problem])
    expect(problemsOf({ ...complete, ...environment, ALLOW_EXPOSED: 'plain-http' })).toEqual([])
  })

  test.each([
    'a'.repeat(32),
    'abcabcabc'.repeat(5),
    '12345678901234567890123456789012',
    'abcdefghijklmnopqrstuvwxyz012345',
    'please-change-me-before-you-go-live',
    'YOUR_SECRET_KEY_GOES_HERE_32_BYTES',
  ])('the secret %s is refused, also as the second of two', (secret) => {
    const problem = expect.stringMatching(/^LATCHKEY_SECRET can be guessed/)
    for (const LATCHKEY_SECRET of [secret, `${production.LATCHKEY_SECRET},${secret}`]) {
      expect(problemsOf({ ...complete, LATCHKEY_SECRET })).toEqual([problem])
      expect(problemsOf({ ...production, LATCHKEY_SECRET })).toEqual([problem])
    }
    expect(problemsOf({ LATCHKEY_SECRET: secret })).toEqual([])
  })

  test('generated secrets are taken, in any of the usual forms', () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      for (let i = 0; i < 500; i++) {
        const LATCHKEY_SECRET = randomBytes(32).toString(encoding)
        expect(problemsOf({ ...production, LATCHKEY_SECRET })).toEqual([])
      }
    }
  })

  test('a token for the metrics that can be guessed is refused', () => {
    expect(problemsOf({ ...production, METRICS_TOKEN: 'a'.repeat(16) })).toEqual([
      expect.stringMatching(/^METRICS_TOKEN can be guessed/),
    ])
  })
})

describe('trusted proxies', () => {
  test.each(['10.0.0.0/8', '2001:db8::/32', '::1', '10.1.2.3', '::ffff:10.0.0.0/104', ''])(
    '%s',
    (TRUST_PROXY) => expect(problemsOf({ TRUST_PROXY })).toEqual([]),
  )

  test.each([
    ['0.0.0.0/0', 'trusts far too many'],
    ['::/0', 'trusts far too many'],
    ['8.0.0.0/7', 'trusts far too many'],
    ['::ffff:0:0/96', 'trusts far too many'],
    ['::ffff:10.0.0.0/103', 'trusts far too many'],
    ['fc00::/7', 'trusts far too many'],
    ['10.0.0.1/8', 'write 10.0.0.1, or the network 10.0.0.0/8'],
    ['2001:db8::1/32', 'or the network 2001:db8::/32'],
    ['10.0.0.0/33', 'must be addresses or networks'],
    ['10.0.0.0/8/8', 'must be addresses or networks'],
    ['fe80::1%eth0', 'must be addresses or networks'],
    ['loopback', 'must be addresses or networks'],
  ])('not %s', (network, why) => {
    expect(problemsOf({ TRUST_PROXY: `192.0.2.1,${network}` })).toEqual([
      expect.stringMatching(new RegExp(`^TRUST_PROXY: .*${why}`)),
    ])
  })
})

describe('networks that no limit counts', () => {
  test('are read like the proxies', () => {
    const { exemptNetworks } = read({ LIMIT_EXEMPT_NETWORKS: '203.0.113.0/28, 2001:db8:40::/48' })
    expect(exemptNetworks).toEqual(['203.0.113.0/28', '2001:db8:40::/48'])
  })

  test('are not everybody’s', () => {
    expect(problemsOf({ LIMIT_EXEMPT_NETWORKS: '0.0.0.0/0' })).toEqual([
      'LIMIT_EXEMPT_NETWORKS: exempts far too many: 0.0.0.0/0 must be at least a /8, and best lists only your offices; it is "0.0.0.0/0"',
    ])
  })
})

describe('every problem says what is allowed and what came', () => {
  test.each([
    [{ PORT: 'eighty' }, 'PORT: must be a whole number from 0 to 65535; it is "eighty"'],
    [
      { LINK_TTL_MINUTES: '4' },
      'LINK_TTL_MINUTES: must be a whole number from 5 to 1440; it is "4"',
    ],
    [{ PORT: '0x50' }, 'PORT: must be a whole number from 0 to 65535; it is "0x50"'],
    [
      { DEFAULT_LOCALE: 'xx' },
      'DEFAULT_LOCALE: must be en, de, fr, es, pt-BR, ja or ar; it is "xx"',
    ],
    [{ WORKER: 'yes' }, 'WORKER: must be on or off; it is "yes"'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV: must be development, production or test; it is "prod"'],
    [{ LOG_LEVEL: 'a\nb' }, /LOG_LEVEL: must be fatal, .* or silent; it is "a\\nb"/],
    [{ WORKER_PORT: 'tcp://10.0.0.7:9464' }, /it is "tcp:.*enableServiceLinks: false/],
    [{ PORT: '3000 # web' }, /it is "3000 # web".*only lines of a .env file have comments/],
    [{ HOST: 'x86_64-conda-linux-gnu' }, /^HOST: .*conda/],
    [{ HOST: 'aarch64-apple-darwin20.0.0' }, /^HOST: .*conda/],
    [{ HOST: 'localhost:3000' }, /^HOST: must be .* without scheme and port/],
    [{ HOST: 'http://0.0.0.0' }, /^HOST: must be .* without scheme and port/],
    [{ HOST: '10.0.0' }, /^HOST: must be/],
    [{ HOST: '*' }, /^HOST: must be .* for every address 0.0.0.0 or ::/],
    [{ CORS_ORIGINS: 'capacitor://localhost' }, /^CORS_ORIGINS: .*universal link/],
    [{ CLIENT_URL: 'myapp://reset' }, /^CLIENT_URL: .*universal link/],
    [{ RESET_URL: 'tauri://localhost/{token}' }, /^RESET_URL .*universal link/],
    [{ CORS_ORIGINS: 'https://*.example.com' }, /^CORS_ORIGINS: .*in full/],
    [{ CORS_ORIGINS: 'null' }, /^CORS_ORIGINS: .*in full/],
    [{ PUBLIC_URL: 'http://localhost/auth' }, /^PUBLIC_URL: .*host name of its own/],
    [
      { LATCHKEY_SECRET: 'hunter2' },
      /^LATCHKEY_SECRET: must be at least 32 bytes.*it has 7 characters$/,
    ],
    [{ LATCHKEY_SECRET: `${'x1'.repeat(16)} # ours` }, /^LATCHKEY_SECRET: must have no comment/],
    [
      { DATABASE_URL: '{{ DATABASE_URL }}' },
      'DATABASE_URL: is a placeholder that was never filled in',
    ],
    [{ DATA_DIR: '/data\u200b' }, 'DATA_DIR: contains an invisible character (U+200B)'],
  ])('%o', (environment, problem) => {
    const [said, ...others] = problemsOf(environment)
    expect(said).toMatch(problem)
    expect(others).toEqual([])
  })

  test.each([
    'DATA_DIR',
    'PRODUCT_NAME',
    'EMAIL_PASS',
    'LATCHKEY_SECRET',
    'HOST',
    'SMTP_URL',
    'PORT',
  ])('quotes around %s are not part of it', (name) => {
    for (const quoted of ['"abc"', "'abc'", '“abc”']) {
      expect(
        problemsOf({ [name]: quoted, EMAIL_USER: name === 'EMAIL_PASS' ? 'a@gmail.com' : '' }),
      ).toEqual([
        expect.stringMatching(new RegExp(`^${name}: begins and ends with a quotation mark`)),
      ])
    }
  })

  test('quotes inside a file are not part of a secret either, and a BOM is skipped', () => {
    const secret = production.LATCHKEY_SECRET
    const from = (text: string) => ({ '/run/s': text })
    const environment = { LATCHKEY_SECRET_FILE: '/run/s' }
    expect(read(environment, from(`\uFEFF${secret}\r\n`)).secrets).toEqual([secret])
    expect(problemsOf(environment, from(`"${secret}"`))).toEqual([
      expect.stringMatching(/^LATCHKEY_SECRET_FILE: begins and ends/),
    ])
    expect(problemsOf(environment, from(`\uFFFD\uFFFD${secret}`))).toEqual([
      'LATCHKEY_SECRET_FILE: contains bytes that are not UTF-8',
    ])
  })

  test('white space around a value is not part of it', () => {
    expect(read({ PORT: '3001\r', HOST: ' localhost ' })).toMatchObject({
      port: 3001,
      host: 'localhost',
    })
  })
})

describe('a secret from a file', () => {
  test.each([
    ['DATABASE_URL', production.DATABASE_URL, {}],
    ['LATCHKEY_SECRET', production.LATCHKEY_SECRET, {}],
    ['SMTP_URL', production.SMTP_URL, {}],
    ['EMAIL_PASS', gmail.EMAIL_PASS, { EMAIL_USER: gmail.EMAIL_USER }],
    ['BREVO_SMTP_KEY', brevo.BREVO_SMTP_KEY, { BREVO_EMAIL: brevo.BREVO_EMAIL }],
  ])('%s may come from one, with or without a final newline', (name, value, beside) => {
    const files = { '/run/secret': `${value}\n` }
    expect(read({ ...beside, [`${name}_FILE`]: '/run/secret' }, files)).toEqual(
      read({ ...beside, [name]: value }),
    )
  })

  test('both ways at once is a problem', () => {
    const both = { SMTP_URL: 'smtp://localhost', SMTP_URL_FILE: '/run/smtp' }
    expect(problemsOf(both, { '/run/smtp': 'smtp://localhost' })).toEqual([
      'SMTP_URL and SMTP_URL_FILE are both set; keep one of them',
    ])
  })

  test('a file that cannot be read or is empty is one problem, not two', () => {
    const { DATABASE_URL: _, ...rest } = production
    const environment = { ...rest, DATABASE_URL_FILE: '/run/db' }
    expect(problemsOf(environment)).toEqual(['DATABASE_URL_FILE: /run/db cannot be read (unknown)'])
    expect(problemsOf(environment, { '/run/db': '\n' })).toEqual([
      'DATABASE_URL_FILE names an empty file: /run/db',
    ])
  })

  test('a setting that is not a secret has no such file', () => {
    expect(read({ PORT_FILE: '/run/port' }).port).toBe(3000)
  })
})

describe('mail', () => {
  test('Gmail needs an address and an app password, and sends from that address', () => {
    const config = read({ ...withoutMail, ...gmail })
    expect(config.smtpUrl).toBe('smtps://ada%40gmail.com:abcdefghijklmnop@smtp.gmail.com:465')
    expect(config.mailFrom).toEqual({ name: 'Latchkey', address: 'ada@gmail.com' })
  })

  test.each(['abcd efgh ijkl mnop', ' abcd\u00a0efgh\u00a0ijkl\u00a0mnop\n'])(
    'an app password may be pasted as Google shows it: %j',
    (EMAIL_PASS) => {
      expect(read({ ...gmail, EMAIL_PASS }).smtpUrl).toBe(read(gmail).smtpUrl)
    },
  )

  test('Brevo needs a login and an SMTP key, and sends from that address', () => {
    const config = read({ ...withoutMail, ...brevo, PRODUCT_NAME: 'Kettle' })
    expect(config.smtpUrl).toBe('smtp://ada%40example.com:xsmtpsib-1-a@smtp-relay.brevo.com:587')
    expect(config.mailFrom).toEqual({ name: 'Kettle', address: 'ada@example.com' })
  })

  test('a login generated by Brevo is not a mailbox, so a sender must be named', () => {
    const madeUp = { ...brevo, BREVO_EMAIL: '7a8b9c001@smtp-brevo.com' }
    expect(problemsOf(madeUp)).toEqual([
      expect.stringMatching(/^MAIL_FROM is missing: BREVO_EMAIL/),
    ])
    expect(read({ ...madeUp, MAIL_FROM: 'ada@example.com' }).mailFrom.address).toBe(
      'ada@example.com',
    )
  })

  test.each([gmail, brevo])('MAIL_FROM overrides the address of %o', (preset) => {
    expect(read({ ...preset, MAIL_FROM: 'Kettle <no-reply@example.com>' }).mailFrom).toEqual({
      name: 'Kettle',
      address: 'no-reply@example.com',
    })
  })

  test('a mail service that is called by its API', () => {
    const byApi = read({ ...withoutMail, MAIL_URL: 'resend:re_key', MAIL_FROM: 'a@example.com' })
    expect(byApi).toMatchObject({
      catchesEmail: false,
      smtpUrl: undefined,
      mailService: { service: 'resend', key: 're_key' },
    })
    expect(read().catchesEmail).toBe(true)
    expect(problemsOf({ MAIL_URL: 'resend:canary' })).toEqual([
      'MAIL_URL needs an API key, which begins with re_',
    ])
    expect(problemsOf({ MAIL_URL: 'resend:re_key', SMTP_NAME: 'mail.example.com' })).toEqual([
      expect.stringMatching(/^SMTP_NAME: only for a mail server/),
    ])
  })

  test.each([
    [{ ...gmail, SMTP_URL: 'smtp://localhost' }, 'SMTP_URL and EMAIL_USER'],
    [{ MAIL_URL: 'resend:re_1', SMTP_URL: 'smtp://localhost' }, 'MAIL_URL and SMTP_URL'],
    [{ ...brevo, SMTP_URL: 'smtp://localhost' }, 'SMTP_URL and BREVO_EMAIL'],
    [{ ...gmail, ...brevo }, 'EMAIL_USER and BREVO_EMAIL'],
    [
      { ...gmail, ...brevo, SMTP_URL: 'smtp://localhost' },
      'SMTP_URL and EMAIL_USER and BREVO_EMAIL',
    ],
  ])('two ways at once are a problem: %o', (environment, names) => {
    expect(problemsOf(environment)).toEqual([
      `${names} each name a way to send email; keep one of them`,
    ])
  })

  test.each([
    [{ EMAIL_USER: 'ada@gmail.com' }, 'EMAIL_PASS', 'EMAIL_USER'],
    [{ EMAIL_PASS: 'abcd' }, 'EMAIL_USER', 'EMAIL_PASS'],
    [{ EMAIL_PASS_FILE: '/run/pass' }, 'EMAIL_USER', 'EMAIL_PASS'],
    [{ BREVO_EMAIL: 'ada@example.com' }, 'BREVO_SMTP_KEY', 'BREVO_EMAIL'],
    [{ BREVO_SMTP_KEY: 'xsmtpsib-1' }, 'BREVO_EMAIL', 'BREVO_SMTP_KEY'],
  ])('half of a pair, %o: the other half is missing', (environment, missing, present) => {
    expect(problemsOf(environment, { '/run/pass': 'abcd' })).toEqual([
      expect.stringMatching(`^${missing} is missing: .* beside ${present}$`),
    ])
  })

  test('half a pair in production does not report SMTP_URL as missing as well', () => {
    expect(problemsOf({ ...withoutMail, EMAIL_USER: 'ada@gmail.com' })).toEqual([
      expect.stringMatching(/^EMAIL_PASS is missing/),
    ])
  })

  test('the password of another service is not sent to Google', () => {
    expect(problemsOf({ ...gmail, EMAIL_USER: 'ada@outlook.com' })).toEqual([
      expect.stringMatching(/^EMAIL_USER is an address of another service/),
    ])
    expect(read({ ...gmail, EMAIL_USER: 'ada@company.example' }).smtpUrl).toContain(
      'smtp.gmail.com',
    )
  })

  test.each([
    ['hello@example.com', { name: 'Latchkey', address: 'hello@example.com' }],
    ['Kettle <hello@example.com>', { name: 'Kettle', address: 'hello@example.com' }],
    ['<hello@example.com>', { name: 'Latchkey', address: 'hello@example.com' }],
    ['Bücher <post@bücher.example>', { name: 'Bücher', address: 'post@xn--bcher-kva.example' }],
  ])('MAIL_FROM may be %s', (MAIL_FROM, mailFrom) => {
    expect(read({ MAIL_FROM }).mailFrom).toEqual(mailFrom)
  })

  test('a reply reaches the support, unless another address is named', () => {
    const support = { SUPPORT_EMAIL: 'Hilfe@bücher.example' }
    expect(read(support).mailReplyTo).toBe('Hilfe@xn--bcher-kva.example')
    expect(read({ ...support, MAIL_REPLY_TO: 'r@example.com' }).mailReplyTo).toBe('r@example.com')
    expect(read({ SUPPORT_URL: 'https://example.com/help' }).mailReplyTo).toBeUndefined()
  })

  test('mail servers see international domains in their ASCII form only', () => {
    const { mailFrom, mailReplyTo, dkim, smtpName } = read({
      EMAIL_USER: 'post@straße.example',
      EMAIL_PASS: 'abcdefghijklmnop',
      MAIL_REPLY_TO: 'hilfe@例え.jp',
      DKIM_DOMAIN: 'bücher.example',
      DKIM_SELECTOR: 'key',
      DKIM_PRIVATE_KEY: generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).privateKey,
      SMTP_NAME: 'büro.example',
    })
    expect(mailFrom.address).toBe('post@xn--strae-oqa.example')
    expect(mailReplyTo).toBe('hilfe@xn--r8jz45g.jp')
    expect(dkim?.domain).toBe('xn--bcher-kva.example')
    expect(smtpName).toBe('xn--bro-hoa.example')
  })

  test.each(['hello', 'a@example.com, b@example.com', 'Kettle hello@example.com', 'K <x>'])(
    'MAIL_FROM may not be %s',
    (MAIL_FROM) => {
      expect(problemsOf({ MAIL_FROM })).toEqual([expect.stringMatching(/^MAIL_FROM must be/)])
    },
  )
})

describe('where links lead', () => {
  const CLIENT_URL = 'https://app.example.com'

  test.each(['CLIENT_URL', 'FRONTEND_URL'])('%s names a front end of your own', (name) => {
    for (const value of [CLIENT_URL, `${CLIENT_URL}/`, 'https://APP.example.com:443']) {
      const config = read({ [name]: value })
      expect(config.resetUrl).toBe('https://app.example.com/reset-password?token={token}')
      expect(config.frontendOrigin).toBe('https://app.example.com')
    }
  })

  test('both may be set, to the same', () => {
    const config = read({ CLIENT_URL, FRONTEND_URL: `${CLIENT_URL}/` })
    expect(config.frontendOrigin).toBe('https://app.example.com')
    expect(problemsOf({ CLIENT_URL, FRONTEND_URL: 'https://www.example.com' })).toEqual([
      'CLIENT_URL and FRONTEND_URL name different front ends; keep one of them',
    ])
  })

  test.each(['CLIENT_URL', 'FRONTEND_URL'])('%s and RESET_URL contradict each other', (name) => {
    const RESET_URL = 'https://app.example.com/reset?t={token}'
    expect(problemsOf({ [name]: CLIENT_URL, RESET_URL })).toEqual([
      `${name} and RESET_URL both say where links lead; keep one of them`,
    ])
  })

  test.each([
    [{ FRONTEND_URL: 'http://localhost:3000' }],
    [{ CLIENT_URL: 'http://localhost:5000/', PORT: '5000' }],
    [{ FRONTEND_URL: CLIENT_URL, PUBLIC_URL: `${CLIENT_URL}/` }],
  ])('our own address means our page, with the token in the fragment: %o', (environment) => {
    const ALLOW_EXPOSED = 'mailbox,embedded-database,generated-secret'
    const config = read({ ...environment, ALLOW_EXPOSED })
    expect(config.resetUrl).toBe(`${config.publicUrl}/reset-password#token={token}`)
    expect(config.frontendOrigin).toBeUndefined()
  })

  test('another port is another front end', () => {
    expect(read({ CLIENT_URL: 'http://localhost:3000', PORT: '5000' })).toMatchObject({
      resetUrl: 'http://localhost:3000/reset-password?token={token}',
      frontendOrigin: 'http://localhost:3000',
    })
  })

  test.each([
    'app.example.com',
    'ftp://app.example.com',
    'https://app.example.com/app',
    'https://app.example.com?x',
    'https://ada@app.example.com',
    'https://:pw@app.example.com',
  ])('%s is not an origin', (value) => {
    expect(problemsOf({ CLIENT_URL: value })).toEqual([
      expect.stringMatching(/^CLIENT_URL: must be/),
    ])
    expect(problemsOf({ FRONTEND_URL: value })).toEqual([
      expect.stringMatching(/^FRONTEND_URL: must be/),
    ])
  })

  test.each([
    ['https://app.example.com/reset?token={token}', undefined],
    ['https://app.example.com/reset/{token}', undefined],
    ['https://app.example.com/#/reset/{token}', undefined],
    ['http://localhost:5173/reset?a=1&token={token}&b=2', undefined],
    ['https://app.example.com/%7Btoken%7D', 'https://app.example.com/{token}'],
    [' https://app.example.com/?t={token} ', 'https://app.example.com/?t={token}'],
    [
      'https://bücher.example/zurück setzen/{token}',
      'https://xn--bcher-kva.example/zur%C3%BCck%20setzen/{token}',
    ],
  ])('RESET_URL may be %s', (RESET_URL, written) => {
    expect(read({ RESET_URL })).toMatchObject({
      resetUrl: written ?? RESET_URL,
      frontendOrigin: undefined,
    })
  })

  test.each([
    ['https://app.example.com/reset', 'exactly once'],
    ['https://app.example.com/{token}?token={token}', 'exactly once'],
    ['https://app.example.com/{token}?token=%7btoken%7d', 'exactly once'],
    ['https://app.example.com/{TOKEN}', 'exactly once'],
    ['/reset?token={token}', 'absolute http(s)'],
    ['app.example.com/{token}', 'absolute http(s)'],
    ['ftp://app.example.com/{token}', 'absolute http(s)'],
    ['javascript:alert({token})', 'absolute http(s)'],
    ['https://app.example.com:{token}/', 'absolute http(s)'],
    ['https://{token}.example.com/reset', 'behind the host'],
    ['https://app.example.com/{token}/../reset', 'behind the host'],
    ['https://{token}@app.example.com/', 'user name or password'],
    ['https://ada:{token}@app.example.com/', 'user name or password'],
    ['https://ada:pw@app.example.com/{token}', 'user name or password'],
    ['https://:pw@app.example.com/{token}', 'user name or password'],
  ])('RESET_URL may not be %s', (RESET_URL, why) => {
    expect(problemsOf({ RESET_URL })).toEqual([expect.stringContaining(why)])
  })

  test('RESET_URL must be https in production, except on this machine', () => {
    expect(problemsOf({ ...production, RESET_URL: 'http://app.example.com/{token}' })).toEqual([
      'RESET_URL must use https in production',
    ])
    expect(problemsOf({ ...production, RESET_URL: 'http://localhost:5173/{token}' })).toEqual([])
    expect(problemsOf({ RESET_URL: 'http://app.example.com/{token}' })).toEqual([])
  })
})

test('the secret may be a list during a rotation, in a file too', () => {
  const [older, newer] = ['a'.repeat(32), 'b'.repeat(32)]
  expect(read({ LATCHKEY_SECRET: `${newer},${older}` }).secrets).toEqual([newer, older])
  const file = { '/run/secret': `${newer}\n${older}\n` }
  expect(read({ LATCHKEY_SECRET_FILE: '/run/secret' }, file).secrets).toEqual([newer, older])
  expect(problemsOf({ LATCHKEY_SECRET: `${newer},short,brief` })).toEqual([
    expect.stringContaining('LATCHKEY_SECRET: entry 2 of 3'),
    expect.stringContaining('LATCHKEY_SECRET: entry 3 of 3'),
  ])
  expect(problemsOf({ LATCHKEY_SECRET: 'short' })).toEqual([
    'LATCHKEY_SECRET: must be at least 32 bytes; make one with: openssl rand -base64 32; it has 5 characters',
  ])
})

test('new passwords are looked up only if configured, and only there', () => {
  expect(read({ BREACHED_PASSWORDS: 'on' }).breachedPasswordsUrl).toBe(
    'https://api.pwnedpasswords.com/range/',
  )
  const mirror = 'https://mirror.example.com/pwned'
  expect(read({ BREACHED_PASSWORDS_URL: mirror }).breachedPasswordsUrl).toBeUndefined()
  const both = { BREACHED_PASSWORDS: 'on', BREACHED_PASSWORDS_URL: mirror }
  expect(read(both).breachedPasswordsUrl).toBe(`${mirror}/`)
  for (const wrong of ['mirror.example.com', 'ftp://mirror.example.com/', `${mirror}?q=`]) {
    expect(problemsOf({ BREACHED_PASSWORDS_URL: wrong })).toEqual([
      expect.stringContaining('BREACHED_PASSWORDS_URL: must be an address'),
    ])
  }
})
