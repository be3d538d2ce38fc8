import { expect, test } from 'vitest'
import { isLoopback } from './loopback.ts'

test.each(['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true)
  },
)

test.each([
  'localhost.example.test',
  'notlocalhost',
  '128.0.0.1',
  '127.0.0.1.example.test',
  '::2',
  '',
])('%j may be another machine', (host) => {
  expect(isLoopback(host)).toBe(false)
})
