import { type AnyAccountMap, parseAccountMap } from '@latchkey/db'
import type { AccountsConfig, PortedAccounts } from '@latchkey/server/parts'
import type { SettingValues } from './settings.ts'
import { codeOfError, isAbsent, unreadable } from './unreadable.ts'

type Given = { each: Partial<SettingValues>; named: ReadonlySet<string> }

/**
 * @param readFile throws when it cannot read the file.
 * @param signInUrl where people sign in, unless that is our own page.
 */
export function accountSettings(
  { each, named }: Given,
  { readFile, signInUrl }: { readFile: (path: string) => string; signInUrl: string | undefined },
  problems: string[],
): AccountsConfig {
  const { ACCOUNTS_FILE: file, PEPPER: pepper } = each
  const needed = { each, named, signInUrl }
  if (named.has('ACCOUNTS_URL')) return { accounts: portedAccounts(needed, problems) }
  for (const name of ofPort) {
    if (named.has(name))
      problems.push(`${name} needs ACCOUNTS_URL: it is for calls to your application`)
  }
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
  needSignInPage('ACCOUNTS_FILE', needed, problems)
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
  return { accounts: { kind: 'mapped', file, map, pepper } }
}

type Needed = Given & { signInUrl: string | undefined }

function needSignInPage(setting: string, { each, named, signInUrl }: Needed, problems: string[]) {
  if (!named.has('SIGN_IN_URL')) {
    problems.push(
      `SIGN_IN_URL is missing: with ${setting} people sign in at your application, and every page and email leads there, such as https://app.example.com/login`,
    )
  } else if (each.SIGN_IN_URL !== undefined && signInUrl === undefined) {
    problems.push(
      `SIGN_IN_URL names the sign-in page of Latchkey, which is off with ${setting}; name the one of your application`,
    )
  }
}

/** Settings that are for calls to an application alone. */
const ofPort = ['ACCOUNTS_SECRET', 'ACCOUNTS_PASSWORD_FORM', 'ACCOUNTS_PASSWORD_BYTES'] as const

function portedAccounts(needed: Needed, problems: string[]): PortedAccounts | undefined {
  const { each, named } = needed
  if (named.has('ACCOUNTS_FILE')) {
    problems.push(
      'ACCOUNTS_FILE and ACCOUNTS_URL are both set; keep the map if the users are in the same PostgreSQL',
    )
  }
  if (named.has('PEPPER')) {
    problems.push(
      'PEPPER is set, and with ACCOUNTS_URL your application hashes passwords itself; take it out',
    )
  }
  if (!named.has('DATABASE_URL')) {
    problems.push(
      'DATABASE_URL is missing: with ACCOUNTS_URL it names a PostgreSQL for what Latchkey itself stores; the embedded database is for accounts of its own',
    )
  }
  if (!named.has('ACCOUNTS_SECRET')) {
    problems.push(
      'ACCOUNTS_SECRET is missing: with ACCOUNTS_URL every call is signed; make one with: echo "whsec_$(openssl rand -base64 32)"',
    )
  }
  needSignInPage('ACCOUNTS_URL', needed, problems)
  const { ACCOUNTS_URL: url, ACCOUNTS_SECRET: secrets } = each
  if (url === undefined || secrets === undefined) return undefined
  const { ACCOUNTS_PASSWORD_FORM: normalise = 'none', ACCOUNTS_PASSWORD_BYTES: maxBytes = 72 } =
    each
  return { kind: 'ported', url, secrets, password: { normalise, maxBytes } }
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
    const code = codeOfError(error)
    const advice = isAbsent(code)
      ? '; `latchkey adopt` writes it, and docs/adopting.md says how to write it by hand'
      : ''
    problems.push(`ACCOUNTS_FILE: ${file} ${unreadable(code)}${advice}`)
    return undefined
  }
  const read = parseAccountMap(text)
  if (read.ok) return read.map
  problems.push(...read.problems.map((problem) => `ACCOUNTS_FILE: ${file}: ${problem}`))
  return undefined
}
