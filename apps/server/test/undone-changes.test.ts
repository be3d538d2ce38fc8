import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openApplication } from './kit/application.ts'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import { scrape } from './kit/scrape.ts'
import { runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* The application of a user saves her row as it was before the reset. */

let testbed: Testbed
let application: Awaited<ReturnType<typeof openApplication>>
let server: ServerProcess

beforeAll(async () => {
  testbed = await openTestbed()
  await testbed.rows('drop schema latchkey cascade')
  application = await openApplication(testbed)
})
beforeEach(async () => {
  server = await testbed.start(application.environment)
})
afterEach(() => server.kill('SIGTERM'))
afterAll(() => testbed.close())

const passwordOf = async (email: string) => {
  const [row] = await testbed.rows<{ password: string }>(
    'select password from app.users where email = $1',
    [email],
  )
  return row?.password ?? ''
}

/** @returns the stored password of before. */
async function reset(email: string): Promise<string> {
  const before = await passwordOf(email)
  await call(server, 'recovery.request', { email })
  const { link } = await testbed.postOffice.emailTo(email)
  const token = tokenIn(link)
  const answer = await call(server, 'recovery.reset', { token, newPassword })
  expect(answer).toMatchObject({ data: { status: 'changed' } })
  return before
}

const writeBack = (email: string, password: string) =>
  testbed.rows('update app.users set password = $1 where email = $2', [password, email])

const checks = () =>
  testbed.rows<{ claim: number; leased: boolean }>(
    `select claim, leased_at is not null as leased from latchkey.outbox_job where kind = 'undo-check'`,
  )
const lookedOnce = () => expect.poll(checks).toEqual([{ claim: 1, leased: false }])
const lookedTwice = () => expect.poll(checks).toEqual([])

const letAMinutePass = () =>
  testbed.rows(`update latchkey.outbox_job set due_at = due_at - interval '1 minute',
    created_at = created_at - interval '1 minute' where kind = 'undo-check'`)

const reports = () =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes('account.change_undone'))
    .map((line) => JSON.parse(line))

test('an undo after the notice is reported once: in the log, the metrics, the audit trail and to who explains', async () => {
  const email = 'ada@example.test'
  const before = await reset(email)
  await lookedOnce()
  expect(reports()).toEqual([])
  await writeBack(email, before)
  await letAMinutePass()
  await lookedTwice()
  await expect.poll(() => reports()).toHaveLength(1)
  const [report] = reports()
  expect(report).toMatchObject({ level: 50, accountId: '1', table: 'app.users' })
  expect(JSON.stringify(report)).not.toContain(before)
  expect(JSON.stringify(report)).not.toContain('@')
  expect((await scrape(server)).value('changes_undone_total')).toBe(1)
  expect(
    await testbed.rows(
      `select account_id, outcome from latchkey.audit_event where kind = 'change-undone'`,
    ),
  ).toEqual([{ account_id: '1', outcome: 'found' }])
  const { output } = await runCommand(['explain', email], application.environment)
  expect(output).toContain('Your application wrote the password from before a reset back')
})

test('an undo while no server runs is reported by the next one', async () => {
  const email = 'grace@example.test'
  const before = await reset(email)
  await lookedOnce()
  await server.kill('SIGKILL')
  await writeBack(email, before)
  await letAMinutePass()
  server = await testbed.start(application.environment)
  await expect.poll(() => reports()).toMatchObject([{ accountId: '2' }])
  await lookedTwice()
})

test('a reset that lasts is reported by nobody', async () => {
  const email = 'mary@example.test'
  await testbed.rows(
    `insert into app.users (email, password) values ('${email}', '$2y$04$' || repeat('c', 53))`,
  )
  await reset(email)
  await lookedOnce()
  await letAMinutePass()
  await lookedTwice()
  expect(reports()).toEqual([])
  expect((await scrape(server)).value('changes_undone_total')).toBe(0)
})
