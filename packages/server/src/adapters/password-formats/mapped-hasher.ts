import type { Argon2Engine } from '../argon2-engine.ts'
import { argon2, foreignFormats, type WrittenAs } from '../foreign-hashes/index.ts'
import type { HashingWatch } from '../hashing-watch.ts'
import { createPasswordHasher, type Hasher, read } from '../password-hasher.ts'
import { formats } from './formats.ts'
import { makingFor } from './making.ts'
import type { PasswordWriter } from './writer-for.ts'

/** Hashes in the format of an application, in the same slots as our own. */
export function createMappedHasher(
  engine: Argon2Engine,
  writer: PasswordWriter,
  watch?: HashingWatch,
): Hasher {
  const readers = [...(writer.read ? [writer.read] : []), argon2(engine), ...foreignFormats]
  return createPasswordHasher(engine, watch, {
    write: writer.write,
    isCurrent(stored) {
      const reading = read(readers, stored)
      return 'verify' in reading && isSame(reading.writtenAs, writer)
    },
    ...(writer.read ? { read: writer.read } : {}),
  })
}

/** Under which name a stored password of this format is recognised: Symfony's look like any other bcrypt. */
export const looksLike = (name: string) => (name === 'symfony-bcrypt' ? 'bcrypt' : name)

function isSame(found: WrittenAs | undefined, { name, making }: PasswordWriter): boolean {
  if (found?.write !== looksLike(name)) return false
  const format = formats[name]
  const { cost, parameters = {} } = found
  const prefix = format.prefixes ? found.prefix : undefined
  const filled = makingFor(format, { write: name, prefix, cost, parameters }, () => undefined)
  return (
    filled.prefix === making.prefix &&
    filled.cost === making.cost &&
    Object.entries(making.parameters).every(([key, value]) => filled.parameters[key] === value)
  )
}
