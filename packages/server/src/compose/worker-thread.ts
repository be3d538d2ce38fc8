import { setTimeout as sleep } from 'node:timers/promises'
import { Worker as Thread } from 'node:worker_threads'
import type { Observe, RecoveryEvent } from '@latchkey/core'
import type { Log } from '../log.ts'

const RESTART_AFTER_MS = 1_000

/** Messages from the thread: its state, and events. */
export type FromWorker = 'started' | 'stopped' | { event: RecoveryEvent }

export type ToWorker = 'begin' | 'stop'

/** The worker's thread. It is restarted whenever it ends by itself. */
export type WorkerThread = {
  /** Starts the work. Before that, the thread only loads its program. */
  begin(observe: Observe): void
  alive(): boolean
  stop(): Promise<void>
}

/** A program that calls `workInThread`, and what it is given. */
export type ThreadProgram = {
  program: URL
  workerData: unknown
  /** Gets what the thread prints. Absent: it is printed. */
  onOutput?: (text: string) => void
}

export function openWorkerThread(
  { program, workerData, onOutput }: ThreadProgram,
  log: Pick<Log, 'error'>,
): WorkerThread {
  let thread: Thread | undefined
  let observe: Observe | undefined
  let alive = false
  let stopping = false

  async function keepRunning(): Promise<void> {
    while (!stopping) {
      await runOnce()
      alive = false
      if (stopping) return
      log.error({ event: 'worker.ended', message: 'The worker ended and is restarted' })
      await sleep(RESTART_AFTER_MS)
    }
  }

  function runOnce(): Promise<void> {
    return new Promise((resolve) => {
      const started = new Thread(program, {
        workerData,
        stdout: onOutput !== undefined,
        stderr: onOutput !== undefined,
        // The default is 48. Emails leave only short-lived objects, so a small young generation is enough.
        resourceLimits: { maxYoungGenerationSizeMb: 12 },
      })
      thread = started
      if (onOutput) {
        for (const output of [started.stdout, started.stderr]) {
          output.setEncoding('utf8').on('data', (text: string) => onOutput(text.trimEnd()))
        }
      }
      started.on('message', (message: FromWorker) => {
        if (typeof message === 'object') return observe?.(message.event)
        alive = message === 'started'
        // Timers of libraries would keep it alive.
        if (message === 'stopped') void started.terminate()
      })
      started.on('error', (err) => log.error({ event: 'worker.error', err }))
      started.once('exit', () => resolve())
      if (observe) tell('begin')
    })
  }

  const tell = (message: ToWorker) => thread?.postMessage(message)
  const ended = keepRunning()
  return {
    begin(observer) {
      observe = observer
      tell('begin')
    },
    alive: () => alive,
    async stop() {
      stopping = true
      // If it never began, it has nothing to finish.
      if (observe) tell('stop')
      else await thread?.terminate()
      await ended
    },
  }
}
