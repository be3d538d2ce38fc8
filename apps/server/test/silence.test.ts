import { type NormalPassword, normalPassword } from '@latchkey/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadArgon2Engine } from '../src/adapters/argon2-engine.ts'
import { createPasswordHasher } from '../src/adapters/password-hasher.ts'
import { kinds } from '../src/silence/listen.ts'
import { call } from './kit/calls.ts'
import { rest } from './kit/rest.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { openStatementLog, type StatementLog } from './kit/statements.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let someonesHash: string

beforeAll(async () => {
  testbed = await openTestbed()
  someonesHash = await createPasswordHasher(await loadArgon2Engine()).hash(
    normalPassword('of somebody') as NormalPassword,
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

test('latchkey prove silence: the same bytes for everybody, and its accounts are gone afterwards', async () => {
  const server = await testbed.start()
  const args = ['prove', 'silence', '--url', server.url, '--samples', '12', '--sign-ins', '10']
  const { output, errors } = await runCommand([...args, '--json'], testbed.environment)
  const proof = JSON.parse(output)
  // Twelve samples show nothing about time: whether it was silent is not asked here.
  expect(proof.ask).toEqual({ samples: 12, bytes: identical, times: compared, canary: compared })
  expect(proof.signIn).toEqual({ samples: 10, bytes: identical, times: compared, canary: compared })
  expect(proof.askOverRest).toEqual({ bytes: identical })
  expect(errors).toBe(proof.silent ? '' : 'The answers tell addresses apart.\n')

  expect(await testbed.rows('select id from account')).toEqual([])
  expect(await testbed.rows('select id from recovery_request')).toEqual([])

  const told = await runCommand(args, testbed.environment)
  expect(told.output).toContain('Signing in with a wrong password, 10 times for each kind')
  expect(told.output.match(/identical but for id and dates/g)).toHaveLength(3)
  expect(told.output.match(/AUC \d\.\d{3} \(\d\.\d{3} to \d\.\d{3}\)/g)).toHaveLength(12)
})

test('a server with its limits on is not asked to death: the command says what to set', async () => {
  const server = await testbed.start({ RATE_LIMITS: 'on' })
  const args = ['prove', 'silence', '--url', server.url, '--known', 'ada@example.com']
  const { code, output, errors } = await runCommand(args, testbed.environment)
  expect([code, output]).toEqual([1, ''])
  expect(errors).toContain('RATE_LIMITS=off')
})

test('nobody there, and no such address, are a sentence each', async () => {
  const nobody = ['prove', 'silence', '--url', 'http://127.0.0.1:1', '--known', 'ada@example.com']
  const absent = await runCommand(nobody, testbed.environment)
  expect([absent.code, absent.errors]).toEqual([1, expect.stringMatching(/^Nobody answers.*\n$/)])
  const wrong = await runCommand(['prove', 'silence', '--url', 'login'], testbed.environment)
  expect([wrong.code, wrong.errors]).toEqual([1, expect.stringContaining('http://127.0.0.1:3000')])
})

/** An address of each kind, with accounts where the kind has one. */
async function addressesOf(round: number): Promise<Record<(typeof kinds)[number], string>> {
  const named = Object.fromEntries(kinds.map((kind, n) => [kind, `${n}-${round}@example.test`]))
  const accounts = [
    [named.known, 'active', someonesHash],
    [named.disabled, 'disabled', someonesHash],
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
const someone = () => ({ 'x-forwarded-for': `10.1.${++client >> 8}.${client & 255}` })

/** What one step made the server ask its database, in order, and what it answered. */
async function heard(log: StatementLog, step: () => Promise<{ status: number }>) {
  for (;;) {
    log.take()
    const { status } = await step()
    // A machine too busy to hash in time refuses anybody: only what was answered is compared.
    if (status !== 503) return { status, statements: log.take() }
  }
}

/** A whole way with wrong codes and passwords; with the request's id, for what comes later. */
async function steps(server: ServerProcess, log: StatementLog, email: string) {
  let requestId = ''
  const ask = await heard(log, async () => {
    const asked = await call(server, 'recovery.request', { email }, someone())
    requestId = asked.data.requestId ?? ''
    return asked
  })
  return {
    requestId,
    ask,
    resend: await heard(log, () => call(server, 'recovery.resend', { requestId }, someone())),
    signIn: await heard(log, () =>
      call(server, 'session.signIn', { email, password: 'a wrong password' }, someone()),
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
    verifyCode: await heard(log, () =>
      call(server, 'recovery.verifyCode', { requestId, code: '000000' }, someone()),
    ),
    confirmByAddress: await heard(log, () =>
      rest(server, 'POST', '/api/auth/password-reset/confirm', confirm, someone()),
    ),
  }
}

test('the database is asked the same for everybody, limits and all, at every step', async () => {
  const limited = { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' }
  const log = await openStatementLog(testbed.environment.DATABASE_URL ?? '')
  const server = await testbed.start({ ...limited, DATABASE_URL: log.url, WORKER: 'off' })
  // Mails go out elsewhere, so that the known address has a code to miss.
  await testbed.start(limited)
  const seen = []
  for (const round of [1, 2, 3]) {
    const addresses = await addressesOf(round)
    const before = new Map<string, Awaited<ReturnType<typeof steps>>>()
    for (const kind of kinds) before.set(kind, await steps(server, log, addresses[kind]))
    await testbed.postOffice.mailTo(addresses.known)
    for (const kind of kinds) {
      const { requestId = '', ...asked } = before.get(kind) ?? {}
      seen.push({ ...asked, ...(await guesses(server, log, addresses[kind], requestId)) })
    }
  }
  await log.close()
  // The first round opens connections and prepares statements.
  const [first, ...more] = seen.slice(kinds.length)
  for (const step of Object.values(first ?? {})) {
    expect(step.statements.length).toBeGreaterThan(0)
  }
  expect(first).toMatchObject({
    ask: { status: 200 },
    resend: { status: 200 },
    signIn: { status: 401 },
    verifyCode: { status: 400 },
    confirmByAddress: { status: 400 },
  })
  for (const one of more) expect(one).toEqual(first)
})
