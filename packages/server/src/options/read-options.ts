import { locales, PASSWORD_SHORTEST_ALLOWED } from '@latchkey/core'
import { readsOnWhite } from '@latchkey/email'
import { secretList } from '../config/secret-list.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { limitsFrom } from '../config/usual-limits.ts'
import { HOST_FUNCTION } from '../webhooks/webhook.ts'
import type { LatchkeyOptions } from './options.ts'
import { readAccounts } from './read-accounts.ts'
import { readDatabase } from './read-database.ts'
import { readMail } from './read-mail.ts'
import { readPages } from './read-pages.ts'
import { unknownOptions } from './unknown-options.ts'

export type ReadOptions = {
  config: ServerConfig
  worker: 'elsewhere' | 'thread' | 'inline'
}

/** @param problems gets everything that is wrong, in words; then the result must not be used. */
export function readOptions(
  options: LatchkeyOptions,
  { production }: { production: boolean },
  problems: string[],
): ReadOptions {
  problems.push(...unknownOptions(options))
  const database = readDatabase(options.database, problems)
  const pages = readPages(options.pages, { production }, problems)
  const host = URL.parse(pages.publicUrl)?.hostname ?? 'localhost'
  const { mailbox, ...mail } = readMail(options.mail, { production, host }, problems)
  const accounts = readAccounts(options.accounts, problems)
  if (accounts?.kind === 'mapped' && isEmbedded(options)) {
    problems.push(
      'accounts: a map needs a PostgreSQL, because its tables must be in the same database',
    )
  }
  const { name, support, colour, defaultLocale = 'en', ...product } = options.product ?? {}
  const productName = name ?? mail.mailFrom.name ?? 'Latchkey'
  if (colour !== undefined && !(/^#[0-9a-f]{6}$/i.test(colour) && readsOnWhite(colour))) {
    problems.push('product.colour must be like #1f5f4a, and dark enough for white text on it')
  }
  if (!locales.includes(defaultLocale)) {
    problems.push(`product.defaultLocale must be one of ${locales.join(', ')}`)
  }
  const shortest = PASSWORD_SHORTEST_ALLOWED
  const { minLength = shortest, breached = false } = options.password ?? {}
  whole(minLength, { name: 'password.minLength', from: shortest, to: 64 }, problems)
  const { linkMinutes = 60, codeMinutes = 10 } = options.lifetimes ?? {}
  whole(linkMinutes, { name: 'lifetimes.linkMinutes', from: 5, to: 24 * 60 }, problems)
  whole(codeMinutes, { name: 'lifetimes.codeMinutes', from: 5, to: 60 }, problems)
  const limits = options.limits === 'off' ? {} : (options.limits ?? {})
  const config: ServerConfig = {
    ...database,
    ...(mailbox !== undefined && { mailboxFolder: mailbox }),
    accounts,
    secrets: readSecrets(options.secret, problems),
    ...mail,
    mailFrom: { ...mail.mailFrom, name: mail.mailFrom.name ?? productName },
    ...pages,
    productName,
    support,
    brandColour: colour,
    codeVisibility: product.codeVisibility ?? 'body',
    noAccountMail: product.noAccountMail ?? true,
    signInUrl: accounts && pages.signInPageUrl,
    policy: {
      linkLifetimeMinutes: linkMinutes,
      codeLifetimeMinutes: codeMinutes,
      password: { minLength, productName },
      defaultLocale,
      limits: limitsFrom(limits, problems),
    },
    breachedPasswordsUrl: rangeService(breached, problems),
    rateLimits: options.limits !== 'off',
    webhooks: options.webhooks ?? [],
    endSessions: options.endSessions,
  }
  if (options.webhooks?.some(({ name }) => name === HOST_FUNCTION)) {
    problems.push(
      `webhooks: the name ${HOST_FUNCTION} is that of the option endSessions; choose another`,
    )
  }
  if (production && options.limits === 'off') {
    problems.push("limits: 'off' is refused with NODE_ENV=production: codes could be guessed")
  }
  return { config, worker: readWorker(options, { production }, problems) }
}

const isEmbedded = ({ database }: LatchkeyOptions) =>
  typeof database === 'object' && 'embedded' in database

const places: readonly ReadOptions['worker'][] = ['elsewhere', 'thread', 'inline']

function readWorker(
  options: LatchkeyOptions,
  { production }: { production: boolean },
  problems: string[],
): ReadOptions['worker'] {
  const embedded = isEmbedded(options)
  const worker = options.worker ?? (production && !embedded ? 'elsewhere' : 'inline')
  if (!places.includes(worker)) {
    problems.push(`worker must be one of ${places.map((place) => `'${place}'`).join(', ')}`)
    return worker
  }
  if (embedded && production) {
    problems.push(
      'database.embedded is refused with NODE_ENV=production: it is for one process and one user. Give the address of a PostgreSQL',
    )
    return worker
  }
  if (worker === 'inline' && production) {
    problems.push(
      "worker: 'inline' is refused with NODE_ENV=production: its work on this event loop tells by its time which addresses have accounts. Use 'thread', or 'elsewhere' and `latchkey worker --config <this module>`",
    )
  }
  if (worker === 'thread' && options.module === undefined) {
    problems.push(
      "module is missing: with worker: 'thread' the thread imports it; give module: import.meta.url",
    )
  }
  if (worker !== 'inline' && embedded) {
    problems.push(
      `worker: '${worker}' needs a PostgreSQL: the embedded database allows one process and one thread`,
    )
  }
  return worker
}

function readSecrets(given: LatchkeyOptions['secret'], problems: string[]): string[] {
  const text = [given ?? ''].flat().join(' ')
  if (text.trim() === '') {
    problems.push('secret is missing: give the output of openssl rand -base64 32')
    return []
  }
  const read = secretList(text)
  problems.push(...read.problems.map((problem) => `secret ${problem}`))
  return read.secrets
}

function rangeService(given: boolean | string, problems: string[]): string | undefined {
  if (given === false) return undefined
  if (given === true) return 'https://api.pwnedpasswords.com/range/'
  if (/^https?:/.test(given) && URL.canParse(given) && !/[?#]/.test(given)) {
    return given.replace(/\/*$/, '/')
  }
  problems.push(
    'password.breached must be true, or the address of a mirror like https://mirror.example.com/range/',
  )
  return undefined
}

function whole(
  value: number,
  { name, from, to }: { name: string; from: number; to: number },
  problems: string[],
): void {
  if (Number.isInteger(value) && value >= from && value <= to) return
  problems.push(`${name} must be a whole number from ${from} to ${to}`)
}
