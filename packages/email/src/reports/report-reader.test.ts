import { createHmac, createSign, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { expect, test, vi } from 'vitest'
import { snsCertificate, snsKey } from '../testing/sns-certificate.ts'
import type { ReadReport, ReportReader } from './report.ts'
import { createReportReader } from './report-reader.ts'
import { sesReports } from './services/ses.ts'

/* Calls in the forms that the documents of the services show, signed as these say. */

const messageId = randomUUID()
const ada = 'ada@example.test'
const at = '2026-11-28T10:00:00.000Z'
const seconds = Date.parse(at) / 1_000

function reportsIn(read: ReadReport): object[] {
  if (read.status !== 'proven') throw new Error(JSON.stringify(read))
  return read.reports.map(({ address, at, ...rest }) => ({
    ...rest,
    address: address.registered,
    at: at.toISOString(),
  }))
}

const bounced = (detail: string, id: string | undefined = messageId) => [
  { cause: 'bounced', address: ada, at, detail, messageId: id },
]
const complained = (detail: string) => [
  { cause: 'complained', address: ada, at, detail, messageId },
]

const bytes = (body: object | string) =>
  Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))

/** Each byte in turn is another one: none of these calls may be believed. */
async function expectEveryByteToCount(
  reader: ReportReader,
  call: { headers: IncomingHttpHeaders; body: Buffer },
) {
  for (let n = 0; n < call.body.length; n += 7) {
    const body = Buffer.from(call.body)
    body[n] = (body[n] ?? 0) ^ 1
    const read = await reader({ ...call, body })
    expect(read.status, `byte ${n}`).toBe('refused')
  }
}

// Resend

const resendSecret = `whsec_${Buffer.from('a secret of 24 bytes or so').toString('base64')}`
function resendCall(event: object, when = new Date()) {
  const body = bytes(event)
  const signature = new Webhook(resendSecret).sign('msg_1', when, body)
  const headers = {
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(when.getTime() / 1_000)),
    'svix-signature': signature,
  }
  return { headers, body }
}
const resend = createReportReader({ service: 'resend', secret: resendSecret })
const resendBounce = {
  type: 'email.bounced',
  created_at: at,
  data: {
    email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
    to: [ada],
    bounce: { type: 'Permanent', subType: 'General', message: 'smtp; 550 5.1.1 no such user' },
    tags: { 'latchkey-message': messageId },
  },
}

test('Resend: a bounce and a complaint', async () => {
  expect(reportsIn(await resend(resendCall(resendBounce)))).toEqual(
    bounced('smtp; 550 5.1.1 no such user'),
  )
  const complaint = { ...resendBounce, type: 'email.complained' }
  expect(reportsIn(await resend(resendCall(complaint)))).toEqual(
    complained('smtp; 550 5.1.1 no such user'),
  )
  const passing = {
    ...resendBounce,
    data: { ...resendBounce.data, bounce: { type: 'Transient', message: 'full' } },
  }
  expect(reportsIn(await resend(resendCall(passing)))).toEqual([])
  expect(reportsIn(await resend(resendCall({ type: 'email.delivered', data: {} })))).toEqual([])
})

test('Resend: one byte, another secret, no signature, or a day later', async () => {
  await expectEveryByteToCount(resend, resendCall(resendBounce))
  const call = resendCall(resendBounce)
  expect(await resend({ ...call, headers: {} })).toMatchObject({ status: 'refused' })
  const yesterday = new Date(Date.now() - 86_400_000)
  expect(await resend(resendCall(resendBounce, yesterday))).toEqual({
    status: 'refused',
    why: 'Message timestamp too old',
  })
})

// SendGrid

const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const sendgrid = createReportReader({
  service: 'sendgrid',
  publicKey: ec.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
})
function sendgridCall(events: object, timestamp = String(seconds)) {
  const body = bytes(events)
  const signed = Buffer.concat([Buffer.from(timestamp), body])
  const headers = {
    'x-twilio-email-event-webhook-signature': sign('sha256', signed, ec.privateKey).toString(
      'base64',
    ),
    'x-twilio-email-event-webhook-timestamp': timestamp,
  }
  return { headers, body }
}
const sendgridEvent = {
  email: ada,
  timestamp: seconds,
  'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
  sg_event_id: 'ZGVsaXZlcmVk',
  'latchkey-message': messageId,
}

test('SendGrid: a batch, of which some are reports', async () => {
  const call = sendgridCall([
    { ...sendgridEvent, event: 'delivered' },
    { ...sendgridEvent, event: 'bounce', type: 'bounce', reason: '550 5.1.1 unknown user' },
    { ...sendgridEvent, event: 'bounce', type: 'blocked', reason: '550 5.7.1 blocked' },
    { ...sendgridEvent, event: 'spamreport' },
  ])
  expect(reportsIn(await sendgrid(call))).toEqual([
    ...bounced('550 5.1.1 unknown user'),
    ...complained('spamreport'),
  ])
})

test('SendGrid: the time is signed too', async () => {
  const call = sendgridCall([{ ...sendgridEvent, event: 'spamreport' }])
  await expectEveryByteToCount(sendgrid, call)
  const later = { ...call.headers, 'x-twilio-email-event-webhook-timestamp': String(seconds + 1) }
  expect((await sendgrid({ ...call, headers: later })).status).toBe('refused')
  expect((await sendgrid({ ...call, headers: {} })).status).toBe('refused')
})

// Mailgun

const mailgunKey = 'a-signing-key-of-mailgun'
function mailgunCall(event: object, when = Date.now(), token = randomUUID()) {
  const timestamp = String(Math.floor(when / 1_000))
  const signature = createHmac('sha256', mailgunKey).update(`${timestamp}${token}`).digest('hex')
  return {
    headers: {},
    body: bytes({ signature: { timestamp, token, signature }, 'event-data': event }),
  }
}
const mailgun = () => createReportReader({ service: 'mailgun', signingKey: mailgunKey })
const mailgunEvent = {
  recipient: ada,
  timestamp: seconds,
  'user-variables': { 'latchkey-message': messageId },
  event: 'failed',
  severity: 'permanent',
  reason: 'bounce',
  'delivery-status': { code: 550, message: '5.1.1 The email account does not exist' },
}

test('Mailgun: a bounce and a complaint', async () => {
  expect(reportsIn(await mailgun()(mailgunCall(mailgunEvent)))).toEqual(
    bounced('550 5.1.1 The email account does not exist'),
  )
  const complaint = { ...mailgunEvent, event: 'complained' }
  expect(reportsIn(await mailgun()(mailgunCall(complaint)))).toEqual(complained('complained'))
  const passing = { ...mailgunEvent, severity: 'temporary' }
  expect(reportsIn(await mailgun()(mailgunCall(passing)))).toEqual([])
})

test('Mailgun: a token is good once, for its own bytes, and not a day later', async () => {
  const reader = mailgun()
  const token = randomUUID()
  const now = Date.now()
  expect((await reader(mailgunCall(mailgunEvent, now, token))).status).toBe('proven')
  expect((await reader(mailgunCall(mailgunEvent, now, token))).status).toBe('proven')
  const forged = { ...mailgunEvent, recipient: 'grace@example.test' }
  expect((await reader(mailgunCall(forged, now, token))).status).toBe('refused')
  expect((await reader(mailgunCall(mailgunEvent, now - 86_400_000))).status).toBe('refused')
  expect((await reader({ headers: {}, body: bytes('{"signature":{}}') })).status).toBe('refused')
  expect((await reader({ headers: {}, body: bytes('no JSON') })).status).toBe('refused')
})

// Postmark and Brevo

const password = 'a-password-that-is-long-enough'
const basic = { authorization: `Basic ${btoa(`latchkey:${password}`)}` }

test('Postmark: a bounce and a complaint, with the password in the address', async () => {
  const reader = createReportReader({ service: 'postmark', password })
  const bounce = {
    RecordType: 'Bounce',
    Type: 'HardBounce',
    TypeCode: 1,
    Email: ada,
    BouncedAt: at,
    Details: 'smtp;550 5.1.1 user unknown',
    Metadata: { 'latchkey-message': messageId },
  }
  const read = async (event: object, headers = basic) => reader({ headers, body: bytes(event) })
  expect(reportsIn(await read(bounce))).toEqual(bounced('smtp;550 5.1.1 user unknown'))
  expect(reportsIn(await read({ ...bounce, Type: 'SoftBounce' }))).toEqual([])
  expect(reportsIn(await read({ ...bounce, Type: 'Blocked' }))).toEqual([])
  const complaint = { ...bounce, RecordType: 'SpamComplaint', Type: 'SpamComplaint' }
  expect(reportsIn(await read(complaint))).toEqual(complained('SpamComplaint'))
  for (const authorization of ['', `Basic ${btoa('latchkey:wrong')}`, `Basic ${btoa(password)}x`]) {
    expect((await read(bounce, { authorization })).status).toBe('refused')
  }
})

test('Brevo: a bounce and a complaint, with the password as a token', async () => {
  const reader = createReportReader({ service: 'brevo', password })
  const bounce = {
    event: 'hard_bounce',
    email: ada,
    ts_event: seconds,
    'message-id': '<201798300811.5787683@relay.domain.com>',
    tags: [`latchkey-message:${messageId}`],
    reason: '550 5.1.1 mailbox not found',
  }
  const headers = { authorization: `Bearer ${password}` }
  const read = async (event: object) => reader({ headers, body: bytes(event) })
  expect(reportsIn(await read(bounce))).toEqual(bounced('550 5.1.1 mailbox not found'))
  expect(reportsIn(await read({ ...bounce, event: 'spam' }))).toEqual(complained('spam'))
  expect(reportsIn(await read({ ...bounce, event: 'soft_bounce' }))).toEqual([])
  expect((await reader({ headers: {}, body: bytes(bounce) })).status).toBe('refused')
})

// Amazon SES

const topic = 'arn:aws:sns:eu-west-1:123456789012:mail'
const certificateAt = vi.fn(async (_url: string) => snsCertificate)
const ses = sesReports({ service: 'ses', topics: [topic] }, certificateAt)
const sesBounce = {
  notificationType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    timestamp: at,
    bouncedRecipients: [
      { emailAddress: ada, action: 'failed', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ],
  },
  mail: {
    messageId: '0102018f-ses',
    headers: [{ name: 'Message-ID', value: `<${messageId}@example.com>` }],
  },
}
function snsCall(message: object, change: Record<string, string> = {}, version = '2') {
  const call: Record<string, string> = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topic,
    Message: JSON.stringify(message),
    Timestamp: at,
    SignatureVersion: version,
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem',
    ...change,
  }
  const names = [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Subject',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ]
  const text = names
    .filter((name) => call[name] !== undefined)
    .map((name) => `${name}\n${call[name]}\n`)
    .join('')
  const signer = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256').update(text)
  return { headers: {}, body: bytes({ ...call, Signature: signer.sign(snsKey, 'base64') }) }
}

test.each(['1', '2'])('Amazon SES: a bounce, with signature version %s', async (version) => {
  expect(reportsIn(await ses(snsCall(sesBounce, {}, version)))).toEqual(
    bounced('smtp; 550 5.1.1 user unknown'),
  )
})

test('Amazon SES: a complaint, by event publishing', async () => {
  const complaint = {
    eventType: 'Complaint',
    complaint: {
      timestamp: at,
      complaintFeedbackType: 'abuse',
      complainedRecipients: [{ emailAddress: ada }],
    },
    mail: { tags: { 'latchkey-message': [messageId] } },
  }
  expect(reportsIn(await ses(snsCall(complaint)))).toEqual(complained('abuse'))
  const passing = { ...sesBounce, bounce: { ...sesBounce.bounce, bounceType: 'Transient' } }
  expect(reportsIn(await ses(snsCall(passing)))).toEqual([])
})

test('Amazon SES: what is signed counts to the byte', async () => {
  const call = snsCall(sesBounce)
  const { Message, ...rest } = JSON.parse(call.body.toString())
  for (const change of [
    { Message: Message.replace('ada', 'eve') },
    { Timestamp: '2026-11-29T10:00:00.000Z' },
    { MessageId: 'another' },
    { Subject: 'added' },
    { Type: 'SubscriptionConfirmation' },
    { SignatureVersion: '1' },
    { Signature: '' },
  ]) {
    const read = await ses({ headers: {}, body: bytes({ Message, ...rest, ...change }) })
    expect(read.status, JSON.stringify(change)).toBe('refused')
  }
})

test.each([
  'https://sns.eu-west-1.amazonaws.com.example.com/SimpleNotificationService-a.pem',
  'https://example.com/SimpleNotificationService-a.pem',
  'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem',
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem',
  'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-a.pem',
  'https://user@sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem',
  'https://sns.eu-west-1.amazonaws.com/other.pem',
  'https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem',
  '',
])('Amazon SES: no certificate is fetched from %s', async (SigningCertURL) => {
  certificateAt.mockClear()
  expect((await ses(snsCall(sesBounce, { SigningCertURL }))).status).toBe('refused')
  expect(certificateAt).not.toHaveBeenCalled()
})

test('Amazon SES: another topic is refused, however well it is signed', async () => {
  certificateAt.mockClear()
  const TopicArn = 'arn:aws:sns:eu-west-1:999999999999:mail'
  expect((await ses(snsCall(sesBounce, { TopicArn }))).status).toBe('refused')
  expect(certificateAt).not.toHaveBeenCalled()
})

test('Amazon SES: a subscription is confirmed by a person, at Amazon', async () => {
  const confirm = (SubscribeURL: string) =>
    ses(snsCall({}, { Type: 'SubscriptionConfirmation', Token: 'x', SubscribeURL }))
  const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x'
  expect(await confirm(url)).toEqual({ status: 'to-confirm', topic, url })
  expect((await confirm('https://example.com/?Token=x')).status).toBe('refused')
})

test('Amazon SES: a certificate that does not come is no proof', async () => {
  const reader = sesReports({ service: 'ses', topics: [topic] }, async () => {
    throw new Error('503')
  })
  expect(await reader(snsCall(sesBounce))).toEqual({
    status: 'refused',
    why: 'no certificate: 503',
  })
})

test.each([
  ['smtp; 550 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.example', []],
  ['smtp; 550-5.7.26 This mail is unauthenticated', []],
  ['smtp; 552 5.2.2 Mailbox is full', []],
  [
    'smtp; 550 5.1.1 <ada@example.test> user unknown',
    bounced('smtp; 550 5.1.1 <***@example.test> user unknown'),
  ],
  ['The recipient address does not exist', bounced('The recipient address does not exist')],
])('a bounce that says "%s"', async (message, expected) => {
  const event = {
    ...resendBounce,
    data: { ...resendBounce.data, bounce: { type: 'Permanent', message } },
  }
  expect(reportsIn(await resend(resendCall(event)))).toEqual(expected)
})

test('what has no shape says nothing', async () => {
  for (const event of [
    [],
    '"text"',
    7,
    null,
    { type: 'email.bounced', data: { to: 'ada', bounce: [] } },
  ]) {
    expect(reportsIn(await resend(resendCall(event as object)))).toEqual([])
  }
})
