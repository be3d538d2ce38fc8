import type { UserCounts } from '@latchkey/db'
import { inOneText } from '@latchkey/server/parts'
import type { Recognition } from '@latchkey/server/parts/passwords'
import { sessionResults } from '../doctor/session-words.ts'
import type { Draft } from './draft.ts'
import type { FoundUsers } from './find-users.ts'
import { named, percent } from './finish-draft.ts'
import type { Checked } from './look-again.ts'
import type { Preset } from './presets/preset.ts'

/** What was found, for people and for machines. No text of a stored password is in it. */
export type Report = {
  preset: string | null
  found: string[]
  /** What to look at before the first email. */
  unsure: string[]
  /** What to do to the tables, from the checks. */
  advice: string[]
}

export type Adopted = {
  preset: Preset | undefined
  draft: Draft
  checked: Checked
  /** Other tables that could be people. */
  others: readonly FoundUsers[]
}

export function reportOf({ preset, draft, checked, others }: Adopted): Report {
  const { map, counts, findings } = checked
  const { users, password } = map
  const written = [...Object.keys(map.onChange), ...Object.keys(password.onChange)]
  const left = draft.sessionTables.filter(({ isProposed }) => !isProposed)
  return {
    preset: preset?.name ?? null,
    found: [
      preset
        ? `These are tables of ${preset.title}.`
        : 'No framework was recognised; names of columns and what they contain decided.',
      `Users are in ${users.table}: the id in ${users.id}, the address in ${users.email}${users.login ? `, the sign-in name in ${users.login}` : ''}.`,
      `Passwords are in ${password.table ?? users.table} (${columnsOf(password.columns)})${conditions(' where', password.where)}. ${formats(draft.recognition)}`,
      inNumbers(counts),
      Object.keys(users.alive).length > 0
        ? `Who may recover: users${conditions(' where', users.alive)}.`
        : 'Every user may recover.',
      written.length > 0
        ? `Written with a new password: ${written.join(', ')}.`
        : 'Nothing else is written with a new password.',
      ...sessionResults(map).map(({ says }) => says),
    ],
    unsure: [
      ...draft.unsure,
      ...people(counts),
      ...left.map(({ table, why }) => `${table} is left alone. ${why}`),
      ...others.map(
        ({ users: other }) =>
          `${other.table} has addresses and passwords too, and is left alone. If these people forget passwords as well: --users ${other.table}, with a Latchkey of its own.`,
      ),
      ...(preset?.notes ?? []),
      'Switch the password reset of the application off, or there are two ways in.',
    ],
    advice: findings.map((finding) => inOneText(finding, '\n')),
  }
}

function columnsOf(columns: Checked['map']['password']['columns']): string {
  return Object.values(columns)
    .flatMap((column) => {
      if (column === undefined) return []
      return [typeof column === 'string' ? column : `${column.column}.${column.path.join('.')}`]
    })
    .join(', ')
}

function conditions(before: string, all: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(all).map(([name, is]) => `${name} is ${JSON.stringify(is)}`)
  return said.length === 0 ? '' : `${before} ${said.join(' and ')}`
}

function formats({ formats: found, passwords }: Recognition): string {
  if (found.length === 0) return 'There is none yet.'
  return `The newest ${passwords} are ${found.map((one) => `${named(one)} (${percent(one.share)})`).join(', ')}.`
}

function inNumbers({ users, isAll, alive, withoutPassword }: UserCounts): string {
  const of = isAll ? `${users} users` : `The first ${users} users were looked at`
  return `${of}: ${alive} may recover, ${withoutPassword} have no password.`
}

function people({ withoutAddress, unparsable, shared, upperCase }: UserCounts): string[] {
  return [
    ...(withoutAddress > 0
      ? [`Users without an address, who cannot be emailed: ${withoutAddress}.`]
      : []),
    ...(unparsable > 0 ? [`Users whose address no email can go to: ${unparsable}.`] : []),
    ...(shared > 0
      ? [
          `Active users who share an address with another one: ${shared}. Nobody of them is emailed, unless the map says "duplicates": "newest".`,
        ]
      : []),
    ...(upperCase > 0
      ? [`Addresses with capital letters: ${upperCase}. They are found all the same.`]
      : []),
  ]
}
