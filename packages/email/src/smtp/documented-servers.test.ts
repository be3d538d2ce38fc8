import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { connectionOptions, defaultTimeouts } from './connection-options.ts'
import { mailPresets } from './mail-presets.ts'
import { parseSmtpUrl } from './smtp-url.ts'

const guide = readFileSync(new URL('../../../../docs/mail.md', import.meta.url), 'utf8')

/** Every `SMTP_URL=` line that people copy, by its heading. */
const documented = [...guide.matchAll(/^## (.*)\n((?:(?!^## ).*\n)*)/gm)].flatMap(
  ([, heading = '', section = '']) =>
    [...section.matchAll(/^SMTP_URL=(.*)$/gm)].map(([, url = '']) => [heading, url] as const),
)

function serverOf(url: string) {
  const server = parseSmtpUrl(url)
  if (!server.ok) throw new Error(server.reason)
  return server
}

/** Where the library's own list of services has a service. */
function serverKnownAs(service: string): { host?: string; port?: number; secure?: boolean } {
  const { transporter } = createTransport({ service })
  if (!('options' in transporter)) return expect.unreachable()
  return Object.assign({ secure: false }, transporter.options)
}

test('each provider has a line to copy', () => {
  const servers = documented.map(([heading, url]) => {
    const { host, port, secure } = serverOf(url)
    return `${heading}: ${host}:${port} ${secure ? 'TLS' : 'STARTTLS'}`
  })
  expect(servers).toEqual([
    'Google Workspace: smtp.gmail.com:465 TLS',
    'Microsoft 365: smtp.office365.com:587 STARTTLS',
    'Brevo: smtp-relay.brevo.com:2525 STARTTLS',
    'Amazon SES: email-smtp.eu-west-1.amazonaws.com:465 TLS',
    'Postmark: smtp.postmarkapp.com:587 STARTTLS',
    'Resend: smtp.resend.com:465 TLS',
    'Mailgun: smtp.mailgun.org:465 TLS',
    'Mailgun: smtp.eu.mailgun.org:465 TLS',
    'SendGrid: smtp.sendgrid.net:587 STARTTLS',
    'Mailpit: localhost:1025 STARTTLS',
    'Any other mail server: mail.example.com:465 TLS',
    'Any other mail server: mail.example.com:587 STARTTLS',
  ])
})

test.each([
  ['Gmail', 'gmail'],
  ['Brevo', 'brevo'],
] as const)('the preset for %s is the server that the library knows', (name, preset) => {
  expect(serverKnownAs(name)).toMatchObject(mailPresets[preset])
})

test.each([
  ['Gmail', 'Google Workspace'],
  ['Outlook365', 'Microsoft 365'],
  ['SES-EU-WEST-1', 'Amazon SES'],
  ['Brevo', 'Brevo'],
  ['Postmark', 'Postmark'],
  ['Resend', 'Resend'],
  ['Mailgun', 'Mailgun'],
  ['SendGrid', 'SendGrid'],
])('the documented server of %s is the one that the library knows', (name, heading) => {
  const hosts = documented
    .filter(([where]) => where === heading)
    .map(([, url]) => serverOf(url).host)
  expect(hosts).toContain(serverKnownAs(name).host)
})

test.each(documented.filter(([heading]) => heading !== 'Mailpit'))(
  '%s, %s: everything is encrypted',
  (_heading, url) => {
    const { secure, requireTLS, tls } = connectionOptions(serverOf(url), defaultTimeouts)
    expect(secure || requireTLS).toBe(true)
    expect(tls).toMatchObject({ rejectUnauthorized: true })
  },
)
