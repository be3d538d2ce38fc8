import {
  describeAddressProblem,
  locales,
  type PasswordHasher,
  readEmailAddress,
} from '@latchkey/core'
import type { ImportedAccount } from '@latchkey/db'

/** The fields that an account may have in an import. */
export const importFields = ['email', 'password_hash', 'locale', 'status'] as const

const IN_CLEAR = 'passwords in clear are not imported: give their hashes as password_hash'

/** Why no line below this header could be read. */
export function headerProblem(names: readonly string[]): string | undefined {
  const known = `the fields are ${importFields.join(', ')}`
  if (names.includes('password')) return IN_CLEAR
  if (!names.includes('email')) {
    return `the first line must name the fields, and names no email; ${known}`
  }
  const unknown = names.find((name) => !(importFields as readonly string[]).includes(name))
  if (unknown !== undefined) return `there is no field ${JSON.stringify(unknown)}; ${known}`
  const twice = names.find((name, n) => names.indexOf(name) !== n)
  return twice === undefined ? undefined : `it names ${twice} twice`
}

type Read = { account: Omit<ImportedAccount, 'id'> } | { problem: string }

/** @returns the account, or why the line is refused. */
export function accountFrom(
  fields: Record<string, unknown>,
  hasher: Pick<PasswordHasher, 'problemWith'>,
): Read {
  if ('password' in fields) {
    return { problem: IN_CLEAR }
  }
  const unknown = Object.keys(fields).find(
    (name) => !(importFields as readonly string[]).includes(name),
  )
  if (unknown !== undefined) {
    return {
      problem: `there is no field ${JSON.stringify(unknown)}; there are ${importFields.join(', ')}`,
    }
  }
  const texts: Partial<Record<string, string>> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === '') continue
    if (typeof value !== 'string') return { problem: `${name} is no text` }
    texts[name] = value
  }
  const { email, password_hash: hash, locale, status = 'active' } = texts
  if (email === undefined) return { problem: 'it has no email' }
  const read = readEmailAddress(email)
  if (!read.ok) return { problem: `email: ${describeAddressProblem(read)}` }
  if (status !== 'active' && status !== 'disabled') {
    return { problem: `status must be active or disabled, not ${JSON.stringify(status)}` }
  }
  const known = locales.find((one) => one.toLowerCase() === locale?.toLowerCase())
  if (locale !== undefined && known === undefined) {
    return {
      problem: `there is no locale ${JSON.stringify(locale)}; there are ${locales.join(', ')}`,
    }
  }
  const problem = hash === undefined ? undefined : hasher.problemWith(hash)
  if (problem !== undefined) return { problem: `password_hash: ${problem}` }
  const { registered, canonical } = read.address
  return {
    account: {
      ...{ email: registered, canonical, password_hash: hash ?? null },
      ...{ status, locale: known ?? null },
    },
  }
}
