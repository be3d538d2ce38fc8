import * as z from 'zod'

/*
 * Every setting, a row each: what it may be, and one line about it. `.env.example` and the table in
 * docs/operating.md are checked against this list.
 */

const port = z.coerce.number().int().min(0).max(65_535)
const minutes = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on')

const webOrigin = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://login.example.com' })
  .transform((value) => new URL(value))
  .refine((url) => url.pathname === '/' && !url.search && !url.hash && !url.username, {
    error: 'must be an origin: scheme, host and port, nothing after it',
  })
  .transform((url) => url.origin)

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address like postgres://user:password@host:5432/database',
})

const cidrs = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
        error: 'must be addresses or networks like 10.0.0.0/8, separated by commas',
      }),
    ),
  )

export const settings = {
  NODE_ENV: {
    schema: z.enum(['development', 'production', 'test']).default('development'),
    about: '`production` refuses the demo account, the built-in mailbox and the embedded database',
  },
  PORT: { schema: port.default(3000), about: 'port of the web server' },
  HOST: {
    schema: z.string().optional(),
    about: 'address to listen on: `localhost`, in production `0.0.0.0`',
  },
  PUBLIC_URL: {
    schema: webOrigin.optional(),
    about:
      'origin of the pages and of the links in mails; `http://localhost:PORT` unless in production',
  },
  RESET_URL: {
    schema: z.string().optional(),
    about: 'address of a reset page of your own, with one `{token}`; ours when absent',
  },
  PRODUCT_NAME: {
    schema: z.string().trim().min(1).max(64).default('Latchkey'),
    about: 'the name people know, in pages and mails',
  },
  DATABASE_URL: {
    schema: postgresUrl.optional(),
    secret: true,
    about: 'PostgreSQL; the embedded database when absent',
  },
  DATA_DIR: {
    schema: z.string().default('.data'),
    about: 'folder of the embedded database, the built-in mailbox and a generated secret',
  },
  LATCHKEY_SECRET: {
    schema: z
      .string()
      .refine((value) => new TextEncoder().encode(value).length >= 32, {
        error: 'must be at least 32 bytes; make one with: openssl rand -base64 32',
      })
      .optional(),
    secret: true,
    about:
      'key of code and address digests, at least 32 bytes; generated into DATA_DIR unless in production',
  },
  SMTP_URL: {
    schema: z.string().optional(),
    secret: true,
    about:
      'mail server, `smtps://user:password@host` or `smtp://…`; the built-in mailbox when absent',
  },
  MAIL_FROM: {
    schema: z.string().optional(),
    about: 'sender of the mails, `name@example.com` or `Name <name@example.com>`',
  },
  LINK_TTL_MINUTES: { schema: minutes(5, 24 * 60).default(60), about: 'minutes a link works' },
  CODE_TTL_MINUTES: { schema: minutes(5, 60).default(10), about: 'minutes a code works' },
  PASSWORD_MIN_LENGTH: {
    schema: minutes(8, 64).default(8),
    about:
      'characters a new password needs, 8 or more; 15 is recommended where it is the only factor',
  },
  TRUST_PROXY: {
    schema: cidrs.default([]),
    about: 'proxies whose `X-Forwarded-For` is believed, as networks separated by commas',
  },
  RATE_LIMITS: { schema: onOff.default(true), about: '`off` is for benchmarks only' },
  WORKER: {
    schema: onOff.default(true),
    about: '`off` when `latchkey worker` sends the mails instead',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
    about: 'logs at this level and above: `warn`, in production `info`',
  },
} as const satisfies Record<string, { schema: z.ZodType; about: string; secret?: true }>

export type SettingName = keyof typeof settings

/** Settings that may also be given as `NAME_FILE`, the path of a file that holds them. */
export const secretSettings = (Object.keys(settings) as SettingName[]).filter(
  (name) => 'secret' in settings[name],
)
