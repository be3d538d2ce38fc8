import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { openPostOffice, type PostOffice } from './kit/post-office.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/* What the worker makes of a mail server that refuses: it talks to a real one. */

let testbed: Testbed
let office: PostOffice
let server: ServerProcess
const answers = new Map<string, string>()

beforeAll(async () => {
  testbed = await openTestbed()
  office = await openPostOffice({ refuses: (address) => answers.get(address.split('@')[1] ?? '') })
  server = await testbed.start({ SMTP_URL: office.url })
})
afterAll(async () => {
  await server.kill('SIGTERM')
  await office.close()
  await testbed.close()
})
beforeEach(() => answers.clear())

async function request(email: string): Promise<string> {
  await testbed.addAccount(email)
  const { status, data } = await call(server, 'recovery.request', { email })
  expect(status).toBe(200)
  return data.requestId ?? ''
}

async function outcomeOf(requestId: string) {
  for (let tries = 0; tries < 2_400; tries++) {
    const [row] = await testbed.rows<{ state: string; failure: string; attempts: number }>(
      `select state, failure, attempts from message where request_id = '${requestId}'`,
    )
    if (row && row.state !== 'sending') return row
    await sleep(50)
  }
  return expect.unreachable('the email has no outcome')
}

async function mailHealth(): Promise<unknown> {
  const answer = (await (await fetch(`${server.url}/health/ready`)).json()) as { mail?: unknown }
  return answer.mail
}

const blocked = '550 5.7.1 Service unavailable, client host [192.0.2.7] blocked using a list'

test('a receiver that blocks us holds its own email only, and none is lost', async () => {
  answers.set('blocks-us.test', blocked)
  const held = await request('ada@blocks-us.test')
  expect(await outcomeOf(held)).toMatchObject({ state: 'delayed', failure: 'setup' })
  await request('grace@example.test')
  await office.emailTo('grace@example.test')
  expect(await mailHealth()).toBe('ok')

  answers.clear()
  await office.emailTo('ada@blocks-us.test')
})

test('one recipient with 530 holds nobody else, also when asked for again and again', async () => {
  answers.set('outside.test', '530 SMTP authentication is required.')
  const first = await request('eve@outside.test')
  expect(await outcomeOf(first)).toMatchObject({ state: 'delayed', failure: 'setup' })
  await call(server, 'recovery.resend', { requestId: first })
  await request('bob@example.test')
  await office.emailTo('bob@example.test')
  expect((await outcomeOf(first)).attempts).toBeGreaterThan(0)
})

test('when receivers of several domains block us, email is held, health says so, and all arrives later', async () => {
  answers
    .set('one.test', blocked)
    .set('two.test', '550 5.7.26 Unauthenticated email is not accepted')
  const requests = [await request('ada@one.test'), await request('ada@two.test')]
  for (const id of requests) {
    expect(await outcomeOf(id)).toMatchObject({ state: 'delayed', failure: 'setup' })
  }
  await expect.poll(mailHealth).toBe('degraded')

  // An email that nobody has claimed waits for the same reason, and no worker is missing.
  const waits = await request('joan@example.test')
  const explained = await runCommand(['explain', waits], testbed.environment)
  expect(explained.output).toMatch(/^No email has been sent since .*\n/)
  expect(explained.output).toContain('Held: no email is sent')
  expect(explained.output).not.toContain('Is a worker running?')
  const listed = await runCommand(['mail', 'list', '--json'], testbed.environment)
  expect(JSON.parse(listed.output)).toContainEqual(
    expect.objectContaining({
      state: 'delayed',
      trouble: expect.objectContaining({
        failure: 'setup',
        answer: expect.stringContaining('550'),
      }),
    }),
  )

  answers.clear()
  for (const to of ['ada@one.test', 'ada@two.test']) await office.emailTo(to)
  await expect.poll(mailHealth).toBe('ok')
})

test('an unknown recipient is refused for good, whatever word is in its address', async () => {
  answers.set('gone.test', '550 5.1.1 <spamhaus-blocklist-helo@gone.test>: user unknown')
  const id = await request('spamhaus-blocklist-helo@gone.test')
  expect(await outcomeOf(id)).toMatchObject({ state: 'dead', failure: 'refused' })
})
