import type { RecognisedFormat } from '@latchkey/server/parts/passwords'
import type { DraftMap } from './draft.ts'
import type { FoundUsers } from './find-users.ts'
import { type Look, values } from './look.ts'
import { kindNames } from './names.ts'
import { columnsLike, isBoolean, isInteger, isJson, isText, isTime, isUnique } from './tables.ts'

type Password = DraftMap['password']
type Part = { password: Password; unsure: string[] }

/** The format that is written: that of the newest password. */
export function newestFormat(formats: readonly RecognisedFormat[]): RecognisedFormat | undefined {
  return formats.toSorted((a, b) => a.newest - b.newest)[0]
}

/** What the map says of a format. */
export function writtenAs(
  format: Pick<RecognisedFormat, 'write' | 'prefix' | 'cost'> & {
    parameters?: Readonly<Record<string, number>>
  },
): Pick<Password, 'write' | 'prefix' | 'cost' | 'parameters' | 'normalise'> {
  const { write, prefix, cost, parameters = {} } = format
  return {
    write,
    ...(prefix !== undefined && { prefix }),
    ...(cost !== undefined && { cost }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    // It hashes the compatibility form of what is typed; the others hash what is typed.
    ...(write === 'better-auth' && { normalise: 'NFKC' as const }),
  }
}

/** Where the password is, and which texts are none. The format is filled in by somebody who knows it. */
export async function passwordPart(
  { password, join }: FoundUsers,
  look: Look,
): Promise<Omit<Part, 'password'> & { password: Omit<Password, 'write'> }> {
  const { table, columns, recognition } = password
  const hashes = values(await look(table, [columns.hash]), columns.hash)
  const where = join ? await discriminators(password, join, look) : { where: {}, unsure: [] }
  const usable = usableHash(hashes)
  return {
    password: {
      ...(join && {
        ...{ table: table.table, join },
        ...(Object.keys(where.where).length > 0 && { where: where.where }),
      }),
      columns,
      usable: { hash: usable },
    },
    unsure: [
      ...where.unsure,
      ...(recognition.unknown > 0 && !('notLike' in usable)
        ? [
            `${recognition.unknown} of the newest ${recognition.passwords} stored passwords have no format that is known; perhaps they are marks of users without a password, or passwords as people typed them. Say in password.usable what a password never is.`,
          ]
        : []),
    ],
  }
}

/** Marks such as Django's and Unix's: a sign before anything that no password fits. */
function usableHash(hashes: readonly string[]): { notLike: string } | { not: string } {
  for (const mark of ['!', '*']) {
    if (hashes.some((hash) => hash.startsWith(mark))) return { notLike: `${mark}%` }
  }
  return { not: '' }
}

type Where = Record<string, string | { like: string }>

/** Which of the rows of one user is the one with the password: `providerId` is `credential`, `id` begins with `email:`. */
async function discriminators(
  { table, columns }: FoundUsers['password'],
  join: Record<string, string>,
  look: Look,
): Promise<{ where: Where; unsure: string[] }> {
  const [owner = ''] = Object.keys(join)
  if (isUnique(table, owner)) return { where: {}, unsure: [] }
  const names = table.columns.map(({ name }) => name)
  const rows = await look(table, names)
  const withPassword = rows.filter((row) => row[columns.hash])
  // An enum is a kind as well as a text.
  const kinds = columnsLike(table, kindNames).filter(
    (one) => ![isTime, isBoolean, isJson, isInteger].some((is) => is(one)),
  )
  const where: Where = {}
  for (const { name } of kinds) {
    const only = theOnly(withPassword.map((row) => row[name] ?? ''))
    if (only) where[name] = only
  }
  for (const { name } of Object.keys(where).length > 0 ? [] : table.columns.filter(isText)) {
    const prefix = theOnly(
      withPassword.map((row) => /^[a-z]{2,20}:/.exec(row[name] ?? '')?.[0] ?? ''),
    )
    if (prefix && name !== columns.hash) where[name] = { like: `${prefix}%` }
  }
  if (Object.keys(where).length > 0) return { where, unsure: [] }
  return {
    where,
    unsure: [
      `A user may have several rows in ${table.table}, and nothing says which of them has the password; say it in password.where. A change that would write two rows is refused.`,
    ],
  }
}

/** The value that all have. `undefined`: they differ, or there is none. */
function theOnly(all: readonly string[]): string | undefined {
  const [one, ...more] = new Set(all)
  return more.length === 0 && one !== '' ? one : undefined
}
