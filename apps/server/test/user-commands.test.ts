import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { freePort } from '@latchkey/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  runCommand,
  runCommandReadLate,
  runCommandUnread,
  runCommandUntil,
} from './kit/server-process.ts'
import { oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let folder: string
beforeAll(async () => {
  testbed = await openTestbed({ LOG_LEVEL: 'silent' })
  folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'))
  await testbed.addAccount('ada@example.test')
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await testbed.close()
})

const latchkey = (args: string[], input = '') => runCommand(args, testbed.environment, input)
async function works(args: string[], input = ''): Promise<string> {
  const { code, output, errors } = await latchkey(args, input)
  expect([code, errors]).toEqual([0, ''])
  return output
}
async function fails(args: string[], input = ''): Promise<string> {
  const { code, errors } = await latchkey(args, input)
  expect(code).toBe(1)
  return errors
}
const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const hash = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

test('one account is shown, disabled, enabled, moved and removed; each act is in the audit trail', async () => {
  const shown = JSON.parse(await works(['user', 'show', 'ada@example.test', '--json']))
  expect(shown).toMatchObject({ status: 'active', hasPassword: true, own: { sessions: 0 } })
  expect(await works(['user', 'show', 'ADA@example.test'])).toMatch(/Status +active\n/)

  const reason = ['--reason', 'left the company']
  expect(await works(['user', 'disable', 'ada@example.test', ...reason])).toBe(
    'ada@example.test is disabled. 0 sessions ended, 0 secrets voided.\n',
  )
  expect(await works(['user', 'disable', 'ada@example.test'])).toContain('was so already')
  expect(await works(['user', 'enable', 'ada@example.test'])).toContain('is enabled.')
  expect(await works(['user', 'set-email', 'ada@example.test', 'ada@new.test'])).toContain(
    'ada@example.test is now ada@new.test.',
  )
  expect(await works(['user', 'set-locale', 'ada@new.test', 'pt-br'])).toContain('is set.')
  expect(await works(['user', 'list'])).toMatch(
    /^EMAIL +STATUS +PASSWORD +LOCALE +SINCE\nada@new\.test +active +yes +pt-BR +2/,
  )
  const set = ['user', 'set-password', 'ada@new.test', '--password-stdin']
  expect(await works(set, oldPassword)).toContain('Its owner gets an email that says so.')
  expect(await fails(set, 'password')).toContain('it is one of the most common passwords')
  expect(await works(['user', 'remove', 'ada@new.test', '--yes'])).toContain('is removed.')

  const audit = await testbed.rows(
    `select outcome, operator is not null as named, reason from latchkey.audit_event
      where kind = 'account-changed' order by id`,
  )
  expect(audit).toEqual([
    { outcome: 'added', named: true, reason: null },
    { outcome: 'disabled', named: true, reason: 'left the company' },
    ...['enabled', 'moved', 'locale-set', 'password-set', 'removed'].map((outcome) => ({
      ...{ outcome, named: true, reason: null },
    })),
  ])
})

test('an account that is added is in the audit trail, and one that was there is not', async () => {
  const add = ['user', 'add', 'nina@example.test', '--reason', 'starts on Monday']
  await works(add)
  expect(await fails(add)).toContain('already has an account')
  const audit = await testbed.rows(
    `select operator is not null as named, reason, account_id is not null as of_account
      from latchkey.audit_event where kind = 'account-changed' and outcome = 'added'
        and reason = 'starts on Monday'`,
  )
  expect(audit).toEqual([{ named: true, reason: 'starts on Monday', of_account: true }])
})

test('what cannot be done is said, as JSON too', async () => {
  await works(['user', 'add', 'grace@example.test'])
  await works(['user', 'add', 'alan@example.test'])
  expect(await fails(['user', 'show', 'nobody@example.test'])).toBe(
    'No account has the address nobody@example.test.\n',
  )
  expect(await fails(['user', 'set-email', 'grace@example.test', 'alan@example.test'])).toBe(
    'Another account has the new address; nothing was changed.\n',
  )
  expect(await fails(['user', 'set-locale', 'grace@example.test', 'tlh'])).toContain(
    'There is no language tlh',
  )
  expect(await fails(['user', 'remove', 'grace@example.test'])).toContain('add --yes')
  expect(await fails(['user', 'set-password', 'grace@example.test'])).toContain('--password-stdin')
  const { output } = await latchkey(['user', 'enable', 'nobody@example.test', '--json'])
  expect(JSON.parse(output)).toMatchObject({ status: 'failed' })
})

test('no password and a password are a contradiction, and nothing is added', async () => {
  for (const given of ['--password-stdin', '--password-hash-stdin']) {
    const add = ['user', 'add', 'zed@example.test', '--no-password', given]
    expect(await fails(add, oldPassword)).toContain(
      `option '--no-password' cannot be used with option '${given}'`,
    )
  }
  expect(await fails(['user', 'show', 'zed@example.test'])).toContain('No account')
})

test('log lines do not stand in front of the result', async () => {
  const nowhere = `http://127.0.0.1:${await freePort()}/`
  const environment = {
    ...{ ...testbed.environment, LOG_LEVEL: 'warn' },
    ...{ BREACHED_PASSWORDS: 'on', BREACHED_PASSWORDS_URL: nowhere },
  }
  const add = ['user', 'add', 'log@example.test', '--password-stdin', '--json']
  const { code, output, errors } = await runCommand(add, environment, oldPassword)
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ email: 'log@example.test' })
  expect(JSON.parse(errors)).toMatchObject({ name: 'cli', event: 'password.breach-lookup' })
})

test('a command line without a command shows which there are', async () => {
  expect(await works([])).toMatch(/^Usage: latchkey \[options\] \[command\]\n/)
  expect(await works(['user'])).toMatch(/^Usage: latchkey user /)
  expect(await fails(['nope'])).toContain("unknown command 'nope'")
})

test('a broken CSV: each refused line has its reason, the others are added, and again nothing is', async () => {
  const csv = file(
    'people.csv',
    [
      '\uFEFFEmail,password_hash,locale,status',
      `one@example.test,"${hash}",de,active`,
      'two@example.test,,,disabled',
      'no address,,,',
      'three@example.test,secret,,',
      'four@example.test,,tlh,',
      'five@example.test,,',
      'six@example.test,,,asleep',
      'ONE@example.test,,,',
      '"seven@example.test"x,,,',
      'eight@example.test,,,',
    ].join('\r\n'),
  )
  const first = await latchkey(['user', 'import', csv])
  expect(first.code).toBe(1)
  expect(first.output).toBe('10 lines read: 3 accounts added, 1 was there before.\n')
  for (const [line, why] of [
    [4, 'email: '],
    [5, 'password_hash: '],
    [6, 'there is no locale "tlh"'],
    [7, 'it has 3 fields, and the header has 4'],
    [8, 'status must be active or disabled'],
    [10, 'a quotation mark is in the wrong place'],
  ]) {
    expect(first.errors).toContain(`line ${line}: ${why}`)
  }
  expect(first.errors).toContain('6 lines were refused')
  const again = await latchkey(['user', 'import', csv, '--json'])
  expect(JSON.parse(again.output.split('\n')[0] ?? '')).toMatchObject({
    ...{ lines: 10, added: 0, existing: 4, refused: 6 },
  })
  const two = JSON.parse(await works(['user', 'show', 'two@example.test', '--json']))
  expect(two).toMatchObject({ status: 'disabled', hasPassword: false })
})

test('one line is told in the singular', async () => {
  const csv = file('one-line.csv', 'email,locale,status\nnobody\n')
  const { output, errors } = await latchkey(['user', 'import', csv])
  expect(output).toBe('1 line read: 0 accounts added, 0 were there before.\n')
  expect(errors).toBe(
    [
      '1 line was refused; correct it, and run the command again.',
      '  line 2: it has 1 field, and the header has 3',
      '',
    ].join('\n'),
  )
})

test('a long list of refused lines is whole however late it is read', async () => {
  const line = `ada@example.test,${'x'.repeat(300)}`
  const csv = `email,locale\n${`${line}\n`.repeat(1_000)}`
  const args = ['user', 'import', '-', '--format', 'csv', '--json']
  const late = await runCommandReadLate(args, testbed.environment, csv)
  expect(late.code).toBe(1)
  expect(JSON.parse(late.output).problems).toHaveLength(1_000)
  expect(late.errors).toContain('1000 lines were refused')
  // Without --json it is the errors that are long.
  const inWords = await runCommandReadLate(args.slice(0, -1), testbed.environment, csv)
  expect(inWords.errors).toContain('\n  line 1001: there is no locale')
  expect(await runCommandUnread(args, testbed.environment, csv)).toBe(1)
})

test('NDJSON from standard input, a file that is not there, and passwords in clear', async () => {
  const lines = [
    JSON.stringify({ email: 'nine@example.test', locale: 'fr' }),
    '{',
    '[]',
    JSON.stringify({ email: 'ten@example.test', password: 'in clear' }),
    JSON.stringify({ email: 'ten@example.test', name: 'Ten' }),
    JSON.stringify({ email: 10 }),
    '',
  ].join('\n')
  const run = await latchkey(['user', 'import', '-', '--format', 'ndjson'], lines)
  expect(run.output).toBe('6 lines read: 1 account added, 0 were there before.\n')
  for (const why of [
    'line 2: it is no JSON',
    'line 3: it is no JSON object',
    'line 4: passwords in clear are not imported',
    'line 5: there is no field "name"',
    'line 6: email is no text',
  ]) {
    expect(run.errors).toContain(why)
  }
  expect(run.errors).not.toContain('in clear"')
  expect(await fails(['user', 'import', join(folder, 'gone.csv')])).toContain('does not exist')
  expect(await fails(['user', 'import', '-'])).toContain('--format csv or --format ndjson')
  const dry = ['user', 'import', '-', '--format', 'ndjson', '--dry-run']
  expect(await works(dry, '{"email":"new@example.test"}')).toContain('1 account would be added')
  expect(await fails(['user', 'show', 'new@example.test'])).toContain('No account')
})

test('a dry run counts what an import would do, also for addresses that are there', async () => {
  await works(['user', 'add', 'eleven@example.test'])
  const people = file(
    'dry.csv',
    'email\neleven@example.test\ntwelve@example.test\nTWELVE@example.test\n',
  )
  const counted = { lines: 3, added: 1, existing: 2, refused: 0 }
  const args = ['user', 'import', people, '--json']
  expect(JSON.parse(await works([...args, '--dry-run']))).toMatchObject(counted)
  expect(JSON.parse(await works([...args, '--dry-run']))).toMatchObject(counted)
  expect(JSON.parse(await works(args))).toMatchObject(counted)
})

test('a dry run says how far it is without claiming to add', async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `dry-${n}@dry.test`)
  const path = file('long-dry.csv', ['email', ...lines].join('\n'))
  const { code, output, errors } = await latchkey(['user', 'import', path, '--dry-run'])
  expect([code, output]).toEqual([
    0,
    '10000 lines checked: 10000 accounts would be added, 0 were there before.\n',
  ])
  expect(errors).toMatch(/^10000 lines read, \d+ accounts would be added, 0 refused$/m)
})

test('an import that fails halfway says at which line of the file, and what was added', async () => {
  await testbed.rows(`create function refuse_it() returns trigger language plpgsql as
    $$ begin raise exception 'the disk is full'; end $$`)
  await testbed.rows(`create trigger refuse_it before insert on latchkey.account
    for each row when (new.email like 'last-%') execute function refuse_it()`)
  const people = (of: string) => [
    ...['email', '', ...Array.from({ length: 500 }, (_, n) => `${of}-${n}@halfway.test`)],
    ...['', `last-${of}@halfway.test`],
  ]
  const run = (of: string, ...more: string[]) =>
    latchkey(['user', 'import', file('halfway.csv', people(of).join('\n')), ...more])
  const { code, output, errors } = await run('words')
  expect([code, output]).toEqual([1, ''])
  expect(errors).toContain('It ended at line 504: 500 accounts added.')
  expect(JSON.parse((await run('json', '--json')).output)).toMatchObject({
    ...{ status: 'failed', error: expect.stringContaining('the disk is full') },
    ...{ added: 500, existing: 0, refused: 0, lastLine: 504 },
  })
  await testbed.rows('drop function refuse_it() cascade')
})

test.each([
  ['the first line must name the fields, and names no email', 'mail,pw'],
  ['there is no field "pw"', 'email,pw'],
  ['passwords in clear are not imported', 'email,password'],
  ['it names email twice', 'email,email'],
  ['a quotation mark is not closed', '"email,status'],
])('a wrong header is one problem, and not one for each line: %s', async (problem, header) => {
  const lines = [header, ...Array.from({ length: 100 }, () => 'a@b.example,x')]
  const errors = await fails(['user', 'import', file('header.csv', lines.join('\n'))])
  expect(errors).toContain(`header.csv is wrong: ${problem}`)
  expect(errors.trim().split('\n')).toHaveLength(1)
})

test('a file in another encoding and an empty file are told as such', async () => {
  const utf16 = join(folder, 'utf16.csv')
  writeFileSync(utf16, Buffer.from('\uFEFFemail\r\na@b.example\r\n', 'utf16le'))
  expect(await fails(['user', 'import', utf16])).toContain('is written in UTF-16')
  for (const [name, bytes] of [
    ['no-mark.csv', Buffer.from('email\r\na@b.example\r\n', 'utf16le')],
    ['other-end.csv', Buffer.from('\uFEFFemail\r\na@b.example\r\n', 'utf16le').swap16()],
  ] as const) {
    writeFileSync(join(folder, name), bytes)
    expect(await fails(['user', 'import', join(folder, name)])).toContain('is written in UTF-16')
  }
  const image = join(folder, 'image.csv')
  writeFileSync(image, Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex'))
  expect(await fails(['user', 'import', image])).toContain('is not a text file')
  const latin1 = join(folder, 'latin1.csv')
  writeFileSync(latin1, Buffer.from('email\nbücher@example.test\n', 'latin1'))
  expect(await fails(['user', 'import', latin1])).toContain(
    'line 2: it contains bytes that are not',
  )
  for (const text of ['', '\n\n']) {
    expect(await fails(['user', 'import', file('empty.csv', text)])).toContain('has no lines')
  }
  expect(await fails(['user', 'import', folder, '--format', 'csv'])).toContain('is a folder')
})

test('an import that is killed leaves no account without a trace', async () => {
  const csv = ['email', ...Array.from({ length: 20_000 }, (_, n) => `half-${n}@half.test`)]
  const count = async () => {
    const [row] = await testbed.rows<{ n: number }>(
      `select count(*)::int as n from latchkey.account where email like '%@half.test'`,
    )
    return row?.n ?? 0
  }
  const { code } = await runCommandUntil(
    async () => (await count()) > 0,
    ['user', 'import', '-', '--format', 'csv', '--reason', 'half'],
    { environment: testbed.environment, input: csv.join('\n') },
  )
  expect(code).not.toBe(0)
  const added = await count()
  const audited = await testbed.rows(
    `select sum(count)::int as n, bool_and(operator is not null) as named
       from latchkey.audit_event where kind = 'accounts-imported' and reason = 'half'`,
  )
  expect(audited).toEqual([{ n: added, named: true }])
})

test('100 000 lines are streamed, with a report of how far it is', async () => {
  const path = join(folder, 'many.csv')
  const out = createWriteStream(path)
  out.write('email,password_hash\n')
  for (let n = 0; n < 100_000; n += 1)
    out.write(`person-${n}@many.test,${n % 2 ? `"${hash}"` : ''}\n`)
  out.end()
  await finished(out)
  const run = await latchkey(['user', 'import', path, '--reason', 'moved here'])
  expect([run.code, run.output]).toEqual([
    0,
    '100000 lines read: 100000 accounts added, 0 were there before.\n',
  ])
  expect(run.errors).toContain('50000 lines read')
  const [count] = await testbed.rows(
    `select count(*)::int as n from latchkey.account where email like '%@many.test'`,
  )
  expect(count).toEqual({ n: 100_000 })
})
