import type { HashablePassword } from '@latchkey/core'
import type { AccountMap } from '@latchkey/db'
import {
  type FormatName,
  formats,
  loadFastEngine,
  partsOf,
  writerFor,
} from '@latchkey/server/parts/passwords'

type Said = Pick<AccountMap['password'], 'prefix' | 'cost'> & {
  parameters?: Record<string, number>
}

const argon2 = await loadFastEngine()

/** What everybody in these stories signs in with. */
export const everybodys = 'their password of before'

async function made(write: FormatName, said: Said = {}): Promise<Record<string, string>> {
  const { parts } = formats[write]
  const columns = Object.fromEntries(parts.map((part) => [part, part])) as { hash: string }
  const writer = writerFor(
    {
      ...{ columns, where: {}, usable: {}, parameters: {}, onChange: {}, write },
      ...{ normalise: 'none', pepper: false, ...said },
    },
    { argon2 },
  )
  if (!writer.ok) throw new Error(writer.problems.join(' '))
  const stored = await writer.writer.write(everybodys as HashablePassword)
  return partsOf(stored) ?? { hash: stored }
}

const hash = async (write: FormatName, said?: Said) => (await made(write, said)).hash ?? ''
/** The cost stands in the text, and computing it takes no longer. */
const dearer = (text: string, cost: number) => text.replace('$04$', `$${cost}$`)

const bcrypt2b = await hash('bcrypt', { prefix: '2b', cost: 4 })
const payload = await made('payload')

/** Stored passwords as frameworks make them, by the names that the tables of the stories use. */
export const hashes: Readonly<Record<string, string>> = {
  bcrypt_2a: await hash('bcrypt', { prefix: '2a', cost: 4 }),
  bcrypt_2b: bcrypt2b,
  bcrypt_2b_10: dearer(bcrypt2b, 10),
  bcrypt_2b_12: dearer(bcrypt2b, 12),
  bcrypt_2y: await hash('bcrypt', { prefix: '2y', cost: 4 }),
  spring_bcrypt: await hash('spring-bcrypt', { cost: 4 }),
  argon2id: await hash('argon2id', { parameters: { m: 64, t: 1, p: 1 } }),
  werkzeug_scrypt: await hash('werkzeug-scrypt', { parameters: { N: 2, r: 1, p: 1 } }),
  werkzeug_pbkdf2: await hash('werkzeug-pbkdf2', { cost: 1 }),
  adonis_scrypt: await hash('adonis-scrypt', { parameters: { N: 16, r: 8, p: 1 } }),
  django_pbkdf2: await hash('django-pbkdf2', { cost: 1 }),
  better_auth: await hash('better-auth'),
  payload_hash: payload.hash ?? '',
  payload_salt: payload.salt ?? '',
  // Formats that Latchkey knows by sight and does not write.
  lucia_2: `s2:${'k3'.repeat(8)}:${'0a'.repeat(64)}`,
  md5: 'd2f1c0a9b8e7d6c5f4a3928170615243',
  sha1: 'c0ffee00b1a2c3d4e5f60718293a4b5c6d7e8f90',
  // No format at all.
  gitea_pbkdf2: 'e5'.repeat(50),
  clear_1: 'correct horse battery',
  clear_2: 'Sommer2024!',
  clear_3: 'hunter2hunter',
}
