import { checkPlans, type Database, type Finding } from '@latchkey/db'
import type { MappedAccounts } from '../config/account-settings.ts'
import { formatOf } from '../start/account-parts.ts'
import { findingsOn } from '../start/accounts.ts'
import { type Result, resultsOf } from './result.ts'
import { sessionResults } from './session-words.ts'

/**
 * The users of an application: its tables, our rights, the searches, and what a reset does.
 *
 * `isMismatch`: no reset can work.
 */
export async function accountResults(
  database: Database,
  accounts: MappedAccounts,
  { slowLookups }: { slowLookups: boolean },
): Promise<{ results: Result[]; isMismatch: boolean }> {
  const { ok, note } = resultsOf('accounts')
  const { file, map } = accounts
  const structure = await findingsOn(database, accounts)
  const plans = await checkPlans(database, map, { slowLookups })
  const findings = [...structure, ...plans]
  const isFit = !structure.some(({ severity }) => severity === 'problem')
  const results = [
    ...(isFit ? [ok(`${map.users.table} and the rights of the role fit ${file}.`)] : []),
    ...findings.map(asResult),
    ...sessionResults(map),
    ...formatResults(accounts),
    note(
      'The application may have a password reset of its own, which Latchkey cannot see.',
      'Switch it off, or people have two ways in and one is not guarded.',
    ),
  ]
  return { results, isMismatch: findings.some((one) => one.isMismatch) }
}

function asResult({ severity, about, says, todo }: Finding): Result {
  return resultsOf('accounts')[severity](`${about}: ${says}.`, todo)
}

function formatResults(accounts: MappedAccounts): Result[] {
  const { ok, warning } = resultsOf('password format')
  const { write, prefix, cost } = accounts.map.password
  const format = formatOf(accounts)
  if ('problem' in format) return []
  const parameters = [...(prefix ? [`prefix ${prefix}`] : []), ...(cost ? [`cost ${cost}`] : [])]
  const name = [write, ...parameters].join(', ')
  return [
    format.weakness === undefined
      ? ok(`New passwords are written as ${name}.`)
      : warning(
          `New passwords are written as ${name}, as the application does. ${format.weakness}`,
          'Raise it in the application first, then in the map.',
        ),
  ]
}
