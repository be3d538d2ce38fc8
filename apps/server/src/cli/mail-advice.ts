import type { Step } from '@latchkey/email'

export type FailedEmail = {
  host: string
  port: number
  auth: 'password' | 'oauth2'
  step: Step
  /** The code of the server's answer, when there was one. */
  reply: number | undefined
  answer: string
}

export type MailAdvice = { meaning: string; advice: string }

/** A row applies if everything in it matches. */
type When = {
  auth?: FailedEmail['auth']
  step?: Step
  reply?: number
  says?: RegExp
  host?: RegExp
  port?: number
}

const at = {
  brevo: /(^|\.)(brevo|sendinblue)\.com$/,
  ses: /^email-smtp\..*\.amazonaws\.com/,
  mailgun: /\.mailgun\.org$/,
  sendgrid: /\.sendgrid\.net$/,
  postmark: /\.postmarkapp\.com$/,
  resend: /\.resend\.com$/,
  microsoft: /\.(office365|outlook)\.com$/,
  google: /^smtp(-relay)?\.(gmail|google|googlemail)\.com$/,
}

/** The known answers of mail servers. The first row that applies is used, so specific rows stand before general ones. */
const known: [When, MailAdvice][] = [
  // Getting an access token
  [
    { step: 'token', says: /AADSTS7000215\b/ },
    {
      meaning: 'Microsoft does not accept this client secret.',
      advice:
        'SMTP_OAUTH_CLIENT_SECRET must be the Value of the client secret, not its Secret ID. The value is shown once, when the secret is created: create a new one under "Certificates & secrets".',
    },
  ],
  [
    { step: 'token', says: /AADSTS7000222\b/ },
    {
      meaning: 'The client secret has expired.',
      advice:
        'Create a new one under "Certificates & secrets" of the app registration, and put its Value into SMTP_OAUTH_CLIENT_SECRET.',
    },
  ],
  [
    { step: 'token', says: /AADSTS(700016|1000201)\b|unauthorized_client.*application/i },
    {
      meaning: 'Microsoft does not know this application in this tenant.',
      advice:
        'SMTP_OAUTH_CLIENT_ID must be the Application (client) ID, and SMTP_OAUTH_TENANT the Directory (tenant) ID, both from the Overview of the app registration.',
    },
  ],
  [
    { step: 'token', says: /AADSTS(90002|900023|900021)\b/ },
    {
      meaning: 'Microsoft does not know this tenant.',
      advice:
        'SMTP_OAUTH_TENANT must be the Directory (tenant) ID from the Overview of the app registration.',
    },
  ],
  [
    { step: 'token', says: /AADSTS(1002012|70011|500011)\b|invalid_scope/i },
    {
      meaning: 'The token endpoint does not accept the scope.',
      advice:
        'Take SMTP_OAUTH_SCOPE out. At Microsoft it is https://outlook.office365.com/.default, at Google https://mail.google.com/.',
    },
  ],
  [
    {
      step: 'token',
      says: /client is unauthorized to retrieve access tokens|unauthorized_client/i,
    },
    {
      meaning: 'The service account may not act for mailboxes of this domain.',
      advice:
        'In the Google Admin console, under Security, API controls, Domain-wide delegation, add the Client ID of the service account (a number) with the scope https://mail.google.com/. It can take some minutes, at most a day.',
    },
  ],
  [
    { step: 'token', says: /invalid email or user id|account not found/i },
    {
      meaning: 'Google knows no such mailbox, or no such service account.',
      advice:
        'SMTP_OAUTH_USER must be a user of your Google Workspace, not an alias or a group. SMTP_OAUTH_SERVICE_CLIENT must be the client_email of the service account.',
    },
  ],
  [
    { step: 'token', says: /invalid jwt signature/i },
    {
      meaning: 'The key does not belong to this service account, or was deleted.',
      advice:
        'Create a new JSON key for the service account. Put its private_key into SMTP_OAUTH_PRIVATE_KEY and its client_email into SMTP_OAUTH_SERVICE_CLIENT.',
    },
  ],
  [
    { step: 'token', says: /short-lived token|reasonable timeframe|AADSTS(700024|50013)\b/i },
    {
      meaning: 'The clock of this machine is wrong.',
      advice: 'Set the clock, and have it kept right by NTP.',
    },
  ],
  [
    { step: 'token', says: /did not answer|answered (5\d\d|429|408)\b/ },
    {
      meaning: 'The token endpoint cannot be reached, or is overloaded.',
      advice:
        'Check that this machine may connect to it over https. If it is only down, nothing is lost: the worker tries again.',
    },
  ],
  [
    { step: 'token', says: /invalid_client/i },
    {
      meaning: 'The token endpoint does not accept this client ID with this secret.',
      advice: 'Check SMTP_OAUTH_CLIENT_ID and SMTP_OAUTH_CLIENT_SECRET.',
    },
  ],
  [
    { step: 'token' },
    {
      meaning: 'The token endpoint gives no access token.',
      advice:
        'Its answer says why. Check SMTP_OAUTH_TENANT or SMTP_OAUTH_TOKEN_URL, then the client or service account (docs/mail.md).',
    },
  ],

  // Signing in with a token
  [
    { says: /smtpclientauth(entication)? is disabled/i },
    {
      meaning: 'SMTP AUTH is turned off for this mailbox or for the whole tenant at Microsoft 365.',
      advice:
        'In Exchange Online PowerShell: Set-CASMailbox -Identity <mailbox> -SmtpClientAuthenticationDisabled $false',
    },
  ],
  [
    { auth: 'oauth2', step: 'sign-in', host: at.microsoft },
    {
      meaning: 'Microsoft gave a token, and Exchange does not let it send from this mailbox.',
      advice:
        'The app needs the application permission SMTP.SendAsApp with admin consent, a service principal in Exchange (New-ServicePrincipal, with the Object ID from Enterprise applications, not from App registrations), and the mailbox (Add-MailboxPermission … -AccessRights FullAccess). A change can take an hour. See docs/mail.md.',
    },
  ],
  [
    { auth: 'oauth2', step: 'sign-in', host: at.google },
    {
      meaning: 'Google gave a token, and Gmail does not accept it for this mailbox.',
      advice:
        'The scope of the domain-wide delegation must be https://mail.google.com/ and nothing narrower, and Gmail must be turned on for SMTP_OAUTH_USER.',
    },
  ],
  [
    { auth: 'oauth2', step: 'sign-in' },
    {
      meaning: 'The mail server does not accept the access token.',
      advice:
        'Check that SMTP_OAUTH_USER is the mailbox the token is for, SMTP_OAUTH_SCOPE, and that the server takes XOAUTH2.',
    },
  ],

  // Signing in with a password
  [
    { says: /application-specific password required/i },
    {
      meaning: 'Google wants an app password, and was given the password of the account.',
      advice:
        'Make an app password at https://myaccount.google.com/apppasswords and put it into EMAIL_PASS.',
    },
  ],
  [
    { says: /username and password not accepted|badcredentials|web ?login ?required|5\.7\.14\b/i },
    {
      meaning: 'Google does not accept this address with this password.',
      advice:
        'EMAIL_PASS must be an app password of exactly the account in EMAIL_USER, not its password. Turn on 2-Step Verification, then make one at https://myaccount.google.com/apppasswords. A new password of the account ends its app passwords.',
    },
  ],
  [
    { says: /basic authentication is disabled|5\.7\.139/i },
    {
      meaning: 'Microsoft no longer lets programs sign in to this mailbox with a password.',
      advice:
        'Sign in with an access token: SMTP_AUTH=oauth2, see "Microsoft 365" in docs/mail.md. Or use a mail service.',
    },
  ],
  [
    { says: /unauthori[sz]ed ip|ip (address )?(is )?not (authori[sz]ed|allowed)|525[ -]5\.7\.1/i },
    {
      meaning: 'The mail service does not know the network address that this machine sends from.',
      advice:
        'Add the address to the authorised IPs of your account. At Brevo: Settings, Security, Authorized IPs.',
    },
  ],
  [
    {
      says: /not (yet )?activated|account (is )?(suspended|disabled|under review)|pending approval/i,
    },
    {
      meaning: 'The account at the mail service is not allowed to send yet, or no longer.',
      advice: 'Sign in there and see what it asks for, or contact its support.',
    },
  ],
  [
    {
      says: /maximum credits exceeded|(daily|hourly|monthly|sending)[\w ]* (quota|limit) exceeded/i,
    },
    {
      meaning: 'The account has sent as much as it may for now.',
      advice:
        'Wait until the limit resets, or take a larger plan. Gmail allows about 500 emails a day.',
    },
  ],
  [
    { step: 'sign-in', host: at.brevo },
    {
      meaning: 'Brevo does not accept this login with this key.',
      advice:
        'BREVO_SMTP_KEY must be an SMTP key (it begins with xsmtpsib-), neither the password of the account nor an API key. BREVO_EMAIL must be the login shown on the page "SMTP & API", which may be another than the address of the account.',
    },
  ],
  [
    { step: 'sign-in', host: at.ses },
    {
      meaning: 'Amazon SES does not accept this user name with this password.',
      advice:
        'SES has SMTP credentials of its own for each region; the keys of an AWS user do not work. Make them under "SMTP settings", in the region the host name names, and percent-encode the password: it may hold + and /.',
    },
  ],
  [
    { step: 'sign-in', host: at.mailgun },
    {
      meaning: 'Mailgun does not accept this user name with this password.',
      advice:
        'Use the SMTP credentials of the domain, not an API key. A domain in the EU needs the host smtp.eu.mailgun.org.',
    },
  ],
  [
    { step: 'sign-in', host: at.sendgrid },
    {
      meaning: 'SendGrid does not accept this key.',
      advice:
        'The user name is the word apikey, literally. The password is an API key that may send mail.',
    },
  ],
  [
    { step: 'sign-in', host: at.postmark },
    {
      meaning: 'Postmark does not accept this token.',
      advice:
        'The Server API token is both the user name and the password. The Account API token does not work here.',
    },
  ],
  [
    { step: 'sign-in', host: at.resend },
    {
      meaning: 'Resend does not accept this key.',
      advice:
        'The user name is the word resend, literally. The password is an API key that may send mail.',
    },
  ],
  [
    {
      says: /must issue (a )?starttls|starttls (is )?required|encryption required|5\.7\.0.*starttls/i,
    },
    {
      meaning: 'The mail server wants an encrypted connection first.',
      advice:
        'Use smtps:// with port 465, or smtp:// with port 587. Only a server on this machine may do without encryption.',
    },
  ],
  [
    { reply: 530 },
    {
      meaning: 'The mail server wants a user name and a password.',
      advice: 'Put both into SMTP_URL: smtp://user:password@host, percent-encoded.',
    },
  ],
  [
    { step: 'sign-in', reply: 454 },
    {
      meaning: 'The mail server cannot check passwords at the moment, or saw too many attempts.',
      advice: 'Wait some minutes and try again.',
    },
  ],
  [
    { step: 'sign-in' },
    {
      meaning: 'The mail server does not accept this user name with this password.',
      advice:
        'Check both. Many services have a password or key of its own for SMTP. In SMTP_URL, characters such as @ : / + and % must be percent-encoded.',
    },
  ],

  // The sender, the recipient and what a trial account may do
  [
    { says: /email address is not verified/i },
    {
      meaning:
        'Amazon SES has not verified an address of this email. In the sandbox, recipients must be verified too.',
      advice:
        'Verify the domain or address of MAIL_FROM in the region the answer names. To send to any address, ask for production access on the SES dashboard.',
    },
  ],
  [
    { says: /free accounts are for test|authorized recipients|sandbox.*not allowed to send/i },
    {
      meaning: 'A sandbox domain of Mailgun sends to authorised recipients only.',
      advice:
        'Add the recipient to them, or send from a domain of your own that you have verified.',
    },
  ],
  [
    { says: /only send testing emails|testing emails to your own/i },
    {
      meaning: 'Without a verified domain, Resend sends to your own address only.',
      advice: 'Verify a domain at https://resend.com/domains and use it in MAIL_FROM.',
    },
  ],
  [
    {
      says: /verified sender identity|sender signature|domain is not verified|sender (is )?not valid|unverified (sender|address)|sender .*not verified/i,
    },
    {
      meaning: 'The mail service has not verified the sender.',
      advice: 'Verify the domain or address of MAIL_FROM there, and spell it the same way.',
    },
  ],
  [
    {
      says: /user unknown|no such user|unknown user|mailbox (not found|unavailable)|does not exist|5\.1\.1\b/i,
      step: 'recipient',
    },
    {
      meaning: 'The mail server knows no such recipient.',
      advice: 'Check the address after --to. The settings work as far as this.',
    },
  ],
  [
    {
      says: /relay(ing)? (access )?(denied|not permitted|not allowed)|unable to relay|not permitted to relay/i,
    },
    {
      meaning: 'The mail server does not relay email to other domains for you.',
      advice:
        'Put the user name and password it gave you into SMTP_URL, or have this machine allowed there.',
    },
  ],
  [
    { says: /spamhaus|block ?list|black ?list|\brbl\b|poor reputation/i },
    {
      meaning: 'The mail server distrusts the network address that this machine sends from.',
      advice: 'Send through a mail service (docs/mail.md) rather than from this machine.',
    },
  ],
  [
    {
      says: /grey-?list|try again later|temporarily (deferred|rejected|unavailable)|too many (connections|concurrent|logins)|throttl/i,
    },
    {
      meaning:
        'The mail server is busy, or greylists: it takes the email only when it is tried again.',
      advice: 'Wait some minutes and try again. The worker does so by itself.',
    },
  ],
  [
    { step: 'sender' },
    {
      meaning: 'The mail server does not let you send from this address.',
      advice:
        'MAIL_FROM must be an address or domain of your account there. Gmail allows the address of the account and its aliases.',
    },
  ],
  [
    { step: 'message', says: /5\.7\.(1|60)\b|not (allowed|permitted|authori[sz]ed|owned)|sendas/i },
    {
      meaning:
        'The mail server does not let you send this email, most likely because of its sender.',
      advice: 'MAIL_FROM must be an address or domain of your account there.',
    },
  ],
  [
    {
      step: 'recipient',
      says: /5\.7\.(1|60)\b|sender|not (allowed|permitted|authori[sz]ed|owned)/i,
    },
    {
      meaning:
        'The mail server does not let you send to this recipient, perhaps because of the sender.',
      advice: 'Check that MAIL_FROM is an address or domain of your account there, then --to.',
    },
  ],
  [
    { step: 'recipient' },
    {
      meaning: 'The mail server refused the recipient.',
      advice: 'Check the address after --to, and what the answer says of it.',
    },
  ],
  [
    { step: 'message' },
    {
      meaning: 'The mail server refused the email after reading it.',
      advice:
        'Its answer says why. Often the sender is not verified, or the content counts as spam.',
    },
  ],

  // Getting there
  [
    { step: 'look-up' },
    {
      meaning: 'No such host name could be found.',
      advice: 'Check the spelling of the host name, and whether this machine can resolve names.',
    },
  ],
  [
    { step: 'connect', host: /^(localhost|127\.|::1$)/ },
    {
      meaning: 'No server on this machine listens at this port.',
      advice:
        'Start the mail catcher or relay (Mailpit listens at 1025), and check the port. In a container, localhost is the container itself: use the name of the other one.',
    },
  ],
  [
    { step: 'connect', port: 25 },
    {
      meaning: 'The mail server cannot be reached. Nearly every host and provider blocks port 25.',
      advice: 'Use port 587 (smtp://), 465 (smtps://), or 2525 where your mail service has it.',
    },
  ],
  [
    { step: 'connect' },
    {
      meaning:
        'The mail server cannot be reached at this port. Many hosts block the ports for mail.',
      advice:
        'Check host and port. Try another: 587 (smtp://), 465 (smtps://), or 2525 (smtp://; Brevo, Mailgun, Postmark, SendGrid), 2465 (smtps://; Amazon SES, Resend). Otherwise ask your host to open it.',
    },
  ],
  [
    { says: /altnames?|does not match certificate|hostname\/ip/i },
    {
      meaning: 'The certificate of the mail server is for another name.',
      advice:
        'Use the host name in the certificate, as your mail service writes it, not an address or an alias.',
    },
  ],
  [
    { says: /certificate (has|is) (expired|not yet valid)|cert_has_expired/i },
    {
      meaning:
        'The certificate of the mail server is out of date, or the clock of this machine is wrong.',
      advice: 'Check the clock. Otherwise the owner of the mail server must renew the certificate.',
    },
  ],
  [
    { says: /certificate|self[- ]signed|issuer/i },
    {
      meaning: 'This machine does not trust the authority of the certificate of the mail server.',
      advice:
        'Give the server a certificate of a public authority, or name your own authority in NODE_EXTRA_CA_CERTS. The check cannot be turned off.',
    },
  ],
  [
    { says: /wrong version number|packet length|eproto/i },
    {
      meaning: 'This port does not speak TLS from the start.',
      advice: 'Use smtp:// with this port (587, 2525), or smtps:// with port 465.',
    },
  ],
  [
    { step: 'encryption' },
    {
      meaning: 'The connection to the mail server could not be encrypted.',
      advice:
        'The server must offer STARTTLS at this port (smtp://) or speak TLS from the start (smtps://, port 465). Nothing leaves this machine unencrypted.',
    },
  ],
  [
    { step: 'greeting', reply: 421 },
    {
      meaning: 'The mail server accepts no more connections at the moment.',
      advice: 'Wait some minutes and try again. The worker does so by itself.',
    },
  ],
  [
    { says: /connection closed/i, step: 'unknown' },
    {
      meaning: 'The mail server hung up without an answer.',
      advice:
        'Some servers do so when they do not like the name in EHLO: set SMTP_NAME to the host name that the network address of this machine resolves to. Others do so where they expect TLS from the start (smtps://).',
    },
  ],
  [
    { step: 'greeting' },
    {
      meaning: 'A server answered, but not as a mail server does.',
      advice:
        'Check the port. A port that speaks TLS from the start (465, 2465) needs smtps://. A firewall may also answer in its place.',
    },
  ],
]

const otherwise: MailAdvice = {
  meaning: 'The email could not be handed over.',
  advice: 'The answer is all that is known. Look it up in the documents of your mail service.',
}

export function adviceFor(failed: FailedEmail): MailAdvice {
  const row = known.find(
    ([{ auth, step, reply, says, host, port }]) =>
      (auth === undefined || auth === failed.auth) &&
      (step === undefined || step === failed.step) &&
      (reply === undefined || reply === failed.reply) &&
      (port === undefined || port === failed.port) &&
      (host === undefined || host.test(failed.host)) &&
      (says === undefined || says.test(failed.answer)),
  )
  return row?.[1] ?? otherwise
}
