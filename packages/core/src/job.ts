/**
 * Every kind of job in the outbox that each installation has, one row each. The queue and the worker read this table: a new kind of work brings
 * its own urgency, its own retries and its own deadline as a row.
 */
export const jobKinds = {
  recovery: {
    priority: 0,
    // A server that greylists wants minutes, a server that restarts wants seconds.
    retryAfterSeconds: [5, 15, 45, 120, 300, 600],
    jitter: 0.2,
    concurrency: 500,
    deadlineMinutes: 60,
    leaseSeconds: 30,
  },
  // A security notice goes before emails that were requested.
  'password-changed': {
    priority: 10,
    retryAfterSeconds: [5, 15, 45, 120, 300, 600],
    jitter: 0.2,
    concurrency: 500,
    deadlineMinutes: 24 * 60,
    leaseSeconds: 30,
  },
  // A link that was made by hand is in somebody's hands already.
  'link-issued': {
    priority: 10,
    retryAfterSeconds: [5, 15, 45, 120, 300, 600],
    jitter: 0.2,
    concurrency: 500,
    deadlineMinutes: 24 * 60,
    leaseSeconds: 30,
  },
  // Thousands at a time, after all that people wait for.
  'reset-required': {
    priority: -10,
    retryAfterSeconds: [15, 60, 300, 900, 1_800],
    jitter: 0.2,
    concurrency: 500,
    deadlineMinutes: 3 * 24 * 60,
    leaseSeconds: 30,
  },
  // Whether the application wrote the former password back. Within seconds or not at all, so retries come soon.
  'undo-check': {
    priority: 0,
    retryAfterSeconds: [1, 2, 5, 15, 60, 300],
    jitter: 0.2,
    concurrency: 4,
    deadlineMinutes: 24 * 60,
    leaseSeconds: 30,
  },
  // What is left to do after a change at an application. It remembers its changes for a day.
  'settle-change': {
    priority: 10,
    retryAfterSeconds: [5, 15, 60, 300, 900],
    jitter: 0.2,
    concurrency: 8,
    deadlineMinutes: 24 * 60,
    leaseSeconds: 30,
  },
} as const satisfies Record<string, JobKindSpec>

/** How the outbox treats one kind of job. */
export type JobKindSpec = {
  /** Jobs of a higher priority are claimed first. */
  priority: number
  /** Seconds between a failed attempt and the next one, by the number of attempts. The last value repeats. */
  retryAfterSeconds: readonly [number, ...number[]]
  /** Each of these waits is drawn from this fraction around its value, so that jobs that failed together spread out. */
  jitter: number
  /** Jobs of this kind that one worker may hold at once. */
  concurrency: number
  /** Minutes after its creation at which a job is given up: it becomes a dead letter. */
  deadlineMinutes: number
  /** Seconds without a renewal after which another worker takes the job over. */
  leaseSeconds: number
}

/** The kind of the jobs that deliver events to one webhook. Each has its own, so that none waits for another. */
export type WebhookJobKind = `webhook:${string}`

/** The kind of the jobs of one webhook, by its name. */
export function webhookJobKind(webhook: string): WebhookJobKind {
  return `webhook:${webhook}`
}

/** How jobs of webhooks are tried. Times are in seconds. */
export const webhookJob = {
  priority: 0,
  // The ladder that Standard Webhooks recommends: it ends after three days.
  retryAfterSeconds: [
    5,
    5 * 60,
    30 * 60,
    2 * 3_600,
    5 * 3_600,
    10 * 3_600,
    14 * 3_600,
    20 * 3_600,
    24 * 3_600,
  ],
  jitter: 0.2,
  concurrency: 4,
  // Events are kept for as long.
  deadlineMinutes: 7 * 24 * 60,
  leaseSeconds: 30,
} as const satisfies JobKindSpec

/** The kind of a job in the outbox. Each webhook that is configured has one of its own. */
export type JobKind = keyof typeof jobKinds | WebhookJobKind

/** Kinds of job by their names: ours, or made-up ones in a test. */
export type JobKinds = Readonly<Record<string, JobKindSpec>>

/** What the jobs of each kind hold: enough to do the work, and no secret. */
type Payloads = {
  recovery: { requestId: string; withheld: boolean }
  'password-changed': Notice
  'link-issued': Notice
  'reset-required': Notice & { publicReason: string | null; isLocked: boolean }
  /** `before`: a digest of what the application stored as the password until the change. */
  'undo-check': { accountId: string; before: string }
  'settle-change': PendingChange
  [webhook: WebhookJobKind]: { eventId: string }
}

/** A change of a password that an application was told to make. Digests are in hexadecimal. */
export type PendingChange = {
  accountId: string
  tokenDigest: string
  clientDigest: string
  addressDigest: string
} & (
  | {
      why: 'reset'
      signInPair: string
      device: string | null
      locale: string | null
      timeZone: string | null
    }
  | {
      /** The owner reported a change, and gets the email of this request. */
      why: 'not-me'
      requestId: string
      emailCanonical: string
      device: string | null
      locale: string | null
      timeZone: string | null
      requestMinutes: number
      codeMinutes: number
    }
)

/**
 * Something that happened to an account, and when (ISO 8601). The rest is of the client that did it, as far as it is
 * known: nothing is, if an operator did.
 */
type Notice = {
  accountId: string
  occurredAt: string
  device?: string | null
  locale?: string | null
  timeZone?: string | null
}

/** A job of the outbox: its kind, and what it needs. */
export type Job<Kind extends JobKind = JobKind> = {
  [K in Kind]: { kind: K } & Payloads[K]
}[Kind]

/** The jobs that tell an owner what happened to their account. Their deadline counts from when it happened. */
export type NoticeJob = Extract<Job, Notice>

/** A job that one worker has claimed. */
export type JobAttempt<Kind extends JobKind = JobKind> = {
  jobId: string
  /** A fencing token: it grows with every claim of the job, and outcomes of older claims are ignored. */
  claim: number
  queuedAt: Date
  job: Job<Kind>
  /** The place in a trace that it was queued from, as the header `traceparent` has it. Absent: nobody traced. */
  traceParent?: string
}

/** How many more jobs of each kind a worker has room for. A kind that is not named is not claimed. */
export type JobRoom = Partial<Record<JobKind, number>>

/** Seconds to wait after `tries` attempts. `chance` is a random number from 0 to 1. */
export function secondsUntilRetry(
  { retryAfterSeconds, jitter }: Pick<JobKindSpec, 'retryAfterSeconds' | 'jitter'>,
  tries: number,
  chance: number,
): number {
  const nth = Math.min(Math.max(tries, 1), retryAfterSeconds.length) - 1
  const wait = retryAfterSeconds[nth] ?? retryAfterSeconds[0]
  return wait * (1 - jitter + 2 * jitter * chance)
}
