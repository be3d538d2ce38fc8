import { type AccountMap, type Database, isFunctions, samplePasswords } from '@latchkey/db'
import type { MappedAccounts } from '@latchkey/server/parts'
import {
  formatOf,
  looksLike,
  type Recognition,
  recogniseStored,
} from '@latchkey/server/parts/passwords'
import { type Result, resultsOf } from './result.ts'

const SAMPLES = 200

const { ok, note, warning, problem } = resultsOf('password format')

/** Whether new passwords are written as the application stores them. It may not read anything else. */
export async function formatResults(
  database: Database,
  accounts: MappedAccounts,
): Promise<Result[]> {
  const format = formatOf(accounts)
  if ('problem' in format) return []
  const name = nameOf(accounts.map.password)
  const results = [
    format.weakness === undefined
      ? ok(`New passwords are written as ${name}.`)
      : warning(
          `New passwords are written as ${name}, as the application does. ${format.weakness}`,
          'Raise it in the application first, then in the map.',
        ),
  ]
  const { map } = accounts
  if (isFunctions(map)) {
    return [
      ...results,
      note(
        'No stored password can be seen here, because functions reach them, so nothing is compared with that format.',
        'Sign in to the application with a password that was reset.',
      ),
    ]
  }
  // A missing right or column is said elsewhere.
  const samples = await samplePasswords(database, map, SAMPLES).catch(() => undefined)
  if (samples === undefined) return results
  return [...results, ...compared(map, recogniseStored(samples))]
}

function compared(map: AccountMap, { passwords, formats }: Recognition): Result[] {
  const { write, prefix, cost } = map.password
  if (passwords === 0) return [note('No user has a password yet, so its format is not known.')]
  const found = formats
    .map((format) => `${nameOf(format)} (${Math.round(format.share * 100)} %)`)
    .join(', ')
  if (formats.length === 0) {
    return [
      warning(
        `None of the newest ${passwords} stored passwords has a format that is known here, so it cannot be said whether the application reads ${nameOf(map.password)}.`,
        'Try it: latchkey doctor --trial <address>, and sign in to the application with a password that was reset.',
      ),
    ]
  }
  const same = formats.filter(
    (one) =>
      one.write === looksLike(write) &&
      (prefix === undefined || one.prefix === undefined || one.prefix === prefix),
  )
  if (same.length === 0) {
    return [
      problem(
        `The map writes ${nameOf(map.password)}, and none of the newest ${passwords} stored passwords is like that: ${found}. The application may not read it.`,
        'Write in the map, under "password", what the application writes.',
      ),
    ]
  }
  const isUsual =
    cost === undefined || same.some((one) => one.cost === undefined || one.cost === cost)
  const said = `The newest ${passwords} stored passwords are ${found}.`
  return [isUsual ? ok(said) : note(said, `The map writes another cost, ${cost}.`)]
}

function nameOf(format: { write: string; prefix?: string | undefined; cost?: number | undefined }) {
  const { write, prefix, cost } = format
  return [
    write,
    ...(prefix === undefined ? [] : [`prefix ${prefix}`]),
    ...(cost === undefined ? [] : [`cost ${cost}`]),
  ].join(', ')
}
