import { type AnyAccountMap, parseAccountMap } from '@latchkey/db'
import type { SettingValues } from './settings.ts'

/** The users of an application, in tables of its own or behind its functions. */
export type MappedAccounts = {
  /** The file of the map, as it was named. */
  file: string
  map: AnyAccountMap
  /** What the application appends to a password before it hashes. */
  pepper: string | undefined
}

export type AccountSettings = {
  /** Absent: accounts of our own. */
  accounts: MappedAccounts | undefined
}

type Given = { each: Partial<SettingValues>; named: ReadonlySet<string> }

/**
 * @param readFile throws when it cannot read the file.
 * @param signInUrl where people sign in, unless that is our own page.
 */
export function accountSettings(
  { each, named }: Given,
  { readFile, signInUrl }: { readFile: (path: string) => string; signInUrl: string | undefined },
  problems: string[],
): AccountSettings {
  const { ACCOUNTS_FILE: file, PEPPER: pepper } = each
  if (!named.has('ACCOUNTS_FILE')) {
    if (named.has('PEPPER')) {
      problems.push('PEPPER needs ACCOUNTS_FILE: it is for passwords that an application stores')
    }
    return { accounts: undefined }
  }
  if (!named.has('DATABASE_URL')) {
    problems.push(
      'DATABASE_URL is missing: with ACCOUNTS_FILE it names the PostgreSQL that holds the users of your application; the embedded database has none',
    )
  }
  if (!named.has('SIGN_IN_URL')) {
    problems.push(
      'SIGN_IN_URL is missing: with ACCOUNTS_FILE people sign in at your application, and every page and email leads there, such as https://app.example.com/login',
    )
  } else if (each.SIGN_IN_URL !== undefined && signInUrl === undefined) {
    problems.push(
      'SIGN_IN_URL names the sign-in page of Latchkey, which is off with ACCOUNTS_FILE; name the one of your application',
    )
  }
  if (file === undefined) return { accounts: undefined }
  const map = mapIn(file, readFile, problems)
  if (map === undefined) return { accounts: undefined }
  if (map.password.pepper && !named.has('PEPPER')) {
    problems.push(
      `PEPPER is missing: ${file} says that the application appends a secret to passwords (password.pepper); give it as PEPPER_FILE`,
    )
  }
  if (!map.password.pepper && named.has('PEPPER')) {
    problems.push(
      `PEPPER is set, and ${file} says nothing of it: set "pepper": true in its password, or take PEPPER out`,
    )
  }
  return { accounts: { file, map, pepper } }
}

function mapIn(
  file: string,
  readFile: (path: string) => string,
  problems: string[],
): AnyAccountMap | undefined {
  let text: string
  try {
    text = readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    problems.push(`ACCOUNTS_FILE: ${file} ${unreadable[code] ?? `cannot be read (${code})`}`)
    return undefined
  }
  const read = parseAccountMap(text)
  if (read.ok) return read.map
  problems.push(...read.problems.map((problem) => `ACCOUNTS_FILE: ${file}: ${problem}`))
  return undefined
}

const unreadable: Record<string, string> = {
  ENOENT:
    'does not exist; `latchkey adopt` writes it, and docs/adopting.md says how to write it by hand',
  EISDIR: 'is a folder; name the file in it',
  EACCES: 'cannot be read by this user',
}
