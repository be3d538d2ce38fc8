import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSmtpUrl } from './smtp-url.ts'
import { patience, transportOptions } from './transport-options.ts'
import { wellKnownServer } from './well-known.ts'

const guide = readFileSync(new URL('../../../../docs/mail.md', import.meta.url), 'utf8')

/** Every `SMTP_URL=` line people copy, by the heading it stands under. */
const documented = [...guide.matchAll(/^## (.*)\n((?:(?!^## ).*\n)*)/gm)].flatMap(
  ([, heading = '', section = '']) =>
    [...section.matchAll(/^SMTP_URL=(.*)$/gm)].map(([, url = '']) => [heading, url] as const),
)

function serverOf(url: string) {
  const server = parseSmtpUrl(url)
  if (!server.ok) throw new Error(server.reason)
  return server
}

test('each provider has its line', () => {
  const servers = documented.map(([heading, url]) => {
    const { host, port, secure } = serverOf(url)
    return `${heading}: ${host}:${port} ${secure ? 'TLS' : 'STARTTLS'}`
  })
  expect(servers).toEqual([
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
  ['SES-EU-WEST-1', 'Amazon SES'],
  ['Brevo', 'Brevo'],
  ['Postmark', 'Postmark'],
  ['Resend', 'Resend'],
  ['Mailgun', 'Mailgun'],
  ['SendGrid', 'SendGrid'],
])('%s is where the library knows it to be', (name, heading) => {
  const hosts = documented
    .filter(([where]) => where === heading)
    .map(([, url]) => serverOf(url).host)
  expect(hosts).toContain(wellKnownServer(name)?.host)
})

test.each(documented.filter(([heading]) => heading !== 'Mailpit'))(
  '%s, %s: nothing is sent in clear',
  (_heading, url) => {
    const { secure, requireTLS, tls } = transportOptions(serverOf(url), patience)
    expect(secure || requireTLS).toBe(true)
    expect(tls).toMatchObject({ rejectUnauthorized: true })
  },
)
