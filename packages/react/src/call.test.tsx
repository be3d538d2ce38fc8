import type { AppRouter } from '@latchkey/api'
import { loadPages } from '@latchkey/wording'
import { renderHook } from '@testing-library/react'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { useProcedure } from './call.ts'
import type { CallOptions } from './call-server.ts'
import { connectTo } from './client.ts'
import { Provider } from './provider.tsx'
import { refusalOf } from './refusal.ts'

const english = await loadPages('en')
const settings = {
  productName: 'Latchkey',
  password: { minLength: 8, maxLength: 256 },
  codeLength: 6,
  locales: ['en'],
  defaultLocale: 'en',
  mailFrom: 'recovery@latchkey.example',
}

function connected(call: CallOptions, locale: 'en' | 'pt-BR' = 'en') {
  const client = connectTo({ url: '/trpc', locale: () => locale, ...call })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <Provider
      t={english}
      client={client}
      settings={settings}
      startStrengthWorker={() => Promise.reject(new Error('not here'))}
    >
      {children}
    </Provider>
  )
  return { wrapper }
}

const json = (body: unknown, status: number) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  })

test('a server that does not answer in time is unreachable', async () => {
  const never: typeof fetch = (_url, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
    })
  const { wrapper } = connected({ fetch: never, timeoutSeconds: 0.02 })
  const { result } = renderHook(() => useProcedure('request'), { wrapper })
  expect(await result.current.send({ email: 'ada@example.test' })).toEqual({
    status: 'refused',
    refusal: { code: 'UNREACHABLE' },
  })
})

test.each([
  ['a proxy in the way', 'FAILED', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  [
    'a code from a newer server',
    'FAILED',
    () => json({ error: { message: 'NEW', code: -32600, data: {} } }, 400),
  ],
  ['an empty answer', 'FAILED', () => new Response(null, { status: 204 })],
  ['a broken connection', 'UNREACHABLE', () => Promise.reject(new TypeError('failed to fetch'))],
])('%s is not an answer of our server', async (_what, code, answer) => {
  const { wrapper } = connected({ fetch: async () => answer() })
  const { result } = renderHook(() => useProcedure('request'), { wrapper })
  expect(await result.current.send({ email: 'ada@example.test' })).toEqual({
    status: 'refused',
    refusal: { code },
  })
})

test.each([
  ['a broken connection', 'UNREACHABLE', new TypeError('Failed to fetch')],
  [
    'a broken connection in Firefox',
    'UNREACHABLE',
    new TypeError('NetworkError when attempting to fetch resource.'),
  ],
  [
    'a timeout',
    'UNREACHABLE',
    Object.assign(new Error('signal timed out'), { name: 'TimeoutError' }),
  ],
  ['a mistake in a link', 'FAILED', new TypeError('headers is not a function')],
])('a client of the application tells %s as %s', async (_what, code, error) => {
  const client = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: '/trpc', fetch: () => Promise.reject(error) })],
  })
  expect(
    refusalOf(
      await client.recovery.request.mutate({ email: 'ada@example.test' }).catch((one) => one),
    ),
  ).toEqual({ code })
})

test('a mistake of our own is not told as the person’s connection', async () => {
  vi.spyOn(globalThis, 'AbortController').mockImplementation(() => {
    throw new TypeError('AbortController is not a constructor')
  })
  const { wrapper } = connected({ fetch: async () => json({}, 200) })
  const { result } = renderHook(() => useProcedure('request'), { wrapper })
  expect(await result.current.send({ email: 'ada@example.test' })).toEqual({
    status: 'refused',
    refusal: { code: 'FAILED' },
  })
})

test('a refusal has its details, and none of the transport’s', async () => {
  const data = { code: 'BAD_REQUEST', httpStatus: 400, path: 'x', reasons: ['PASSWORD_COMMON'] }
  const refuse = async () =>
    json({ error: { message: 'PASSWORD_REJECTED', code: -32600, data } }, 400)
  const { wrapper } = connected({ fetch: refuse })
  const { result } = renderHook(() => useProcedure('reset'), { wrapper })
  expect(await result.current.send({ token: 't', newPassword: 'p' })).toEqual({
    status: 'refused',
    refusal: { code: 'PASSWORD_REJECTED', reasons: ['PASSWORD_COMMON'] },
  })
})

test('secrets are sent in bodies, one call per request', async () => {
  const fetch = vi.fn(async () => json({ result: { data: { status: 'changed' } } }, 200))
  const { wrapper } = connected({ fetch })
  const { result } = renderHook(() => useProcedure('reset'), { wrapper })
  await result.current.send({ token: 'secret', newPassword: 'quiet amber otter' })
  expect(fetch).toHaveBeenCalledExactlyOnceWith(
    '/trpc/recovery.reset',
    expect.objectContaining({ method: 'POST', credentials: 'same-origin' }),
  )
})

test('a call asks for answers and emails in the language of the page', async () => {
  const fetch = vi.fn(async (..._: Parameters<typeof globalThis.fetch>) => json({}, 500))
  const { wrapper } = connected({ fetch }, 'pt-BR')
  const { result } = renderHook(() => useProcedure('request'), { wrapper })
  await result.current.send({ email: 'ada@example.test' })
  expect(new Headers(fetch.mock.calls[0]?.[1]?.headers).get('accept-language')).toBe('pt-BR')
})
