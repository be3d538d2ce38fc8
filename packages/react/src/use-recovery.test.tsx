import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { announceFinished } from './flow/finished-elsewhere.ts'
import { demo, type FakeServer, openFakeServer } from './testing/fake-server.ts'
import { clientOf } from './testing/in-a-host.tsx'
import { type RecoveryState, useRecovery } from './use-recovery.ts'

type Options = { server?: FakeServer; token?: string }

function open({ server = openFakeServer(), token }: Options = {}) {
  const client = clientOf(server)
  const { result, unmount } = renderHook(() => useRecovery({ client, token }))

  /** The state, once it is at this step. */
  async function at<Step extends RecoveryState['step']>(step: Step) {
    await waitFor(() => expect(result.current).toMatchObject({ step, isPending: false }))
    return result.current as Extract<RecoveryState, { step: Step }>
  }
  return { server, result, at, unmount }
}

test('by code: asking, waiting, choosing, done', async () => {
  const { server, at } = open()
  const asking = await at('asking')
  await act(() => asking.request(demo.login))
  const waiting = await at('waiting')
  expect(waiting).toMatchObject({ email: demo.login, triesLeft: 5, refusal: undefined })
  await act(() => waiting.enterCode(server.emails[0]?.code ?? ''))
  const choosing = await at('choosing')
  expect(choosing.login).toBe(demo.login)
  await act(() => choosing.choose('quiet amber otter'))
  expect(await at('done')).toMatchObject({ login: demo.login })
})

test('by link: the token is checked once, and spent by the new password only', async () => {
  const server = openFakeServer()
  const { at } = open({ server, token: server.newToken() })
  const choosing = await at('choosing')
  await waitFor(() => expect(server.calls).toEqual(['verifyToken']))
  server.refuseNext('reset', {
    status: 'refused',
    reason: 'password-rejected',
    reasons: ['PASSWORD_COMMON'],
  })
  await act(() => choosing.choose('password1'))
  const again = await at('choosing')
  expect(again.refusal).toMatchObject({ code: 'PASSWORD_REJECTED', reasons: ['PASSWORD_COMMON'] })
  await act(() => again.choose('quiet amber otter'))
  await at('done')
})

test('a wrong code leaves a try less; at none the link still works', async () => {
  const { at } = open()
  await act(async () => (await at('asking')).request(demo.login))
  for (const left of [4, 3, 2, 1, 0]) {
    const waiting = await at('waiting')
    await act(() => waiting.enterCode('000000'))
    expect((await at('waiting')).triesLeft).toBe(left)
  }
})

test('a dead link is refused, and the recovery can start over', async () => {
  const { at } = open({ token: `${'x'.repeat(42)}A` })
  const refused = await at('refused')
  expect(refused.reason).toBe('dead')
  act(() => refused.startOver())
  await at('asking')
})

test('a link that was cut off is refused', async () => {
  window.history.replaceState(null, '', '/account#token=Qb1cN0sF')
  const { at } = open()
  expect((await at('refused')).reason).toBe('cut')
})

test('a reload goes on where it was', async () => {
  const { server, at, unmount } = open()
  await act(async () => (await at('asking')).request(demo.login))
  await at('waiting')
  unmount()
  expect((await open({ server }).at('waiting')).email).toBe(demo.login)
})

test('a server in trouble leaves the step as it is, and says why', async () => {
  const server = openFakeServer()
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { at } = open({ server })
  server.refuseNext('request', {
    status: 'refused',
    reason: 'rate-limited',
    retryAfterSeconds: 90,
  })
  await act(async () => (await at('asking')).request(demo.login))
  expect((await at('asking')).refusal).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: 90,
  })
})

test('finished in another tab is finished here', async () => {
  const { at } = open()
  await act(async () => (await at('asking')).request(demo.login))
  await at('waiting')
  await act(async () => announceFinished(demo.login))
  expect((await at('done')).login).toBe(demo.login)
})
