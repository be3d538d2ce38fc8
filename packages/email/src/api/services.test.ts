import { mailedSecrets } from '@latchkey/core'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { deepFreeze } from '../testing/deep-freeze.ts'
import { type Answers, openMailService, type ServiceCall } from '../testing/mail-service.ts'
import { from } from '../testing/mailer.ts'
import { branding, recovery } from '../testing/messages.ts'
import type { MailServiceAccount } from './mail-service.ts'
import { createServiceMailer } from './service-mailer.ts'

/*
 * Small servers that answer as the documents of each service say, and what our calls look like to them.
 */

const { link = '', code = '' } = mailedSecrets(recovery)

async function sent(account: MailServiceAccount, answer: ReturnType<Answers>) {
  const service = await openMailService(() => answer)
  const mailer = createServiceMailer({
    // Frozen, as settings are: what sends must not write into what it is given.
    account: deepFreeze({ ...structuredClone(account), endpoint: service.endpoint }),
    ...{ from, replyTo: 'help@example.test', branding },
  })
  const handover = await mailer.send(recovery)
  mailer.close()
  const [call = expect.unreachable()] = service.calls
  return { call, handover, json: () => JSON.parse(call.body) }
}

test('Resend', async () => {
  const account = { service: 'resend', key: 're_secret' } as const
  const { call, handover, json } = await sent(account, {
    status: 200,
    body: { id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' },
  })
  expect(handover.answer).toBe('49a3999c-0ce1-4ea6-ab68-afcd6dc2e794')
  expect([call.method, call.path]).toEqual(['POST', '/emails'])
  expect(call.headers).toMatchObject({
    authorization: 'Bearer re_secret',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^latchkey-[0-9a-f]{64}$/),
  })
  expect(json()).toMatchObject({
    from: '"Latchkey" <hello@mail.example.test>',
    to: [recovery.to],
    reply_to: 'help@example.test',
    html: expect.stringContaining(link),
    text: expect.stringContaining(link),
    headers: { 'Auto-Submitted': 'auto-generated', 'One-Time-Code': expect.stringContaining(code) },
    tags: [{ name: 'latchkey-message', value: recovery.id }],
  })
})

test('Postmark', async () => {
  const account = { service: 'postmark', key: 'server-token', stream: 'recovery' } as const
  const { call, handover, json } = await sent(account, {
    status: 200,
    body: {
      To: recovery.to,
      SubmittedAt: '2026-11-28T07:25:01.4178645-05:00',
      MessageID: '0a129aee-e1cd-480d-b08d-4f48548ff48d',
      ErrorCode: 0,
      Message: 'OK',
    },
  })
  expect(handover.answer).toBe('0a129aee-e1cd-480d-b08d-4f48548ff48d')
  expect([call.path, call.headers['x-postmark-server-token']]).toEqual(['/email', 'server-token'])
  expect(json()).toMatchObject({
    From: '"Latchkey" <hello@mail.example.test>',
    To: recovery.to,
    ReplyTo: 'help@example.test',
    TextBody: expect.stringContaining(link),
    HtmlBody: expect.stringContaining(link),
    MessageStream: 'recovery',
    TrackOpens: false,
    TrackLinks: 'None',
    Metadata: { 'latchkey-message': recovery.id },
  })
  expect(json().Headers).toContainEqual({ Name: 'X-PM-KeepID', Value: 'true' })
})

test('Brevo', async () => {
  const { call, handover, json } = await sent(
    { service: 'brevo', key: 'xkeysib-secret' },
    { status: 201, body: { messageId: '<201906041124.44340027797@smtp-relay.mailin.fr>' } },
  )
  expect(handover.answer).toContain('smtp-relay.mailin.fr')
  expect([call.path, call.headers['api-key']]).toEqual(['/v3/smtp/email', 'xkeysib-secret'])
  expect(json()).toMatchObject({
    sender: { name: 'Latchkey', email: 'hello@mail.example.test' },
    to: [{ email: recovery.to }],
    replyTo: { email: 'help@example.test' },
    textContent: expect.stringContaining(link),
    htmlContent: expect.stringContaining(link),
    headers: { idempotencyKey: expect.stringMatching(/^latchkey-/) },
    tags: [`latchkey-message:${recovery.id}`],
  })
})

test('SendGrid, which gives the id in a header', async () => {
  const { call, handover, json } = await sent(
    { service: 'sendgrid', key: 'SG.secret' },
    { status: 202, body: '', headers: { 'X-Message-Id': '14c5d75ce93.dfd.64b469' } },
  )
  expect(handover.answer).toBe('14c5d75ce93.dfd.64b469')
  expect([call.path, call.headers.authorization]).toEqual(['/v3/mail/send', 'Bearer SG.secret'])
  expect(json()).toMatchObject({
    personalizations: [{ to: [{ email: recovery.to }] }],
    from: { name: 'Latchkey', email: 'hello@mail.example.test' },
    reply_to: { email: 'help@example.test' },
    content: [
      { type: 'text/plain', value: expect.stringContaining(link) },
      { type: 'text/html', value: expect.stringContaining(link) },
    ],
    custom_args: { 'latchkey-message': recovery.id },
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
    },
  })
})

test('Mailgun, which takes a form', async () => {
  const account = { service: 'mailgun', key: 'key-secret', domain: 'mg.example.com' } as const
  const { call, handover } = await sent(account, {
    status: 200,
    body: { id: '<20261128.1.ABC@mg.example.com>', message: 'Queued. Thank you.' },
  })
  expect(handover.answer).toContain('mg.example.com')
  expect(call.path).toBe('/v3/mg.example.com/messages')
  expect(call.headers.authorization).toBe(`Basic ${btoa('api:key-secret')}`)
  const form = await formIn(call)
  expect(Object.fromEntries(form)).toMatchObject({
    from: '"Latchkey" <hello@mail.example.test>',
    to: recovery.to,
    text: expect.stringContaining(link),
    html: expect.stringContaining(link),
    'o:tracking': 'no',
    'v:latchkey-message': recovery.id,
    'h:Reply-To': 'help@example.test',
    'h:Auto-Submitted': 'auto-generated',
    'h:Message-Id': `<${recovery.id}@mail.example.test>`,
  })
})

test('Amazon SES, which takes the whole email and a signature', async () => {
  const credentials = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'se/cret+key' }
  const account = { service: 'ses', region: 'eu-west-1', credentials } as const
  const { call, handover, json } = await sent(
    { ...account, configurationSet: 'recovery' },
    { status: 200, body: { MessageId: '0102018f-ses' } },
  )
  expect(handover.answer).toBe('0102018f-ses')
  expect(call.path).toBe('/v2/email/outbound-emails')
  expect(call.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE00\/\d{8}\/eu-west-1\/ses\/aws4_request/,
  )
  expect(json()).toMatchObject({
    FromEmailAddress: 'hello@mail.example.test',
    Destination: { ToAddresses: [recovery.to] },
    EmailTags: [{ Name: 'latchkey-message', Value: recovery.id }],
    ConfigurationSetName: 'recovery',
  })
  const mail = await PostalMime.parse(Buffer.from(json().Content.Raw.Data, 'base64'))
  expect(mail.messageId).toBe(`<${recovery.id}@mail.example.test>`)
  expect(mail.text).toContain(link)
  expect(mail.html).toContain(link)
})

function formIn({ headers, body }: ServiceCall): Promise<FormData> {
  const type = headers['content-type'] ?? ''
  return new Response(body, { headers: { 'content-type': type } }).formData()
}
