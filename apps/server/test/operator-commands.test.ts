import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import {
  beginCommand,
  runCommand,
  runCommandUntil,
  type ServerProcess,
} from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* Commands for bad days, and those that look and change nothing. */

let testbed: Testbed
let server: ServerProcess
let folder: string
beforeAll(async () => {
  testbed = await openTestbed({ LOG_LEVEL: 'silent' })
  server = await testbed.start()
  folder = mkdtempSync(join(tmpdir(), 'latchkey-operator-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await testbed.close()
})

const linksIn = ({ text, html }: { text?: string | undefined; html?: string | undefined }) => [
  ...new Set(`${text} ${html}`.match(/https?:[^\s"<]+/g)),
]
const latchkey = (args: string[], more = {}, input = '') =>
  runCommand(args, { ...testbed.environment, ...more }, input)
const idOf = async (email: string) =>
  (
    await testbed.rows<{ id: string }>('select id from latchkey.account where email = $1', [email])
  )[0]?.id ?? ''

test('a link by hand is off, then made once, and lets its owner choose a password', async () => {
  await testbed.addAccount('ada@example.test')
  const args = ['link', 'ada@example.test', '--reason', 'no mail at her provider']
  const off = await latchkey(args)
  expect([off.code, off.output]).toEqual([1, ''])
  expect(off.errors).toContain('To allow them, set OPERATOR_LINKS=on.')

  const on = { OPERATOR_LINKS: 'on' }
  const made = await latchkey(args, on)
  expect(made.code).toBe(0)
  const [link = ''] = made.output.split('\n')
  expect(link).toMatch(/^http:\/\/localhost:3000\/reset-password#token=/)
  expect(made.output).toMatch(/█/)
  expect(made.errors).toContain('It works once, until')
  // Its owner hears of it at once, by an email without a secret.
  const { mail: told, raw } = await testbed.postOffice.emailTo('ada@example.test')
  const explained = (await latchkey(['explain', 'ada@example.test'])).output
  expect(explained).toMatch(/Its link was made by hand, by .+\. Reason: no mail at her provider/)
  expect(explained).toContain('The link that was made by hand works until')
  expect(explained).toContain('Notice of a link that was made by hand')
  expect(explained).not.toContain('an unknown device')
  expect(told.subject).toBe('Latchkey: a link to your account was made by hand')
  expect(linksIn(told)).toEqual(['http://localhost:3000/forgot-password'])
  expect(raw).not.toContain('no mail at her provider')
  const token = tokenIn(link)
  expect((await call(server, 'recovery.verifyToken', { token })).status).toBe(200)
  const reset = () => call(server, 'recovery.reset', { token, newPassword })
  expect((await reset()).data.status).toBe('changed')
  expect((await reset()).code).toBe('INVALID_OR_EXPIRED')
  // The notice: its owner hears of it.
  const changed = await testbed.postOffice.emailTo('ada@example.test', { atLeast: 2 })
  expect(changed.link).toContain('/not-me#token=')
  const [audited] = await testbed.rows(
    `select operator is not null as named, reason from latchkey.audit_event where kind = 'link-issued'`,
  )
  expect(audited).toEqual({ named: true, reason: 'no mail at her provider' })

  await latchkey(['user', 'disable', 'ada@example.test'])
  expect((await latchkey(args, on)).errors).toContain('is disabled')
  const json = ['link', 'nobody@example.test', '--reason', 'x', '--json']
  expect(JSON.parse((await latchkey(json, on)).output)).toMatchObject({ status: 'failed' })
  expect((await latchkey(['link', 'ada@example.test'], on)).errors).toContain("'--reason <text>'")
})

test('a cohort must choose new passwords: stopped, resumed, and nobody is emailed twice', async () => {
  const people = ['grace@example.test', 'edsger@example.test', 'barbara@example.test']
  for (const email of people) await testbed.addAccount(email)
  const ids: string[] = []
  for (const email of people) ids.push(await idOf(email))
  const list = join(folder, 'ids.txt')
  writeFileSync(
    list,
    `${ids.join('\n')}\n\n${ids[1]}\n00000000-0000-4000-8000-000000000000\nno id\n`,
  )
  const args = (...more: string[]) => [
    ...['require-reset', '--ids', list, '--campaign', 'breach', '--reason', 'breach'],
    ...['--per-minute', '6000', '--json', ...more],
  ]
  const [first = ''] = ids
  const one = await latchkey(
    ['require-reset', '--ids', '-', '--campaign', 'breach', '--reason', 'breach', '--json'],
    {},
    first,
  )
  expect(JSON.parse(one.output)).toMatchObject({ queued: 1, complete: true })
  const rest = await latchkey(args('--lock', '--yes'))
  const skipped = [
    { id: '00000000-0000-4000-8000-000000000000', reason: 'unknown' },
    { id: 'no id', reason: 'unknown' },
  ]
  expect(JSON.parse(rest.output)).toEqual({
    ...{ campaign: 'breach', queued: 2, doneBefore: 1, duplicates: 1, complete: true },
    skipped,
  })
  // As for lines that an import refuses.
  expect([rest.code, rest.errors]).toEqual([1, expect.stringMatching(/^2 ids were skipped/)])
  for (const email of people) {
    // It has no secret, and one link: to the page where a link is asked for.
    const { mail, code } = await testbed.postOffice.emailTo(email)
    expect(mail.subject).toBe('Latchkey: please choose a new password')
    expect(linksIn(mail)).toEqual(['http://localhost:3000/forgot-password'])
    expect(code).toBe('')
    await call(server, 'recovery.request', { email })
    const { link } = await testbed.postOffice.emailTo(email, { atLeast: 2 })
    const token = tokenIn(link)
    expect((await call(server, 'recovery.reset', { token, newPassword })).data.status).toBe(
      'changed',
    )
  }
  const again = JSON.parse((await latchkey(args())).output)
  expect(again).toMatchObject({ queued: 0, doneBefore: 3, skipped })
})

test('an account that is enabled later gets the email of the same campaign', async () => {
  await testbed.addAccount('eve@example.test')
  const id = await idOf('eve@example.test')
  const run = () =>
    latchkey(['require-reset', '--ids', '-', '--campaign', 'later', '--reason', 'x'], {}, id)
  await latchkey(['user', 'disable', 'eve@example.test'])
  const skipped = await run()
  expect([skipped.code, skipped.errors]).toEqual([1, expect.stringContaining(`${id}: disabled`)])
  await latchkey(['user', 'enable', 'eve@example.test'])
  const reached = await run()
  expect([reached.code, reached.output]).toEqual([0, expect.stringContaining('1 account gets')])
})

test('Ctrl-C ends a campaign with the code of a signal, and says what was done', async () => {
  await testbed.addAccount('mary@example.test')
  const id = await idOf('mary@example.test')
  const args = ['require-reset', '--ids', '-', '--campaign', 'slow', '--reason', 'x', '--json']
  const isQueued = async () => {
    const rows = await testbed.rows(
      `select 1 from latchkey.campaign_account where campaign = 'slow'`,
    )
    return rows.length > 0
  }
  const stopped = await runCommandUntil(isQueued, [...args, '--per-minute', '1'], {
    environment: testbed.environment,
    input: `${id}\nno id\n`,
  })
  expect(stopped).toMatchObject({ code: 130, errors: expect.stringMatching(/^Stopped\./) })
  expect(JSON.parse(stopped.output)).toMatchObject({ queued: 1, complete: false })
})

test('a campaign that fails halfway says what was done until then', async () => {
  await testbed.addAccount('first@example.test')
  await testbed.addAccount('second@example.test')
  const ids = `${await idOf('first@example.test')}\n${await idOf('second@example.test')}\n`
  await testbed.rows(`create function refuse_it() returns trigger language plpgsql as
    $$ begin raise exception 'the disk is full'; end $$`)
  await testbed.rows(`create trigger refuse_it before insert on latchkey.campaign_account
    for each row when (new.account_id = '${await idOf('second@example.test')}')
    execute function refuse_it()`)
  const args = ['require-reset', '--ids', '-', '--campaign', 'halfway', '--reason', 'x', '--json']
  const failed = await latchkey([...args, '--per-minute', '6000'], {}, ids)
  await testbed.rows('drop function refuse_it() cascade')
  expect([failed.code, failed.errors]).toEqual([
    1,
    expect.stringContaining('1 account gets an email now'),
  ])
  expect(JSON.parse(failed.output)).toMatchObject({
    ...{ status: 'failed', error: expect.stringContaining('the disk is full') },
    ...{ campaign: 'halfway', queued: 1, complete: false },
  })
})

test('a campaign waits while the mail server is away, says so, and goes on when it is back', async () => {
  const people = Array.from({ length: 40 }, (_, n) => `cohort-${n}@example.test`)
  await testbed.addAccount('template@example.test')
  const [{ hash } = { hash: '' }] = await testbed.rows<{ hash: string }>(
    `select password_hash as hash from latchkey.account where email = 'template@example.test'`,
  )
  const lines = people.map((email) => JSON.stringify({ email, password_hash: hash }))
  const added = await latchkey(['user', 'import', '-', '--format', 'ndjson'], {}, lines.join('\n'))
  expect(added.output).toContain('40 accounts added')
  const ids = await Promise.all(people.map(idOf))
  const reached = () =>
    testbed.rows(`select 1 from latchkey.campaign_account where campaign = 'away'`)
  const unreachable = () =>
    testbed.rows(`select 1 from latchkey.message where failure = 'unreachable'`)
  await testbed.postOffice.close()
  const campaign = beginCommand(
    ['require-reset', '--ids', '-', '--campaign', 'away', '--reason', 'x', '--per-minute', '6000'],
    testbed.environment,
    ids.join('\n'),
  )
  await expect.poll(async () => (await unreachable()).length).toBeGreaterThan(20)
  await expect
    .poll(campaign.errors)
    .toContain('emails have not left: the mail server cannot be reached.')
  expect((await reached()).length).toBeLessThan(40)
  await testbed.postOffice.open()
  await testbed.rows(`update latchkey.outbox_job set due_at = now() where leased_at is null`)
  const { code, output } = await campaign.result
  expect([code, output]).toEqual([0, expect.stringContaining('40 accounts get an email now')])
  for (const email of people) await testbed.postOffice.emailTo(email)
})

test('a list that cannot be read is told in a sentence, as JSON too', async () => {
  const args = (path: string) => [
    ...['require-reset', '--ids', path, '--campaign', 'list', '--reason', 'x', '--json'],
  ]
  const utf16 = join(folder, 'utf16.txt')
  writeFileSync(utf16, Buffer.from('\uFEFFsome id\r\n', 'utf16le'))
  const empty = join(folder, 'empty.txt')
  writeFileSync(empty, '\n')
  for (const [path, sentence] of [
    [join(folder, 'nowhere'), 'does not exist. Nothing was done.'],
    [folder, 'is a folder; name the file in it.'],
    [utf16, 'is written in UTF-16'],
    [empty, 'has no lines'],
  ] as const) {
    const failed = await latchkey(args(path))
    expect(failed).toMatchObject({ code: 1, errors: expect.stringContaining(sentence) })
    expect(JSON.parse(failed.output).error).toContain(`${path} ${sentence}`)
  }
})

test('an act needs a reason and a name that say something', async () => {
  const before = await testbed.rows('select count(*) from latchkey.audit_event')
  const revoked = await latchkey(['revoke', 'ada@example.test', '--reason', ' '])
  expect(revoked.errors).toContain("option '--reason <text>' argument ' ' is invalid")
  const named = await latchkey(['operator', '--name', ' '], { OPERATOR_PORT: '3001' })
  expect(named.errors).toContain('--name must be a name in one line')
  expect(await testbed.rows('select count(*) from latchkey.audit_event')).toEqual(before)
})

test('one email and a filter for many are a contradiction, and nothing is retried', async () => {
  for (const filter of [
    ['--state', 'delayed'],
    ['--failure', 'busy'],
  ]) {
    const retried = await latchkey(['mail', 'retry', randomUUID(), ...filter])
    expect([retried.code, retried.output]).toEqual([1, ''])
    expect(retried.errors).toContain('Name a messageId, or use --state or --failure')
  }
})

test('the lock makes passwords unusable before the email', async () => {
  await testbed.addAccount('alan@example.test')
  const id = await idOf('alan@example.test')
  const signIn = () =>
    call(server, 'session.signIn', { email: 'alan@example.test', password: oldPassword })
  expect((await signIn()).status).toBe(200)
  const args = ['require-reset', '--ids', '-', '--campaign', 'lock', '--reason', 'x', '--lock']
  expect((await latchkey(args, {}, id)).errors).toContain('add --yes')
  expect((await signIn()).status).toBe(200)
  expect((await latchkey([...args, '--yes'], {}, id)).output).toContain('1 account gets an email')
  expect((await signIn()).code).toBe('SIGN_IN_FAILED')
  const sessions = `select count(*)::int as n from latchkey.session where account_id = $1`
  expect(await testbed.rows(sessions, [id])).toEqual([{ n: 0 }])
  // It was never asked for, and is why the owner cannot sign in.
  expect((await latchkey(['explain', 'alan@example.test'])).output).toContain(
    'An operator made its password unusable at 2',
  )
  const outcomes = `select outcome from latchkey.audit_event where kind = 'reset-required' and account_id = $1`
  expect(await testbed.rows(outcomes, [id])).toEqual([{ outcome: 'locked' }])
})

test('a new password makes a link by hand invalid, as its notice says', async () => {
  await testbed.addAccount('karen@example.test')
  const made = await latchkey(['link', 'karen@example.test', '--reason', 'x', '--no-qr'], {
    OPERATOR_LINKS: 'on',
  })
  const byHand = tokenIn(made.output.trim())
  await testbed.postOffice.emailTo('karen@example.test')
  await call(server, 'recovery.request', { email: 'karen@example.test' })
  const { link } = await testbed.postOffice.emailTo('karen@example.test', { atLeast: 2 })
  const own = { token: tokenIn(link), newPassword }
  expect((await call(server, 'recovery.reset', own)).data.status).toBe('changed')
  const taken = { token: byHand, newPassword: 'of somebody else, they hoped' }
  expect((await call(server, 'recovery.reset', taken)).code).toBe('INVALID_OR_EXPIRED')
})

test('the owners are told why in public words, which lead nowhere', async () => {
  await testbed.addAccount('frances@example.test')
  const id = await idOf('frances@example.test')
  const args = (publicReason: string) => [
    ...['require-reset', '--ids', '-', '--campaign', 'words', '--reason', 'INC-4711'],
    ...['--public-reason', publicReason],
  ]
  for (const [words, why] of [
    ['see https://evil.example', 'no link'],
    ['write to us@example.test', 'no link'],
    ['go to evil.example now', 'no link'],
    ['your code is 482915', 'no number'],
    ['two\nlines', 'one line'],
    ['x'.repeat(301), 'at most 300'],
    [' ', 'must say something'],
  ] as const) {
    const refused = await latchkey(args(words), {}, id)
    expect([words, refused.code]).toEqual([words, 1])
    expect(refused.errors).toContain(why)
  }
  expect((await latchkey(args('A list of accounts was <b>stolen</b>.'), {}, id)).code).toBe(0)
  const { mail, raw } = await testbed.postOffice.emailTo('frances@example.test')
  expect(mail.text).toContain('They say why: “A list of accounts was <b>stolen</b>.”')
  expect(mail.html).toContain('&lt;b&gt;stolen&lt;/b&gt;')
  expect(mail.text).toContain('your present password still works')
  expect(raw).not.toContain('INC-4711')
})

test('the audit trail is streamed, and continued from a cursor', async () => {
  await testbed.rows(
    `insert into latchkey.audit_event (kind, outcome, at)
      select 'signed-out', 'ended', now() - interval '1 hour' from generate_series(1, 2500)`,
  )
  await testbed.rows(`update latchkey.audit_event set at = at - interval '1 minute'`)
  const { output, errors } = await latchkey(['audit', '--since', '2h', '--jsonl'])
  const entries = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries.length).toBeGreaterThan(2_500)
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
  expect(entries.find(({ kind }) => kind === 'link-issued')).toMatchObject({
    reason: 'no mail at her provider',
  })
  const [, after = ''] = /--after (\d+)/.exec(errors) ?? []
  expect((await latchkey(['audit', '--after', after])).errors).toBe('No further events.\n')
  const wrong = await latchkey(['audit', '--since', 'yesterday'])
  expect([wrong.code, wrong.output]).toEqual([1, ''])
  expect(wrong.errors).toContain('It must be like 2026-11-20')
})

test('the version, the settings and the migrations are shown', async () => {
  expect((await latchkey(['--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/)
  const secretFile = join(folder, 'token')
  writeFileSync(secretFile, 'x'.repeat(32))
  const more = { METRICS_TOKEN_FILE: secretFile, LINK_TTL_MINUTS: '30' }
  const shown = await latchkey(['config', 'print'], more)
  expect(shown.code).toBe(0)
  expect(shown.output).toMatch(/^SETTING +VALUE +FROM\n/)
  expect(shown.output).toMatch(/\nRATE_LIMITS +off +environment\n/)
  expect(shown.output).toMatch(/\nLINK_TTL_MINUTES +60 +default\n/)
  expect(shown.output).toMatch(/\nLIMIT_MAILS_PER_ADDRESS +1\/1m,5\/1h,10\/1d +default\n/)
  expect(shown.output).toMatch(new RegExp(`\nMETRICS_TOKEN +${secretFile} +file\n`))
  expect(shown.output).toMatch(/\nLATCHKEY_SECRET +\(secret, 44 characters\) +environment\n/)
  expect(shown.output).not.toContain(testbed.environment.LATCHKEY_SECRET)
  expect(shown.errors).toBe('LINK_TTL_MINUTS is not a setting; did you mean LINK_TTL_MINUTES?\n')
  const wrong = await latchkey(['config', 'print', '--given', '--json'], { PORT: 'eighty' })
  expect(wrong.code).toBe(1)
  expect(JSON.parse(wrong.output)).toContainEqual({
    ...{ name: 'PORT', value: 'eighty', from: 'environment' },
  })

  expect((await latchkey(['migrate', '--plan'])).output).toBe('Nothing to do.\n')
  expect((await latchkey(['migrate', '--status'])).output).toMatch(/0002-webhooks +2\d{3}-/)
  const empty = { DATABASE_URL: await testbed.postgres.empty() }
  const plan = JSON.parse((await latchkey(['migrate', '--plan', '--json'], empty)).output)
  expect(plan.pending[0]).toBe('0001-baseline')
  const status = (await latchkey(['migrate', '--status'], empty)).output
  expect(status).toMatch(/^MIGRATION +RAN AT\n0001-baseline +pending\n/)
})

test('a plan with nothing to do needs no right to create tables', async () => {
  const role = `reader_${randomUUID().slice(0, 8)}`
  const url = new URL(testbed.environment.DATABASE_URL ?? '')
  url.username = role
  await testbed.rows(`create role ${role} login`)
  const reader = { DATABASE_URL: url.href, MIGRATE: 'off' }
  // It may not even read which migrations ran, so one may be missing.
  expect((await latchkey(['migrate', '--plan'], reader)).code).toBe(1)
  await testbed.rows(`grant usage on schema latchkey to ${role}`)
  await testbed.rows(`grant select on all tables in schema latchkey to ${role}`)
  expect(await latchkey(['migrate', '--plan'], reader)).toEqual({
    ...{ code: 0, output: 'Nothing to do.\n', errors: '' },
  })
  await testbed.rows(`drop owned by ${role}`)
  await testbed.rows(`drop role ${role}`)
})

test('an email is shown before it is ever sent', async () => {
  const preview = (...args: string[]) =>
    latchkey(['mail', 'preview', ...args], { PUBLIC_URL: 'https://login.example.test' })
  const text = (await preview('recovery', '--locale', 'de')).output
  expect(text).toMatch(/^Subject: .+\n\n/)
  expect(text).toContain('\nhttps://login.example.test/reset-password#token=')
  expect((await preview('recovery', '--html')).output).toMatch(/^<!doctype html>/i)
  const { code, errors } = await preview('birthday')
  expect(code).toBe(1)
  expect(errors).toContain('There is no email birthday; there are: recovery')
})
