import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clearFlow, currentFlow, saveFlow, startFlow, waitingFlow } from './recovery-flow.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const requested = (requestId: string) => ({
  requestId,
  resendAfterSeconds: 60,
  codeExpiresAt: '2026-11-20T13:00:00.000Z',
})

test('a flow is kept over a reload, with the address as it was typed', () => {
  startFlow(requested('r1'), 'Ada@Example.test')
  expect(currentFlow()).toMatchObject({ requestId: 'r1', email: 'Ada@Example.test', triesLeft: 5 })
})

test('an address waits until its email may be sent again, in upper or lower case', () => {
  startFlow(requested('r1'), 'ada@example.test')
  expect(waitingFlow(' ADA@example.test')?.requestId).toBe('r1')
  expect(waitingFlow('bob@example.test')).toBeUndefined()
  vi.advanceTimersByTime(60_000)
  expect(waitingFlow('ada@example.test')).toBeUndefined()
})

test('an address still waits after a request for another one', () => {
  const first = startFlow(requested('r1'), 'ada@example.test')
  startFlow(requested('r2'), 'bob@example.test')
  expect(currentFlow()?.requestId).toBe('r2')
  expect(waitingFlow('ada@example.test')).toEqual(first)
})

test('a later state of a flow replaces the earlier one', () => {
  const flow = startFlow(requested('r1'), 'ada@example.test')
  saveFlow({ ...flow, triesLeft: 3 })
  expect(currentFlow()?.triesLeft).toBe(3)
  expect(window.sessionStorage.getItem('latchkey.recovery')?.match(/requestId/g)).toHaveLength(1)
})

test('anything else in the storage is ignored', () => {
  window.sessionStorage.setItem('latchkey.recovery', '[{"email":"ada@example.test"}]')
  expect(currentFlow()).toBeUndefined()
  window.sessionStorage.setItem('latchkey.recovery', 'not JSON')
  expect(currentFlow()).toBeUndefined()
})

test('a flow is kept in memory where storage is disabled', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('off', 'SecurityError')
  })
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('off', 'SecurityError')
  })
  startFlow(requested('r1'), 'ada@example.test')
  expect(currentFlow()?.requestId).toBe('r1')
  clearFlow()
  expect(currentFlow()).toBeUndefined()
})
