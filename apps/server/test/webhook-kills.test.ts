import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  changeWith,
  openPostgresTestbed,
  openReceiver,
  type Receiver,
  type StoreTestbed,
} from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from './kit/post-office.ts'
import { type ServerProcess, startWorker } from './kit/server-process.ts'

/* Workers are killed between the commit of a reset and the delivery of its events. More rounds: LATCHKEY_KILLS=100. */

const ROUNDS = Number(process.env.LATCHKEY_KILLS ?? 8)

let testbed: StoreTestbed
let application: Receiver
let postOffice: PostOffice
let environment: Record<string, string>
beforeAll(async () => {
  testbed = await openPostgresTestbed()
  application = await openReceiver()
  postOffice = await openPostOffice()
  environment = {
    DATABASE_URL: testbed.url ?? '',
    LATCHKEY_SECRET: randomBytes(32).toString('base64'),
    SMTP_URL: postOffice.url,
    PUBLIC_URL: 'http://localhost:3000',
    WEBHOOK_URL: application.url,
    WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    WEBHOOK_EVENTS: 'account.sessions_ended',
  }
})
afterAll(async () => {
  await Promise.all([testbed.close(), application.close(), postOffice.close()])
})

test('whenever a worker is killed, each event arrives, and none of what was rolled back', async () => {
  const changed = new Set<string>()
  const undone = new Set<string>()
  const reset = async (keep: boolean) => {
    const { account, pair } = await testbed.mailedAccount()
    const spend = () => testbed.stores.recovery.changePassword(changeWith(pair.link))
    if (keep) await spend()
    else await testbed.whileBroken('audit_event', () => spend().catch(() => undefined))
    ;(keep ? changed : undone).add(account.id)
  }
  // The first worker says which webhooks there are.
  let worker: ServerProcess = await startWorker(environment)
  // Half of the calls hang until their worker is dead: it does not learn that they arrived.
  let calls = 0
  application.answers((_, response) => {
    calls += 1
    if (calls % 2 === 0) response.writeHead(204).end()
  })
  for (let round = 0; round < ROUNDS; round += 1) {
    await reset(false)
    await Promise.all([reset(true), reset(true), reset(true)])
    await sleep(Math.random() * 1_200)
    await worker.kill('SIGKILL')
    worker = await startWorker(environment)
  }
  // One call at least comes twice: it arrives, and its worker is killed before it hears of that.
  application.answers(() => {})
  const before = application.calls.length
  await reset(true)
  await application.called(before + 1)
  await worker.kill('SIGKILL')
  worker = await startWorker(environment)
  application.answers(204)
  // What a dead worker had claimed is free when its lease of 30 seconds has run out.
  const waiting = () =>
    testbed.db.selectFrom('outbox_job').select('id').where('kind', 'like', 'webhook:%').execute()
  await expect.poll(waiting, { interval: 250 }).toEqual([])
  const arrived = () =>
    new Set(application.calls.map(({ body }) => JSON.parse(body).data.accountId as string))
  await worker.kill('SIGTERM')

  expect([...arrived()].toSorted()).toEqual([...changed].toSorted())
  expect([...undone].filter((id) => arrived().has(id))).toEqual([])
  const ids = application.calls.map(({ headers }) => headers['webhook-id'])
  // Some came twice, with the same id.
  expect(new Set(ids).size).toBe(changed.size)
  expect(ids.length).toBeGreaterThan(changed.size)
}, 600_000)
