import { ConfigError } from '@latchkey/server/parts'
import { describe, expect, test } from 'vitest'
import { type Environment, readConfig } from './config.ts'

const DATABASE_URL = 'postgres://latchkey:p%40ss@db.example.com:6432/app'

const read = (environment: Environment = {}) =>
  readConfig({ DATABASE_URL, ...environment }, () => {
    throw new Error('no file here')
  })

function problemsOf(environment: Environment): readonly string[] {
  try {
    read(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('the schema', () => {
  test('is latchkey, or the one that is named', () => {
    expect(read().databaseSchema).toBe('latchkey')
    expect(read({ DATABASE_SCHEMA: 'recovery_2' }).databaseSchema).toBe('recovery_2')
    expect(read({ DATABASE_URL: '' }).databaseSchema).toBe('latchkey')
  })

  test.each([
    'Latchkey',
    '1st',
    'a-b',
    'a"b',
    'a.b',
    'pg_mine',
    'information_schema',
    'x'.repeat(64),
  ])('is refused when it is no plain name: %s', (name) => {
    const plain = /must be a plain name like latchkey/
    expect(problemsOf({ DATABASE_SCHEMA: name })).toEqual([expect.stringMatching(plain)])
    const inUrl = `${DATABASE_URL}?schema=${encodeURIComponent(name)}`
    expect(problemsOf({ DATABASE_URL: inUrl })).toEqual([expect.stringMatching(plain)])
  })

  test('may stand in the address, as Prisma writes it, and does not reach the driver', () => {
    const config = read({ DATABASE_URL: `${DATABASE_URL}?schema=recovery&sslmode=verify-full` })
    expect(config.databaseSchema).toBe('recovery')
    expect(config.databaseUrl).toBe(`${DATABASE_URL}?sslmode=verify-full`)
  })

  test('may stand in several places if they agree', () => {
    const DATABASE_DIRECT_URL = 'postgres://latchkey@db.example.com/app?schema=recovery'
    const twice = { DATABASE_URL: `${DATABASE_URL}?schema=recovery`, DATABASE_DIRECT_URL }
    expect(read({ ...twice, DATABASE_SCHEMA: 'recovery' })).toMatchObject({
      databaseSchema: 'recovery',
      databaseUrl: DATABASE_URL,
      databaseDirectUrl: 'postgres://latchkey@db.example.com/app',
    })
    expect(problemsOf({ ...twice, DATABASE_SCHEMA: 'latchkey' })).toEqual([
      'DATABASE_SCHEMA names the schema latchkey, and DATABASE_URL says ?schema=recovery; keep one of them',
      'DATABASE_SCHEMA names the schema latchkey, and DATABASE_DIRECT_URL says ?schema=recovery; keep one of them',
    ])
    expect(problemsOf({ ...twice, DATABASE_URL: `${DATABASE_URL}?schema=public` })).toEqual([
      'DATABASE_URL (?schema=) names the schema public, and DATABASE_DIRECT_URL says ?schema=recovery; keep one of them',
    ])
  })
})

describe('what stands behind the address', () => {
  test('is left to the driver where the driver honours it', () => {
    const url = `${DATABASE_URL}?sslmode=verify-full&sslrootcert=%2Fca.pem&application_name=login`
    expect(read({ DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  test.each([
    ['options=-c%20search_path%3Dother', /take options=… out .*pooler refuses/],
    ['search_path=other', /take search_path=… out .*DATABASE_SCHEMA/],
    ['currentSchema=other', /take currentSchema=… out .*DATABASE_SCHEMA/],
    ['statement_timeout=5000', /take statement_timeout=… out .*timeouts of its own/],
    ['connection_limit=5', /take connection_limit=… out .*operating\.md/],
    ['colour=green', /take colour=… out .*does not know it/],
  ])('is refused by name otherwise: %s', (parameter, reason) => {
    const url = `${DATABASE_URL}?sslmode=disable&${parameter}`
    for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL']) {
      expect(problemsOf({ [name]: url })).toEqual([expect.stringMatching(reason)])
    }
  })
})

describe('the pooler', () => {
  test('is detected unless it is named', () => {
    expect(read().databasePooler).toBeUndefined()
    expect(read({ DATABASE_POOLER: 'session' }).databasePooler).toBe('session')
    expect(problemsOf({ DATABASE_POOLER: 'statement' })).toHaveLength(1)
  })

  test('works by transaction where an address says so to Prisma', () => {
    const url = `${DATABASE_URL}?pgbouncer=true`
    expect(read({ DATABASE_URL: url })).toMatchObject({
      databaseUrl: DATABASE_URL,
      databasePooler: 'transaction',
    })
    expect(problemsOf({ DATABASE_URL: url, DATABASE_POOLER: 'session' })).toEqual([
      expect.stringMatching(/\?pgbouncer=true.* and DATABASE_POOLER says session; keep one/),
    ])
    expect(problemsOf({ DATABASE_DIRECT_URL: url })).toEqual([
      expect.stringMatching(/^DATABASE_DIRECT_URL .*must lead to PostgreSQL itself/),
    ])
  })

  test('is nothing that the embedded database has', () => {
    const without = { DATABASE_URL: '' }
    expect(problemsOf({ ...without, DATABASE_POOLER: 'transaction' })).toEqual([
      'DATABASE_POOLER needs DATABASE_URL: the embedded database has no pooler',
    ])
    expect(problemsOf({ ...without, DATABASE_DIRECT_URL: DATABASE_URL })).toHaveLength(1)
  })
})

test('an address may name several servers', () => {
  const hosts = 'one.example:5432,two.example:5433'
  const { databaseUrl } = readConfig(
    {
      DATABASE_URL: `postgres://latchkey:pw@${hosts}/app?target_session_attrs=read-write&sslmode=disable`,
    },
    () => '',
  )
  expect(databaseUrl).toBe(`postgres://latchkey:pw@${hosts}/app?sslmode=disable`)
})

test.each([
  ['?target_session_attrs=any', 'take target_session_attrs=… out of the address: Latchkey writes'],
  ['?load_balance_hosts=random', 'only one of the servers accepts writes'],
])('several servers with %s are refused', (query, problem) => {
  expect(() =>
    readConfig({ DATABASE_URL: `postgres://latchkey@one:1,two:2/app${query}` }, () => ''),
  ).toThrow(problem)
})

test.each(['one:5432,two:nine', 'one:5432,'])('the servers %s are no address', (hosts) => {
  expect(() => readConfig({ DATABASE_URL: `postgres://latchkey@${hosts}/app` }, () => '')).toThrow(
    'must be an address like postgres://user:password@host:5432/database',
  )
})
