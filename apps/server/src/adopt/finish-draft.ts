import type { RecognisedFormat } from '@latchkey/server/parts/passwords'
import type { Draft, DraftMap, Session } from './draft.ts'
import { plainly, resetTables } from './names.ts'
import { newestFormat, writtenAs } from './password-part.ts'
import { marksOf, type Preset } from './presets/preset.ts'
import type { Answers } from './questions.ts'
import { AdoptionRefused } from './refusal.ts'
import { columnOf, tableOf } from './tables.ts'

/** The format that is written, what the preset knows, and the answers of people. Changes the draft. */
export async function finishDraft(
  draft: Draft,
  answers: Answers,
  { preset, hasPepper }: { preset: Preset | undefined; hasPepper: boolean },
): Promise<DraftMap> {
  await chooseFormat(draft, preset, answers)
  await askForPepper(draft, answers, hasPepper)
  preset?.refine?.(draft, marksOf(draft.application))
  await chooseSessions(draft, answers)
  removeAbsent(draft)
  return tidied(draft.map)
}

async function chooseFormat(
  draft: Draft,
  preset: Preset | undefined,
  answers: Answers,
): Promise<void> {
  const { recognition, map, unsure } = draft
  const { formats, refused, passwords, unknown, short } = recognition
  const newest = newestFormat(formats)
  if (newest === undefined) {
    const [known] = refused
    if (known && known.count >= unknown) {
      throw new AdoptionRefused(
        `The stored passwords in ${draft.passwords.table} are ${known.name} (${percent(known.share)}): ${known.problem}. Let the application change to a format that docs/passwords.md lists, and adopt it then.`,
      )
    }
    if (passwords === 0 && draft.passwords.isSecured) {
      throw new AdoptionRefused(
        `Row-level security hides the rows of ${draft.passwords.table} from the role ${draft.application.role}, so the format of the passwords cannot be seen. Use a role that it does not apply to, such as an administrator.`,
      )
    }
    if (preset?.usual === undefined) {
      throw new AdoptionRefused(
        passwords === 0
          ? `No user in ${draft.passwords.table} has a password yet, so it cannot be seen how the application stores them. Let one user sign up, and run this again.`
          : short > 0
            ? `Of the ${passwords} stored passwords in ${draft.passwords.table}, ${short} are texts too short for any safe hash: they look like the passwords themselves, as people typed them. Latchkey never writes passwords so. Let the application hash them with a format that docs/passwords.md lists, and adopt it then.`
            : `The ${passwords} stored passwords in ${draft.passwords.table} have no format that is known here. docs/passwords.md lists those that are.`,
      )
    }
    Object.assign(map.password, writtenAs(preset.usual))
    unsure.push(
      `No user has a password in a known format yet; ${named(preset.usual)} is what ${preset.title} usually writes. Compare it with your configuration.`,
    )
    return
  }
  let chosen = newest
  if (formats.length > 1) {
    const said = formats.map((one) => `${named(one)} (${percent(one.share)})`)
    const place = await answers.choose(
      `The stored passwords are mixed. Which of these does the application write today? The newest is ${named(newest)}.`,
      said,
    )
    chosen = formats[place ?? formats.indexOf(newest)] ?? newest
    unsure.push(`The stored passwords are mixed: ${said.join(', ')}. ${named(chosen)} is written.`)
  }
  if (refused.length > 0) {
    const said = refused.map(({ name, share }) => `${name} (${percent(share)})`).join(', ')
    unsure.push(
      `Some passwords have a format that Latchkey does not write: ${said}. They are replaced at a reset.`,
    )
  }
  if (chosen.doubt !== undefined) unsure.push(doubtIn(chosen))
  Object.assign(map.password, writtenAs(chosen))
}

function doubtIn(format: RecognisedFormat): string {
  return `It may not be ${named(format)}, because ${format.doubt}. Try a reset, and sign in to the application with the new password.`
}

async function askForPepper(draft: Draft, answers: Answers, hasPepper: boolean): Promise<void> {
  const { password } = draft.map
  if (password.write !== 'bcrypt') return
  const isUsed = await answers.confirm(
    'Does the application append a secret of its own (a pepper) to each password before bcrypt?',
    hasPepper,
  )
  if (isUsed) password.pepper = true
}

async function chooseSessions(draft: Draft, answers: Answers): Promise<void> {
  const accepted: Session[] = []
  for (const one of draft.sessionTables) {
    const { entry } = one
    one.isProposed = await answers.confirm(
      `${one.table}: ${one.why} Delete the rows of a user when the password changes?`,
      one.isProposed,
    )
    if (one.isProposed) accepted.push(entry)
  }
  draft.map.sessions = [...accepted, ...draft.map.sessions]
  const byHash = draft.map.sessions.some((entry) => 'because' in entry && entry.because === 'hash')
  for (const table of byHash ? [] : draft.unowned) {
    draft.unsure.push(
      `${table} may hold sessions, and no column of it has the id (${draft.map.users.id}) or the address of a user, so the map cannot end them.`,
    )
  }
  if (!draft.map.sessions.some(endsSignIns)) {
    draft.unsure.push(
      'Nothing was found that ends the sessions of before. Say it in "sessions" of the map: { "because": "hash" } if a session contains a part of the hash, { "because": "epoch" } if the application will compare latchkey.credential_epoch, or the rows to delete.',
    )
  }
}

/** Not the links of the application's own reset. */
function endsSignIns(entry: Session): boolean {
  if ('because' in entry) return true
  return !resetTables.test(plainly('delete' in entry ? entry.delete : entry.update))
}

/** Presets speak of columns that an older or a newer version may not have. */
function removeAbsent({ map, users, passwords, application }: Draft): void {
  const present = <T>(of: Draft['users'], entries: Record<string, T>) =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => columnOf(of, name)))
  map.users.alive = present(users, map.users.alive)
  map.onChange = present(users, map.onChange)
  const { verified, login, locale } = map.users
  if (verified && !columnOf(users, verified.column)) delete map.users.verified
  if (login && !columnOf(users, login)) delete map.users.login
  if (locale && !columnOf(users, locale)) delete map.users.locale
  if (map.password.onChange) map.password.onChange = present(passwords, map.password.onChange)
  map.sessions = map.sessions.filter((entry) => {
    if ('because' in entry) return !('column' in entry) || columnOf(users, entry.column)
    const table = tableOf(application, 'delete' in entry ? entry.delete : entry.update)
    const column = 'byEmail' in entry ? entry.byEmail : entry.by
    return table && columnOf(table, column)
  })
}

/** Without what says nothing, in the order in which people read it. */
function tidied({ preset, users, password, onChange, sessions, ...rest }: DraftMap): DraftMap {
  const { alive, verified, ...who } = users
  const unique = new Map(sessions.map((entry) => [JSON.stringify(entry), entry]))
  return {
    ...(preset !== undefined && { preset }),
    users: { ...who, alive, ...(verified && { verified }) },
    password,
    onChange,
    sessions: [...unique.values()],
    ...rest,
  }
}

export function named({ write, prefix, cost, parameters = {} }: Partial<RecognisedFormat>): string {
  return [
    write,
    ...(prefix === undefined ? [] : [`prefix ${prefix}`]),
    ...(cost === undefined ? [] : [`cost ${cost}`]),
    ...Object.entries(parameters).map(([name, value]) => `${name} ${value}`),
  ].join(', ')
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
