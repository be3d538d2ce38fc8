import type { KnownAnswer } from './answer.ts'

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

/** Answers to those who sign in. */
export const signInAnswers: readonly KnownAnswer[] = [
  // Signing in with a token
  [
    { says: /smtpclientauth(entication)? is disabled/i },
    {
      failure: 'setup',
      meaning: 'SMTP AUTH is turned off for this mailbox or for the whole tenant at Microsoft 365.',
      advice:
        'In Exchange Online PowerShell: Set-CASMailbox -Identity <mailbox> -SmtpClientAuthenticationDisabled $false',
    },
  ],
  [
    { auth: 'oauth2', step: 'sign-in', host: at.microsoft },
    {
      failure: 'setup',
      meaning: 'Microsoft gave a token, and Exchange does not let it send from this mailbox.',
      advice:
        'The app needs the application permission SMTP.SendAsApp with admin consent, a service principal in Exchange (New-ServicePrincipal, with the Object ID from Enterprise applications, not from App registrations), and the mailbox (Add-MailboxPermission … -AccessRights FullAccess). A change can take an hour. See docs/mail.md.',
    },
  ],
  [
    { auth: 'oauth2', step: 'sign-in', host: at.google },
    {
      failure: 'setup',
      meaning: 'Google gave a token, and Gmail does not accept it for this mailbox.',
      advice:
        'The scope of the domain-wide delegation must be https://mail.google.com/ and nothing narrower, and Gmail must be turned on for SMTP_OAUTH_USER.',
    },
  ],
  [
    { auth: 'oauth2', step: 'sign-in' },
    {
      failure: 'setup',
      meaning: 'The mail server does not accept the access token.',
      advice:
        'Check that SMTP_OAUTH_USER is the mailbox the token is for, SMTP_OAUTH_SCOPE, and that the server takes XOAUTH2.',
    },
  ],

  // Signing in with a password
  [
    { says: /application-specific password required/i },
    {
      failure: 'setup',
      meaning: 'Google wants an app password, and was given the password of the account.',
      advice:
        'Make an app password at https://myaccount.google.com/apppasswords and put it into EMAIL_PASS.',
    },
  ],
  [
    { says: /username and password not accepted|badcredentials|web ?login ?required|5\.7\.14\b/i },
    {
      failure: 'setup',
      meaning: 'Google does not accept this address with this password.',
      advice:
        'EMAIL_PASS must be an app password of exactly the account in EMAIL_USER, not its password. Turn on 2-Step Verification, then make one at https://myaccount.google.com/apppasswords. A new password of the account ends its app passwords.',
    },
  ],
  [
    { says: /basic authentication is disabled|5\.7\.139/i },
    {
      failure: 'setup',
      meaning: 'Microsoft no longer lets programs sign in to this mailbox with a password.',
      advice:
        'Sign in with an access token: SMTP_AUTH=oauth2, see "Microsoft 365" in docs/mail.md. Or use a mail service.',
    },
  ],
  [
    { says: /unauthori[sz]ed ip|ip (address )?(is )?not (authori[sz]ed|allowed)|525[ -]5\.7\.1/i },
    {
      failure: 'setup',
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
      failure: 'setup',
      meaning: 'The account at the mail service is not allowed to send yet, or no longer.',
      advice: 'Sign in there and see what it asks for, or contact its support.',
    },
  ],
  [
    {
      says: /maximum credits exceeded|(daily|hourly|monthly|sending)[\w ]* (quota|limit) exceeded/i,
    },
    {
      failure: 'setup',
      meaning: 'The account has sent as much as it may for now.',
      advice:
        'Wait until the limit resets, or take a larger plan. Gmail allows about 500 emails a day.',
    },
  ],
  [
    { step: 'sign-in', host: at.brevo },
    {
      failure: 'setup',
      meaning: 'Brevo does not accept this login with this key.',
      advice:
        'BREVO_SMTP_KEY must be an SMTP key (it begins with xsmtpsib-), neither the password of the account nor an API key. BREVO_EMAIL must be the login shown on the page "SMTP & API", which may be another than the address of the account.',
    },
  ],
  [
    { step: 'sign-in', host: at.ses },
    {
      failure: 'setup',
      meaning: 'Amazon SES does not accept this user name with this password.',
      advice:
        'SES has SMTP credentials of its own for each region; the keys of an AWS user do not work. Make them under "SMTP settings", in the region the host name names, and percent-encode the password: it may hold + and /.',
    },
  ],
  [
    { step: 'sign-in', host: at.mailgun },
    {
      failure: 'setup',
      meaning: 'Mailgun does not accept this user name with this password.',
      advice:
        'Use the SMTP credentials of the domain, not an API key. A domain in the EU needs the host smtp.eu.mailgun.org.',
    },
  ],
  [
    { step: 'sign-in', host: at.sendgrid },
    {
      failure: 'setup',
      meaning: 'SendGrid does not accept this key.',
      advice:
        'The user name is the word apikey, literally. The password is an API key that may send mail.',
    },
  ],
  [
    { step: 'sign-in', host: at.postmark },
    {
      failure: 'setup',
      meaning: 'Postmark does not accept this token.',
      advice:
        'The Server API token is both the user name and the password. The Account API token does not work here.',
    },
  ],
  [
    { step: 'sign-in', host: at.resend },
    {
      failure: 'setup',
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
      failure: 'setup',
      meaning: 'The mail server wants an encrypted connection first.',
      advice:
        'Use smtps:// with port 465, or smtp:// with port 587. Only a server on this machine may do without encryption.',
    },
  ],
  [
    { signInSkipped: true, says: /authenticat|\bauth\b|log ?in|relay|5\.7\.57|^530/i },
    {
      failure: 'setup',
      meaning:
        'The mail server wants us to sign in, and offered no way to do so with a password at this port.',
      advice:
        'Use the port for submission: 587 (smtp://) or 465 (smtps://). Some servers offer no passwords at all (SMTP_AUTH=oauth2), or only to certain networks.',
    },
  ],
  [
    { step: 'sign-in', answered: false, says: /takes no password/ },
    {
      failure: 'setup',
      meaning: 'The mail server lets nobody sign in with a password.',
      advice:
        'If it takes access tokens (XOAUTH2), use SMTP_AUTH=oauth2 (docs/mail.md). Otherwise use another port or a mail service. The password was not sent.',
    },
  ],
  [
    { reply: 530 },
    {
      failure: 'setup',
      meaning: 'The mail server wants a user name and a password.',
      advice: 'Put both into SMTP_URL: smtp://user:password@host, percent-encoded.',
    },
  ],
  [
    { step: 'sign-in', reply: 454 },
    {
      failure: 'setup',
      meaning: 'The mail server cannot check passwords at the moment, or saw too many attempts.',
      advice: 'Wait some minutes and try again.',
    },
  ],
  [
    { step: 'sign-in', says: /5\.7\.3\b/, host: at.microsoft },
    {
      failure: 'setup',
      meaning: 'Microsoft does not accept this user name with this password.',
      advice:
        'Microsoft is switching passwords off for SMTP, and refuses right ones as well. Sign in with an access token: SMTP_AUTH=oauth2, see "Microsoft 365" in docs/mail.md.',
    },
  ],
  [
    { step: 'sign-in' },
    {
      failure: 'setup',
      meaning: 'The mail server does not accept this user name with this password.',
      advice:
        'Check both. Many services have a password or key of its own for SMTP. In SMTP_URL, characters such as @ : / + and % must be percent-encoded.',
    },
  ],
]
