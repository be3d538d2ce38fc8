import type { EmailAddress, PasswordHasher } from '@latchkey/core'
import { type Database, type TriedPart, type TriedReset, trialReset } from '@latchkey/db'
import { randomPassword } from './hashing-results.ts'
import { type Result, resultsOf } from './result.ts'

const { ok, note, problem } = resultsOf('trial')

type Refused = Exclude<TriedReset['status'], 'tried'>

const refusals: Record<Refused, (address: string) => Result> = {
  'no-account': (address) => problem(`Nobody in the users table has ${address}.`),
  ambiguous: (address) =>
    problem(
      `Several users have ${address}, so nobody would be emailed.`,
      `See who: latchkey explain ${address}`,
    ),
  disabled: (address) => problem(`The user with ${address} may not recover: "alive" says so.`),
  'not-locked': () =>
    problem(
      'host_lock does not lock the user: a second connection need not wait for the first, so of two links at once both could change the password.',
      'Let it lock every row that the version is made of (for no key update), and read them after that.',
    ),
  'no-password': (address) =>
    problem(`The user with ${address} has no password, so there is none to change.`),
}

/** A whole reset of one user, in a transaction that is rolled back. */
export async function trialResults(
  database: Database,
  hasher: PasswordHasher,
  address: EmailAddress,
): Promise<Result[]> {
  const password = randomPassword()
  const columns = await hasher.hash(password)
  const tried = await trialReset(database, { email: address.canonical, columns })
  if (tried.status !== 'tried') return [refusals[tried.status](address.registered)]
  const changes = ok(
    `A reset of user ${tried.accountId} would change ${inWords(tried.parts)}. It was rolled back.`,
  )
  if (tried.stored === undefined) {
    return [
      changes,
      note(
        'The version of the user differs after it. What was written cannot be read back, because this role may not see it.',
        'Reset the password of a test user, and sign in to the application with it.',
      ),
    ]
  }
  const matches = await hasher.verify(tried.stored, password, { isKnown: true })
  return [
    changes,
    matches
      ? ok('The password that was written was read back, and matches.')
      : problem(
          'The password that was read back does not match the one that was written: a trigger or the type of the column changed it.',
          'Look at the triggers on the table and at the length of the column.',
        ),
  ]
}

function inWords(parts: readonly TriedPart[]): string {
  const said = parts.map(({ table, what, rows, columns }) => {
    const count = `${rows} ${rows === 1 ? 'row' : 'rows'}`
    if (what === 'calls') return `what ${table} does`
    if (what === 'deletes') return `${count} of ${table}, deleted`
    return `${count} of ${table} (${columns.join(', ')})`
  })
  return said.length < 2 ? said.join() : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`
}
