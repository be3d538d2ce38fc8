import { ConfigError } from '@latchkey/server/parts'
import { describe, expect, test } from 'vitest'
import { nearNames, readConfig } from './config.ts'
import { readDotEnv } from './dot-env.ts'

const secret = 'nzGIZ9dVLsQ4x0p1WmRyKcFhTbUe7aJ2'

function read(file: string | Buffer, environment: Record<string, string> = {}) {
  return readConfig(environment, () => '', readDotEnv(Buffer.from(file as string)))
}

function problemsOf(...args: Parameters<typeof read>): readonly string[] {
  try {
    read(...args)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('a .env file', () => {
  test.each([
    ['PORT=3001', 'plain'],
    ['PORT=3001\r\n', 'with Windows line ends'],
    ['\uFEFFPORT=3001', 'with a BOM'],
    ['export PORT = "3001"', 'as for a shell'],
    ['PORT=3001 ## web', 'with a comment in another style'],
    ['PEM="-----BEGIN\nab+/cd==\n-----END"\nPORT=3001', 'below a value of several lines'],
    ['PORT=3001 # web', 'with a comment'],
    ['PORT="3001" # web', 'with a comment behind quotes'],
    ['# PORT=1\n\nPORT=3001', 'with comments'],
  ])('%j, %s', (file) => {
    expect(read(file).port).toBe(3001)
  })

  test('a BOM does not hide the first setting', () => {
    expect(problemsOf('\uFEFFNODE_ENV=production').length).toBeGreaterThan(3)
  })

  test.each([
    Buffer.from('\uFEFFPORT=3001', 'utf16le'),
    Buffer.from('PORT=3001', 'utf16le'),
    Buffer.from('\uFEFFPORT=3001', 'utf16le').swap16(),
  ])('in UTF-16 is refused', (bytes) => {
    expect(problemsOf(bytes)).toEqual([expect.stringMatching(/^\.env is written in UTF-16/)])
  })

  test('in Latin-1 is refused where that shows', () => {
    expect(problemsOf(Buffer.from('PRODUCT_NAME=Bücher', 'latin1'))).toEqual([
      expect.stringContaining('not UTF-8'),
    ])
  })

  test.each([
    [`LATCHKEY_SECRET=${secret}#more`, 'LATCHKEY_SECRET: is cut at its # in line 1 of .env'],
    [`LATCHKEY_SECRET=#${secret}`, 'LATCHKEY_SECRET: is cut at its # in line 1 of .env'],
    ['RESET_URL=https://app.example.com/#{token}', 'RESET_URL: is cut at its # in line 1 of .env'],
    ['PRODUCT_NAME=a#b # c', 'PRODUCT_NAME: is cut at its # in line 1 of .env'],
    ['\nPRODUCT_NAME=Ab #1', 'PRODUCT_NAME: is cut at its # in line 2 of .env'],
    ['MAIL_FROM="Acme" <a@b.example>', 'MAIL_FROM: is cut after its second "'],
    [`LATCHKEY_SECRET='${secret}'more`, "LATCHKEY_SECRET: is cut after its second '"],
  ])('a value is not cut silently: %s', (line, problem) => {
    expect(problemsOf(line)).toEqual([expect.stringContaining(problem)])
  })

  test.each([
    [`LATCHKEY_SECRET='${secret}#more'`, `${secret}#more`],
    [`LATCHKEY_SECRET="${secret}"`, secret],
  ])('a value between quotes is whole: %s', (line, whole) => {
    expect(read(line).secrets).toEqual([whole])
  })

  test.each([
    ['PRODUCT_NAME="Ab #1', '.env, line 1: PRODUCT_NAME begins with ", and no " ends it'],
    [
      'PRODUCT_NAME="Ab\nMAIL_FROM="x@b.example"',
      '.env, line 1: PRODUCT_NAME begins with ", and no " ends it',
    ],
    ["# ok\nPRODUCT_NAME='Ab\n", ".env, line 2: PRODUCT_NAME begins with ', and no ' ends it"],
    ['PRODUCT_NAME: foo', '.env, line 1: it has : where = belongs; write PRODUCT_NAME=…'],
    [
      'DATABASE_URL: postgres://a@b.example/c?sslmode=require',
      '.env, line 1: it has : where = belongs; write DATABASE_URL=…',
    ],
    ['foo bar', '.env, line 1: it is not NAME=value; if it is a comment, begin it with #'],
    // Node reads the next line as a part of this one.
    ['foo bar\nPORT=3001', '.env, line 1: it is not NAME=value'],
    ['PORT=1\n\nexport PORT=3001', 'PORT: is in line 1 and in line 3 of .env; keep one of them'],
    ['PORT=3001\nPORT=', 'PORT: is in line 1 and in line 2 of .env; keep one of them'],
  ])('what cannot be read is an error that names its line: %j', (file, problem) => {
    expect(problemsOf(file)).toContainEqual(expect.stringContaining(problem))
  })

  test('a line is not shown, because it may be the rest of a secret', () => {
    expect(problemsOf(`LATCHKEY_SECRET=\n${secret}`).join()).not.toContain(secret)
  })

  test('a name that is repeated for another program is not our business', () => {
    expect(problemsOf('OTHER=1\nOTHER=2')).toEqual([])
  })

  test('a name of the environment takes precedence, and a problem says so', () => {
    expect(read('PORT=3001', { PORT: '3002' }).port).toBe(3002)
    expect(read('PORT=3001', { PORT: '' }).port).toBe(3000)
    expect(problemsOf('PORT=3001', { PORT: 'tcp://10.0.0.7:80' })).toEqual([
      expect.stringContaining('in the environment, which takes precedence over .env'),
    ])
    expect(problemsOf('PORT=x')).toEqual([expect.stringContaining('it is "x", in .env')])
  })

  test('names the setting that a name is almost', () => {
    const dotEnv = readDotEnv(Buffer.from('SMTP_ULR=x\nDATABASE_URl=x\nPUBLICURL=x'))
    expect(nearNames({ LINK_TTL: '5', LATCHKEY_SECRETS: 'x' }, dotEnv).toSorted()).toEqual([
      'DATABASE_URl is not a setting; did you mean DATABASE_URL?',
      'LATCHKEY_SECRETS is not a setting; did you mean LATCHKEY_SECRET?',
      'LINK_TTL is not a setting; did you mean LINK_TTL_MINUTES?',
      'PUBLICURL is not a setting; did you mean PUBLIC_URL?',
      'SMTP_ULR is not a setting; did you mean SMTP_URL?',
    ])
  })

  test.each([
    'HOME',
    'HOSTNAME',
    'EMAIL_HOST',
    'SMTP_PORT',
    'PGHOST',
    'LATCHKEY_PORT_3000_TCP',
    'SHELL',
  ])('%s is a name of another program', (name) => {
    expect(nearNames({ [name]: 'x' })).toEqual([])
  })

  test('a port that is misspelt is told from the link to a service', () => {
    expect(nearNames({ OPERATER_PORT: '3001' })).toEqual([
      'OPERATER_PORT is not a setting; did you mean OPERATOR_PORT?',
    ])
    expect(nearNames({ OPERATER_PORT: 'tcp://10.0.0.7:80' })).toEqual([])
  })
})
