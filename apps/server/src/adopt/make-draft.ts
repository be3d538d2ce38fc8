import { type Database, readAccountMap, samplePasswords } from '@latchkey/db'
import { recogniseStored } from '@latchkey/server/parts/passwords'
import { changesPart } from './changes-part.ts'
import type { Draft, DraftMap } from './draft.ts'
import type { FoundUsers } from './find-users.ts'
import { type Look, lookInto } from './look.ts'
import { passwordPart } from './password-part.ts'
import { marksOf, type Preset } from './presets/preset.ts'
import { AdoptionRefused } from './refusal.ts'
import { sessionsPart } from './sessions-part.ts'
import type { Survey } from './survey.ts'
import { tableOf } from './tables.ts'
import { usersPart } from './users-part.ts'

const SAMPLES = 500
/** Stands for a format until somebody knows it. */
const NO_FORMAT = '?'

/** The map of the users that were found, except the format of passwords and what a preset knows. */
export async function makeDraft(
  database: Database,
  { application, preset }: Survey,
  found: FoundUsers | undefined,
): Promise<Draft> {
  if (found === undefined) return draftOfPreset(database, application, preset)
  const look = lookInto(database)
  const users = await usersPart(found, look, preset?.alive)
  const password = await passwordPart(found, look)
  const { onChange, ended, ofPassword, unsure } = await changes(found, look)
  const login = users.users.login ?? undefined
  const sessions = await sessionsPart(application, { ...found, login }, look)
  const map: DraftMap = {
    ...(preset && { preset: preset.name }),
    users: users.users,
    password: {
      ...password.password,
      write: NO_FORMAT,
      ...(Object.keys(ofPassword).length > 0 && { onChange: ofPassword }),
    },
    onChange,
    sessions: ended,
  }
  return {
    ...{ application, map, users: found.users, passwords: found.password.table },
    recognition: found.password.recognition,
    sessionTables: sessions.tables,
    unowned: sessions.unowned,
    unsure: [...users.unsure, ...password.unsure, ...unsure],
  }
}

async function changes({ users, password, join }: FoundUsers, look: Look) {
  if (!join) {
    const own = await changesPart(users, { hasPassword: true }, look)
    return { ...own, ofPassword: {} }
  }
  const ofUsers = await changesPart(users, { hasPassword: false }, look)
  const ofPassword = await changesPart(password.table, { hasPassword: true, isApart: true }, look)
  return {
    ...ofUsers,
    ofPassword: ofPassword.onChange,
    unsure: [...ofUsers.unsure, ...ofPassword.unsure],
  }
}

/** Everything but the format, from a preset that knows where everything is. */
async function draftOfPreset(
  database: Database,
  application: Survey['application'],
  preset: Preset | undefined,
): Promise<Draft> {
  const known = preset?.whole?.(marksOf(application))
  const users = known && tableOf(application, known.users.table)
  const passwords = known && tableOf(application, known.password.table ?? known.users.table)
  if (!known || !users || !passwords) {
    throw new AdoptionRefused(
      `The tables of ${preset?.title ?? 'the preset'} are not where they should be. docs/adopting.md says how to write the map by hand.`,
    )
  }
  const map: DraftMap = {
    ...known,
    ...(preset && { preset: preset.name }),
    users: { ...known.users, alive: known.users.alive ?? {} },
    password: { ...known.password, write: NO_FORMAT },
    onChange: known.onChange ?? {},
    sessions: known.sessions ?? [],
  }
  const read = readAccountMap(map)
  if (!read.ok) throw new Error(`The map of the preset is wrong: ${read.problems.join('; ')}`)
  const samples = await samplePasswords(database, read.map, SAMPLES)
  return {
    ...{ application, map, users, passwords, sessionTables: [], unowned: [], unsure: [] },
    recognition: recogniseStored(samples),
  }
}
