import { parseEmailAddress, type RecoveryPolicy } from '@latchkey/core'
import { parseSmtpUrl } from '@latchkey/email'
import * as z from 'zod'
import { secretSettings, settings } from './settings.ts'

/** Everything the programs need to know, read once and frozen. */
export type Config = {
  production: boolean
  port: number
  host: string
  publicUrl: string
  /** Where links lead, `{token}` standing for the token. */
  resetUrl: string
  productName: string
  databaseUrl: string | undefined
  dataDir: string
  secret: string | undefined
  /** Absent: the built-in mailbox. */
  smtpUrl: string | undefined
  mailFrom: { name: string; address: string }
  policy: RecoveryPolicy
  trustProxy: readonly string[]
  rateLimits: boolean
  worker: boolean
  logLevel: string
}

/** Every problem with the settings at once, each with what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

const Settings = z.object(
  Object.fromEntries(Object.entries(settings).map(([name, row]) => [name, row.schema])) as {
    [Name in keyof typeof settings]: (typeof settings)[Name]['schema']
  },
)
type Settings = z.infer<typeof Settings>

/**
 * @param readFile reads a secret's file; throws when it cannot.
 * @throws ConfigError
 */
export function readConfig(environment: Environment, readFile: (path: string) => string): Config {
  const problems: string[] = []
  const given = withFiles(environment, readFile, problems)
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      problems.push(`${issue.path.join('.')}: ${issue.message}`)
  }
  // What depends on several settings is looked at even when others are wrong, so that nobody fixes them one by one.
  const each = parsed.success ? parsed.data : eachThatParses(given)
  const mailFrom = mailSender(each, problems)
  const publicUrl = each.PUBLIC_URL ?? `http://localhost:${each.PORT ?? 3000}`
  const resetUrl = resetPage(each, publicUrl, problems)
  if (each.SMTP_URL !== undefined) {
    const smtp = parseSmtpUrl(each.SMTP_URL)
    if (!smtp.ok) problems.push(`SMTP_URL: ${smtp.reason}`)
  }
  if (each.WORKER === false && each.DATABASE_URL === undefined) {
    problems.push(
      'WORKER=off needs DATABASE_URL: the embedded database allows one process, so nobody else could send the mails',
    )
  }
  if (each.NODE_ENV === 'production') problems.push(...missingInProduction(given, publicUrl))
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems)

  const production = parsed.data.NODE_ENV === 'production'
  return deepFreeze({
    production,
    port: parsed.data.PORT,
    host: parsed.data.HOST ?? (production ? '0.0.0.0' : 'localhost'),
    publicUrl,
    resetUrl,
    productName: parsed.data.PRODUCT_NAME,
    databaseUrl: parsed.data.DATABASE_URL,
    dataDir: parsed.data.DATA_DIR,
    secret: parsed.data.LATCHKEY_SECRET,
    smtpUrl: parsed.data.SMTP_URL,
    mailFrom,
    policy: {
      linkLifetimeMinutes: parsed.data.LINK_TTL_MINUTES,
      codeLifetimeMinutes: parsed.data.CODE_TTL_MINUTES,
      password: {
        minLength: parsed.data.PASSWORD_MIN_LENGTH,
        productName: parsed.data.PRODUCT_NAME,
      },
    },
    trustProxy: parsed.data.TRUST_PROXY,
    rateLimits: parsed.data.RATE_LIMITS,
    worker: parsed.data.WORKER,
    logLevel: parsed.data.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  })
}

/** An empty value counts as absent, as in a copied `.env.example`. */
function withFiles(
  environment: Environment,
  readFile: (path: string) => string,
  problems: string[],
): Record<string, string> {
  const given: Record<string, string> = {}
  for (const name of Object.keys(settings)) {
    const value = environment[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  for (const name of secretSettings) {
    const path = environment[`${name}_FILE`]
    if (!path) continue
    if (given[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set; keep one of them`)
      continue
    }
    try {
      given[name] = readFile(path).trim()
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read: ${path}`)
    }
  }
  return given
}

function eachThatParses(given: Record<string, string>): Partial<Settings> {
  const entries = Object.entries(settings).flatMap(([name, row]) => {
    const one = row.schema.safeParse(given[name])
    return one.success ? [[name, one.data]] : []
  })
  return Object.fromEntries(entries) as Partial<Settings>
}

function mailSender(each: Partial<Settings>, problems: string[]): Config['mailFrom'] {
  const fallback = { name: each.PRODUCT_NAME ?? 'Latchkey', address: 'no-reply@latchkey.localhost' }
  if (each.MAIL_FROM === undefined) return fallback
  const named = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(each.MAIL_FROM)
  const address = parseEmailAddress(named?.[2] ?? each.MAIL_FROM)
  if (!address) {
    problems.push('MAIL_FROM must be an address like name@example.com or Name <name@example.com>')
    return fallback
  }
  return { name: named?.[1] || fallback.name, address: address.registered }
}

function resetPage(each: Partial<Settings>, publicUrl: string, problems: string[]): string {
  const template = each.RESET_URL
  // A fragment never reaches a server, so no log on the way holds the token.
  if (template === undefined) return `${publicUrl}/reset-password#token={token}`
  const url = URL.parse(template.replaceAll('{token}', 'token'))
  if (template.split('{token}').length !== 2) {
    problems.push('RESET_URL must contain {token} exactly once')
  } else if (!url || !/^https?:$/.test(url.protocol) || url.host.includes('token')) {
    problems.push('RESET_URL must be an absolute http(s) address with {token} behind the host')
  } else if (each.NODE_ENV === 'production' && url.protocol === 'http:' && !isLoopback(url)) {
    problems.push('RESET_URL must use https in production')
  }
  return template
}

function missingInProduction(given: Record<string, string>, publicUrl: string): string[] {
  const missing: string[] = []
  const need = (name: keyof Settings, what: string) => {
    if (given[name] === undefined) missing.push(`${name} is missing: ${what}`)
  }
  need('PUBLIC_URL', 'in production the links in mails need the address people use')
  need(
    'DATABASE_URL',
    'in production the embedded database and its demo account are refused; name a PostgreSQL',
  )
  need(
    'LATCHKEY_SECRET',
    'in production it is not generated; make one with: openssl rand -base64 32',
  )
  need('SMTP_URL', 'in production the built-in mailbox is refused; name a mail server')
  need('MAIL_FROM', 'in production mails need a sender your mail server accepts')
  const url = new URL(publicUrl)
  if (given.PUBLIC_URL !== undefined && url.protocol !== 'https:' && !isLoopback(url)) {
    missing.push('PUBLIC_URL must use https in production')
  }
  return missing
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
  return Object.freeze(value)
}
