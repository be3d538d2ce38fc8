export type Stage = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot'

/** Another reply, a delay, a slow reply; or no reply at all; or a broken connection. */
export type Reaction =
  | 'silence'
  | 'drop'
  | { say?: string; afterMs?: number /** Between two bytes. */; everyMs?: number }

/** The differences from a mail server that accepts every email. */
export type Script = Partial<Record<Stage, Reaction>>

// Three of these together exceed the timeout of an attempt.
const tarpit = { afterMs: 35_000 }

/** One row per behaviour of a mail server. */
export const modes = {
  ok: {},
  busy: { greeting: { say: '421 too busy' } },
  later: { rcpt: { say: '451 try later' } },
  'no such person': { rcpt: { say: '550 no such person' } },
  'too much': { dot: { say: '552 5.3.4 message too large' } },
  'wrong password': { auth: { say: '535 authentication failed' } },
  'one byte per second': { greeting: { everyMs: 1_000, say: `220 ${'slow '.repeat(40)}` } },
  tarpit: { greeting: tarpit, mail: tarpit, rcpt: tarpit, data: tarpit, dot: tarpit },
  'silent at once': { greeting: 'silence' },
  'silent after DATA': { data: 'silence' },
  'silent after the dot': { dot: 'silence' },
  'drops after the dot': { dot: 'drop' },
  'half a reply': { rcpt: { say: '250-and then' } },
  '250 for 354': { data: { say: '250 what mail?' } },
  'bad UTF-8': { rcpt: { say: '450 \xff\xfe\xc3(' } },
  garbage: { ehlo: { say: 'HTTP/1.1 400 Bad Request\r\n\r\n250-\r\n99' } },
} as const satisfies Record<string, Script>
