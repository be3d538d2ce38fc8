import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openReceiver, type Received, type Receiver } from '@latchkey/db/testing'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { scraped } from './kit/scrape.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* Two applications are told of events by a whole server, and check them with the libraries that everybody uses. */

const secret = () => `whsec_${randomBytes(32).toString('base64')}`
const [next, former] = [secret(), secret()]

let testbed: Testbed
let crm: Receiver
let siem: Receiver
let server: ServerProcess
beforeAll(async () => {
  testbed = await openTestbed()
  crm = await openReceiver()
  siem = await openReceiver()
  siem.answers(202)
  const file = join(testbed.environment.DATA_DIR ?? '', 'webhooks.json')
  const webhooks = [
    { name: 'crm', url: crm.url, secrets: [next, former], events: ['account.*', 'accounts.*'] },
    { name: 'siem', url: siem.url, format: 'caep', audience: 'https://siem.example.test' },
  ]
  writeFileSync(file, JSON.stringify({ webhooks }))
  testbed.environment.WEBHOOKS_FILE = file
  server = await testbed.start()
})
afterAll(async () => {
  await Promise.all([testbed.close(), crm.close(), siem.close()])
})

async function reset(email: string): Promise<void> {
  await testbed.addAccount(email)
  await call(server, 'recovery.request', { email })
  const token = tokenIn((await testbed.postOffice.emailTo(email)).link)
  const answer = await call(server, 'recovery.reset', { token, newPassword })
  expect(answer.data.status).toBe('changed')
}

const idOf = async (email: string) =>
  (
    await testbed.rows<{ id: string }>('select id from latchkey.account where email = $1', [email])
  )[0]?.id

const typeOf = ({ body }: Received) => JSON.parse(body).type as string

test('an application verifies what it is told, under its new secret and under the one of before', async () => {
  const startedAt = Date.now()
  await reset('ada@example.test')
  const accountId = await idOf('ada@example.test')
  const told = await crm.called(3)
  expect(told.map(typeOf).toSorted()).toEqual([
    'account.password_changed',
    'account.recovery_requested',
    'account.sessions_ended',
  ])
  for (const { headers, body } of told) {
    for (const one of [next, former]) {
      expect(new Webhook(one).verify(body, headers)).toEqual(JSON.parse(body))
    }
    const flipped = body.replace('account', 'bccount')
    expect(() => new Webhook(next).verify(flipped, headers)).toThrow(WebhookVerificationError)
    expect(() => new Webhook(secret()).verify(body, headers)).toThrow(WebhookVerificationError)
    const { data, timestamp } = JSON.parse(body)
    expect(data.accountId).toBe(accountId)
    expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(startedAt)
    expect(body).not.toContain('example.test')
  }
})

test('a receiver verifies security event tokens with the keys that are published', async () => {
  await reset('grace@example.test')
  const accountId = await idOf('grace@example.test')
  const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`))
  const about = ({ body }: Received) => (decodeJwt(body).sub_id as { sub?: string }).sub
  const told = await siem.called(3, (one) => about(one) === accountId)
  const claims = await Promise.all(
    told.map(async ({ body, headers }) => {
      expect(headers['content-type']).toBe('application/secevent+jwt')
      expect(decodeProtectedHeader(body)).toMatchObject({ typ: 'secevent+jwt', alg: 'ES256' })
      const { payload } = await jwtVerify(body, keys, {
        ...{ issuer: 'http://localhost:3000', audience: 'https://siem.example.test' },
        typ: 'secevent+jwt',
      })
      return payload
    }),
  )
  const subject = { format: 'iss_sub', iss: 'http://localhost:3000', sub: accountId }
  for (const { sub_id, jti, txn, toe } of claims) {
    expect(sub_id).toEqual(subject)
    expect([jti, txn, toe]).toEqual([expect.any(String), expect.any(String), expect.any(Number)])
  }
  const events = Object.fromEntries(claims.flatMap((one) => Object.entries(one.events as object)))
  const caep = 'https://schemas.openid.net/secevent/caep/event-type'
  expect(events).toEqual({
    [`${caep}/credential-change`]: {
      ...{ event_timestamp: expect.any(Number), initiating_entity: 'user' },
      ...{ credential_type: 'password', change_type: 'update' },
    },
    [`${caep}/session-revoked`]: {
      ...{ event_timestamp: expect.any(Number), initiating_entity: 'user' },
    },
    'https://schemas.openid.net/secevent/risc/event-type/recovery-activated': {
      event_timestamp: expect.any(Number),
    },
  })
  const [first] = told
  const [head, body, mark] = first?.body.split('.') ?? []
  const other = `${head}.${body?.startsWith('e') ? `f${body.slice(1)}` : body}.${mark}`
  await expect(jwtVerify(other, keys)).rejects.toThrow()
})

test('an unknown address is told of to nobody', async () => {
  await call(server, 'recovery.request', { email: 'nobody@example.test' })
  await reset('edsger@example.test')
  const accounts = await testbed.rows<{ id: string | null }>(
    `select distinct data ->> 'accountId' as id from latchkey.webhook_event`,
  )
  const known = await testbed.rows<{ id: string }>('select id::text from latchkey.account')
  expect(accounts.map(({ id }) => id).toSorted()).toEqual(known.map(({ id }) => id).toSorted())
})

test('the metrics count deliveries by webhook', async () => {
  const { text } = await scraped(
    server,
    ({ value }) => value('webhook_sessions_unsent_seconds') === 0,
  )
  expect(text).toMatch(
    /latchkey_webhook_deliveries_total\{webhook="crm",outcome="delivered"\} [1-9]/,
  )
  expect(text).toMatch(/latchkey_webhook_deliveries_total\{webhook="siem",outcome="dead"\} 0/)
})

test.each(['PORT', 'OPERATOR_PORT'])(
  'a start with other settings that fails because its %s is in use changes nothing for this server',
  async (setting) => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { WEBHOOKS_FILE: _, ...without } = testbed.environment
    const refused = await runCommand(['start'], {
      ...without,
      ...{ HOST: '127.0.0.1', PORT: '0', [setting]: String(port) },
      LATCHKEY_SECRET: randomBytes(32).toString('base64'),
    })
    taken.close()
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining('is in use')])
    expect(await testbed.rows('select state from latchkey.webhook')).toEqual([
      { state: 'on' },
      { state: 'on' },
    ])
    const { checks } = JSON.parse((await latchkey('doctor', '--json')).output)
    expect(checks).toContainEqual(expect.objectContaining({ check: 'server secret', result: 'ok' }))
  },
)

const latchkey = (...args: string[]) => runCommand(args, testbed.environment)

test('an operator reads what webhooks were told, as a table and as JSON', async () => {
  const waiting = () =>
    testbed.rows(`select kind from latchkey.outbox_job where kind like 'webhook:%'`)
  await expect.poll(waiting).toEqual([])
  const { output } = await latchkey('events', 'list', '--type', 'account.password_changed')
  const [head, ...rows] = output.trim().split('\n')
  expect(head).toMatch(/^AT +EVENT +TYPE +WEBHOOK +STATE +ATTEMPTS$/)
  expect(rows[0]).toMatch(/account\.password_changed +(crm|siem) +delivered +1$/)
  const events = JSON.parse((await latchkey('events', 'list', '--json')).output)
  const shown = await latchkey('events', 'show', events[0].id)
  expect(shown.output).toContain(`"type": "${events[0].type}"`)
  expect(shown.output).toMatch(/crm: delivered after 1 attempt/)
  const { errors, code } = await latchkey('events', 'show', 'no-id')
  expect([code, errors]).toEqual([1, 'There is no event no-id. Events are kept for 7 days.\n'])
})

test('a test event is explained, and switches a webhook on again', async () => {
  crm.answers(410)
  await latchkey('revoke', 'ada@example.test', '--reason', 'stolen laptop')
  const states = () => testbed.rows(`select state from latchkey.webhook where name = 'crm'`)
  await expect.poll(states).toEqual([{ state: 'off' }])
  const refused = await latchkey('events', 'test', 'crm')
  expect(refused.code).toBe(1)
  expect(refused.errors).toMatch(/410\n {2}Meaning {2}It wants no events/)
  await latchkey('revoke', '--all', '--yes')

  crm.answers(204)
  crm.calls.length = 0
  const tried = JSON.parse((await latchkey('events', 'test', 'crm', '--json')).output)
  expect(tried).toMatchObject([{ webhook: 'crm', ok: true, answer: '204', switchedOn: true }])
  const [test] = await crm.called(1)
  expect(new Webhook(next).verify(test?.body ?? '', test?.headers ?? {})).toMatchObject({
    ...{ type: 'webhook.test', data: { webhook: 'crm' } },
  })
  const again = await latchkey('events', 'retry', '--all', '--webhook', 'crm')
  expect(again.output).toMatch(/^\d+ deliveries are tried now\.\n$/)
  const [revoked] = await crm.called(1, (one) => typeOf(one) === 'account.revoked')
  expect(JSON.parse(revoked?.body ?? '').data).toMatchObject({
    ...{ reason: 'stolen laptop', operator: expect.any(String) },
  })
  await crm.called(1, (one) => typeOf(one) === 'accounts.revoked')

  const unknown = await latchkey('events', 'test', 'nobody', '--json')
  expect(JSON.parse(unknown.output)).toEqual({
    ...{ status: 'failed', error: 'There is no webhook nobody; there are: crm, siem.' },
  })
  const none = await latchkey('events', 'retry')
  expect(none.errors).toBe('Name events, or use --all for all that did not arrive.\n')
})

test('the doctor says when the end of sessions does not arrive', async () => {
  const doctor = async () =>
    JSON.parse((await latchkey('doctor', '--json')).output) as { checks: object[] }
  crm.answers(500)
  const ends = (one: Received) => typeOf(one) === 'account.sessions_ended'
  const before = crm.calls.filter(ends).length
  await latchkey('revoke', 'grace@example.test')
  await crm.called(before + 1, ends)
  await testbed.rows(`update latchkey.webhook_event set at = at - interval '5 minutes'`)
  expect((await doctor()).checks).toContainEqual(
    expect.objectContaining({
      ...{ check: 'webhooks', result: 'warning' },
    }),
  )
})

test('settings of another process do not give up what a running server delivers', async () => {
  const elsewhere = (...args: string[]) =>
    runCommand(args, { ...testbed.environment, WEBHOOKS_FILE: '' })
  const waits = (webhook: string) =>
    testbed.rows(`select id from latchkey.outbox_job where kind = 'webhook:${webhook}'`)
  // Of an application whose function ends its sessions.
  await testbed.rows(`insert into latchkey.webhook (name, url, types)
    values ('end-sessions', 'function:endSessions', '{account.sessions_ended}')`)
  await testbed.rows(`insert into latchkey.outbox_job (kind, payload)
    values ('webhook:end-sessions', jsonb_build_object('eventId', gen_random_uuid()))`)
  const { checks } = JSON.parse((await elsewhere('doctor', '--json')).output)
  expect(JSON.stringify(checks)).not.toMatch(/no longer have|no settings have|events drop/)
  for (const [webhook, why] of [
    ['crm', 'a worker was started with the webhook crm'],
    ['end-sessions', 'end-sessions is the function endSessions of an application'],
  ] as const) {
    const before = await waits(webhook)
    expect(before.length).toBeGreaterThan(0)
    const { code, errors } = await elsewhere('events', 'drop', webhook)
    expect([code, errors]).toEqual([1, expect.stringContaining(`Nothing was dropped: ${why}`)])
    expect(await waits(webhook)).toHaveLength(before.length)
  }
  await testbed.rows(`delete from latchkey.outbox_job where kind = 'webhook:end-sessions'`)
})

test('what waits for a webhook that was taken out of the settings can be given up', async () => {
  const inSettings = await latchkey('events', 'drop', 'crm')
  expect([inSettings.code, inSettings.errors]).toEqual([
    1,
    expect.stringContaining('The settings have the webhook crm'),
  ])
  await server.kill('SIGTERM')
  const former = testbed.environment.WEBHOOKS_FILE ?? ''
  testbed.environment.WEBHOOKS_FILE = ''
  server = await testbed.start()
  const stillExpects = await runCommand(['doctor', '--json'], {
    ...testbed.environment,
    WEBHOOKS_FILE: former,
  })
  expect(JSON.parse(stillExpects.output).checks).toContainEqual(
    expect.objectContaining({
      ...{ check: 'webhooks', result: 'problem' },
      says: expect.stringContaining('No event is written for crm, siem'),
    }),
  )
  const checks = async (): Promise<{ check: string; says: string; todo?: string }[]> =>
    JSON.parse((await latchkey('doctor', '--json')).output).checks
  const aboutWebhooks = async () => (await checks()).filter(({ check }) => check === 'webhooks')
  expect(await aboutWebhooks()).toMatchObject([
    {
      says: expect.stringMatching(/^\d+ events? waits? for what the settings no longer have: crm/),
      todo: expect.stringContaining('latchkey events drop crm'),
    },
  ])
  expect(JSON.stringify(await checks())).not.toContain('another version')

  const waiting = JSON.parse((await latchkey('events', 'list', '--json')).output).find(
    ({ deliveries }: { deliveries: { webhook: string; nextAt?: string }[] }) =>
      deliveries.some(({ webhook, nextAt }) => webhook === 'crm' && nextAt),
  )
  const retried = await latchkey('events', 'retry', waiting.id)
  expect(retried.output).toMatch(
    /^Nothing was delivered: the settings no longer have the webhooks? /,
  )
  expect(retried.output).toContain('latchkey events drop crm')
  expect(retried.output).not.toContain('events test')

  const { output } = await latchkey('events', 'drop', 'crm', '--reason', 'CRM is gone', '--json')
  const { dropped } = JSON.parse(output)
  expect(dropped).toBeGreaterThan(0)
  expect(await aboutWebhooks()).toEqual([])
  expect(
    await testbed.rows(
      `select outcome, reason, count from latchkey.audit_event where kind = 'webhook-jobs'`,
    ),
  ).toEqual([{ outcome: 'dropped', reason: 'webhook crm: CRM is gone', count: dropped }])
  // The trail is printed as far as it is older than ten seconds.
  await testbed.rows(`update latchkey.audit_event set at = at - interval '1 minute'`)
  expect((await latchkey('audit')).output).toMatch(
    new RegExp(`webhook-jobs: dropped +${dropped} events?, by .*because: webhook crm: CRM is gone`),
  )
  expect((await latchkey('events', 'drop', 'crm')).output).toContain('Nothing waits')
  const given = (await latchkey('events', 'list', '--dead')).output
  expect(given).toMatch(/crm +given up \(dropped by an operator\) +\d/)
  expect(given).not.toMatch(/crm +delayed/)
})
