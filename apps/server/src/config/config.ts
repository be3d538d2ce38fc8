import type { RecoveryPolicy } from '@latchkey/core'
import type { CodeVisibility } from '@latchkey/email'
import * as z from 'zod'
import { ConfigError } from './config-error.ts'
import { limitsFrom } from './limit-settings.ts'
import { isPlainAbroad } from './loopback.ts'
import { type MailSettings, mailSettings } from './mail-settings.ts'
import { type ResetPage, resetPage } from './reset-page.ts'
import { type SettingName, type SettingValues, secretSettings, settings } from './settings.ts'

/** Everything the programs need to know, read once and frozen. */
export type Config = MailSettings &
  ResetPage & {
    production: boolean
    port: number
    host: string
    publicUrl: string
    productName: string
    /** Where people who cannot get in find help. */
    support: { email: string } | { page: string } | undefined
    /** Colour of mails, as `#rrggbb`. */
    brandColour: string | undefined
    codeVisibility: CodeVisibility
    /** Where people without a password sign in; our page when absent. */
    signInUrl: string | undefined
    /** Whether those who ask for an address without an account are mailed that there is none. */
    noAccountMail: boolean
    databaseUrl: string | undefined
    dataDir: string
    /** A folder of the adopter's own style and logo. */
    brandDir: string | undefined
    /** The first signs, all verify. */
    secrets: readonly string[] | undefined
    policy: RecoveryPolicy
    /** The range service that is asked about new passwords, if one is. */
    breachedPasswordsUrl: string | undefined
    trustProxy: readonly string[]
    /** Origins besides our own whose pages may call the API with cookies. */
    corsOrigins: readonly string[]
    rateLimits: boolean
    worker: boolean
    /** Where a worker that runs apart answers. */
    workerPort: number | undefined
    metricsToken: string | undefined
    logLevel: string
  }

export type Environment = Readonly<Record<string, string | undefined>>

const Settings = z.object(
  Object.fromEntries(Object.entries(settings).map(([name, row]) => [name, row.schema])) as {
    [Name in keyof typeof settings]: (typeof settings)[Name]['schema']
  },
)

/**
 * @param readFile reads a secret's file; throws when it cannot.
 * @throws ConfigError
 */
export function readConfig(environment: Environment, readFile: (path: string) => string): Config {
  const problems: string[] = []
  const { given, named } = withFiles(environment, readFile, problems)
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      problems.push(`${String(issue.path[0])}: ${issue.message}`)
  }
  // What depends on several settings is looked at even when others are wrong, so that nobody fixes them one by one.
  const each = parsed.success ? parsed.data : eachThatParses(given)
  const publicUrl = each.PUBLIC_URL ?? `http://localhost:${each.PORT ?? 3000}`
  const mail = mailSettings({ each, named }, publicUrl, problems)
  const page = resetPage(each, publicUrl, problems)
  if (each.WORKER === false && each.DATABASE_URL === undefined) {
    problems.push(
      'WORKER=off needs DATABASE_URL: the embedded database allows one process, so nobody else could send the mails',
    )
  }
  if (named.has('SUPPORT_EMAIL') && named.has('SUPPORT_URL')) {
    problems.push('SUPPORT_EMAIL and SUPPORT_URL are both set; keep one of them')
  }
  if (each.NODE_ENV === 'production') problems.push(...missingInProduction(named, publicUrl))
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems)

  const production = parsed.data.NODE_ENV === 'production'
  return deepFreeze({
    production,
    port: parsed.data.PORT,
    host: parsed.data.HOST ?? (production ? '0.0.0.0' : 'localhost'),
    publicUrl,
    ...page,
    productName: parsed.data.PRODUCT_NAME,
    support: supportFrom(parsed.data),
    signInUrl: parsed.data.SIGN_IN_URL,
    noAccountMail: parsed.data.NO_ACCOUNT_MAIL,
    brandColour: parsed.data.BRAND_COLOR,
    codeVisibility: parsed.data.CODE_VISIBILITY,
    databaseUrl: parsed.data.DATABASE_URL,
    dataDir: parsed.data.DATA_DIR,
    brandDir: parsed.data.BRAND_DIR,
    secrets: parsed.data.LATCHKEY_SECRET,
    ...mail,
    policy: {
      linkLifetimeMinutes: parsed.data.LINK_TTL_MINUTES,
      codeLifetimeMinutes: parsed.data.CODE_TTL_MINUTES,
      password: {
        minLength: parsed.data.PASSWORD_MIN_LENGTH,
        productName: parsed.data.PRODUCT_NAME,
      },
      defaultLocale: parsed.data.DEFAULT_LOCALE,
      limits: limitsFrom(parsed.data),
    },
    breachedPasswordsUrl: parsed.data.BREACHED_PASSWORDS
      ? parsed.data.BREACHED_PASSWORDS_URL
      : undefined,
    trustProxy: parsed.data.TRUST_PROXY,
    corsOrigins: page.frontendOrigin
      ? [...parsed.data.CORS_ORIGINS, page.frontendOrigin]
      : parsed.data.CORS_ORIGINS,
    rateLimits: parsed.data.RATE_LIMITS,
    worker: parsed.data.WORKER,
    workerPort: parsed.data.WORKER_PORT,
    metricsToken: parsed.data.METRICS_TOKEN,
    logLevel: parsed.data.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  })
}

/** An empty value counts as absent, as in a copied `.env.example`. */
function withFiles(
  environment: Environment,
  readFile: (path: string) => string,
  problems: string[],
): { given: Record<string, string>; named: ReadonlySet<string> } {
  const given: Record<string, string> = {}
  for (const name of Object.keys(settings)) {
    const value = environment[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  const named = new Set(Object.keys(given))
  for (const name of secretSettings) {
    const path = environment[`${name}_FILE`]
    if (!path) continue
    named.add(name)
    if (given[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set; keep one of them`)
      continue
    }
    try {
      const held = readFile(path).trim()
      if (held === '') problems.push(`${name}_FILE names an empty file: ${path}`)
      else given[name] = held
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read: ${path}`)
    }
  }
  return { given, named }
}

function eachThatParses(given: Record<string, string>): Partial<SettingValues> {
  const entries = Object.entries(settings).flatMap(([name, row]) => {
    const one = row.schema.safeParse(given[name])
    return one.success ? [[name, one.data]] : []
  })
  return Object.fromEntries(entries) as Partial<SettingValues>
}

function supportFrom({ SUPPORT_EMAIL, SUPPORT_URL }: Partial<SettingValues>): Config['support'] {
  if (SUPPORT_EMAIL !== undefined) return { email: SUPPORT_EMAIL }
  return SUPPORT_URL === undefined ? undefined : { page: SUPPORT_URL }
}

function missingInProduction(named: ReadonlySet<string>, publicUrl: string): string[] {
  const missing: string[] = []
  const need = (name: SettingName, what: string) => {
    if (!named.has(name)) missing.push(`${name} is missing: ${what}`)
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
  if (isPlainAbroad(publicUrl)) {
    missing.push('PUBLIC_URL must use https in production')
  }
  return missing
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
  return Object.freeze(value)
}
