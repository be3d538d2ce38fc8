import { expect, test } from 'vitest'
import { failedStep } from './failed-step.ts'

// Errors that need a network or a real certificate, so that no test server can cause them.
test.each([
  ['connect', { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT', command: 'CONN' }],
  ['connect', { code: 'ESOCKET', originalCode: 'EHOSTUNREACH', command: 'CONN' }],
  ['encryption', { code: 'ETLS', command: 'STARTTLS', responseCode: 502 }],
  ['encryption', { code: 'ETIMEDOUT', timeoutType: 'UPGRADE_TIMEOUT', command: 'CONN' }],
  ['encryption', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED', command: 'CONN' }],
  ['encryption', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
  ['greeting', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }],
  ['unknown', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT', command: 'CONN' }],
  ['unknown', {}],
] as const)('%s is where %j happens', (step, fields) => {
  expect(failedStep(Object.assign(new Error('went wrong'), fields))).toBe(step)
})
