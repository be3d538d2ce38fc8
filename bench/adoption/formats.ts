import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { AccountMapSchema } from '../../packages/db/src/accounts/map/account-map.ts'
import { loadArgon2Engine } from '../../packages/server/src/adapters/argon2-engine.ts'
import {
  type FormatName,
  writerFor,
} from '../../packages/server/src/adapters/password-formats/index.ts'
import { type Program, startVerifier, type Verifier } from './rig/verifiers.ts'

/*
 * Writes passwords in each format, and lets the libraries read them that applications verify with (A17): a thousand at
 * the least cost, twenty at the usual one.
 */

type Case = {
  write: FormatName
  prefix?: string
  /** The least that the format has. */
  least: { cost?: number; parameters?: Record<string, number> }
  pepper?: string
  /** Names of verifiers. */
  read: readonly `${Program}:${string}`[]
}

const pepper = 'a pepper of this check'
const leastArgon2 = { m: 8, t: 1, p: 1 }

const cases: readonly Case[] = [
  {
    write: 'bcrypt',
    prefix: '2b',
    least: { cost: 4 },
    read: ['npm:bcrypt', 'npm:bcryptjs', 'go:go-bcrypt', 'ruby:bcrypt-ruby'],
  },
  {
    write: 'bcrypt',
    prefix: '2a',
    least: { cost: 4 },
    read: ['npm:bcrypt', 'npm:bcryptjs', 'go:go-bcrypt', 'ruby:bcrypt-ruby', 'java:jbcrypt'],
  },
  {
    write: 'bcrypt',
    prefix: '2y',
    least: { cost: 4 },
    read: ['php:php', 'php:laravel', 'npm:bcryptjs', 'go:go-bcrypt'],
  },
  { write: 'bcrypt', prefix: '2a', least: { cost: 4 }, pepper, read: ['ruby:devise'] },
  { write: 'symfony-bcrypt', least: { cost: 4 }, read: ['php:symfony'] },
  { write: 'argon2id', least: { parameters: leastArgon2 }, read: ['npm:argon2', 'php:laravel'] },
  { write: 'argon2i', least: { parameters: leastArgon2 }, read: ['npm:argon2'] },
  { write: 'django-pbkdf2', least: { cost: 1 }, read: ['python:django'] },
  { write: 'passlib-pbkdf2-sha512', least: { cost: 1 }, read: ['python:passlib'] },
  { write: 'werkzeug-pbkdf2', prefix: 'sha256', least: { cost: 1 }, read: ['python:werkzeug'] },
  { write: 'werkzeug-pbkdf2', prefix: 'sha512', least: { cost: 1 }, read: ['python:werkzeug'] },
  { write: 'aspnet-identity-3', prefix: 'sha256', least: { cost: 1 }, read: ['npm:aspnet'] },
  { write: 'better-auth', least: {}, read: ['npm:better-auth'] },
  {
    write: 'adonis-scrypt',
    least: { parameters: { N: 2, r: 1, p: 1 } },
    read: ['npm:adonis-scrypt'],
  },
  { write: 'adonis-bcrypt', least: { cost: 4 }, read: ['npm:adonis-bcrypt'] },
  { write: 'medusa-scrypt', least: { parameters: { N: 2, r: 1, p: 1 } }, read: ['npm:medusa'] },
]

/** The letters of many scripts, signs, and blanks inside. Not longer than bcrypt reads. */
function randomPassword(): string {
  const letters = [
    'a',
    'Z',
    '7',
    '$',
    '{',
    '"',
    "'",
    '\\',
    ' ',
    'é',
    'ß',
    'ж',
    '中',
    '🔑',
    '~',
    ':',
  ]
  let text = 'p'
  while (Buffer.byteLength(text) < 10 + randomInt(36)) text += letters[randomInt(letters.length)]
  return `${text}q`
}

const started = new Map<Program, Verifier>()

function verifierOf(program: Program): Verifier {
  const known =
    started.get(program) ??
    startVerifier(program, { DEVISE_PEPPER: program === 'ruby' ? pepper : '' })
  started.set(program, known)
  return known
}

async function check(one: Case, cost: Case['least'], count: number): Promise<void> {
  const { password } = AccountMapSchema.parse({
    users: { table: 'public.users', id: 'id', email: 'email' },
    password: {
      columns: { hash: 'password' },
      write: one.write,
      ...(one.prefix !== undefined && { prefix: one.prefix }),
      ...cost,
      pepper: one.pepper !== undefined,
    },
  })
  const made = writerFor(password, { argon2: await loadArgon2Engine(), pepper: one.pepper })
  assert.ok(made.ok, made.ok ? '' : made.problems.join(' '))
  for (let nth = 0; nth < count; nth += 1) {
    const text = randomPassword()
    const stored = await made.writer.write(text)
    for (const reader of one.read) {
      const [program = '', name = ''] = reader.split(':')
      const verifier = verifierOf(program as Program)
      assert.ok(await verifier.verify(name, text, stored), `${name} refuses ${text}`)
      if (nth % 100 === 0) {
        assert.equal(
          await verifier.verify(name, `${text}!`, stored),
          false,
          `${name} accepts another`,
        )
      }
    }
  }
}

export async function checkFormats(print: (line: string) => void) {
  const counts = { passed: 0, failed: 0 }
  const wanted = process.env.ADOPTION_FORMATS?.split(',')
  for (const one of cases) {
    if (wanted && !wanted.includes(one.write)) continue
    const runs = [
      { cost: one.least, count: 1_000, said: 'at the least cost' },
      { cost: {}, count: 20, said: 'at the usual cost' },
    ]
    for (const { cost, count, said } of runs) {
      const title = `A17  ${one.write}${one.prefix === undefined ? '' : ` ${one.prefix}`}${one.pepper === undefined ? '' : ' with a pepper'}: ${count} passwords ${said}, read by ${one.read.join(', ')}`
      try {
        await check(one, cost, count)
        counts.passed += 1
        print(`passed  ${title}`)
      } catch (error) {
        counts.failed += 1
        print(`FAILED  ${title}\n        ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  for (const verifier of started.values()) verifier.end()
  return counts
}
