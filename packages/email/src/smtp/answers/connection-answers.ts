import type { KnownAnswer } from './answer.ts'

/** What goes wrong before there is a conversation. */
export const connectionAnswers: readonly KnownAnswer[] = [
  // Getting there
  [
    { step: 'look-up' },
    {
      failure: 'unreachable',
      meaning: 'No such host name could be found.',
      advice: 'Check the spelling of the host name, and whether this machine can resolve names.',
    },
  ],
  [
    { step: 'connect', host: /^(localhost|127\.|::1$)/ },
    {
      failure: 'unreachable',
      meaning: 'No server on this machine listens at this port.',
      advice:
        'Start the mail catcher or relay (Mailpit listens at 1025), and check the port. In a container, localhost is the container itself: use the name of the other one.',
    },
  ],
  [
    { step: 'connect', port: 25 },
    {
      failure: 'unreachable',
      meaning: 'The mail server cannot be reached. Nearly every host and provider blocks port 25.',
      advice: 'Use port 587 (smtp://), 465 (smtps://), or 2525 where your mail service has it.',
    },
  ],
  [
    { step: 'connect' },
    {
      failure: 'unreachable',
      meaning:
        'The mail server cannot be reached at this port. Many hosts block the ports for mail.',
      advice:
        'Check host and port. Try another: 587 (smtp://), 465 (smtps://), or 2525 (smtp://; Brevo, Mailgun, Postmark, SendGrid), 2465 (smtps://; Amazon SES, Resend). Otherwise ask your host to open it.',
    },
  ],
  [
    { says: /key[ _]too[ _](?:small|weak)|(?:dh|ee|ca)[ _]key|\bmd[ _]too[ _]weak/i },
    {
      failure: 'setup',
      meaning: 'The mail server uses a key or a certificate that is too weak.',
      advice:
        'Its owner must use a certificate with an RSA key of 2048 bits or more (or ECDSA), and DH parameters of that size.',
    },
  ],
  [
    { says: /altnames?|does not match certificate|hostname\/ip/i },
    {
      failure: 'setup',
      meaning: 'The certificate of the mail server is for another name.',
      advice:
        'Use the host name in the certificate, as your mail service writes it, not an address or an alias.',
    },
  ],
  [
    { says: /certificate (has|is) (expired|not yet valid)|cert_has_expired/i },
    {
      failure: 'setup',
      meaning:
        'The certificate of the mail server is out of date, or the clock of this machine is wrong.',
      advice: 'Check the clock. Otherwise the owner of the mail server must renew the certificate.',
    },
  ],
  [
    { says: /certificate|self[- ]signed|issuer/i },
    {
      failure: 'setup',
      meaning: 'This machine does not trust the authority of the certificate of the mail server.',
      advice:
        'Give the server a certificate of a public authority, or name your own authority in NODE_EXTRA_CA_CERTS. The check cannot be turned off.',
    },
  ],
  [
    {
      says: /unsupported[ _]protocol|protocol[ _]version|handshake[ _]failure|no[ _](?:shared|suitable|ciphers)[ _]?\w*|renegotiation|insufficient[ _]security|inappropriate[ _]fallback/i,
    },
    {
      failure: 'setup',
      meaning: 'The mail server and this machine have no version or cipher of TLS in common.',
      advice:
        'The server must speak TLS 1.2 or newer, with current ciphers and secure renegotiation. Its owner must update it; use another mail server until then.',
    },
  ],
  [
    { says: /wrong[ _]version[ _]number|packet[ _]length|eproto/i },
    {
      failure: 'setup',
      meaning: 'This port does not speak TLS from the start.',
      advice: 'Use smtp:// with this port (587, 2525), or smtps:// with port 465.',
    },
  ],
  [
    {
      step: 'encryption',
      answered: false,
      says: /\balert\b(?! (?:number|internal|user|close|decode|decrypt|bad record|record))/i,
    },
    {
      failure: 'setup',
      meaning: 'The mail server ended the TLS handshake.',
      advice:
        'Its answer says why. Check the host name and the port, and whether the server wants a certificate of ours, which it cannot get.',
    },
  ],
  [
    { step: 'encryption', answered: false },
    {
      failure: 'unreachable',
      meaning: 'The connection to the mail server broke while it was being encrypted.',
      advice: 'Check host and port, and try again. The worker does so by itself.',
    },
  ],
  [
    { step: 'encryption', reply: [421, 450, 451, 454] },
    {
      failure: 'busy',
      meaning: 'The mail server offers encryption, but cannot start it at the moment.',
      advice:
        'If it stays so, its certificate or key is missing or cannot be read: its owner must repair it. Nothing leaves this machine unencrypted.',
    },
  ],
  [
    { step: 'encryption' },
    {
      failure: 'setup',
      meaning: 'The connection to the mail server could not be encrypted.',
      advice:
        'The server must offer STARTTLS at this port (smtp://) or speak TLS from the start (smtps://, port 465). Nothing leaves this machine unencrypted.',
    },
  ],
  [
    { step: 'greeting', reply: 421 },
    {
      failure: 'unreachable',
      meaning: 'The mail server accepts no more connections at the moment.',
      advice: 'Wait some minutes and try again. The worker does so by itself.',
    },
  ],
  [
    { says: /connection closed/i, step: ['unknown', 'greeting'], answered: false },
    {
      failure: 'unreachable',
      meaning: 'The mail server hung up without an answer.',
      advice:
        'Some servers do so when they do not like the name in EHLO: set SMTP_NAME to the host name that the network address of this machine resolves to. Others do so where they expect TLS from the start (smtps://).',
    },
  ],
  [
    { says: /connection closed/i, answered: false },
    {
      failure: 'unreachable',
      meaning: 'The mail server hung up in the middle of the conversation.',
      advice: 'Try again. If it stays so, ask the owner of the mail server.',
    },
  ],
  [
    { step: 'ehlo' },
    {
      failure: 'setup',
      meaning: 'The mail server does not accept the name that we give in EHLO.',
      advice:
        'Set SMTP_NAME to a full host name that exists in DNS, best the one that the network address of this machine resolves to. Without it, the host of PUBLIC_URL is given.',
    },
  ],
  [
    { step: 'greeting', answered: false, says: /^Greeting never received|^Timeout/ },
    {
      failure: 'unreachable',
      meaning: 'The mail server fell silent: it accepted the connection and said nothing.',
      advice:
        'Check the port. One that speaks TLS from the start (465, 2465) waits for us, and needs smtps://. A firewall or a slow check of senders may also keep a server silent.',
    },
  ],
  [
    { step: 'greeting' },
    {
      failure: 'unreachable',
      meaning: 'A server answered, but not as a mail server does.',
      advice:
        'Check the port. A port that speaks TLS from the start (465, 2465) needs smtps://. A firewall may also answer in its place.',
    },
  ],
]
