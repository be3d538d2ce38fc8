import type { Step } from '../step.ts'
import type { KnownAnswer } from './answer.ts'

/** The steps at which the server knows the recipient. */
const addressed: readonly Step[] = ['recipient', 'message']

const sender = {
  failure: 'setup',
  meaning: 'The mail server does not let you send from this address.',
  advice:
    'MAIL_FROM must be an address or domain of your account there. Gmail allows the address of the account and its aliases.',
} as const

const unknownRecipient = {
  failure: 'refused',
  meaning: 'The mail server knows no such recipient.',
  advice: 'Check the address after --to. The settings work as far as this.',
} as const

const distrust = {
  failure: 'setup',
  meaning: 'The mail server distrusts the network address that this machine sends from.',
  advice:
    'Send through a mail service (docs/mail.md) rather than from this machine. If the answer names a list or a page, look your address up there and ask to be taken off it.',
} as const

const serverBusy = {
  failure: 'busy',
  meaning: 'The mail server is busy, or greylists: it takes the email only when it is tried again.',
  advice: 'Wait some minutes and try again. The worker does so by itself.',
} as const

const receiverBusy = {
  failure: 'busy',
  meaning: 'The server of the recipient cannot take the email at the moment.',
  advice: 'Wait and try again. The worker does so by itself.',
} as const

const content = {
  meaning: 'The mail server takes this email for spam or for something dangerous.',
  advice:
    'Set up SPF, DKIM and DMARC (docs/mail.md), and look up whether the domain of PUBLIC_URL is on a block list.',
} as const

/**
 * What servers say about a sender, a recipient or an email. Block lists, sender, relay and quota are about us, whichever
 * step the server waits for before it says so.
 */
export const envelopeAnswers: readonly KnownAnswer[] = [
  // What a trial account may do
  [
    { says: /email address is not verified/i },
    {
      failure: 'setup',
      meaning:
        'Amazon SES has not verified an address of this email. In the sandbox, recipients must be verified too.',
      advice:
        'Verify the domain or address of MAIL_FROM in the region the answer names. To send to any address, ask for production access on the SES dashboard.',
    },
  ],
  [
    { says: /free accounts are for test|authorized recipients|sandbox.*not allowed to send/i },
    {
      failure: 'setup',
      meaning: 'A sandbox domain of Mailgun sends to authorised recipients only.',
      advice:
        'Add the recipient to them, or send from a domain of your own that you have verified.',
    },
  ],
  [
    { says: /only send testing emails|testing emails to your own/i },
    {
      failure: 'setup',
      meaning: 'Without a verified domain, Resend sends to your own address only.',
      advice: 'Verify a domain at https://resend.com/domains and use it in MAIL_FROM.',
    },
  ],
  [
    {
      says: /verified sender identity|sender signature|domain is not verified|sender (is )?not valid|unverified (sender|address|domain)|sender .*not verified/i,
    },
    {
      failure: 'setup',
      meaning: 'The mail service has not verified the sender.',
      advice: 'Verify the domain or address of MAIL_FROM there, and spell it the same way.',
    },
  ],

  // How Exchange Online says that a recipient is unknown, with the name of one of its rules behind it
  [
    { step: addressed, enhanced: /^5\.4\.1$/, says: /recipient address rejected/i },
    unknownRecipient,
  ],

  // The conversation
  [
    { reply: 503 },
    {
      failure: 'busy',
      meaning: 'The mail server lost track of the conversation.',
      advice: 'Try again. The worker does so by itself.',
    },
  ],
  [
    { says: /\b(?:helo|ehlo)\b|fully[- ]qualified (?:host|domain)/i, answered: true },
    {
      failure: 'setup',
      meaning: 'The mail server does not accept the name that we give in EHLO.',
      advice:
        'Set SMTP_NAME to a full host name that exists in DNS, best the one that the network address of this machine resolves to. Without it, the host of PUBLIC_URL is given.',
    },
  ],
  [
    { step: 'ehlo', reply: [500, 502] },
    {
      failure: 'setup',
      meaning: 'The mail server does not know EHLO, so it cannot encrypt the connection.',
      advice:
        'Check host and port. A firewall that inspects SMTP may also take the command away (at Cisco: "fixup protocol smtp").',
    },
  ],
  [
    { step: addressed, says: /(?:black|block|reject)[- ]?list\w* by (?:the )?(?:recipient|user)/i },
    {
      failure: 'refused',
      meaning: 'The recipient takes no email from this sender.',
      advice: 'Only the recipient can change that.',
    },
  ],

  [
    { says: /not accepting (?:connections|mail)|message expired|currently unavailable/i },
    receiverBusy,
  ],
  // A permanent reply code with a temporary enhanced one.
  [{ enhanced: /^4\.4\./ }, receiverBusy],

  // Us: the network address, the name, the sender, what we may send
  [
    {
      says: /\b(?:spf|dkim|dmarc)\b|unauthenticated|anti-?spoof|spoof(?:ed|ing)|email authentication|sender policy framework/i,
      answered: true,
    },
    {
      failure: 'setup',
      meaning: 'The receiver could not verify that you may send for the domain of MAIL_FROM.',
      advice:
        'Set up SPF, DKIM and DMARC for the domain of MAIL_FROM (docs/mail.md, "SPF, DKIM and DMARC").',
    },
  ],
  [
    {
      says: /spamhaus|sorbs|spamcop|barracuda|uribl|surbl|cloudmark|hostkarma|invaluement|proofpoint|mimecast|\b[\w-]*(?:dnsbl|rbl|drbl)s?\b|(?:black|block|deny)[- ]?list|listed (?:at|in|on|by)\b|found (?:in|on) .*\blist|\bblocked (?:using|by|for|from)|\bis[_ ]blocked|^\d{3}[ -](?:[\d.#]+ )*(?:ip )?blocked\b|:blocked\b|your (?:message|e?mail) (?:was|has been) (?:rejected|blocked)|lista negra|liste noire|schwarze liste|\bbanned\b|spammer|sending spam|sends? spam|reputation|\bbad ip\b|denied \[\w+\]/i,
    },
    distrust,
  ],
  [
    // Codes of Outlook, Yahoo, AOL and T-Online that stand alone.
    {
      says: /\b(?:OU|SC|DY)-00\d\b|\[(?:BL|TSS|TS|PH|IPTS)\d+\]|\bIPTS\d+|\b(?:RTR|RLY|DYN|CON|HVU):\w+|\(BL\)|\bS3\d{3}\b|\bAS\(?\d{3,}\)?/,
      answered: true,
    },
    distrust,
  ],
  [
    {
      says: /reverse (?:dns|lookup|name)|\brdns\b|\bptr\b|(?:cannot|can't|could not) find your (?:reverse )?host/i,
    },
    {
      failure: 'setup',
      meaning: 'The network address that this machine sends from has no name in DNS.',
      advice:
        'Have its owner give it a PTR record, and set SMTP_NAME to that name. Or send through a mail service (docs/mail.md).',
    },
  ],
  [
    { enhanced: /^[45]\.7\.(?:2[0-79]|30)$/ },
    {
      failure: 'setup',
      meaning: 'The receiver could not verify that you may send for the domain of MAIL_FROM.',
      advice:
        'Set up SPF, DKIM and DMARC for the domain of MAIL_FROM (docs/mail.md, "SPF, DKIM and DMARC").',
    },
  ],
  [
    {
      says: /relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted|not allowed|prohibited|disallowed)|(?:unable|not permitted|not allowed|refuse[sd]?) to relay|(?:do(?:es)? not|don't|won't|no) relay|relay not|allowed rcpthosts/i,
    },
    {
      failure: 'setup',
      meaning: 'The mail server does not relay email to other domains for you.',
      advice:
        'Put the user name and password it gave you into SMTP_URL, or have this machine allowed there.',
    },
  ],
  [
    {
      step: addressed,
      says: /mail ?(?:box|file|folder) (?:is |was )?(?:over)?(?:full|quota|size)|over ?-?quota|quota (?:is )?(?:exceeded|full)|(?:exceed\w*|insufficient|out of)\b.*\b(?:storage|quota|space)|recipient.*\bfull\b/i,
    },
    {
      failure: 'busy',
      meaning: 'The mailbox of the recipient is full.',
      advice: 'The recipient must make room. The worker tries again by itself.',
    },
  ],
  [{ says: /throttl|too many (?:connections|concurrent|logins)/i }, serverBusy],
  [
    {
      step: addressed,
      says: /(?:sending|message|email|hourly|daily|user|account|rate|recipients?)[\w -]* (?:limit|quota|rate)\b|rate[- ]limit|too many (?:messages|e?mail\w*|(?:invalid |bad )?recipients|requests)|limit (?:was |has been )?(?:exceeded|reached)|exceeded .*\blimit/i,
    },
    {
      failure: 'setup',
      meaning: 'The mail server takes no more email from you for now.',
      advice:
        'Wait until the limit resets, or ask the mail service for a larger one. The worker tries again by itself.',
    },
  ],
  [
    { enhanced: /^[45]\.7\.28$/ },
    {
      failure: 'setup',
      meaning: 'The mail server saw more email from this machine than it likes.',
      advice: 'Wait some minutes and try again. The worker does so by itself.',
    },
  ],
  [
    {
      step: addressed,
      says: /sender (?:address |domain |email )?(?:\S+ )?(?:was |is |has been )?(?:rejected|refused|denied|not|unknown|invalid|blocked|verif)|(?:sender|from|return) (?:address|domain|mailbox)|send ?as|as this sender|from (?:address|header|domain)|(?:must|to) match|not owned by/i,
    },
    {
      failure: 'setup',
      meaning:
        'The mail server does not let you send this email, most likely because of its sender.',
      advice: 'Check that MAIL_FROM is an address or domain of your account there.',
    },
  ],
  [
    { step: addressed, enhanced: /^5\.1\.[78]$/ },
    { ...sender, meaning: 'The mail server takes the sender for wrong.' },
  ],

  // The recipient
  [
    {
      step: addressed,
      says: /(?:user|recipient|address|mailbox|account|person)\b(?:(?!sender|your)[^;]){0,60}?\b(?:unknown|unrouteable|(?:not|n't|no longer|cannot be)\s+(?:found|exist|known|valid|active|available|in use|have|accepting)|doesn't|invalid|inactive|expired|disabled|suspended|deactivated|closed|unavailable)\b|\b(?:unknown|no such|invalid|inactive|expired|disabled|not a valid|nonexistent|non-existent|unrouteable) (?:local )?(?:user|recipient|address|mailbox|account|person)|(?:recipient|user|mailbox)s? (?:address )?(?:rejected|refused)(?!: ?access denied)|no mailbox/i,
      enhanced: /^(?!5\.[37]\.|5\.2\.2).*/,
    },
    unknownRecipient,
  ],
  [
    {
      step: addressed,
      says: /(?:unknown|no such|invalid) (?:user|recipient|mailbox|address)|(?:user|recipient|mailbox|address)\b[^;]{0,30}\b(?:unknown|not found|not exist)/i,
    },
    unknownRecipient,
  ],
  [{ step: addressed, enhanced: /^5\.1\.(?!0$)\d+$/ }, unknownRecipient],
  [
    { step: addressed, enhanced: /^5\.2\.1$/ },
    {
      failure: 'refused',
      meaning: 'The mailbox of the recipient takes no email.',
      advice: 'Only its owner or its mail server can change that.',
    },
  ],
  [
    { step: addressed, reply: [521, 556] },
    {
      failure: 'refused',
      meaning: 'The domain of the recipient takes no email.',
      advice: 'Check the address after --to.',
    },
  ],
  [
    { step: addressed, enhanced: /^5\.2\.2$/ },
    {
      failure: 'busy',
      meaning: 'The mailbox of the recipient is full.',
      advice: 'The recipient must make room. The worker tries again by itself.',
    },
  ],
  [
    { step: addressed, enhanced: /^5\.(?:2\.3|3\.4)$/ },
    {
      failure: 'refused',
      meaning: 'The email is too large for the recipient.',
      advice:
        'The texts of Latchkey are small, so the limit of that server is unusual. Ask its owner.',
    },
  ],

  // Temporary trouble, also when it is written as a permanent one
  [
    {
      says: /grey-?list|try (?:it )?again|later\b|temporar(?:y|ily)|too many (?:connections|concurrent|logins)|throttl|\bdns\b|name (?:server|service)|timed? ?out|system (?:error|resources)|(?:internal|local|server|configuration) (?:error|problem)/i,
      answered: true,
    },
    serverBusy,
  ],

  // Us, by general words
  [
    {
      step: addressed,
      says: /your (?:\w+ )*(?:ip|server|host|address|access|network|connection|client|mta|email system)\b|client (?:host|address)|(?:sending|source|connecting|remote|sender) (?:ip|host|server|mta|system)|not allowed to connect|connections? (?:\w+ )*(?:refused|rejected|denied|accepted)|delist|postmaster|\bserver\b.*\b(?:refused|rejected|denied)|problem occurred/i,
    },
    distrust,
  ],
  [{ step: addressed, says: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/ }, distrust],
  [{ step: addressed, enhanced: /^5\.[34]\./ }, receiverBusy],
  [
    {
      step: addressed,
      says: /spam|junk|unsolicited|virus|malware|phish|suspicious|dangerous|content/i,
      enhanced: /^5\.7\./,
    },
    { failure: 'setup', ...content },
  ],
  [
    {
      step: 'message',
      enhanced: /^5\.7\./,
      says: /5\.7\.(?:1|60)(?!\d)|not (?:allowed|permitted|authori[sz]ed)/i,
    },
    {
      failure: 'setup',
      meaning:
        'The mail server does not let you send this email, most likely because of its sender.',
      advice: 'MAIL_FROM must be an address or domain of your account there.',
    },
  ],
  [
    {
      step: addressed,
      says: /sender|not (?:allowed|permitted|authori[sz]ed)|access denied|policy|prohibited/i,
    },
    {
      failure: 'setup',
      meaning:
        'The mail server does not let you send to this recipient, perhaps because of the sender.',
      advice: 'Check that MAIL_FROM is an address or domain of your account there, then --to.',
    },
  ],
  [
    { step: addressed, enhanced: /^5\.7\./ },
    {
      failure: 'setup',
      meaning: 'The rules of the mail server or of the receiver do not allow this email.',
      advice:
        'Its answer says why. Check MAIL_FROM, SPF, DKIM and DMARC (docs/mail.md), and whether this machine is on a block list.',
    },
  ],
  [
    { step: addressed, reply: [530, 534, 535, 538] },
    {
      failure: 'setup',
      meaning: 'The mail server wants a user name and a password.',
      advice: 'Put both into SMTP_URL: smtp://user:password@host, percent-encoded.',
    },
  ],
  [
    { step: addressed, reply: 552 },
    {
      failure: 'busy',
      meaning: 'The mailbox of the recipient is full.',
      advice: 'The recipient must make room. The worker tries again by itself.',
    },
  ],
  [{ step: addressed, reply: [500, 502, 504] }, receiverBusy],
  [{ step: addressed, enhanced: /^5\.5\./ }, receiverBusy],
  [
    {
      step: addressed,
      says: /spam|junk|unsolicited|virus|malware|phish|suspicious|dangerous|content/i,
    },
    { failure: 'refused', ...content },
  ],
  [{ step: 'sender' }, sender],
  [
    { step: 'recipient' },
    {
      failure: 'refused',
      meaning: 'The mail server refused the recipient.',
      advice: 'Check the address after --to, and what the answer says of it.',
    },
  ],
  [
    { step: 'message' },
    {
      failure: 'refused',
      meaning: 'The mail server refused the email after reading it.',
      advice:
        'Its answer says why. Often the sender is not verified, or the content counts as spam.',
    },
  ],
]
