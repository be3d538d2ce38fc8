import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { type Scrape, scrape } from './kit/scrape.ts'
import { type ServerProcess, startWorker } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let web: ServerProcess
let worker: ServerProcess | undefined

beforeAll(async () => {
  testbed = await openTestbed({ WORKER: 'off' })
  web = await testbed.start()
})
afterAll(async () => {
  await worker?.kill('SIGTERM')
  await testbed.close()
})

async function scraped(from: { url: string }, shows: (scrape: Scrape) => boolean): Promise<Scrape> {
  for (let tries = 0; ; tries++) {
    const now = await scrape(from)
    if (shows(now)) return now
    if (tries > 1_200) throw new Error(`It never showed:\n${now.text}`)
    await sleep(100)
  }
}

test('without a worker, requests wait, and the web server reports no worker', async () => {
  await testbed.addAccount('ada@example.test')
  await call(web, 'recovery.request', { email: 'ada@example.test' })
  await sleep(50)
  const { all, value } = await scrape(web)
  expect(all('queue_depth')).toEqual({ new: 1, again: 0, events: 0, removed: 0, unknown: 0 })
  expect(value('queue_oldest_seconds', { state: 'new' })).toBeGreaterThan(0)
  expect(value('worker_up')).toBeUndefined()
})

test('a separate worker has its own metrics on its own port, and a waiting email counts as delayed', async () => {
  await testbed.postOffice.close()
  worker = await startWorker(testbed.environment)
  const delayed = await scraped(
    worker,
    (now) => now.all('messages_total')['recovery delayed'] === 1,
  )
  expect(delayed.value('worker_up')).toBe(1)
  const again = await scraped(web, (now) => now.all('queue_depth').again === 1)
  expect(again.value('queue_oldest_seconds', { state: 'again' })).toBeGreaterThan(0)
  expect(again.all('queue_depth').new).toBe(0)
  expect(again.all('messages_total')['recovery delayed']).toBe(0)

  await testbed.postOffice.open()
  await testbed.rows(`update outbox_job set due_at = now() where leased_at is null`)
  const sent = await scraped(
    worker,
    (now) => now.all('messages_total')['recovery handed_over'] === 1,
  )
  expect(sent.value('message_delay_seconds_count', { kind: 'recovery' })).toBe(1)
  expect(sent.all('queue_depth')).toEqual({ new: 0, again: 0, events: 0, removed: 0, unknown: 0 })
})

test('an expired email is dead', async () => {
  await testbed.rows(`create function hold() returns trigger language plpgsql as
    $$ begin new.closes_at = clock_timestamp(); return new; end $$`)
  await testbed.rows(`create trigger hold before insert on recovery_request
    for each row execute function hold()`)
  await call(web, 'recovery.request', { email: 'ada@example.test' })
  if (!worker) throw new Error('no worker')
  await scraped(worker, (now) => now.all('messages_total')['recovery dead'] === 1)
})

test('it answers health and metrics, and nothing else', async () => {
  if (!worker) throw new Error('no worker')
  const { url } = worker
  const status = async (path: string, headers = {}) => (await fetch(url + path, { headers })).status
  expect(await status('/health/live')).toBe(200)
  expect(await status('/health/ready')).toBe(200)
  expect(await status('/metrics', { 'x-forwarded-for': '127.0.0.1' })).toBe(404)
  for (const path of ['/', '/forgot-password', '/trpc/settings.public', '/mailbox']) {
    expect(await status(path)).toBe(404)
  }
})

test('it stops cleanly and closes its port', async () => {
  const url = worker?.url ?? ''
  expect(await worker?.kill('SIGTERM')).toBe(0)
  worker = undefined
  await expect(fetch(`${url}/metrics`)).rejects.toThrow()
})
