import { expect, test } from 'vitest'
import type { Step } from '../step.ts'
import { explainAnswer } from './known-answers.ts'

const anywhere = {
  host: 'mail.example.com',
  port: 587,
  auth: 'password' as 'password' | 'oauth2',
}

function adviceOn(step: Step, answer: string, where: Partial<typeof anywhere> = {}) {
  const reply = /^[2-5]\d\d/.exec(answer)?.[0]
  const failed = { ...anywhere, ...where, step, answer, reply: reply ? Number(reply) : undefined }
  const { meaning, advice } = explainAnswer(failed)
  return `${meaning} ${advice}`
}

/** Answers as servers give them. */
test.each<[Step, string, string, Partial<typeof anywhere>?]>([
  [
    'sign-in',
    '534-5.7.9 Application-specific password required. For more information, go to 534 5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor a1 - gsmtp',
    'https://myaccount.google.com/apppasswords',
  ],
  [
    'sign-in',
    '535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8 https://support.google.com/mail/?p=BadCredentials a1 - gsmtp',
    'EMAIL_PASS must be an app password',
  ],
  [
    'sign-in',
    '534-5.7.14 <https://accounts.google.com/signin/continue> Please log in',
    'app password',
  ],
  [
    'message',
    '550-5.4.5 Daily user sending limit exceeded. For more information',
    'as much as it may',
  ],
  ['sign-in', '535 5.7.8 Authentication failed', 'SMTP key', { host: 'smtp-relay.brevo.com' }],
  [
    'sign-in',
    '525 5.7.1 Unauthorized IP address',
    'authorised IPs',
    { host: 'smtp-relay.brevo.com' },
  ],
  ['message', '502 5.7.0 Your SMTP account is not yet activated', 'not allowed to send yet'],
  [
    'sign-in',
    '535 Authentication Credentials Invalid',
    'SMTP credentials of its own',
    { host: 'email-smtp.eu-west-1.amazonaws.com' },
  ],
  [
    'message',
    '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: ***@example.com',
    'production access',
  ],
  ['message', '454 Throttling failure: Maximum sending rate exceeded.', 'busy'],
  ['message', '454 Throttling failure: Daily message quota exceeded.', 'as much as it may'],
  ['sign-in', '535 5.7.8 Error', 'Server API token', { host: 'smtp.postmarkapp.com' }],
  ['sign-in', '535 Authentication credentials invalid', 'word resend', { host: 'smtp.resend.com' }],
  [
    'message',
    '550 You can only send testing emails to your own email address (***@example.com).',
    'resend.com/domains',
  ],
  ['message', '550 The example.com domain is not verified. Please, add it', 'has not verified'],
  ['sign-in', '535 Authentication failed', 'smtp.eu.mailgun.org', { host: 'smtp.mailgun.org' }],
  [
    'recipient',
    '421 Domain sandbox1.mailgun.org is not allowed to send: Free accounts are for test purposes only. Please upgrade or add the address to authorized recipients',
    'authorised recipients only',
  ],
  [
    'sign-in',
    '535 Authentication failed: The provided authorization grant is invalid, expired, or revoked',
    'word apikey',
    { host: 'smtp.sendgrid.net' },
  ],
  [
    'message',
    '550 The from address does not match a verified Sender Identity. Mail cannot be sent',
    'has not verified the sender',
  ],
  ['sign-in', '451 Authentication failed: Maximum credits exceeded', 'as much as it may'],
  [
    'sign-in',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    'SMTP_AUTH=oauth2',
  ],
  ['sign-in', '535 5.7.8 Error: authentication failed', 'this user name with this password'],
  ['sign-in', 'Missing credentials for "PLAIN"', 'this user name with this password'],
  ['sender', '530 5.7.0 Must issue a STARTTLS command first. a1 - gsmtp', 'encrypted connection'],
  ['sender', '530 5.7.1 Authentication required', 'wants a user name and a password'],
  ['sender', '550 5.7.1 Sender not allowed', 'MAIL_FROM must be'],
  ['sender', '553 5.7.1 Sender address rejected: not owned by user', 'MAIL_FROM must be'],
  [
    'message',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    'MAIL_FROM',
  ],
  ['recipient', '550 5.7.1 Sender not allowed', 'Check that MAIL_FROM'],
  ['recipient', '554 5.7.1 <***@example.com>: Relay access denied', 'does not relay email'],
  ['recipient', '550 5.1.1 <***@example.com>: user unknown', 'no such recipient'],
  [
    'recipient',
    '554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org',
    'distrusts',
  ],
  ['recipient', '450 4.2.0 Greylisted, come back later', 'busy'],
  ['recipient', '550 no', 'refused the recipient'],
  ['message', '554 no', 'refused the email after reading it'],
  ['look-up', 'getaddrinfo ENOTFOUND mail.example.com', 'spelling'],
  ['connect', 'connect ECONNREFUSED 127.0.0.1:1025', 'Mailpit', { host: '127.0.0.1', port: 1025 }],
  ['connect', 'connect ECONNREFUSED 192.0.2.1:587', '2525'],
  ['connect', 'Connection timeout', 'Many hosts block', { port: 465 }],
  ['connect', 'Connection timeout', 'blocks port 25', { port: 25 }],
  [
    'encryption',
    "Hostname/IP does not match certificate's altnames: Host: mail.example.com. is not in the cert's altnames",
    'for another name',
  ],
  ['encryption', 'certificate has expired', 'out of date'],
  ['encryption', 'self-signed certificate', 'NODE_EXTRA_CA_CERTS'],
  ['encryption', 'unable to verify the first certificate', 'NODE_EXTRA_CA_CERTS'],
  ['encryption', 'unable to get local issuer certificate', 'NODE_EXTRA_CA_CERTS'],
  ['encryption', 'C0:error:0A00010B:SSL routines:wrong version number', 'smtp:// with this port'],
  ['encryption', '502 5.5.1 STARTTLS not offered', 'could not be encrypted'],
  ['greeting', '421 4.7.0 Too many connections', 'busy'],
  ['greeting', '421 not now', 'accepts no more connections'],
  ['greeting', 'Greeting never received', 'needs smtps://'],
  ['greeting', 'Greeting never received', 'fell silent'],
  ['greeting', 'Invalid greeting. response=HTTP/1.1 400 Bad Request', 'not as a mail server does'],
  ['unknown', 'Connection closed unexpectedly', 'SMTP_NAME'],
  ['unknown', 'something new', 'all that is known'],
])('%s, "%s": %s', (step, answer, said, where) => {
  expect(adviceOn(step, answer, where)).toContain(said)
})

/** Answers to those who sign in with an access token. */
test.each<[Step, string, string, string?]>([
  [
    'token',
    'login.microsoftonline.com answered 401 invalid_client: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID',
    'the Value of the client secret',
  ],
  [
    'token',
    'login.microsoftonline.com answered 401 invalid_client: AADSTS7000222: The provided client secret keys for app are expired.',
    'has expired',
  ],
  [
    'token',
    "login.microsoftonline.com answered 400 unauthorized_client: AADSTS700016: Application with identifier 'c-1' was not found in the directory 'Contoso'.",
    'Application (client) ID',
  ],
  [
    'token',
    "login.microsoftonline.com answered 400 invalid_request: AADSTS90002: Tenant 'nowhere' not found.",
    'Directory (tenant) ID',
  ],
  [
    'token',
    'login.microsoftonline.com answered 400 invalid_scope: AADSTS1002012: The provided value for scope is not valid.',
    'SMTP_OAUTH_SCOPE',
  ],
  [
    'token',
    'oauth2.googleapis.com answered 401 unauthorized_client: Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
    'Domain-wide delegation',
  ],
  [
    'token',
    'oauth2.googleapis.com answered 400 invalid_grant: Invalid email or User ID',
    'SMTP_OAUTH_USER',
  ],
  [
    'token',
    'oauth2.googleapis.com answered 400 invalid_grant: Invalid JWT Signature.',
    'new JSON key',
  ],
  [
    'token',
    'oauth2.googleapis.com answered 400 invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
    'clock',
  ],
  ['token', 'login.example.com answered 401 invalid_client: ', 'SMTP_OAUTH_CLIENT_ID'],
  ['token', 'login.example.com answered 503 temporarily_unavailable: ', 'over https'],
  ['token', 'login.example.com did not answer: connect ECONNREFUSED', 'over https'],
  ['token', 'login.example.com answered 404 Not found', 'SMTP_OAUTH_TOKEN_URL'],
  [
    'sign-in',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
    'Set-CASMailbox',
    'smtp.office365.com',
  ],
  [
    'sign-in',
    '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001]',
    'SMTP.SendAsApp',
    'smtp.office365.com',
  ],
  [
    'sign-in',
    '535-5.7.8 Username and Password not accepted. 535 5.7.8 https://support.google.com/mail/?p=BadCredentials - gsmtp',
    'https://mail.google.com/',
    'smtp.gmail.com',
  ],
  ['sign-in', '535 no', 'XOAUTH2'],
])('%s with a token, "%s": %s', (step, answer, said, host = 'mail.example.com') => {
  expect(adviceOn(step, answer, { host, auth: 'oauth2' })).toContain(said)
})
