import { type AnyAccountMap, type PasswordPart, passwordParts } from '@latchkey/db'
import type { Argon2Engine } from '../argon2-engine.ts'
import { pepperedBcrypt } from '../foreign-hashes/bcrypt.ts'
import type { ForeignFormat } from '../foreign-hashes/index.ts'
import type { Making } from './format.ts'
import { type FormatName, formatNames } from './format-names.ts'
import { formats } from './formats.ts'
import { makingFor } from './making.ts'
import { storedText } from './stored-password.ts'

/** Writes passwords as one application stores them. */
export type PasswordWriter = {
  name: FormatName
  making: Pick<Making, 'prefix' | 'cost' | 'parameters'>
  /** The columns that are written together. */
  parts: readonly PasswordPart[]
  /** How many characters each of them gets. A shorter column cannot hold them. */
  lengths: Partial<Record<PasswordPart, number>>
  /** Passwords of more bytes are rejected. `undefined`: any number of bytes is read. */
  maxBytes: number | undefined
  /** One text, as it passes through core: JSON where there are several parts. */
  write(password: string): Promise<string>
  /** Where a secret of the application is part of the password. */
  read?: ForeignFormat
}

export type WriterForMap =
  | { ok: true; writer: PasswordWriter }
  /** Each one sentence that starts with the path in the map. */
  | { ok: false; problems: readonly string[] }

/** What writes the passwords of the application of this map, or everything that makes it impossible. */
export function writerFor(
  password: AnyAccountMap['password'],
  parts: { argon2: Pick<Argon2Engine, 'hash'>; pepper?: string | undefined },
): WriterForMap {
  const name = formatNames.find((known) => known === password.write)
  if (!name) return { ok: false, problems: [unknownFormat(password.write)] }
  const format = formats[name]
  const problems: string[] = []
  const report = (path: string, problem: string) => problems.push(`password.${path} ${problem}.`)

  const chosen = makingFor(format, password, report)
  const making: Making = { ...chosen, pepper: parts.pepper ?? '', argon2: parts.argon2 }
  const together = problems.length === 0 ? format.problem?.(making) : undefined
  if (together !== undefined) report('parameters', `cannot be used: ${together}`)
  checkParts(password, { name, parts: format.parts, report })
  const { maxBytes = format.maxBytes } = password
  if (format.maxBytes !== undefined && maxBytes !== undefined && maxBytes > format.maxBytes) {
    report('maxBytes', `is ${maxBytes}, but ${name} reads only ${format.maxBytes}`)
  }
  checkPepper(password.pepper, parts.pepper, { name, takesPepper: format.takesPepper, report })

  if (problems.length > 0) return { ok: false, problems }
  const writer: PasswordWriter = {
    name,
    making: chosen,
    parts: format.parts,
    lengths: format.lengths(making),
    maxBytes,
    write: async (text) => storedText(format.parts, await format.write(text, making)),
    ...(making.pepper === '' ? {} : { read: pepperedBcrypt(making.pepper) }),
  }
  return { ok: true, writer }
}

/** The map says as many parts as the format writes: as columns, or as what a function gets. */
function checkParts(
  password: AnyAccountMap['password'],
  {
    name,
    parts,
    report,
  }: {
    name: FormatName
    parts: readonly PasswordPart[]
    report: (path: string, problem: string) => void
  },
): void {
  const said =
    'columns' in password
      ? passwordParts.filter((part) => password.columns[part] !== undefined)
      : password.parts
  const path = (part: PasswordPart) =>
    'columns' in password ? `columns.${part}` : `parts (${part})`
  for (const part of parts) {
    if (!said.includes(part)) report(path(part), `is missing: ${name} writes it`)
  }
  for (const part of said) {
    if (!parts.includes(part)) report(path(part), `is given, but ${name} does not write it`)
  }
}

function checkPepper(
  isNeeded: boolean,
  pepper: string | undefined,
  {
    name,
    takesPepper,
    report,
  }: {
    name: FormatName
    takesPepper: boolean | undefined
    report: (path: string, problem: string) => void
  },
): void {
  if (isNeeded && !takesPepper) report('pepper', `is true, but ${name} is written without a pepper`)
  else if (isNeeded && !pepper) report('pepper', 'is true, but PEPPER_FILE names no secret')
  else if (!isNeeded && pepper) report('pepper', 'is not true, but PEPPER_FILE names a secret')
}

function unknownFormat(write: string): string {
  return `password.write is ${write}, which Latchkey cannot write. It writes ${formatNames.join(', ')}.`
}
