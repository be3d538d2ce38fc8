import { type TokenDigest, Unavailable } from '@latchkey/core'
import type { PageMarks } from '@latchkey/db'
import { type Changes, type Topic, topics } from '@latchkey/operator'
import type { Closing } from '@latchkey/operator/server'

type Parts = {
  marks: () => Promise<PageMarks>
  /** Those of the sessions that are open still, in hexadecimal. */
  open: (digests: readonly TokenDigest[]) => Promise<ReadonlySet<string>>
  onError: (error: unknown) => void
  everyMs?: number
}

const EVERY_MS = 5_000
/** Numbers that grow with time alone, such as the age of a job. */
const OVERVIEW_EVERY = 3
const MOST_LISTENERS = 200

/** Which topics change with a mark. */
const follow: Record<keyof PageMarks, readonly Topic[]> = {
  emails: ['emails', 'people', 'overview'],
  webhooks: ['webhooks', 'overview'],
  limits: ['limits', 'overview'],
  audit: ['audit', 'people', 'overview'],
}

type Listener = {
  /** `undefined`: a proxy lets it in, and no session ends. */
  digest: TokenDigest | undefined
  pending: Set<Topic>
  ended: boolean
  /** Nobody knows what changed, and the page must not go on as if nothing had. */
  lost: boolean
  wake: () => void
}

/**
 * Tells those who look at the page what changed. It looks at the database at most every few seconds, once for all of
 * them, and not at all while nobody listens.
 */
export function createChanges({ marks, open, onError, everyMs = EVERY_MS }: Parts) {
  const listeners = new Set<Listener>()
  let known: PageMarks | undefined
  let looks = 0
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const current = await marks()
    const before = known
    known = current
    looks += 1
    const changed = new Set(before ? topicsBetween(before, current) : topics)
    if (looks % OVERVIEW_EVERY === 0) changed.add('overview')
    await endClosed()
    if (changed.size > 0) tell(changed)
  }

  async function endClosed(): Promise<void> {
    const digests = [...listeners].flatMap(({ digest }) => (digest ? [digest] : []))
    if (digests.length === 0) return
    const alive = await open(digests)
    for (const listener of listeners) {
      if (!listener.digest || alive.has(hex(listener.digest))) continue
      listener.ended = true
      listener.wake()
    }
  }

  function tell(changed: Iterable<Topic>): void {
    for (const listener of listeners) {
      for (const topic of changed) listener.pending.add(topic)
      listener.wake()
    }
  }

  function lose(error: unknown): void {
    onError(error)
    known = undefined
    for (const listener of listeners) {
      listener.lost = true
      listener.wake()
    }
  }

  function lookOnce(): Promise<void> {
    looking ??= look()
      .catch(lose)
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  function join(listener: Listener): void {
    listeners.add(listener)
    timer ??= setInterval(() => void lookOnce(), everyMs).unref()
  }

  function part(listener: Listener): void {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    known = undefined
  }

  return {
    /**
     * Every topic at first, then what changed. It ends when the session does, or when `signal` says so.
     *
     * @throws Unavailable if the database could not be looked at. The page says so, and listens again later.
     */
    async *listen(digest: TokenDigest | undefined, signal: Closing): AsyncGenerator<Changes> {
      if (listeners.size >= MOST_LISTENERS) throw new Unavailable('Too many pages are open')
      const listener: Listener = {
        digest,
        pending: new Set(topics),
        ended: false,
        lost: false,
        wake() {},
      }
      const wake = () => listener.wake()
      join(listener)
      signal.addEventListener('abort', wake)
      try {
        // What changes from here on is told, even if nobody listened before.
        if (!known) await lookOnce()
        while (!listener.ended && !signal.aborted) {
          if (listener.lost) throw new Unavailable('The database could not be looked at')
          if (listener.pending.size > 0) {
            const told = topics.filter((topic) => listener.pending.has(topic))
            listener.pending.clear()
            yield { at: new Date().toISOString(), topics: told }
            continue
          }
          await new Promise<void>((resolve) => {
            listener.wake = resolve
          })
        }
      } finally {
        signal.removeEventListener('abort', wake)
        part(listener)
      }
    },
    /** Something was done here: it is shown at once. */
    look: () => (listeners.size > 0 ? lookOnce() : Promise.resolve()),
    /** This session has ended. */
    end(digest: TokenDigest): void {
      for (const listener of listeners) {
        if (!listener.digest || hex(listener.digest) !== hex(digest)) continue
        listener.ended = true
        listener.wake()
      }
    },
    listening: () => listeners.size,
  }
}

function topicsBetween(before: PageMarks, after: PageMarks): Topic[] {
  const names = Object.keys(follow) as (keyof PageMarks)[]
  return names.filter((name) => before[name] !== after[name]).flatMap((name) => follow[name])
}

export type ChangesHub = ReturnType<typeof createChanges>

function hex(digest: Uint8Array): string {
  return Buffer.from(digest).toString('hex')
}
