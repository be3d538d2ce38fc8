import { ConfigError } from '@latchkey/server/parts'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const read = (environment: Record<string, string>) => readConfig(environment, () => '')

function problemsOf(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n')
    throw error
  }
  return ''
}

/** A server that others reach. */
const reached = {
  PUBLIC_URL: 'https://login.example.com',
  DATABASE_URL: 'postgres://latchkey@db/latchkey',
  LATCHKEY_SECRET: 'q8Zt3vN1xW6yB0cE5rT7uI9oP2aS4dF6',
  SMTP_URL: 'smtps://user:secret-for-mail@mail.example.com',
  MAIL_FROM: 'no-reply@example.com',
}

test('there is no page unless it has a port', () => {
  expect(read({}).operatorSite).toBeUndefined()
  expect(problemsOf({ OPERATOR_URL: 'https://operators.example.com' })).toContain(
    'OPERATOR_URL needs OPERATOR_PORT',
  )
})

test('with a port it is for this machine', () => {
  expect(read({ OPERATOR_PORT: '3001' }).operatorSite).toEqual({
    ...{ port: 3001, host: 'localhost', url: 'http://localhost:3001' },
    ...{ userHeader: undefined, trustProxy: [] },
  })
})

test('a worker in its own process may have the port: no process opens both', () => {
  const { operatorSite, workerPort } = read({ OPERATOR_PORT: '3001', WORKER_PORT: '3001' })
  expect([operatorSite?.port, workerPort]).toEqual([3001, 3001])
})

describe('what is refused', () => {
  test.each([
    ['the port of the users', { OPERATOR_PORT: '3000' }, 'OPERATOR_PORT and PORT are the same'],
    [
      'the address of the users',
      { ...reached, OPERATOR_PORT: '3001', OPERATOR_URL: reached.PUBLIC_URL },
      'OPERATOR_URL is PUBLIC_URL',
    ],
    [
      'other machines without a name',
      { ...reached, OPERATOR_PORT: '3001', OPERATOR_HOST: '0.0.0.0' },
      'OPERATOR_URL is missing',
    ],
    [
      'plain http elsewhere',
      { ...reached, OPERATOR_PORT: '3001', OPERATOR_URL: 'http://operators.example.com' },
      'OPERATOR_URL must use https',
    ],
    [
      'a header that anybody may send',
      { OPERATOR_PORT: '3001', OPERATOR_USER_HEADER: 'X-Auth-Request-User' },
      'OPERATOR_TRUST_PROXY is missing',
    ],
    [
      'a header that browsers send',
      { OPERATOR_PORT: '3001', OPERATOR_USER_HEADER: 'Cookie', OPERATOR_TRUST_PROXY: '10.0.0.7' },
      'OPERATOR_USER_HEADER: must be a header that your proxy sets',
    ],
    [
      'the whole internet as a proxy',
      { OPERATOR_PORT: '3001', OPERATOR_USER_HEADER: 'X-User', OPERATOR_TRUST_PROXY: '0.0.0.0/0' },
      'OPERATOR_TRUST_PROXY: trusts far too many',
    ],
  ])('%s', (_, environment, problem) => {
    expect(problemsOf(environment as Record<string, string>)).toContain(problem)
  })
})

test('a proxy with a name over https', () => {
  const { operatorSite } = read({
    ...reached,
    ...{ OPERATOR_PORT: '3001', OPERATOR_HOST: '0.0.0.0' },
    OPERATOR_URL: 'https://operators.example.com',
    OPERATOR_USER_HEADER: 'X-Auth-Request-Email',
    OPERATOR_TRUST_PROXY: '10.0.5.7',
  })
  expect(operatorSite).toEqual({
    ...{ port: 3001, host: '0.0.0.0', url: 'https://operators.example.com' },
    ...{ userHeader: 'x-auth-request-email', trustProxy: ['10.0.5.7'] },
  })
})
