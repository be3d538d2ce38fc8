import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clearFlow, currentFlow, saveFlow, startFlow, waitingFlow } from './recovery-flow.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const asked = (requestId: string) => ({
  requestId,
  resendAfterSeconds: 60,
  codeExpiresAt: '2026-11-20T13:00:00.000Z',
})

test('survives a reload, with the address as it was typed', () => {
  startFlow(asked('r1'), 'Ada@Example.test')
  expect(currentFlow()).toMatchObject({ requestId: 'r1', email: 'Ada@Example.test', triesLeft: 5 })
})

test('an address waits until its mail may be sent again, however it is spelled', () => {
  startFlow(asked('r1'), 'ada@example.test')
  expect(waitingFlow(' ADA@example.test')?.requestId).toBe('r1')
  expect(waitingFlow('bob@example.test')).toBeUndefined()
  vi.advanceTimersByTime(60_000)
  expect(waitingFlow('ada@example.test')).toBeUndefined()
})

test('an address still waits after another one was asked for in between', () => {
  const first = startFlow(asked('r1'), 'ada@example.test')
  startFlow(asked('r2'), 'bob@example.test')
  expect(currentFlow()?.requestId).toBe('r2')
  expect(waitingFlow('ada@example.test')).toEqual(first)
})

test('a later state of a flow replaces the earlier one', () => {
  const flow = startFlow(asked('r1'), 'ada@example.test')
  saveFlow({ ...flow, triesLeft: 3 })
  expect(currentFlow()?.triesLeft).toBe(3)
  expect(window.sessionStorage.getItem('latchkey.recovery')?.match(/requestId/g)).toHaveLength(1)
})

test('what is not a flow is no flow', () => {
  window.sessionStorage.setItem('latchkey.recovery', '[{"email":"ada@example.test"}]')
  expect(currentFlow()).toBeUndefined()
  window.sessionStorage.setItem('latchkey.recovery', 'not JSON')
  expect(currentFlow()).toBeUndefined()
})

test('works in memory where storage is switched off', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('off', 'SecurityError')
  })
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('off', 'SecurityError')
  })
  startFlow(asked('r1'), 'ada@example.test')
  expect(currentFlow()?.requestId).toBe('r1')
  clearFlow()
  expect(currentFlow()).toBeUndefined()
})
