import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery, DeliveryAttempt, Observe, Outcome, Ready } from '@latchkey/core'
import { domainOf, type JobKind, type JobRoom, jobKinds, Unavailable } from '@latchkey/core'
import type { DeliveryTroubles, Queue } from '@latchkey/db'
import { isAway } from '@latchkey/db'
import { createCircuit } from './circuit-breaker.ts'
import { createWindow } from './in-flight.ts'
import { keepLeases } from './leases.ts'
import { createRecorder } from './recorder.ts'
import { createPlaces } from './send-slots.ts'
import { createTroubleTeller } from './trouble-report.ts'

export type WorkerOptions = {
  queue: Queue
  delivery: Delivery
  troubles: DeliveryTroubles
  /** Hand-overs at once; as many again when some turn out slow. */
  concurrency: number
  /** Nobody else can have jobs: those that are under way at the start were left by one that died. */
  alone?: boolean
  /** Milliseconds to wait before claimed jobs start, drawn anew each time: a start must not follow its request. */
  startDelayMs: () => number
  /** Milliseconds between two looks at an empty queue. */
  pollMs?: number
  /** Milliseconds after which a hand-over is slow. */
  slowAfterMs?: number
  /** Milliseconds until the first try while mail is held. */
  firstTryMs?: number
  observe: Observe
  onError: (error: unknown) => void
}

export type Worker = {
  /** Takes no more jobs, finishes those under way, and resolves; after `deadlineMs` it leaves them to their lease. */
  stop(deadlineMs: number): Promise<void>
}

/** Between two looks while jobs come one by one. */
const GATHER_MS = 100
const PAUSE_AFTER_ERROR_MS = 1_000
/** A mail that waited so long for a place is made anew: its secrets have aged. */
const STALE_AFTER_MS = 60_000
const CROWDED_SECONDS = 30

type Waiting = { ready: Ready; since: number }

/**
 * Takes jobs through their steps: many at once where that is a statement, each by itself where it is a hand-over.
 * Polling is the only wake-up: NOTIFY takes a lock that all committing transactions share, and asks would pay for it.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { queue, delivery, concurrency, onError, pollMs = 500 } = options
  const gatherMs = Math.min(GATHER_MS, pollMs)
  const underWay = new Map<string, DeliveryAttempt>()
  const stopping = new AbortController()
  const isStopping = () => stopping.signal.aborted
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})
  // A promise for each wait, none that lives as long as the worker: it would collect every wait ever made.
  let goOn = () => {}
  const change = () => new Promise<void>((resolve) => (goOn = resolve))

  const circuit = createCircuit(options.firstTryMs)
  const window = createWindow(concurrency)
  const leases = keepLeases({ queue, underWay, onError, ...(options.alone && { alone: true }) })
  const teller = createTroubleTeller({ ...options, worker: randomUUID() })
  const waiting: Waiting[] = []
  const places = createPlaces(concurrency, placeFree, options.slowAfterMs)
  const recorder = createRecorder<{ ready: Ready; outcome: Outcome }>({
    record: (ended) => delivery.record(ended),
    onDone: (ended) => end(ended.map(({ ready }) => ready.attempt)),
    isAway: isDatabaseAway,
    onError: noteError,
  })

  function noteError(error: unknown): void {
    if (isDatabaseAway(error)) leases.distrust()
    onError(error)
  }

  function end(attempts: readonly DeliveryAttempt[]): void {
    for (const { messageId } of attempts) underWay.delete(messageId)
    window.ended(attempts.length)
    goOn()
  }

  async function loop(): Promise<void> {
    while (!isStopping()) {
      const room = circuit.isOpen()
        ? underWay.size === 0
          ? 1
          : 0
        : window.room(underWay.size - places.aside())
      if (room === 0) {
        await change()
        continue
      }
      if (circuit.isOpen()) await pause(circuit.msToNextTry())
      if (isStopping()) return
      try {
        await leases.takeOver()
        const claimed = await queue.claim(room, roomByKind(underWay.values()))
        for (const attempt of claimed) underWay.set(attempt.messageId, attempt)
        if (claimed.length > 0) void runBatch(claimed)
        // All that were due are taken: the next ones gather, so that they share statements.
        if (claimed.length < room) await pause(claimed.length > 0 ? gatherMs : pollMs)
      } catch (error) {
        noteError(error)
        await pause(PAUSE_AFTER_ERROR_MS)
      }
    }
  }

  async function runBatch(attempts: readonly DeliveryAttempt[]): Promise<void> {
    await sleep(options.startDelayMs())
    if (isStopping()) return release(attempts, 0)
    const ready = await prepare(attempts)
    const leaving = new Set(ready.map(({ attempt }) => attempt))
    end(attempts.filter((attempt) => !leaving.has(attempt)))
    const since = performance.now()
    for (const one of ready) waiting.push({ ready: one, since })
    pump()
  }

  /** One job that cannot be read must not keep the others from their mail. */
  async function prepare(attempts: readonly DeliveryAttempt[]): Promise<Ready[]> {
    try {
      return await delivery.prepare(attempts)
    } catch (error) {
      noteError(error)
      if (isDatabaseAway(error)) {
        await release(attempts, 0)
        return []
      }
      const [attempt, ...more] = attempts
      if (attempt && more.length === 0) {
        const why = `Its job could not be read: ${error instanceof Error ? error.name : 'unknown'}`
        await queue.bury(attempt, why).catch(noteError)
        options.observe({
          event: 'message.dead',
          messageId: attempt.messageId,
          kind: attempt.job?.kind ?? 'recovery',
          failure: 'unmailable',
          answer: why,
        })
        return []
      }
      const ready: Ready[] = []
      for (const each of attempts) ready.push(...(await prepare([each])))
      return ready
    }
  }

  async function release(attempts: readonly DeliveryAttempt[], seconds: number): Promise<void> {
    // What cannot be given back comes back when its lease runs out.
    await queue.release(attempts, seconds).catch(noteError)
    end(attempts)
  }

  function placeFree(): void {
    pump()
    goOn()
  }

  function pump(): void {
    for (let next = nextWaiting(); next; next = nextWaiting()) void handOver(next)
  }

  function nextWaiting(): Waiting | undefined {
    return places.hasRoom() ? waiting.shift() : undefined
  }

  async function handOver({ ready, since }: Waiting): Promise<void> {
    const held = (answer: string, seconds = 0) =>
      recorder.add({
        ready,
        outcome: {
          attempt: ready.attempt,
          status: 'held',
          failure: 'unreachable',
          answer,
          seconds,
        },
      })
    if (isStopping()) return held('The worker was stopped')
    if (circuit.isOpen() && underWay.size > 1) return held('Mail is held')
    if (performance.now() - since > STALE_AFTER_MS) return held('It waited too long for its turn')
    const domain = domainOf(ready.message.to)
    const outcome = await places.run(domain, () => delivery.send(ready))
    if (outcome === 'crowded') {
      return held('The mail server is slow with this domain', CROWDED_SECONDS)
    }
    teller.heed(outcome, circuit.heed(outcome))
    recorder.add({ ready, outcome })
  }

  const ended = loop()
  return {
    async stop(deadlineMs) {
      stopping.abort()
      goOn()
      await ended
      for (const next of waiting.splice(0)) void handOver(next)
      const allDone = async () => {
        while (underWay.size > 0) await change()
        await recorder.settled()
      }
      await Promise.race([allDone(), sleep(deadlineMs, undefined, { ref: false })])
      await Promise.race([teller.close(), sleep(1_000, undefined, { ref: false })])
      leases.stop()
    },
  }
}

/** What each kind of job allows one worker, less what it has in hand. */
function roomByKind(underWay: Iterable<DeliveryAttempt>): JobRoom {
  const inHand = Map.groupBy(underWay, ({ job }) => job.kind)
  const rooms = Object.entries(jobKinds).map(([kind, { concurrency }]) => [
    kind,
    concurrency - (inHand.get(kind as JobKind)?.length ?? 0),
  ])
  return Object.fromEntries(rooms)
}

function isDatabaseAway(error: unknown): boolean {
  return error instanceof Unavailable || isAway(error)
}
