import { type NormalPassword, normalPassword } from '@latchkey/core'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kinds } from '../src/silence/sampling.ts'
import { call } from './kit/calls.ts'
import { rest } from './kit/rest.ts'
import { runCommand, runCommandUntil, type ServerProcess } from './kit/server-process.ts'
import { openStatementLog, type StatementLog } from './kit/statements.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let passwordHash: string

beforeAll(async () => {
  testbed = await openTestbed()
  passwordHash = await createPasswordHasher(await loadArgon2Engine()).hash(
    normalPassword('some password') as NormalPassword,
  )
})
afterAll(() => testbed.close())

const others = ['known', 'disabled', 'passwordless']
const identical = others.map((kind) => ({ kind, identical: true }))
const compared = others.map((kind) => ({
  kind,
  auc: { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
  medianMicros: expect.any(Number),
  medianDifferenceMicros: expect.any(Number),
  silent: expect.any(Boolean),
}))

test('latchkey prove silence: the same bytes for all addresses, and its accounts are removed afterwards', async () => {
  const server = await testbed.start()
  const args = ['prove', 'silence', '--url', server.url, '--samples', '12', '--sign-ins', '10']
  const { output, errors } = await runCommand([...args, '--json'], testbed.environment)
  const proof = JSON.parse(output)
  // Twelve samples are too few to judge times, so `silent` may be either.
  expect(proof.request).toEqual({
    samples: 12,
    bytes: identical,
    times: compared,
    canary: compared,
  })
  expect(proof.signIn).toEqual({ samples: 10, bytes: identical, times: compared, canary: compared })
  expect(proof.requestByRest).toEqual({ bytes: identical })
  expect(errors).toBe(proof.silent ? '' : 'The answers reveal which addresses have an account.\n')

  expect(await testbed.rows('select id from account')).toEqual([])
  expect(await testbed.rows('select id from recovery_request')).toEqual([])

  const inWords = await runCommand(args, testbed.environment)
  expect(inWords.output).toContain('Signing in with a wrong password, 10 times for each kind')
  expect(inWords.output.match(/identical except for id and dates/g)).toHaveLength(3)
  expect(inWords.output.match(/AUC \d\.\d{3} \(\d\.\d{3} to \d\.\d{3}\)/g)).toHaveLength(12)
})

test('Ctrl-C ends the test with the code of a signal, and removes its accounts', async () => {
  const server = await testbed.start()
  const accounts = () => testbed.rows('select id from account')
  const { code, output, errors } = await runCommandUntil(
    async () => (await accounts()).length > 0,
    ['prove', 'silence', '--url', server.url],
    { environment: testbed.environment, input: '' },
  )
  expect([code, output, errors]).toEqual([130, '', 'Interrupted: nothing was tested.\n'])
  expect(await accounts()).toEqual([])
})

test('with rate limits on, the command stops and names the setting', async () => {
  const server = await testbed.start({ RATE_LIMITS: 'on' })
  const args = ['prove', 'silence', '--url', server.url, '--known', 'ada@example.com']
  const { code, output, errors } = await runCommand(args, testbed.environment)
  expect([code, output]).toEqual([1, ''])
  expect(errors).toContain('RATE_LIMITS=off')
})

test('an unreachable server and a wrong URL are explained in one sentence', async () => {
  const unreachable = [
    'prove',
    'silence',
    '--url',
    'http://127.0.0.1:1',
    '--known',
    'ada@example.com',
  ]
  const absent = await runCommand(unreachable, testbed.environment)
  expect([absent.code, absent.errors]).toEqual([
    1,
    expect.stringMatching(/^The server cannot be reached.*\n$/),
  ])
  const wrong = await runCommand(['prove', 'silence', '--url', 'login'], testbed.environment)
  expect([wrong.code, wrong.errors]).toEqual([1, expect.stringContaining('http://127.0.0.1:3000')])
})

/** An address of each kind, with its account if the kind has one. */
async function addressesOf(round: number): Promise<Record<(typeof kinds)[number], string>> {
  const named = Object.fromEntries(kinds.map((kind, n) => [kind, `${n}-${round}@example.test`]))
  const accounts = [
    [named.known, 'active', passwordHash],
    [named.disabled, 'disabled', passwordHash],
    [named.passwordless, 'active', null],
  ]
  for (const account of accounts) {
    await testbed.rows(
      `insert into account (id, email, email_canonical, status, password_hash)
       values (gen_random_uuid(), $1, $1, $2, $3)`,
      account,
    )
  }
  return named as Record<(typeof kinds)[number], string>
}

let client = 0
const newClient = () => ({ 'x-forwarded-for': `10.1.${++client >> 8}.${client & 255}` })

/** The statements that one step caused, in order, and its status. */
async function observed(log: StatementLog, step: () => Promise<{ status: number }>) {
  for (;;) {
    log.take()
    const { status } = await step()
    // A machine that is too busy to hash in time refuses all callers. Such steps are repeated.
    if (status !== 503) return { status, statements: log.take() }
  }
}

/** A request, a resend and a sign-in with a wrong password. */
async function steps(server: ServerProcess, log: StatementLog, email: string) {
  let requestId = ''
  const request = await observed(log, async () => {
    const answer = await call(server, 'recovery.request', { email }, newClient())
    requestId = answer.data.requestId ?? ''
    return answer
  })
  return {
    requestId,
    request,
    resend: await observed(log, () => call(server, 'recovery.resend', { requestId }, newClient())),
    signIn: await observed(log, () =>
      call(server, 'session.signIn', { email, password: 'a wrong password' }, newClient()),
    ),
  }
}

async function guesses(server: ServerProcess, log: StatementLog, email: string, requestId: string) {
  const passwords = {
    newPassword: 'a wholly new password',
    confirmPassword: 'a wholly new password',
  }
  const confirm = { email, code: '000000', ...passwords }
  return {
    verifyCode: await observed(log, () =>
      call(server, 'recovery.verifyCode', { requestId, code: '000000' }, newClient()),
    ),
    confirmByAddress: await observed(log, () =>
      rest(server, 'POST', '/api/auth/password-reset/confirm', confirm, newClient()),
    ),
  }
}

test('every step causes the same database statements for all addresses, with rate limits on', async () => {
  const limited = { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' }
  const log = await openStatementLog(testbed.environment.DATABASE_URL ?? '')
  const server = await testbed.start({ ...limited, DATABASE_URL: log.url, WORKER: 'off' })
  // Another server sends the emails, so that the known address has a code.
  await testbed.start(limited)
  const seen = []
  for (const round of [1, 2, 3]) {
    const addresses = await addressesOf(round)
    const before = new Map<string, Awaited<ReturnType<typeof steps>>>()
    for (const kind of kinds) before.set(kind, await steps(server, log, addresses[kind]))
    await testbed.postOffice.emailTo(addresses.known)
    for (const kind of kinds) {
      const { requestId = '', ...answered } = before.get(kind) ?? {}
      seen.push({ ...answered, ...(await guesses(server, log, addresses[kind], requestId)) })
    }
  }
  await log.close()
  // The first round opens connections and prepares statements.
  const [first, ...more] = seen.slice(kinds.length)
  for (const step of Object.values(first ?? {})) {
    expect(step.statements.length).toBeGreaterThan(0)
  }
  expect(first).toMatchObject({
    request: { status: 200 },
    resend: { status: 200 },
    signIn: { status: 401 },
    verifyCode: { status: 400 },
    confirmByAddress: { status: 400 },
  })
  for (const one of more) expect(one).toEqual(first)
})
