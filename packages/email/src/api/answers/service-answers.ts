import type { MailServiceName } from '../mail-service.ts'
import {
  badRecipient,
  closedAccount,
  type KnownRefusal,
  refused,
  setup,
  unverifiedSender,
  usedUp,
} from './answer.ts'

/** What each service says in words or numbers of its own. The documents are named beside `read` of each service. */
export const serviceAnswers: Record<MailServiceName, readonly KnownRefusal[]> = {
  resend: [
    [
      { says: /only send testing emails/i },
      setup(
        'Without a verified domain, Resend sends to your own address only.',
        'Verify a domain at https://resend.com/domains and use it in MAIL_FROM.',
      ),
    ],
    [
      { code: /^restricted_api_key$/, status: 401 },
      setup('The API key may not send.', 'Make a key with "Sending access" under API Keys.'),
    ],
    [{ code: /^(?:daily|monthly)_quota_exceeded$/ }, usedUp],
    [{ says: /domain is not verified|not authorized to send/i }, unverifiedSender],
    [{ code: /^invalid_from_address$/ }, unverifiedSender],
    [{ says: /`from`/ }, unverifiedSender],
    [{ says: /`to`|recipient/i, status: [400, 422] }, badRecipient],
    [{ code: /^validation_error$/, says: /API key is invalid/i }, invalidKey()],
    [{ code: /^security_error$/ }, closedAccount],
    [
      { code: /^concurrent_idempotent_requests$/ },
      {
        failure: 'busy',
        concerns: 'recipient',
        meaning: 'Resend is still at work on the same email.',
        advice: 'Try again. The worker does so by itself.',
      },
    ],
  ],
  postmark: [
    [{ code: /^10$/ }, invalidKey('Copy the Server API token, not the Account API token.')],
    [{ code: /^100$/ }, busy('Postmark is closed for maintenance.')],
    [{ code: /^(?:400|401)$/ }, unverifiedSender],
    [{ code: /^405$/ }, usedUp],
    [
      { code: /^406$/ },
      refused(
        'Postmark does not send to this recipient: an earlier email bounced, or was reported as spam.',
        'If the address works now, reactivate it under Message Streams, Suppressions.',
      ),
    ],
    [
      { code: /^412$/ },
      {
        ...closedAccount,
        concerns: 'recipient',
        meaning: 'Until Postmark approves your account, it sends to the domain of MAIL_FROM only.',
        advice: 'Ask for approval on the dashboard, or send to an address of your own domain.',
      },
    ],
    [{ code: /^413$/ }, closedAccount],
    [
      { code: /^12(?:21|26|35)$|^1223$/ },
      setup(
        'There is no such message stream.',
        'Correct ?stream= in MAIL_URL. Without it, the stream is outbound.',
      ),
    ],
    [{ code: /^300$/, says: /'From'|from address/i }, unverifiedSender],
    [{ code: /^300$/, says: /'To'|to address|recipient|illegal email|parsing/i }, badRecipient],
  ],
  brevo: [
    [
      { says: /unrecogni[sz]ed IP|authori[sz]ed_?\s?ips/i },
      setup(
        'Brevo does not know the network address that this machine calls from.',
        'Add it at https://app.brevo.com/security/authorised_ips, or turn that check off for API keys.',
      ),
    ],
    [{ code: /^not_enough_credits$/ }, usedUp],
    [{ code: /^account_under_validation$/ }, closedAccount],
    [{ code: /^permission_denied$/ }, closedAccount],
    [{ says: /sender/i, status: [400, 403] }, unverifiedSender],
    [
      { says: /email is not valid in to|valid email.*\bto\b|invalid (?:email|recipient)/i },
      badRecipient,
    ],
    [
      { says: /blacklist|blocked|unsubscribed/i, status: [400, 403] },
      refused(
        'Brevo does not send to this recipient: an earlier email bounced, or was reported as spam.',
        'If the address works now, unblock it under Contacts, Blocked contacts.',
      ),
    ],
  ],
  sendgrid: [
    [{ says: /maximum credits exceeded/i }, usedUp],
    [{ says: /verified sender identity|sender identity/i }, unverifiedSender],
    [
      { says: /access forbidden/i },
      setup(
        'The API key may not send.',
        'Make a key with "Mail Send" allowed under Settings, API Keys.',
      ),
    ],
    [
      { says: /temporarily blocked|repeated bad requests/i },
      busy('SendGrid blocks us for a while.'),
    ],
    [{ code: /^from/, status: 400 }, unverifiedSender],
    [{ code: /^personalizations.*to\b/, status: 400 }, badRecipient],
    [{ says: /does not contain a valid address/i, status: 400 }, badRecipient],
  ],
  mailgun: [
    [
      { says: /authorized recipients|sandbox subdomains|free accounts/i },
      {
        ...setup(
          'A sandbox domain of Mailgun sends to authorised recipients only.',
          'Add the recipient to them, or send from a domain of your own that you have verified.',
        ),
        concerns: 'recipient',
      },
    ],
    [{ says: /\bto'? parameter is not a valid/i }, badRecipient],
    [{ says: /\bfrom'? parameter/i }, unverifiedSender],
    [
      { says: /domain .*(?:unverified|not (?:been )?verified)|not allowed to send/i },
      unverifiedSender,
    ],
    [
      { says: /domain not found/i, status: 404 },
      setup(
        'Mailgun has no such domain in this region.',
        'Check the domain after @ in MAIL_URL, and add ?region=eu for a domain in the EU.',
      ),
    ],
    [
      { status: 401 },
      invalidKey('Use the sending key of the domain, and ?region=eu for a domain in the EU.'),
    ],
    [{ says: /disabled|suspended|probation/i, status: 403 }, closedAccount],
    [{ says: /limit exceeded|exceeded .*limit/i, status: [400, 402, 403, 429] }, usedUp],
    [{ status: 420 }, busy('Mailgun asks us to slow down.')],
  ],
  ses: [
    [
      { says: /not verified/i, code: /^MessageRejected$/ },
      {
        ...setup(
          'Amazon SES has not verified an address of this email. In the sandbox, recipients must be verified too.',
          'Verify the domain or address of MAIL_FROM in the region the answer names. To send to any address, ask for production access on the SES dashboard.',
        ),
        concerns: 'recipient',
      },
    ],
    [{ code: /^MailFromDomainNotVerified/ }, unverifiedSender],
    [{ code: /^(?:AccountSuspended|SendingPaused)/ }, closedAccount],
    [{ says: /maximum sending rate/i }, busy('Amazon SES asks us to slow down.')],
    [{ code: /^LimitExceeded/ }, usedUp],
    [{ says: /daily (?:message|sending) quota|quota exceeded/i }, usedUp],
    [{ code: /^(?:TooManyRequests|Throttling)/ }, busy('Amazon SES asks us to slow down.')],
    [
      {
        code: /^(?:UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|CredentialsProvider|InvalidAccessKeyId|IncompleteSignature)/,
      },
      setup(
        'Amazon SES does not accept the credentials, or there are none.',
        'Check the access key in MAIL_URL, or the role of this machine. It needs the permission ses:SendEmail. A wrong clock makes signatures invalid too.',
      ),
    ],
    [
      { code: /^AccessDenied/ },
      setup(
        'The user or role may not send.',
        'Allow it ses:SendEmail for the identity of MAIL_FROM.',
      ),
    ],
    [
      { code: /^NotFound/ },
      setup('There is no such configuration set.', 'Correct ?configuration-set= in MAIL_URL.'),
    ],
    [
      {
        code: /^BadRequest|^InvalidParameterValue/,
        says: /(?:local|domain|address).*(?:control|whitespace|illegal|invalid|missing|dot)|missing final|illegal address/i,
      },
      badRecipient,
    ],
  ],
}

function invalidKey(advice = 'Copy the key again, or make a new one.'): KnownRefusal[1] {
  return setup('The mail service does not accept the key in MAIL_URL.', advice)
}

function busy(meaning: string): KnownRefusal[1] {
  const advice = 'Wait some minutes and try again. The worker does so by itself.'
  return { failure: 'busy', concerns: 'everyone', meaning, advice }
}

/** What follows from the status alone, whichever service answers. */
export const statusAnswers: readonly KnownRefusal[] = [
  [{ status: 401 }, invalidKey()],
  [{ status: 402 }, usedUp],
  [
    { status: 403 },
    setup(
      'The mail service does not let us send.',
      'Check what the key in MAIL_URL may do, and that MAIL_FROM is verified there.',
    ),
  ],
  [
    { status: [301, 302, 303, 307, 308, 404, 405, 410] },
    setup(
      'This is not the address where the mail service takes emails.',
      'Check the region or the endpoint in MAIL_URL.',
    ),
  ],
  [{ status: [408, 425, 429] }, busy('The mail service asks us to slow down.')],
  [
    // A gateway gave up on a server behind it that may have the email.
    { status: [502, 504] },
    {
      failure: 'unclear',
      concerns: 'everyone',
      meaning: 'The mail service did not say what became of the email.',
      advice: 'Look whether it arrived, and try again. The worker does so by itself.',
    },
  ],
  [
    { status: [500, 501, 503, 507, 520, 521, 522, 523, 524, 529] },
    busy('The mail service has trouble of its own.'),
  ],
]
