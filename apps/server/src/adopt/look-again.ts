import {
  type AccountMap,
  checkAccounts,
  checkPlans,
  countUsers,
  type Database,
  type Finding,
  readAccountMap,
  type UserCounts,
} from '@latchkey/db'
import { inOneText } from '@latchkey/server/parts'
import { loadArgon2Engine, writerFor } from '@latchkey/server/parts/passwords'
import type { DraftMap } from './draft.ts'
import { AdoptionRefused } from './refusal.ts'

/** So many users are looked at one by one. */
const MOST_USERS = 100_000

export type Checked = { map: AccountMap; findings: Finding[]; counts: UserCounts }

/**
 * The same checks that a start makes, except of rights, and what the users are like.
 *
 * @throws AdoptionRefused if a reset would fail with this map.
 */
export async function lookAgain(database: Database, draft: DraftMap): Promise<Checked> {
  const read = readAccountMap(draft)
  if (!read.ok) throw new AdoptionRefused(refused(draft, read.problems))
  const { map } = read
  // Only the lengths matter here; who has the secret is asked later.
  const writer = writerFor({ ...map.password, pepper: false }, { argon2: await loadArgon2Engine() })
  if (!writer.ok) throw new AdoptionRefused(refused(draft, writer.problems))
  const structure = await checkAccounts(database, map, {
    lengths: writer.writer.lengths,
    rights: false,
  })
  const wrong = structure.filter(({ severity }) => severity === 'problem')
  if (wrong.length > 0) {
    throw new AdoptionRefused(
      refused(
        draft,
        wrong.map((finding) => inOneText(finding)),
      ),
    )
  }
  return {
    map,
    findings: [...structure, ...(await checkPlans(database, map))],
    counts: await countUsers(database, map, MOST_USERS),
  }
}

function refused(draft: DraftMap, problems: readonly string[]): string {
  return [
    'The map that was found does not fit the tables, so no file was written:',
    ...problems.map((problem) => `  ${problem.replaceAll('\n', '\n  ')}`),
    'This is the map, to correct by hand (docs/adopting.md):',
    JSON.stringify(draft, null, 2),
  ].join('\n')
}
