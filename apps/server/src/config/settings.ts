import { createPrivateKey } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { deliveryAddress, describeAddressProblem, locales, readEmailAddress } from '@latchkey/core'
import { isSchemaName, poolers } from '@latchkey/db'
import { readsOnWhite } from '@latchkey/email'
import {
  databaseAddressProblem,
  isPlainHttpElsewhere,
  isWebhookSecret,
  MOST_IN_ALL,
  secretList,
  usualLimits,
  windowsSetting,
} from '@latchkey/server/parts'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { exposable } from './exposable.ts'
import { isTargetTriple } from './given-value.ts'
import { webhookUrlProblem } from './webhook-url.ts'

/*
 * Every setting, one row each: its schema and a line about it. A test compares this table with `.env.example` and with
 * the table in docs/operating.md.
 */

const integer = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`
  return z
    .string({ error })
    .regex(/^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error })
}
const port = integer(0, 65_535)

const oneOf = <const Value extends string>(values: readonly Value[]) =>
  z.enum(values, {
    error: `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
  })
const onOff = oneOf(['on', 'off']).transform((value) => value === 'on')

const commaList = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const hasCredentials = (value: string) => {
  const url = URL.parse(value)
  return url !== null && (url.username !== '' || url.password !== '')
}

const portUrl = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const problem = portUrlProblem(value, url)
  if (problem === undefined && url) return url.href.replace(/\/+$/, '')
  context.addIssue(problem ?? 'must be an address like https://app.example.com/latchkey')
  return z.NEVER
})

function portUrlProblem(value: string, url: URL | null): string | undefined {
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an address like https://app.example.com/latchkey'
  }
  if (hasCredentials(value)) return 'must have no user name or password: calls are signed'
  if (url.search !== '' || url.hash !== '') return 'must end with its path: no ? and no #'
  if (isPlainHttpElsewhere(value)) return 'must be https: passwords pass through it'
  return undefined
}

const webhookSecrets = z.string().transform((value, context) => {
  const secrets = value.split(/[\s,]+/).filter(Boolean)
  if (secrets.length > 0 && secrets.every(isWebhookSecret)) return secrets
  context.addIssue(
    'must be whsec_ and the base64 of 24 to 64 random bytes; make one with: echo "whsec_$(openssl rand -base64 32)"',
  )
  return z.NEVER
})

const webhookUrl = z.string().superRefine((value, context) => {
  const problem = webhookUrlProblem(value)
  if (problem !== undefined) context.addIssue(problem)
})

const webOrigin = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const problem = originProblem(value, url)
  if (problem === undefined && url) return url.origin
  context.addIssue(problem ?? 'must be an address like https://login.example.com')
  return z.NEVER
})

function originProblem(value: string, url: URL | null): string | undefined {
  if (value === '*' || value === 'null' || value.includes('*')) {
    return 'must name each origin in full, like https://app.example.com: no *, and not null'
  }
  // `localhost:3000` is a URL whose scheme is `localhost`.
  if (url && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/^https?:$/.test(url.protocol)) {
    return `must be an http or https address: for an app with the scheme ${url.protocol}// use a universal link, an https address that opens the app`
  }
  if (!url || !/^https?:\/\//i.test(value))
    return 'must be an address like https://login.example.com'
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    return 'must be an origin: scheme, host and port, nothing after it. Latchkey needs a host name of its own, like login.example.com; it cannot be served under a path'
  }
  return undefined
}

const webOrigins = z.string().transform(commaList).pipe(z.array(webOrigin))

const parsedAddress = z.string().transform((value, context) => {
  const read = readEmailAddress(value)
  if (read.ok) return read.address
  context.addIssue(
    `must be an email address like name@example.com: ${describeAddressProblem(read)}`,
  )
  return z.NEVER
})

const emailAddress = parsedAddress.transform(({ registered }) => registered)

/** An address that goes to mail servers: its domain is in the ASCII form, which all of them understand. */
const mailServerAddress = parsedAddress.transform(deliveryAddress)

const domainName = z.string().regex(/^[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?$/i, {
  error: 'must be a name like example.com',
})

/** What is no domain stays as it is, for the check that follows. */
const toAscii = (name: string) => domainToASCII(name) || name

/** Takes an international name as people write it, and keeps the form that DNS has (`xn--…`). */
const asciiDomain = z.string().transform(toAscii).pipe(domainName)

const asciiHostName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, {
    error: 'must be a host name like mail.example.com',
  })

const hostName = z.string().transform(toAscii).pipe(asciiHostName)
const listenAddress = z
  .string()
  // As in a URL.
  .transform((value) => value.replace(/^\[(.*)\]$/, '$1'))
  .refine(
    (value) => isIP(value) !== 0 || (hostName.safeParse(value).success && !isDottedNumber(value)),
    {
      error:
        'must be the address to listen on, without scheme and port, like 127.0.0.1, ::1, localhost, or for every address 0.0.0.0 or ::',
      abort: true,
    },
  )
  .refine((value) => !isTargetTriple(value), { error: 'must be an address to listen on' })

function isDottedNumber(value: string): boolean {
  return /^[\d.]+$/.test(value)
}

const hostNames = z
  .string()
  .transform(commaList)
  .pipe(
    z.array(
      z
        .string()
        .refine((value) => isIP(value) !== 0 || hostName.safeParse(value).success, {
          error:
            'must be host names or addresses like latchkey.internal, without scheme, port and *, separated by commas',
        })
        .transform((value) => value.toLowerCase()),
    ),
  )

const exposures = z
  .string()
  .transform(commaList)
  .pipe(z.array(z.enum(exposable, { error: `must be of ${exposable.join(', ')}, with commas` })))

const privateKey = z.string().transform((value, context) => {
  const pem = value.replaceAll('\\n', '\n')
  try {
    createPrivateKey(pem)
    return pem
  } catch {
    context.addIssue('must be a private key in PEM form')
    return z.NEVER
  }
})

const rsaPrivateKey = privateKey.refine(
  (pem) => createPrivateKey(pem).asymmetricKeyType === 'rsa',
  { error: 'must be an RSA key, as the service account has it' },
)

const tokenUrl = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address like https://login.example.com/token',
  })
  .refine((url) => !isPlainHttpElsewhere(url), {
    error: 'must use https: the client secret is sent there',
  })

const typedPassword = z
  .string()
  .regex(/^\P{Cc}+$/u, { error: 'must not be empty, and must not contain control characters' })

const rangeService = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address like https://mirror.example.com/range/',
  })
  .refine((url) => !/[?#]/.test(url), { error: 'must be an address without ? and #' })
  // The prefix is appended after a slash.
  .transform((url) => url.replace(/\/*$/, '/'))

const postgresUrl = z.string().superRefine((value, context) => {
  const problem = databaseAddressProblem(value)
  if (problem !== undefined) context.addIssue(problem)
})

const schemaName = z.string().refine(isSchemaName, {
  error:
    'must be a plain name like latchkey: lower-case letters, digits and _, no digit first, and nothing that PostgreSQL keeps for itself (pg_…)',
})

/** What is wrong with a network that holds strangers, and what to name instead. */
type TooWide = { does: string; name: string }

const networks = (tooWide: TooWide) => {
  const network = z.string().transform((value, context) => {
    const problem = networkProblem(value, tooWide)
    if (problem === undefined) return value
    context.addIssue(problem)
    return z.NEVER
  })
  return z.string().transform(commaList).pipe(z.array(network))
}

/** Shorter prefixes hold strangers, and a trusted stranger chooses the address that limits see. */
const shortestPrefix = { ipv4: 8, ipv6: 16 }

function networkProblem(value: string, tooWide: TooWide): string | undefined {
  const shape = `must be addresses or networks like 10.0.0.0/8, separated by commas; "${value}" is none`
  const [address = '', prefix, ...rest] = value.split('/')
  const known = isIP(address)
  if (known === 0 || address.includes('%') || rest.length > 0) return shape
  if (prefix === undefined) return undefined
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (known === 4 ? 32 : 128)) return shape
  const parsed = ipaddr.parse(address)
  const mapped = parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).isIPv4MappedAddress()
  const least =
    known === 4 ? shortestPrefix.ipv4 : mapped ? 96 + shortestPrefix.ipv4 : shortestPrefix.ipv6
  if (Number(prefix) < least) {
    return `${tooWide.does} far too many: ${value} must be at least a /${least}, and best lists only ${tooWide.name}`
  }
  const first = firstOf(parsed, Number(prefix))
  return first === parsed.toString()
    ? undefined
    : `has bits behind the prefix: for ${value} write ${address}, or the network ${first}/${prefix}`
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): string {
  const cidr = `${address.toString()}/${prefix}`
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(cidr).toString()
}

const collector = z
  .url({ protocol: /^https?$/, error: 'must be an address like http://collector:4318' })
  .refine((value) => !hasCredentials(value), {
    error: 'must have no user name or password: put them into OTEL_EXPORTER_OTLP_HEADERS',
  })

/** `key=value,key=value`, percent-encoded, as OpenTelemetry writes lists. */
const keyValues = z.string().transform((value, context) => {
  const pairs = commaList(value).map((part) => /^([^=\s]+)\s*=\s*(.*)$/.exec(part))
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        if (!pair) throw new Error('no pair')
        return [decodeURIComponent(pair[1] ?? ''), decodeURIComponent(pair[2] ?? '')] as const
      }),
    )
  } catch {
    context.addIssue('must be pairs like key=value,key=value, percent-encoded')
    return z.NEVER
  }
})

const ratio = z
  .string()
  .regex(/^(?:0|1|0?\.\d+|1\.0+|0\.)$/, { error: 'must be a number from 0 to 1', abort: true })
  .transform(Number)

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** Of these, browsers and proxies set some by themselves, and anybody can set the others. */
const takenHeaders =
  /^(?:host|origin|cookie|authorization|connection|content-.*|accept.*|user-agent|referer|sec-.*|forwarded|via|x-forwarded-(?:for|host|proto|port|server)|x-real-ip|trpc-.*)$/

const headerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,63}$/i, {
    error: 'must be the name of a header, like X-Auth-Request-User',
    abort: true,
  })
  .transform((name) => name.toLowerCase())
  .refine((name) => !takenHeaders.test(name), {
    error: 'must be a header that your proxy sets and removes from what it is sent',
  })

export const settings = {
  NODE_ENV: {
    schema: oneOf(['development', 'production', 'test']).default('development'),
    about: '`production` refuses the demo account, the built-in mailbox and the embedded database',
  },
  PORT: { schema: port.default(3000), about: 'port of the web server' },
  HOST: {
    schema: listenAddress.optional(),
    about: 'address to listen on: `localhost`, in production `0.0.0.0`',
  },
  ALLOWED_HOSTS: {
    schema: hostNames.default([]),
    about:
      'further names that requests may call this server by, separated by commas; the host of PUBLIC_URL and `localhost` always may',
  },
  ALLOW_EXPOSED: {
    schema: exposures.default([]),
    about:
      'what a server that other machines reach may offer although it is meant for one’s own: `mailbox`, `embedded-database`, `demo-account`, `generated-secret`, `metrics`, `plain-http`',
  },
  PUBLIC_URL: {
    schema: webOrigin.optional(),
    about:
      'origin of the pages and of the links in emails; `http://localhost:PORT` unless in production',
  },
  RESET_URL: {
    schema: z.string().optional(),
    about: 'address of a reset page of your own, with one `{token}`; ours when absent',
  },
  CLIENT_URL: {
    schema: webOrigin.optional(),
    about:
      'origin of your own front end, whose page `/reset-password?token=…` the links open; short for RESET_URL',
  },
  FRONTEND_URL: { schema: webOrigin.optional(), about: 'the same as CLIENT_URL' },
  PRODUCT_NAME: {
    schema: z
      .string()
      .trim()
      .max(64, { error: 'must have at most 64 characters' })
      .default('Latchkey'),
    about: 'the name of your product, in pages and emails',
  },
  BRAND_COLOR: {
    schema: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour like #1f5f4a' })
      .refine((colour) => readsOnWhite(colour), {
        error: 'is too pale for white text on it; its contrast with white must be at least 4.5',
      })
      .optional(),
    about:
      'colour of buttons and links in emails, like `#1f5f4a`; dark enough for white text on it',
  },
  SUPPORT_EMAIL: {
    schema: emailAddress.optional(),
    about: 'address of your support, in pages and emails',
  },
  SUPPORT_URL: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://example.com/help' })
      .optional(),
    about: 'page of your support, instead of SUPPORT_EMAIL',
  },
  DEFAULT_LOCALE: {
    schema: oneOf(locales).default('en'),
    about: 'language for people whose account and browser name no language we have',
  },
  DATABASE_URL: {
    schema: postgresUrl.optional(),
    secret: true,
    about:
      'PostgreSQL; may name several servers, as host-one:5432,host-two:5432, and the one that accepts writes is used; the embedded database when absent',
  },
  DATABASE_SCHEMA: {
    schema: schemaName.default('latchkey'),
    about: 'the PostgreSQL schema that holds everything; nothing outside it is touched',
  },
  DATABASE_POOLER: {
    schema: oneOf(poolers).optional(),
    about:
      'the pooler that DATABASE_URL leads through: `none`, or one in `session` or `transaction` mode; detected when absent',
  },
  DATABASE_DIRECT_URL: {
    schema: postgresUrl.optional(),
    secret: true,
    about: 'PostgreSQL itself, for migrations, when DATABASE_URL leads through a pooler',
  },
  MIGRATE: {
    schema: onOff.default(true),
    about:
      '`off` when only `latchkey migrate` may change the schema: other commands then refuse an old one',
  },
  ACCOUNTS_FILE: {
    schema: z.string().optional(),
    about:
      'the map of the users that your application has, `latchkey.accounts.json`; accounts of our own when absent',
  },
  ACCOUNTS_URL: {
    schema: portUrl.optional(),
    about:
      'where your application answers, if its users are not in the same PostgreSQL: `/lookup`, `/look`, `/change` and `/settled` are appended',
  },
  ACCOUNTS_SECRET: {
    schema: webhookSecrets.optional(),
    secret: true,
    about: 'with ACCOUNTS_URL: what the calls are signed with, as Standard Webhooks says',
  },
  ACCOUNTS_PASSWORD_FORM: {
    schema: oneOf(['none', 'NFC', 'NFKC']).default('none'),
    about:
      'with ACCOUNTS_URL: the Unicode form in which your application gets new passwords; `none` is as typed',
  },
  ACCOUNTS_PASSWORD_BYTES: {
    schema: integer(64, 1024).default(72),
    about: 'with ACCOUNTS_URL: the longest password that your application hashes whole',
  },
  WEBHOOK_URL: {
    schema: webhookUrl.optional(),
    about: 'where events are sent, such as the end of sessions; nowhere when absent',
  },
  WEBHOOK_SECRET: {
    schema: webhookSecrets.optional(),
    secret: true,
    about:
      'with WEBHOOK_URL: what the calls are signed with, as Standard Webhooks says; several during a change, all of which sign',
  },
  WEBHOOK_EVENTS: {
    schema: z.string().transform(commaList).optional(),
    about:
      'with WEBHOOK_URL: the events to send, separated by commas, such as `account.*,mail.failed`; all when absent',
  },
  WEBHOOKS_FILE: {
    schema: z.string().optional(),
    about: 'instead of WEBHOOK_URL: a JSON file with several webhooks (docs/events.md)',
  },
  PEPPER: {
    schema: z.string().optional(),
    secret: true,
    about:
      'with ACCOUNTS_FILE: the secret that your application appends to passwords before it hashes',
  },
  DATA_DIR: {
    schema: z.string().default('.data'),
    about: 'folder of the embedded database, the built-in mailbox and a generated secret',
  },
  BRAND_DIR: {
    schema: z.string().optional(),
    about: 'folder with your own `brand.css`, `logo.svg` or `favicon.svg` for the pages',
  },
  LATCHKEY_SECRET: {
    schema: z
      .string()
      .transform((value, context) => {
        const { secrets, problems } = secretList(value)
        for (const problem of problems) context.addIssue(problem)
        return secrets
      })
      .optional(),
    secret: true,
    about:
      'server secret: the key of code and address digests, at least 32 bytes; generated into DATA_DIR unless in production; several during a rotation, the new one first',
  },
  SMTP_URL: {
    schema: z.string().optional(),
    secret: true,
    about:
      'mail server, `smtps://user:password@host` or `smtp://…`; without it and MAIL_URL, the built-in mailbox',
  },
  MAIL_URL: {
    schema: z.string().optional(),
    secret: true,
    about:
      'instead of SMTP_URL: a mail service that is called over https, `resend:key`, `postmark:…`, `ses:…`, `brevo:…`, `sendgrid:…` or `mailgun:…`',
  },
  MAIL_HOOKS: {
    schema: z.string().optional(),
    secret: true,
    about:
      'which mail services may report bounces and complaints at `/hooks/mail/…`, and how they prove themselves: `resend:whsec_…`, `ses:<topic>` and so on, with commas',
  },
  SMTP_NAME: {
    schema: hostName.optional(),
    about: 'host name given to the mail server in EHLO; the host of PUBLIC_URL when absent',
  },
  SMTP_AUTH: {
    schema: oneOf(['password', 'oauth2']).default('password'),
    about:
      '`password` to sign in with the user and password in SMTP_URL, `oauth2` to sign in with an access token (Microsoft 365, Google Workspace)',
  },
  SMTP_OAUTH_USER: {
    schema: mailServerAddress.optional(),
    about: 'with SMTP_AUTH=oauth2: the mailbox that sends',
  },
  SMTP_OAUTH_TENANT: {
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]*$/i, {
        error: 'must be a directory (tenant) ID or its domain, like contoso.onmicrosoft.com',
      })
      .optional(),
    about: 'Microsoft 365: the directory (tenant) ID; short for its token URL and its scope',
  },
  SMTP_OAUTH_TOKEN_URL: {
    schema: tokenUrl.optional(),
    about: "where tokens come from, instead of SMTP_OAUTH_TENANT; Google's when absent",
  },
  SMTP_OAUTH_CLIENT_ID: {
    schema: z.string().trim().min(1).optional(),
    about: 'client credentials: the application (client) ID',
  },
  SMTP_OAUTH_CLIENT_SECRET: {
    schema: z.string().trim().pipe(typedPassword).optional(),
    secret: true,
    about: 'client credentials: the value of the client secret, not its ID',
  },
  SMTP_OAUTH_SERVICE_CLIENT: {
    schema: z.string().trim().min(1).optional(),
    about: 'service account: its `client_email`',
  },
  SMTP_OAUTH_PRIVATE_KEY: {
    schema: rsaPrivateKey.optional(),
    secret: true,
    about:
      'service account: its `private_key`, PEM; in one line with `\\n` for each line break, or as a file',
  },
  SMTP_OAUTH_SCOPE: {
    schema: z.string().trim().min(1).optional(),
    about: "what the token is for; Microsoft's or Google's scope for SMTP when absent",
  },
  EMAIL_USER: {
    schema: mailServerAddress.optional(),
    about: 'instead of SMTP_URL: a Gmail address, which sends the emails',
  },
  EMAIL_PASS: {
    schema: z
      .string()
      // Google shows it in four groups, and people copy what they see.
      .transform((value) => value.replace(/\s/g, ''))
      .pipe(typedPassword)
      .optional(),
    secret: true,
    about: 'its app password, which is not the password of the account',
  },
  BREVO_EMAIL: {
    schema: mailServerAddress.optional(),
    about: 'instead of SMTP_URL: the SMTP login at Brevo',
  },
  BREVO_SMTP_KEY: {
    schema: z
      .string()
      .trim()
      .pipe(typedPassword)
      .refine((value) => !value.startsWith('xkeysib-'), {
        error: 'is an API key; make an SMTP key (it begins with xsmtpsib-) under "SMTP & API"',
      })
      .optional(),
    secret: true,
    about: 'an SMTP key, which is neither the password of the account nor an API key',
  },
  MAIL_FROM: {
    schema: z.string().optional(),
    about:
      'sender of the emails, `name@example.com` or `Name <name@example.com>`; EMAIL_USER, BREVO_EMAIL or SMTP_OAUTH_USER when absent',
  },
  SIGN_IN_URL: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://example.com/login' })
      .refine((value) => !hasCredentials(value), {
        error: 'must not contain a user name or password: everybody can read it',
      })
      .optional(),
    about:
      'where people sign in: every page leads there, and so does the email to accounts without a password; `PUBLIC_URL/sign-in` when absent',
  },
  RETURN_TO_ORIGINS: {
    schema: webOrigins.default([]),
    about:
      'origins that `?return_to=` may lead to after a recovery, separated by commas; none when absent',
  },
  NO_ACCOUNT_MAIL: {
    schema: onOff.default(false),
    about:
      '`on` to answer requests for an address without an account by an email that says so, at most once a day',
  },
  CODE_VISIBILITY: {
    schema: oneOf(['body', 'preview', 'subject']).default('body'),
    about: 'where the code of an email is visible: in its body, its preview, or its subject',
  },
  MAIL_REPLY_TO: {
    schema: mailServerAddress.optional(),
    about: 'where replies to the emails go; SUPPORT_EMAIL when absent',
  },
  DKIM_DOMAIN: {
    schema: asciiDomain.optional(),
    about: 'domain whose key signs the emails, with DKIM_SELECTOR and DKIM_PRIVATE_KEY',
  },
  DKIM_SELECTOR: {
    schema: domainName.optional(),
    about: 'name of the key: receivers look it up at `<selector>._domainkey.<domain>`',
  },
  DKIM_PRIVATE_KEY: {
    schema: privateKey.optional(),
    secret: true,
    about: 'the key itself, PEM; in one line with `\\n` for each line break, or as a file',
  },
  SMTP_CONNECTIONS: {
    schema: integer(1, 100).default(10),
    about:
      'connections to the mail server at once, for each worker; as many again while it is slow',
  },
  MAIL_DOMAIN_CHECK: {
    schema: onOff.optional(),
    about:
      '`on` to send nothing to reserved test domains and to domains that accept no email; on in production',
  },
  LINK_TTL_MINUTES: { schema: integer(5, 24 * 60).default(60), about: 'minutes that a link works' },
  CODE_TTL_MINUTES: { schema: integer(5, 60).default(10), about: 'minutes that a code works' },
  PASSWORD_MIN_LENGTH: {
    schema: integer(8, 64).default(8),
    about:
      'minimum length of a new password, 8 or more; 15 is recommended where it is the only factor',
  },
  BREACHED_PASSWORDS: {
    schema: onOff.default(false),
    about:
      '`on` to look up new passwords in BREACHED_PASSWORDS_URL; only five digits of the SHA-1 are sent',
  },
  BREACHED_PASSWORDS_URL: {
    schema: rangeService.default('https://api.pwnedpasswords.com/range/'),
    about: 'the range service: Have I Been Pwned, or the address of your own mirror',
  },
  TRUST_PROXY: {
    schema: networks({ does: 'trusts', name: 'your proxies' }).default([]),
    about: 'proxies whose `X-Forwarded-For` is trusted, as networks separated by commas',
  },
  CORS_ORIGINS: {
    schema: webOrigins.default([]),
    about: 'other origins whose pages may call the API with cookies, separated by commas',
  },
  OPERATOR_LINKS: {
    schema: onOff.default(false),
    about: '`on` to allow `latchkey link`, with which an operator can get into any account',
  },
  OPERATOR_PORT: {
    schema: port.optional(),
    about: "port of the operators' page; none when absent (docs/operators-page.md)",
  },
  OPERATOR_HOST: {
    schema: listenAddress.default('localhost'),
    about: "with OPERATOR_PORT: address that the operators' page listens on",
  },
  OPERATOR_URL: {
    schema: webOrigin.optional(),
    about:
      "origin of the operators' page, in its links and cookies; `http://localhost:OPERATOR_PORT` when absent",
  },
  OPERATOR_USER_HEADER: {
    schema: headerName.optional(),
    about:
      'the header in which your single sign-on proxy names the operator, such as `X-Auth-Request-User`',
  },
  OPERATOR_TRUST_PROXY: {
    schema: networks({ does: 'trusts', name: 'your proxies' }).default([]),
    about:
      'with OPERATOR_USER_HEADER: the only networks from which that header is taken, separated by commas',
  },
  RATE_LIMITS: { schema: onOff.default(true), about: '`off` is for benchmarks only' },
  LIMIT_REQUESTS_PER_CLIENT: {
    schema: windowsSetting(usualLimits['request-by-client']),
    about: 'requests and resends from one client network',
  },
  LIMIT_REQUESTS_PER_ADDRESS_AND_CLIENT: {
    schema: windowsSetting(usualLimits['request-by-address-and-client']),
    about: 'requests for one address, or resends of one request, from one client network',
  },
  LIMIT_REQUESTS_IN_ALL: {
    schema: windowsSetting(usualLimits['request-in-all'], MOST_IN_ALL),
    about: 'global limit of requests, over all clients and processes',
  },
  LIMIT_MAILS_PER_ADDRESS: {
    schema: windowsSetting(usualLimits['mail-by-address']),
    about: 'emails to one address; it also sets the wait before a resend',
  },
  LIMIT_PROOFS_PER_CLIENT: {
    schema: windowsSetting(usualLimits['proof-by-client']),
    about: 'codes, links and resets tried from one client network',
  },
  LIMIT_GUESSES_PER_ADDRESS: {
    schema: windowsSetting(usualLimits['guess-by-address']),
    about: 'wrong codes for one address; beyond that its codes are disabled, links keep working',
  },
  LIMIT_GUESSES_IN_A_ROW: {
    schema: integer(5, 1_000).default(usualLimits['guess-in-a-row']),
    about: 'wrong codes for one address in a row; beyond that its codes stay disabled',
  },
  LIMIT_GUESSES_IN_ALL: {
    schema: windowsSetting(usualLimits['guess-in-all'], MOST_IN_ALL),
    about: 'global limit of wrong codes; beyond that all codes are disabled, links keep working',
  },
  LIMIT_SIGN_INS_PER_CLIENT: {
    schema: windowsSetting(usualLimits['sign-in-by-client']),
    about: 'sign-ins from one client network',
  },
  LIMIT_SIGN_INS_PER_ADDRESS: {
    schema: windowsSetting(usualLimits['sign-in-by-address']),
    about: 'failed sign-ins to one address; beyond that the next one has to wait',
  },
  LIMIT_SIGN_IN_WAIT_SECONDS: {
    schema: integer(1, 3_600).default(usualLimits.longestSignInWaitSeconds),
    about: 'the longest wait; it starts at one second',
  },
  LIMIT_SIGN_INS_IN_A_ROW: {
    schema: integer(10, 100).default(usualLimits['sign-in-in-a-row']),
    about:
      'failed sign-ins to one address in a row; beyond that, unknown clients must reset the password',
  },
  LIMIT_EXEMPT_NETWORKS: {
    schema: networks({ does: 'exempts', name: 'your offices' }).default([]),
    about:
      'networks with many people behind them, such as offices, separated by commas; no limit counts by client there',
  },
  KEEP_ALIVE_SECONDS: {
    schema: integer(1, 3_600).default(65),
    about: 'seconds until an idle connection is closed; longer than your load balancer keeps one',
  },
  PAGE_FILES_DAYS: {
    schema: integer(0, 90).default(7),
    about:
      'days for which the files of a former build of the pages are still served; 0: not at all',
  },
  DRAIN_SECONDS: {
    schema: integer(0, 300).optional(),
    about:
      'seconds between "not ready" and the end at a SIGTERM, so that load balancers notice; 5 in production',
  },
  WORKER: {
    schema: onOff.default(true),
    about: '`off` when `latchkey worker` sends the emails instead',
  },
  WORKER_PORT: {
    schema: port.optional(),
    about: 'port of `/metrics` and `/health` of `latchkey worker`; none when absent',
  },
  METRICS_TOKEN: {
    schema: z
      .string()
      .regex(/^[\w.~+/-]{16,}=*$/, {
        error: 'must be at least 16 letters, digits or -._~+/; make one with: openssl rand -hex 32',
      })
      .optional(),
    secret: true,
    about: 'bearer token for `/metrics`; without it only this machine may read them',
  },
  LOG_LEVEL: {
    schema: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
    about: 'lowest level that is logged: `warn`, in production `info`',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: collector.optional(),
    about:
      'where traces and metrics are sent by OpenTelemetry, like `http://collector:4318`; nowhere when absent',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    schema: collector.optional(),
    about: 'instead, only for traces, with its path: `http://collector:4318/v1/traces`',
  },
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: {
    schema: collector.optional(),
    about: 'instead, only for metrics, with its path',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: {
    schema: z
      .enum(['http/protobuf', 'http/json'], {
        error:
          'must be http/protobuf or http/json: every collector takes them, mostly on port 4318, and gRPC is not built in',
      })
      .default('http/protobuf'),
    about: '`http/protobuf` or `http/json`',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: keyValues.optional(),
    secret: true,
    about: 'headers for the collector, `authorization=Bearer%20…,key=value`',
  },
  OTEL_EXPORTER_OTLP_TIMEOUT: {
    schema: integer(100, 60_000).default(10_000),
    about: 'milliseconds that one attempt to send may take, with its retries',
  },
  OTEL_EXPORTER_OTLP_COMPRESSION: {
    schema: oneOf(['none', 'gzip']).default('none'),
    about: '`gzip` to compress what is sent',
  },
  OTEL_TRACES_EXPORTER: {
    schema: oneOf(['otlp', 'none']).optional(),
    about: '`none` for no traces; `otlp` when an endpoint is set',
  },
  OTEL_METRICS_EXPORTER: {
    schema: oneOf(['otlp', 'none']).optional(),
    about: '`none` for no metrics; `otlp` when an endpoint is set',
  },
  OTEL_SERVICE_NAME: {
    schema: z.string().max(255, { error: 'must have at most 255 characters' }).default('latchkey'),
    about: 'the name that traces and metrics are under',
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    schema: keyValues.optional(),
    about: 'attributes of all of them, `deployment.environment.name=staging,key=value`',
  },
  OTEL_TRACES_SAMPLER: {
    schema: oneOf(samplers).default('parentbased_always_on'),
    about: 'which traces are made: `parentbased_traceidratio` for a share of them',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: ratio.optional(),
    about: 'that share, from 0 to 1',
  },
  OTEL_BSP_SCHEDULE_DELAY: {
    schema: integer(100, 60_000).default(5_000),
    about: 'milliseconds until spans are sent',
  },
  OTEL_METRIC_EXPORT_INTERVAL: {
    schema: integer(1_000, 3_600_000).default(60_000),
    about: 'milliseconds between two exports of the metrics',
  },
  OTEL_PROPAGATORS: {
    schema: z.string().transform(commaList).default(['tracecontext']),
    about:
      '`none` to ignore the `traceparent` of trusted proxies, and to send none; only `tracecontext` is supported',
  },
  OTEL_SDK_DISABLED: {
    schema: oneOf(['true', 'false']).optional(),
    about: '`true` to switch all of this off',
  },
} as const satisfies Record<string, { schema: z.ZodType; about: string; secret?: true }>

export type SettingName = keyof typeof settings

export type SettingValues = {
  [Name in SettingName]: z.output<(typeof settings)[Name]['schema']>
}

/** Settings that may also be given as `NAME_FILE`, the path of a file that holds them. */
export const secretSettings = (Object.keys(settings) as SettingName[]).filter(
  (name) => 'secret' in settings[name],
)
