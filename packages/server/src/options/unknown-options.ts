import { usualLimits } from '../config/usual-limits.ts'
import type { LatchkeyOptions } from './options.ts'

// A missing row does not compile.
const known: Record<keyof LatchkeyOptions, true> = {
  module: true,
  database: true,
  secret: true,
  accounts: true,
  mail: true,
  pages: true,
  product: true,
  password: true,
  lifetimes: true,
  limits: true,
  webhooks: true,
  endSessions: true,
  worker: true,
  log: true,
}

const groups = {
  pages: ['reset', 'signIn', 'forgotPassword', 'notMe'],
  product: ['name', 'support', 'colour', 'defaultLocale', 'codeVisibility', 'noAccountMail'],
  password: ['minLength', 'breached'],
  lifetimes: ['linkMinutes', 'codeMinutes'],
  limits: Object.keys(usualLimits),
} as const

/** A group that is one of several has the member that tells which first. */
const choices = {
  mail: [
    ['mailbox', 'from'],
    ['service', 'from', 'replyTo', 'connections'],
    ['smtp', 'from', 'replyTo', 'dkim', 'oauth', 'connections', 'ehloName'],
  ],
  database: [['embedded'], ['url', 'directUrl', 'schema', 'pooler', 'migrate']],
} as const

/** What a misspelt option would leave at its default without a word. */
export function unknownOptions(options: LatchkeyOptions): string[] {
  const names = Object.keys(options).filter((name) => !Object.hasOwn(known, name))
  const problems = names.map((name) => `${name} is not an option`)
  for (const [group, members] of Object.entries(groups)) {
    problems.push(...unknownMembers(group, options[group as keyof typeof groups], members))
  }
  for (const [group, ways] of Object.entries(choices)) {
    const given: unknown = options[group as keyof typeof choices]
    if (typeof given !== 'object' || given === null) continue
    const chosen = ways.find(([first]) => first in given) ?? ways.at(-1) ?? []
    problems.push(...unknownMembers(group, given, chosen))
  }
  return problems
}

function unknownMembers(group: string, given: unknown, members: readonly string[]): string[] {
  if (typeof given !== 'object' || given === null) return []
  return Object.keys(given)
    .filter((name) => !members.includes(name))
    .map((name) => `${group}.${name} is not an option; there are ${members.join(', ')}`)
}
