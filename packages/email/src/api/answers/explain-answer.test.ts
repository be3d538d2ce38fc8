import type { Failure } from '@latchkey/core'
import { expect, test } from 'vitest'
import { openMailService } from '../../testing/mail-service.ts'
import { from } from '../../testing/mailer.ts'
import { branding, recovery } from '../../testing/messages.ts'
import type { MailServiceAccount, MailServiceName } from '../mail-service.ts'
import { sendTestEmailByService } from '../send-test-email.ts'
import { createServiceMailer } from '../service-mailer.ts'

/* Answers as the documents of the services show them, given by a small server, and explained by `mail test`. */

const accounts: Record<MailServiceName, MailServiceAccount> = {
  resend: { service: 'resend', key: 're_secret' },
  postmark: { service: 'postmark', key: 'server-token' },
  brevo: { service: 'brevo', key: 'xkeysib-secret' },
  sendgrid: { service: 'sendgrid', key: 'SG.secret' },
  mailgun: { service: 'mailgun', key: 'key-secret', domain: 'mg.example.com' },
  ses: {
    service: 'ses',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'secret' },
  },
}

const postmark = (ErrorCode: number, Message: string) => ({ ErrorCode, Message })
const resend = (name: string, message: string) => ({ name, message })
const sendgrid = (message: string, field: string | null = null) => ({
  errors: [{ message, field }],
})
const ses = (type: string, message: string) => ({ __type: type, message })

type Case = [MailServiceName, number, object, Failure, 'everyone' | 'recipient', string]

test.each<Case>([
  [
    'resend',
    401,
    resend('missing_api_key', 'Missing API Key'),
    'setup',
    'everyone',
    'the key in MAIL_URL',
  ],
  [
    'resend',
    400,
    resend('validation_error', 'API key is invalid'),
    'setup',
    'everyone',
    'the key in MAIL_URL',
  ],
  [
    'resend',
    403,
    resend(
      'validation_error',
      'You can only send testing emails to your own email address (ada@example.com).',
    ),
    'setup',
    'everyone',
    'resend.com/domains',
  ],
  [
    'resend',
    403,
    resend(
      'validation_error',
      'The example.com domain is not verified. Please, add and verify your domain on https://resend.com/domains',
    ),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'resend',
    422,
    resend(
      'validation_error',
      'Invalid `to` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.',
    ),
    'refused',
    'recipient',
    '--to',
  ],
  [
    'resend',
    422,
    resend('invalid_from_address', 'Invalid from field.'),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'resend',
    429,
    resend('daily_quota_exceeded', 'You have reached your daily email sending quota.'),
    'setup',
    'everyone',
    'as much as it may',
  ],
  [
    'resend',
    429,
    resend('rate_limit_exceeded', 'Too many requests.'),
    'busy',
    'everyone',
    'slow down',
  ],
  [
    'resend',
    451,
    resend('security_error', 'We may have found a security issue with the request.'),
    'setup',
    'everyone',
    'support',
  ],
  [
    'resend',
    500,
    resend('application_error', 'An unexpected error occurred.'),
    'busy',
    'everyone',
    'trouble of its own',
  ],
  [
    'postmark',
    401,
    postmark(
      10,
      'The Server Token you provided in the X-Postmark-Server-Token request header was invalid.',
    ),
    'setup',
    'everyone',
    'Server API token',
  ],
  [
    'postmark',
    422,
    postmark(400, "The 'From' address you supplied is not a Sender Signature on your account."),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'postmark',
    422,
    postmark(300, "Error parsing 'To': Illegal email domain 'example..com' in address"),
    'refused',
    'recipient',
    '--to',
  ],
  [
    'postmark',
    422,
    postmark(300, "Invalid 'From' address: 'nobody'."),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'postmark',
    422,
    postmark(405, 'You ran out of credits.'),
    'setup',
    'everyone',
    'as much as it may',
  ],
  [
    'postmark',
    422,
    postmark(406, 'You tried to send to recipient(s) that have been marked as inactive.'),
    'refused',
    'recipient',
    'Suppressions',
  ],
  [
    'postmark',
    422,
    postmark(
      412,
      'While your account is pending approval, all recipient addresses must share the same domain as the ‘From’ address.',
    ),
    'setup',
    'recipient',
    'approv',
  ],
  ['postmark', 429, postmark(429, 'Rate limit exceeded'), 'busy', 'everyone', 'slow down'],
  ['postmark', 503, postmark(100, 'Maintenance'), 'busy', 'everyone', 'maintenance'],
  [
    'brevo',
    401,
    { code: 'unauthorized', message: 'Key not found' },
    'setup',
    'everyone',
    'the key in MAIL_URL',
  ],
  [
    'brevo',
    401,
    {
      code: 'unauthorized',
      message: 'We have detected you are using an unrecognised IP address 192.0.2.7.',
    },
    'setup',
    'everyone',
    'authorised_ips',
  ],
  [
    'brevo',
    402,
    { code: 'not_enough_credits', message: 'Insufficient credit balance' },
    'setup',
    'everyone',
    'as much as it may',
  ],
  [
    'brevo',
    403,
    {
      code: 'permission_denied',
      message: 'Unable to send email. Your SMTP account is not yet activated.',
    },
    'setup',
    'everyone',
    'approved',
  ],
  [
    'brevo',
    400,
    { code: 'invalid_parameter', message: 'email is not valid in to' },
    'refused',
    'recipient',
    '--to',
  ],
  [
    'brevo',
    400,
    { code: 'invalid_parameter', message: 'valid sender email required' },
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'sendgrid',
    401,
    sendgrid('The provided authorization grant is invalid, expired, or revoked'),
    'setup',
    'everyone',
    'the key in MAIL_URL',
  ],
  ['sendgrid', 401, sendgrid('Maximum credits exceeded'), 'setup', 'everyone', 'as much as it may'],
  [
    'sendgrid',
    403,
    sendgrid(
      'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.',
      'from',
    ),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  ['sendgrid', 403, sendgrid('access forbidden'), 'setup', 'everyone', 'Mail Send'],
  [
    'sendgrid',
    400,
    sendgrid('Does not contain a valid address.', 'personalizations.0.to.0.email'),
    'refused',
    'recipient',
    '--to',
  ],
  [
    'sendgrid',
    400,
    sendgrid('The from email does not contain a valid address.', 'from.email'),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  ['sendgrid', 429, sendgrid('too many requests'), 'busy', 'everyone', 'slow down'],
  ['mailgun', 401, { message: 'Forbidden' }, 'setup', 'everyone', 'region=eu'],
  [
    'mailgun',
    404,
    { message: 'Domain not found: mg.example.com' },
    'setup',
    'everyone',
    'region=eu',
  ],
  [
    'mailgun',
    400,
    { message: 'to parameter is not a valid address. please check documentation' },
    'refused',
    'recipient',
    '--to',
  ],
  [
    'mailgun',
    400,
    { message: "'from' parameter is not a valid address. please check documentation" },
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'mailgun',
    403,
    {
      message:
        'Domain sandbox1.mailgun.org is not allowed to send: Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized recipients in Account Settings.',
    },
    'setup',
    'recipient',
    'authorised recipients',
  ],
  [
    'mailgun',
    403,
    {
      message:
        'Domain mg.example.com is not allowed to send: The domain is unverified and requires DNS configuration.',
    },
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'ses',
    400,
    ses(
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region EU-WEST-1: ada@example.com',
    ),
    'setup',
    'recipient',
    'production access',
  ],
  [
    'ses',
    400,
    ses('MailFromDomainNotVerifiedException', 'The MAIL FROM domain is not verified'),
    'setup',
    'everyone',
    'MAIL_FROM',
  ],
  [
    'ses',
    400,
    ses('AccountSuspendedException', 'suspended'),
    'setup',
    'everyone',
    'closed or paused',
  ],
  [
    'ses',
    400,
    ses('SendingPausedException', 'Sending is paused for this account.'),
    'setup',
    'everyone',
    'closed or paused',
  ],
  [
    'ses',
    429,
    ses('TooManyRequestsException', 'Maximum sending rate exceeded.'),
    'busy',
    'everyone',
    'slow down',
  ],
  [
    'ses',
    429,
    ses('TooManyRequestsException', 'Daily message quota exceeded.'),
    'setup',
    'everyone',
    'as much as it may',
  ],
  [
    'ses',
    403,
    ses(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided.',
    ),
    'setup',
    'everyone',
    'credentials',
  ],
  [
    'ses',
    403,
    ses('AccessDeniedException', 'User is not authorized to perform ses:SendEmail'),
    'setup',
    'everyone',
    'ses:SendEmail',
  ],
  [
    'ses',
    404,
    ses('NotFoundException', 'Configuration set <recovery> does not exist.'),
    'setup',
    'everyone',
    'configuration-set',
  ],
  [
    'ses',
    400,
    ses('BadRequestException', 'Domain contains illegal character'),
    'refused',
    'recipient',
    '--to',
  ],
  ['resend', 418, resend('teapot', 'something new'), 'setup', 'recipient', 'all that is known'],
  ['brevo', 504, {}, 'unclear', 'everyone', 'Look whether it arrived'],
])('%s answers %i %o: %s, about %s', async (service, status, body, failure, concerns, words) => {
  const { endpoint } = await openMailService(() => ({ status, body }))
  const result = await sendTestEmailByService({
    ...{ account: { ...accounts[service], endpoint }, id: 'a-1', to: 'ada@example.test' },
    ...{ from, branding },
  })
  if (result.status !== 'failed') throw new Error('it was accepted')
  expect([result.failure, result.step, result.reply]).toEqual([failure, 'call', status])
  expect(`${result.meaning} ${result.advice}`).toContain(words)
  const account = { ...accounts[service], endpoint }
  const mailer = createServiceMailer({ account, from, branding, times: { pauseMs: 1 } })
  await expect(mailer.send(recovery)).rejects.toMatchObject({ failure, concerns })
})
