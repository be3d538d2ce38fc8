import type { Limits, RecoveryPolicy } from '@latchkey/core'
import type { CodeVisibility } from '@latchkey/email'
import * as z from 'zod'
import { ConfigError } from './config-error.ts'
import { type DatabaseSettings, databaseSettings } from './database-settings.ts'
import { type MailSettings, mailSettings } from './mail-settings.ts'
import { isPlainHttpElsewhere } from './plain-http.ts'
import { type ResetPage, resetPage } from './reset-page.ts'
import { type SettingName, type SettingValues, secretSettings, settings } from './settings.ts'

/** All settings, read once and frozen. */
export type Config = DatabaseSettings &
  MailSettings &
  ResetPage & {
    production: boolean
    port: number
    host: string
    publicUrl: string
    productName: string
    /** Where people who cannot sign in get help. */
    support: { email: string } | { page: string } | undefined
    /** Colour of emails, as `#rrggbb`. */
    brandColour: string | undefined
    codeVisibility: CodeVisibility
    /** Where people without a password sign in; our page when absent. */
    signInUrl: string | undefined
    /** Whether a request for an address without an account is answered by an email that says so. */
    noAccountMail: boolean
    dataDir: string
    /** A folder with the operator's own style and logo. */
    brandDir: string | undefined
    /** The first secret signs, all of them verify. */
    secrets: readonly string[] | undefined
    policy: RecoveryPolicy
    /** The range service that new passwords are looked up in. */
    breachedPasswordsUrl: string | undefined
    trustProxy: readonly string[]
    /** Other origins whose pages may call the API with cookies. */
    corsOrigins: readonly string[]
    rateLimits: boolean
    worker: boolean
    /** The port of a worker that runs in its own process. */
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
 * @param readFile reads the file of a secret; throws when it cannot.
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
  // Rules across settings are checked even when single settings are wrong, so that all problems are reported at once.
  const each = parsed.success ? parsed.data : eachThatParses(given)
  const database = databaseSettings({ each, named }, problems)
  const publicUrl = each.PUBLIC_URL ?? `http://localhost:${each.PORT ?? 3000}`
  const mail = mailSettings({ each, named }, publicUrl, problems)
  const page = resetPage(each, publicUrl, problems)
  if (each.WORKER === false && each.DATABASE_URL === undefined) {
    problems.push(
      'WORKER=off needs DATABASE_URL: the embedded database allows one process, so no other process could send the emails',
    )
  }
  if (named.has('SUPPORT_EMAIL') && named.has('SUPPORT_URL')) {
    problems.push('SUPPORT_EMAIL and SUPPORT_URL are both set; keep one of them')
  }
  if (each.NODE_ENV === 'production') problems.push(...missingInProduction(named, publicUrl))
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems)

  return deepFreeze({
    publicUrl,
    ...page,
    ...database,
    ...mail,
    ...configFrom(parsed.data, page.frontendOrigin),
  })
}

/** An empty value counts as absent, because a copied `.env.example` contains some. */
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

type ReadElsewhere = 'publicUrl' | keyof MailSettings | keyof ResetPage | keyof DatabaseSettings

function configFrom(
  values: z.output<typeof Settings>,
  frontendOrigin: string | undefined,
): Omit<Config, ReadElsewhere> {
  const production = values.NODE_ENV === 'production'
  return {
    production,
    port: values.PORT,
    host: values.HOST ?? (production ? '0.0.0.0' : 'localhost'),
    productName: values.PRODUCT_NAME,
    support: supportFrom(values),
    signInUrl: values.SIGN_IN_URL,
    noAccountMail: values.NO_ACCOUNT_MAIL,
    brandColour: values.BRAND_COLOR,
    codeVisibility: values.CODE_VISIBILITY,
    dataDir: values.DATA_DIR,
    brandDir: values.BRAND_DIR,
    secrets: values.LATCHKEY_SECRET,
    policy: {
      linkLifetimeMinutes: values.LINK_TTL_MINUTES,
      codeLifetimeMinutes: values.CODE_TTL_MINUTES,
      password: {
        minLength: values.PASSWORD_MIN_LENGTH,
        productName: values.PRODUCT_NAME,
      },
      defaultLocale: values.DEFAULT_LOCALE,
      limits: limitsFrom(values),
    },
    breachedPasswordsUrl: values.BREACHED_PASSWORDS ? values.BREACHED_PASSWORDS_URL : undefined,
    trustProxy: values.TRUST_PROXY,
    corsOrigins: frontendOrigin ? [...values.CORS_ORIGINS, frontendOrigin] : values.CORS_ORIGINS,
    rateLimits: values.RATE_LIMITS,
    worker: values.WORKER,
    workerPort: values.WORKER_PORT,
    metricsToken: values.METRICS_TOKEN,
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  }
}

type LimitValues = Pick<SettingValues, Extract<SettingName, `LIMIT_${string}`>>

function limitsFrom(values: LimitValues): Limits {
  return {
    'request-by-client': values.LIMIT_REQUESTS_PER_CLIENT,
    'request-by-address-and-client': values.LIMIT_REQUESTS_PER_ADDRESS_AND_CLIENT,
    'request-in-all': values.LIMIT_REQUESTS_IN_ALL,
    'mail-by-address': values.LIMIT_MAILS_PER_ADDRESS,
    'proof-by-client': values.LIMIT_PROOFS_PER_CLIENT,
    'guess-by-address': values.LIMIT_GUESSES_PER_ADDRESS,
    'guess-in-a-row': values.LIMIT_GUESSES_IN_A_ROW,
    'guess-in-all': values.LIMIT_GUESSES_IN_ALL,
    'sign-in-by-client': values.LIMIT_SIGN_INS_PER_CLIENT,
    'sign-in-by-address-and-client': values.LIMIT_SIGN_INS_PER_ADDRESS,
    'sign-in-by-address': values.LIMIT_SIGN_INS_PER_ADDRESS,
    'sign-in-in-a-row': values.LIMIT_SIGN_INS_IN_A_ROW,
    longestSignInWaitSeconds: values.LIMIT_SIGN_IN_WAIT_SECONDS,
  }
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
  need('PUBLIC_URL', 'in production the links in emails need the address people use')
  need(
    'DATABASE_URL',
    'in production the embedded database and its demo account are refused; name a PostgreSQL',
  )
  need(
    'LATCHKEY_SECRET',
    'in production it is not generated; make one with: openssl rand -base64 32',
  )
  if (isPlainHttpElsewhere(publicUrl)) {
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
