import { expect, test } from 'vitest'
import { parseMailUrl } from './mail-url.ts'

test.each([
  ['resend:re_key', { service: 'resend', key: 're_key' }],
  ['resend://re_key', { service: 'resend', key: 're_key' }],
  ['postmark:token?stream=recovery', { service: 'postmark', key: 'token', stream: 'recovery' }],
  ['brevo:xkeysib-key', { service: 'brevo', key: 'xkeysib-key' }],
  ['sendgrid:SG.a.b?region=eu', { service: 'sendgrid', key: 'SG.a.b', region: 'eu' }],
  [
    'mailgun:key-1@mg.example.com?region=eu',
    { service: 'mailgun', key: 'key-1', domain: 'mg.example.com', region: 'eu' },
  ],
  ['ses:eu-west-1', { service: 'ses', region: 'eu-west-1' }],
  [
    'ses:AKIAEXAMPLEEXAMPLE00:se/cret+key=@us-gov-west-1?configuration-set=recovery',
    {
      service: 'ses',
      region: 'us-gov-west-1',
      credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'se/cret+key=' },
      configurationSet: 'recovery',
    },
  ],
  [
    'resend:re_key?endpoint=http://127.0.0.1:8080/',
    { service: 'resend', key: 're_key', endpoint: 'http://127.0.0.1:8080' },
  ],
] as const)('%s', (text, account) => {
  expect(parseMailUrl(text)).toEqual({ ok: true, account: expect.objectContaining(account) })
})

test.each([
  ['smtp://secret@mail.example.com', 'SMTP_URL'],
  ['sparkpost:secret', 'resend:, postmark:, ses:'],
  ['secret', 'must begin with one of'],
  ['resend:', 'holds no key'],
  ['resend:secret', 'begins with re_'],
  ['resend:re_secret key', 'a space'],
  ['brevo:xsmtpsib-secret', 'BREVO_SMTP_KEY'],
  ['sendgrid:secret', 'begins with SG.'],
  ['sendgrid:SG.secret?region=asia', 'us or eu'],
  ['mailgun:secret', 'the domain it sends for'],
  ['ses:secret', 'needs a region'],
  ['ses:AKIAEXAMPLEEXAMPLE00@eu-west-1', 'needs a region'],
  ['postmark:secret?channel=x', 'its options are stream, endpoint'],
  ['resend:re_secret?endpoint=http://mail.example.com', 'not https'],
  ['resend:re_secret?endpoint=https://example.com/path', 'more than a host'],
])('%s is refused, and not repeated', (text, words) => {
  const parsed = parseMailUrl(text)
  if (parsed.ok) throw new Error('it was accepted')
  expect(parsed.reason).toContain(words)
  expect(parsed.reason).not.toContain('secret@')
  expect(parsed.reason).not.toMatch(/(?<!-)secret(?! *-)/)
})
