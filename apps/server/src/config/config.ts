import { pagePaths } from '@latchkey/api'
import type { Limits } from '@latchkey/core'
import {
  type AccountsConfig,
  ConfigError,
  type PageUrls,
  type ServerConfig,
  type WebhooksConfig,
} from '@latchkey/server/parts'
import * as z from 'zod'
import { accountSettings } from './account-settings.ts'
import { brandProblems } from './brand-folder.ts'
import { type DatabaseSettings, databaseSettings } from './database-settings.ts'
import { type DotEnv, noDotEnv } from './dot-env.ts'
import { cameAs, cameAsSecret, generalProblem, likelyOrigin } from './given-value.ts'
import { type MailSettings, mailSettings } from './mail-settings.ts'
import { nearestName } from './near-names.ts'
import { type OperatorConfig, operatorSettings } from './operator-settings.ts'
import { missingWhenReached, type Reach, reachOf } from './reach.ts'
import { type ResetPage, resetPage } from './reset-page.ts'
import { type SettingName, type SettingValues, secretSettings, settings } from './settings.ts'
import { type TelemetryConfig, telemetrySettings } from './telemetry-settings.ts'
import { codeOfError, unreadable } from './unreadable.ts'
import { webhookSettings } from './webhook-settings.ts'

/** All settings, read once and frozen. */
export type Config = ServerConfig &
  MailSettings &
  OperatorConfig & {
    production: boolean
    port: number
    host: string
    /** The origin of the operator's own front end, which may call the API. Absent: our pages are the front end. */
    frontendOrigin: string | undefined
    /** Further names that requests may call this server by. */
    allowedHosts: readonly string[]
    /** Whether the embedded database gets an account whose password everybody knows. */
    demoAccount: boolean
    /** Whether this machine may read the metrics without a token. */
    openMetrics: boolean
    keepAliveSeconds: number
    /** For how long the files of a former build of the pages are still served. */
    pageFilesDays: number
    /** Between "not ready" and the end of a process, so that load balancers notice. */
    drainSeconds: number
    /** Origins that a `return_to` may lead to. */
    returnToOrigins: readonly string[]
    /** A folder with the operator's own style and logo. */
    brandDir: string | undefined
    trustProxy: readonly string[]
    /** Networks whose clients no limit counts. */
    exemptNetworks: readonly string[]
    /** Other origins whose pages may call the API with cookies. */
    corsOrigins: readonly string[]
    /** Whether an operator may make links by hand. */
    operatorLinks: boolean
    worker: boolean
    /** The port of a worker that runs in its own process. */
    workerPort: number | undefined
    metricsToken: string | undefined
    /** What is exported by OpenTelemetry. Absent: nothing, and its SDK is not loaded. */
    telemetry: TelemetryConfig | undefined
    logLevel: string
  }

export type Environment = Readonly<Record<string, string | undefined>>

const Settings = z.object(
  Object.fromEntries(Object.entries(settings).map(([name, row]) => [name, row.schema])) as {
    [Name in keyof typeof settings]: (typeof settings)[Name]['schema']
  },
)

/**
 * @param readFile reads the file of a secret, or of a map; throws when it cannot.
 * @throws ConfigError
 */
export function readConfig(
  environment: Environment,
  readFile: (path: string) => string,
  dotEnv: DotEnv = noDotEnv,
): Config {
  const problems: string[] = [...dotEnv.problems]
  const { given, named, fromDotEnv } = collect({ environment, readFile, dotEnv }, problems)
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    const source = { given, fromDotEnv, dotEnv }
    problems.push(...parsed.error.issues.map(({ path, message }) => said(path, message, source)))
  }
  // Rules across settings are checked even when single settings are wrong, so that all problems are reported at once.
  const each = parsed.success ? parsed.data : eachThatParses(given)
  const database = databaseSettings({ each, named }, problems)
  const host = each.HOST ?? (each.NODE_ENV === 'production' ? '0.0.0.0' : 'localhost')
  const publicUrl = each.PUBLIC_URL ?? `http://localhost:${each.PORT ?? 3000}`
  const reach = reachOf(each, host, publicUrl)
  const mail = mailSettings({ each, named }, { publicUrl, reach }, problems)
  const page = resetPage(each, { publicUrl, reach }, problems)
  const signInUrl = elsewhere(each.SIGN_IN_URL, publicUrl)
  const accounts = accountSettings({ each, named }, { readFile, signInUrl }, problems)
  const webhooks = webhookSettings({ each, named }, { readFile }, problems)
  const operators = operatorSettings({ each, named }, { publicUrl, reach }, problems)
  if (each.WORKER === false && each.DATABASE_URL === undefined) {
    problems.push(
      'WORKER=off needs DATABASE_URL: the embedded database allows one process, so no other process could send the emails',
    )
  }
  if (named.has('SUPPORT_EMAIL') && named.has('SUPPORT_URL')) {
    problems.push('SUPPORT_EMAIL and SUPPORT_URL are both set; keep one of them')
  }
  if (each.BRAND_DIR !== undefined) problems.push(...brandProblems(each.BRAND_DIR, readFile))
  problems.push(...missingWhenReached({ each, named }, reach, publicUrl))
  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError([...new Set(problems)], nearNames(environment, dotEnv))
  }

  return deepFreeze({
    host,
    publicUrl,
    signInUrl,
    notMeUrl: `${publicUrl}${pagePaths.notMe}#token={token}`,
    forgotPasswordUrl: `${publicUrl}${pagePaths.forgotPassword}`,
    signInPageUrl: signInUrl ?? `${publicUrl}${pagePaths.signIn}`,
    ...accounts,
    ...page,
    ...database,
    ...mail,
    ...webhooks,
    ...telemetrySettings(each),
    ...operators,
    ...configFrom(parsed.data, { frontendOrigin: page.frontendOrigin, reach }),
  })
}

/** What is said of names that are no settings and look like one that was misspelt. */
export function nearNames(environment: Environment, dotEnv: DotEnv = noDotEnv): string[] {
  const known = [...Object.keys(settings), ...secretSettings.map((name) => `${name}_FILE`)]
  const names = new Set([...Object.keys(environment), ...Object.keys(dotEnv.values)])
  return [...names].flatMap((name) => {
    const near = nearestName(name, known, environment[name] ?? dotEnv.values[name])
    return near === undefined ? [] : [`${name} is not a setting; did you mean ${near}?`]
  })
}

type Sources = {
  environment: Environment
  readFile: (path: string) => string
  dotEnv: DotEnv
}

type Collected = {
  given: Record<string, string>
  /** Which settings were given at all, even if they are not usable. */
  named: Set<string>
  /** Those whose value is the one in `.env`. */
  fromDotEnv: Set<string>
}

/**
 * The values of all settings, without white space around them: env files with Windows line ends have some. An empty
 * value counts as absent, because a copied `.env.example` contains some. A variable of the environment, even an empty
 * one, takes precedence over `.env`.
 */
function collect(sources: Sources, problems: string[]): Collected {
  const { environment, readFile, dotEnv } = sources
  const collected: Collected = { given: {}, named: new Set(), fromDotEnv: new Set() }
  const { given, named, fromDotEnv } = collected
  const written = (name: string): string => {
    const inEnvironment = environment[name]
    if (inEnvironment === undefined && dotEnv.values[name] !== undefined) fromDotEnv.add(name)
    const value = inEnvironment ?? dotEnv.values[name] ?? ''
    const trimmed = value.trim()
    // The last line of a key ends with a line break.
    return trimmed.includes('\n') ? value : trimmed
  }
  const take = (name: SettingName, value: string, from: string) => {
    named.add(name)
    const cut = fromDotEnv.has(from) ? dotEnv.cuts.get(from) : undefined
    const problem = cut ?? generalProblem(name, value)
    if (problem === undefined) given[name] = value
    else problems.push(`${from}: ${problem}`)
  }
  for (const name of Object.keys(settings) as SettingName[]) {
    const value = written(name)
    // A value that begins with # is cut to nothing.
    if (value !== '' || (fromDotEnv.has(name) && dotEnv.cuts.has(name))) take(name, value, name)
  }
  for (const name of secretSettings) {
    const setting = `${name}_FILE`
    const path = written(setting)
    if (path === '') continue
    if (named.has(name)) {
      problems.push(`${name} and ${setting} are both set; keep one of them`)
      continue
    }
    named.add(name)
    try {
      const held = readFile(path).trim()
      if (held === '') problems.push(`${setting} names an empty file: ${path}`)
      else take(name, held, setting)
    } catch (error) {
      problems.push(`${setting}: ${path} ${unreadable(codeOfError(error))}`)
    }
  }
  return collected
}

type Said = Pick<Collected, 'given' | 'fromDotEnv'> & { dotEnv: DotEnv }

/** One voice for every setting: its name, what is allowed, what came, and where such a value comes from. */
function said(path: readonly PropertyKey[], message: string, source: Said): string {
  const name = String(path[0])
  const value = source.given[name]
  if (value === undefined) return `${name}: ${message}`
  const isSecret = (secretSettings as string[]).includes(name)
  const came = isSecret ? cameAsSecret(value) : cameAs(value)
  const inDotEnv = source.dotEnv.values[name]
  const overridden = inDotEnv !== undefined && !source.fromDotEnv.has(name)
  const origin = likelyOrigin(name, value)
  return [
    `${name}: ${message}${came}`,
    ...(source.fromDotEnv.has(name) ? [', in .env'] : []),
    ...(overridden ? [', in the environment, which takes precedence over .env'] : []),
    ...(origin === undefined ? [] : [`. ${origin}`]),
  ].join('')
}

function eachThatParses(given: Record<string, string>): Partial<SettingValues> {
  const entries = Object.entries(settings).flatMap(([name, row]) => {
    const one = row.schema.safeParse(given[name])
    return one.success ? [[name, one.data]] : []
  })
  return Object.fromEntries(entries) as Partial<SettingValues>
}

type ReadElsewhere =
  | 'host'
  | 'publicUrl'
  | 'signInUrl'
  | 'telemetry'
  | keyof AccountsConfig
  | keyof MailSettings
  | keyof WebhooksConfig
  | keyof OperatorConfig
  | keyof ResetPage
  | keyof PageUrls
  | keyof DatabaseSettings

function configFrom(
  values: z.output<typeof Settings>,
  { frontendOrigin, reach }: { frontendOrigin: string | undefined; reach: Reach },
): Omit<Config, ReadElsewhere> {
  const { production } = reach
  return {
    production,
    port: values.PORT,
    allowedHosts: values.ALLOWED_HOSTS,
    demoAccount: reach.allows('demo-account'),
    openMetrics: reach.allows('metrics'),
    keepAliveSeconds: values.KEEP_ALIVE_SECONDS,
    pageFilesDays: values.PAGE_FILES_DAYS,
    drainSeconds: values.DRAIN_SECONDS ?? (production ? 5 : 0),
    productName: values.PRODUCT_NAME,
    support: supportFrom(values),
    returnToOrigins: values.RETURN_TO_ORIGINS,
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
    exemptNetworks: values.LIMIT_EXEMPT_NETWORKS,
    corsOrigins: frontendOrigin ? [...values.CORS_ORIGINS, frontendOrigin] : values.CORS_ORIGINS,
    rateLimits: values.RATE_LIMITS,
    operatorLinks: values.OPERATOR_LINKS,
    worker: values.WORKER,
    workerPort: values.WORKER_PORT,
    metricsToken: values.METRICS_TOKEN,
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  }
}

type LimitValues = Pick<
  SettingValues,
  Exclude<Extract<SettingName, `LIMIT_${string}`>, 'LIMIT_EXEMPT_NETWORKS'>
>

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

/** Our own sign-in page is not elsewhere: a page that only leads to itself would be a dead end. */
function elsewhere(signInUrl: string | undefined, publicUrl: string): string | undefined {
  const url = URL.parse(signInUrl ?? '')
  const ours: string[] = [pagePaths.signIn, pagePaths.login]
  const isOurs = url?.origin === publicUrl && ours.includes(url.pathname.replace(/\/+$/, ''))
  return isOurs ? undefined : url?.href
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
  return Object.freeze(value)
}
