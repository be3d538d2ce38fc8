import { isPlainHttpElsewhere } from '@latchkey/server/parts'
import * as z from 'zod'
import { asciiDomain, domainName, hostName, mailServerAddress } from '../values/names.ts'
import { integer, oneOf, onOff } from '../values/plain.ts'
import { privateKey, rsaPrivateKey, typedPassword } from '../values/secrets.ts'
import type { Settings } from './row.ts'

const tokenUrl = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address like https://login.example.com/token',
  })
  .refine((url) => !isPlainHttpElsewhere(url), {
    error: 'must use https: the client secret is sent there',
  })

/** How emails leave, and whom they are from. */
export const emailSettings = {
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
} as const satisfies Settings
