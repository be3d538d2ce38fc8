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
} as const

/** What a misspelt option would leave at its default without a word. */
export function unknownOptions(options: LatchkeyOptions): string[] {
  const names = Object.keys(options).filter((name) => !Object.hasOwn(known, name))
  const problems = names.map((name) => `${name} is not an option`)
  for (const [group, members] of Object.entries(groups)) {
    const given: unknown = options[group as keyof typeof groups]
    if (typeof given !== 'object' || given === null) continue
    for (const name of Object.keys(given)) {
      if (!(members as readonly string[]).includes(name)) {
        problems.push(`${group}.${name} is not an option; there are ${members.join(', ')}`)
      }
    }
  }
  return problems
}
