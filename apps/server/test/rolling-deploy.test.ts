import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFormerBuild } from './kit/former-build.ts'
import { runCommand } from './kit/server-process.ts'
import { openStatementLog } from './kit/statements.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/* Processes of two builds at the same database: pages of either may ask either of them for their files. */

let testbed: Testbed
let former: ReturnType<typeof makeFormerBuild>

beforeAll(async () => {
  testbed = await openTestbed({ WORKER: 'off' })
  former = makeFormerBuild('verify')
})
afterAll(async () => {
  await testbed.close()
  former.remove()
})

const built = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../web/dist/assets/${name}`, import.meta.url)), 'utf8')

const asset = (server: { url: string }, name: string, init: RequestInit = {}) =>
  fetch(`${server.url}/assets/${name}`, init)

/** On a busy machine, storing the files may take more than one attempt. */
const isAnswered = (server: { url: string }, name: string) =>
  expect
    .poll(async () => (await asset(server, name)).status, { timeout: 60_000, interval: 200 })
    .toBe(200)

test('files of the other build are answered by both, and by the newer one when the older has gone', async () => {
  const before = await testbed.start({}, former.program)
  const html = await (await fetch(`${before.url}/verify`)).text()
  expect(html).toContain(former.before)
  const now = await testbed.start()

  await isAnswered(now, former.before)
  await isAnswered(before, former.now)
  const theirs = await asset(now, former.before)
  expect([theirs.status, await theirs.text()]).toEqual([200, former.code])
  const ours = await asset(before, former.now)
  expect([ours.status, await ours.text()]).toEqual([200, built(former.now)])

  // As the files of its own build.
  const own = await asset(now, former.now)
  for (const header of [
    'cache-control',
    'cross-origin-resource-policy',
    'x-content-type-options',
  ]) {
    expect(theirs.headers.get(header)).toBe(own.headers.get(header))
  }
  expect(theirs.headers.get('content-type')).toMatch(/^text\/javascript/)

  expect(await before.kill('SIGTERM')).toBe(0)
  const alone = await testbed.start()
  const kept = await asset(alone, former.before)
  expect([kept.status, await kept.text()]).toEqual([200, former.code])
  const head = await asset(alone, former.before, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(Buffer.byteLength(former.code)),
    '',
  ])
  await now.kill('SIGTERM')
  await alone.kill('SIGTERM')
})

test('a file that is stored compressed is sent so, and plain to those who cannot read that', async () => {
  const before = await testbed.start({}, former.program)
  await isAnswered(before, former.now)
  for (const encoding of ['br', 'gzip', 'br;q=0, gzip']) {
    const answer = await asset(before, former.now, { headers: { 'accept-encoding': encoding } })
    expect(await answer.text()).toBe(built(former.now))
    expect(answer.headers.get('content-encoding')).toBe(encoding === 'br' ? 'br' : null)
    expect(answer.headers.get('vary')).toMatch(/accept-encoding/i)
  }
  await before.kill('SIGTERM')
})

test('after their days nobody gets them, and the purge removes them', async () => {
  const server = await testbed.start()
  await testbed.rows(
    `update latchkey.page_file set kept_until = now() - interval '1 second' where name = '${former.before}'`,
  )
  // The list of names is two seconds old at most.
  await expect.poll(async () => (await asset(server, former.before)).status).toBe(404)
  await isAnswered(server, former.now)
  await runCommand(['purge'], testbed.environment)
  const rows = await testbed.rows<{ name: string }>('select name from latchkey.page_file')
  expect(rows.map(({ name }) => name)).toContain(former.now)
  expect(rows.map(({ name }) => name)).not.toContain(former.before)
  await server.kill('SIGTERM')
})

test('what somebody else wrote into the table is not served, and neither is a name that no build makes', async () => {
  const forged = ['evil-AAAAAAAA.js', '../main.js', 'evil.js', 'evil-AAAAAAAA.html']
  for (const name of forged) {
    await testbed.rows(`insert into latchkey.page_file
      select '${name}', digest, type, null, 'alert(1)'::bytea, 8, kept_until from latchkey.page_file limit 1`)
  }
  const server = await testbed.start()
  const others = { 'never-AAAAAAAA.js': 404, '%': 400, ['x'.repeat(300)]: 403 }
  const answers = { ...Object.fromEntries(forged.map((name) => [name, 404])), ...others }
  for (const [name, status] of Object.entries(answers)) {
    expect([name, (await asset(server, name)).status]).toEqual([name, status])
  }
  await expect.poll(() => server.output()).toContain('pages.forged')
  await server.kill('SIGTERM')
})

test('names that nobody stored cost the database one statement in two seconds', async () => {
  const log = await openStatementLog(testbed.environment.DATABASE_URL ?? '')
  const server = await testbed.start({ DATABASE_URL: log.url })
  log.take()
  const since = performance.now()
  const statuses = await Promise.all(
    Array.from(
      { length: 200 },
      async (_, n) => (await asset(server, `probe-${String(n).padStart(8, '0')}.js`)).status,
    ),
  )
  const seconds = (performance.now() - since) / 1_000
  expect(new Set(statuses)).toEqual(new Set([404]))
  const lists = log.take().filter((statement) => statement.includes('"page_file"'))
  expect(lists.length).toBeGreaterThan(0)
  // One at the start of every two seconds, however many of them the probes take.
  expect(lists.length).toBeLessThanOrEqual(1 + seconds / 2)
  await server.kill('SIGTERM')
  await log.close()
})

test('0 days: nothing is stored, and nothing is looked for', async () => {
  await testbed.rows('truncate latchkey.page_file')
  const server = await testbed.start({ PAGE_FILES_DAYS: '0' })
  expect((await asset(server, former.before)).status).toBe(404)
  expect(await testbed.rows('select from latchkey.page_file')).toEqual([])
  await server.kill('SIGTERM')
})
