import type { Latchkey } from '@latchkey/server'
import { createLatchkey } from '@latchkey/server'
import { recoveryMatchers } from '@latchkey/server/testing'
import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  isTRPCClientError,
} from '@trpc/client'
import { type inferRouterOutputs, initTRPC } from '@trpc/server'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { fetchOf, type HostContext, type HostRouter, hostRouter } from './kit/host-router.ts'
import { newPassword, openWorld, type World } from './kit/postgres-world.ts'

expect.extend(recoveryMatchers)

let world: World
let latchkey: Latchkey
let router: HostRouter
beforeAll(async () => {
  world = await openWorld()
  latchkey = await world.open()
  router = hostRouter(latchkey)
})
afterAll(() => world.close())

type Fetch = NonNullable<Parameters<typeof httpLink>[0]['fetch']>

const url = 'https://app.example.test/trpc'
const links = {
  'one call at a time': (to: Fetch) => httpLink({ url, fetch: to, transformer: superjson }),
  'in batches': (to: Fetch) => httpBatchLink({ url, fetch: to, transformer: superjson }),
  'in streams': (to: Fetch) => httpBatchStreamLink({ url, fetch: to, transformer: superjson }),
}

function clientBy(link: keyof typeof links, context: Partial<HostContext> = {}) {
  return createTRPCClient<HostRouter>({ links: [links[link](fetchOf(router, context) as Fetch)] })
}

const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (isTRPCClientError<HostRouter>(error) ? error : undefined),
  )

describe.each(Object.keys(links) as (keyof typeof links)[])('called %s', (link) => {
  test('a password is changed, next to what the host has', async () => {
    const email = `${link.replaceAll(' ', '-')}@example.test`
    await world.addAccount(latchkey, email)
    const client = clientBy(link)
    const [today, plans, asked] = await Promise.all([
      client.today.query(),
      client.recovery.plans.query(),
      client.account.recovery.request.mutate({ email }),
    ])
    expect([today, plans]).toEqual([new Date(0), ['of the host itself']])
    expect(asked.resendAfterSeconds).toBe(60)
    const { token, code } = await world.mail.emailTo(email)
    const { ticket } = await client.account.recovery.verifyCode.mutate({
      requestId: asked.requestId,
      code,
    })
    const weak = await refusalOf(
      client.account.recovery.reset.mutate({ token: ticket, newPassword: 'password' }),
    )
    expect(weak).toMatchObject({
      message: 'PASSWORD_REJECTED',
      data: { reasons: ['PASSWORD_COMMON'], askedBy: 'nobody', httpStatus: 400 },
    })
    await expect(() =>
      client.account.recovery.reset.mutate({ token: ticket, newPassword }),
    ).toWorkOnlyOnce()
    expect(await refusalOf(client.account.recovery.verifyToken.mutate({ token }))).toMatchObject({
      message: 'INVALID_OR_EXPIRED',
    })
  })

  test('bad input is explained, and an error of the host stays its own', async () => {
    const client = clientBy(link)
    expect(
      await refusalOf(client.account.recovery.request.mutate({ email: 'nobody' })),
    ).toMatchObject({
      message: 'INVALID_INPUT',
      data: { fields: { email: expect.stringContaining('Enter one email address') } },
    })
    const own = await refusalOf(client.broken.query())
    expect(own?.message).toBe('of the host itself')
    expect(Object.keys(own?.data ?? {})).not.toContain('fields')
  })
})

test('a hundred guesses in one batch are five looks at the code', async () => {
  const email = 'guessed@example.test'
  await world.addAccount(latchkey, email)
  const client = clientBy('in batches', { ip: '192.0.2.99' })
  const { requestId } = await client.account.recovery.request.mutate({ email })
  const { code } = await world.mail.emailTo(email)
  const looks: string[] = []
  const stop = latchkey.on('recovery.refused', ({ reason }) => looks.push(reason))
  const wrong = Array.from({ length: 99 }, (_, i) => String(i).padStart(6, '9')).filter(
    (guess) => guess !== code,
  )
  const guesses = [...wrong.slice(0, 98), code, code]
  const refused = await Promise.all(
    guesses.map((guess) =>
      refusalOf(client.account.recovery.verifyCode.mutate({ requestId, code: guess })),
    ),
  )
  stop()
  expect(guesses).toHaveLength(100)
  // A guess that is looked at is wrong; the others are not compared at all.
  expect(looks.filter((reason) => reason === 'wrong').length).toBeLessThanOrEqual(5)
  const compared = refused.filter((error) => error?.message === 'INVALID_OR_EXPIRED')
  expect(compared.length).toBeLessThanOrEqual(5)
  const uncompared = new Set(refused.slice(5).map((error) => error?.message))
  expect([...uncompared].sort()).toEqual(expect.arrayContaining(['RATE_LIMITED']))
  const later = await refusalOf(client.account.recovery.verifyCode.mutate({ requestId, code }))
  expect(['TOO_MANY_ATTEMPTS', 'RATE_LIMITED']).toContain(later?.message)
})

test('a limit says when to try again, in the data and in a header', async () => {
  const seen: (string | null)[] = []
  const to: Fetch = async (input, init) => {
    const answer = await fetchOf(router, { ip: '192.0.2.77' })(input, init)
    seen.push(answer.headers.get('retry-after'))
    return answer
  }
  const client = createTRPCClient<HostRouter>({ links: [links['one call at a time'](to)] })
  let last: Awaited<ReturnType<typeof refusalOf>>
  for (let i = 0; i < 6; i += 1) {
    last = await refusalOf(client.account.recovery.request.mutate({ email: 'l@example.test' }))
  }
  expect(last).toMatchObject({ message: 'RATE_LIMITED' })
  expect(seen.at(-1)).toBe(String(last?.data?.retryAfterSeconds))
})

test('requests look the same for everybody', async () => {
  await world.addAccount(latchkey, 'known@example.test')
  const client = clientBy('one call at a time', { ip: '192.0.2.78' })
  await expect((email: string) =>
    client.account.recovery.request.mutate({ email }),
  ).toLookTheSameForUnknownAddresses({ known: 'known@example.test' })
})

test('without withRefusals the codes are there', async () => {
  const t = initTRPC.create()
  const plain = t.router({
    recovery: latchkey.router(() => ({ remoteAddress: '192.0.2.55', headers: {} })),
  })
  const call = plain.createCaller({})
  await expect(call.recovery.verifyToken({ token: 'made up' })).rejects.toThrow(
    /^INVALID_OR_EXPIRED$/,
  )
  await expect(call.recovery.request({ email: 'x' })).rejects.toThrow(/^INVALID_INPUT$/)
  expect(await call.recovery.settings()).toMatchObject({ password: { minLength: 8 } })
})

test('a context without an address is named in the log, and the call is not made', async () => {
  const lines: { event: string; err?: unknown }[] = []
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (line: { event: string }) => lines.push(line),
  }
  const strict = createLatchkey({ ...(await world.options()), log })
  const t = initTRPC.context<{ ip?: string }>().create()
  const host = t.router({
    recovery: strict.router(({ ip }: { ip?: string }) => ({ remoteAddress: ip, headers: {} })),
  })
  await expect(
    host.createCaller({}).recovery.request({ email: 'ada@example.test' }),
  ).rejects.toThrow('UNAVAILABLE')
  expect(lines).toMatchObject([
    { event: 'caller.unreadable', err: { message: expect.stringContaining('remoteAddress') } },
  ])
  await strict.close()
})

test('types survive in the router of the host', () => {
  type Outputs = inferRouterOutputs<HostRouter>['account']['recovery']
  expectTypeOf<Outputs['request']>().toEqualTypeOf<{
    requestId: string
    resendAfterSeconds: number
    codeExpiresAt: string
  }>()
  expectTypeOf<Outputs['reset']>().toEqualTypeOf<{ status: 'changed' }>()
  expectTypeOf<inferRouterOutputs<HostRouter>['today']>().toEqualTypeOf<Date>()
  // @ts-expect-error: who makes a call has no default.
  const without = () => latchkey.router()
  // @ts-expect-error: the address is part of it.
  const partly = () => latchkey.router((ctx: HostContext) => ({ headers: ctx.headers }))
  // @ts-expect-error: an embedded router has no sessions.
  const sessions = () => router.account.recovery.signIn
  expect([without, partly, sessions]).toHaveLength(3)
})
