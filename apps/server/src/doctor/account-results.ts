import { checkPlans, type Database, type Finding, isFunctions, whereUsersAre } from '@latchkey/db'
import { findingsOn, type MappedAccounts, sentenceOf, type Webhook } from '@latchkey/server/parts'
import { formatResults } from './format-results.ts'
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
  { slowLookups, webhooks }: { slowLookups: boolean; webhooks: readonly Webhook[] },
): Promise<{ results: Result[]; isMismatch: boolean }> {
  const { ok, note } = resultsOf('accounts')
  const { file, map } = accounts
  const structure = await findingsOn(database, accounts)
  const plans = isFunctions(map) ? [] : await checkPlans(database, map, { slowLookups })
  const findings = [...structure, ...plans]
  const isFit = !structure.some(({ severity }) => severity === 'problem')
  const results = [
    ...(isFit
      ? [ok(`${capitalised(whereUsersAre(map))} and the rights of the role fit ${file}.`)]
      : []),
    ...findings.map(asResult),
    ...(isFunctions(map)
      ? [
          note(
            'Whether an index serves the searches of host_row and host_rows cannot be seen here.',
          ),
        ]
      : []),
    ...sessionResults(map, webhooks),
    ...(await formatResults(database, accounts)),
    note(
      'The application may have a password reset of its own, which Latchkey cannot see.',
      'Switch it off, or people have two ways in and one is not guarded.',
    ),
  ]
  return { results, isMismatch: findings.some((one) => one.isMismatch) }
}

/** A table stays as it is spelled. */
function capitalised(words: string): string {
  return words.replace(/^the /, 'The ')
}

function asResult(finding: Finding): Result {
  return resultsOf('accounts')[finding.severity](sentenceOf(finding), finding.todo)
}
