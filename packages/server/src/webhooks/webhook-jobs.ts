import type { Observe } from '@latchkey/core'
import type { WebhookStore } from '@latchkey/db'
import type { CreateJobHandler } from '../worker/job-handler.ts'
import { performJobs } from '../worker/perform-jobs.ts'
import { type Posted, post } from './post.ts'
import { type EventToSend, type Issuer, signedCall } from './signed.ts'
import { tellHost } from './tell-host.ts'
import { verdictOn } from './verdict.ts'
import type { Receiver } from './webhook.ts'

/** The longest pause for which a worker remembers that an endpoint is busy. */
const LONGEST_PAUSE_SECONDS = 5 * 60

export type WebhookJobsOptions = {
  webhook: Receiver
  store: WebhookStore
  issuer: Promise<Issuer>
  observe: Observe
  /** A random number from 0 to 1. */
  chance?: () => number
  now?: () => Date
  timeoutMs?: number
}

/**
 * Delivers events to one webhook, at least once and in no order. Each webhook has its own claims and its own slots, so
 * that one that is slow or dead makes nothing else wait.
 */
export function webhookJobs(options: WebhookJobsOptions): CreateJobHandler {
  const { webhook, store, issuer, observe } = options
  const { chance = Math.random, now = () => new Date(), timeoutMs } = options
  let pausedUntil = 0

  async function tell(toSend: EventToSend): Promise<Posted> {
    if (webhook.format === 'function') return tellHost(webhook, toSend, timeoutMs)
    const call = await signedCall(webhook, toSend, { issuer: await issuer, now: now() })
    return post({ ...call, ...(timeoutMs !== undefined && { timeoutMs }) })
  }

  async function deliver(eventId: string): Promise<{ againInSeconds: number } | undefined> {
    const found = await store.find(eventId, webhook.name)
    if (!found || found.state === 'delivered') return undefined
    const { id, at, event, tries, state } = found
    const about = { webhook: webhook.name, eventId: id, type: event.type }
    const end = { eventId: id, webhook: webhook.name }
    if (state === 'off') {
      await store.record({ ...end, state: 'dead', answer: 'not tried: the webhook is off' })
      observe({ event: 'webhook.dead', ...about, answer: 'off', attempts: tries })
      return undefined
    }
    const posted = await tell({ id, at, event })
    const verdict = verdictOn(posted, { format: webhook.format, tries, chance: chance() })
    const { answer } = verdict
    await store.record({ ...end, state: verdict.state, answer })
    const attempts = tries + 1
    if (verdict.state === 'delivered') {
      const afterSeconds = (now().getTime() - at.getTime()) / 1_000
      observe({ event: 'webhook.delivered', ...about, answer, attempts, afterSeconds })
    } else if (verdict.state === 'delayed') {
      const { seconds, pauseSeconds } = verdict
      pausedUntil = performance.now() + 1_000 * Math.min(pauseSeconds, LONGEST_PAUSE_SECONDS)
      observe({ event: 'webhook.delayed', ...about, answer, attempts, nextTrySeconds: seconds })
      return { againInSeconds: seconds }
    } else {
      if (verdict.state === 'gone') observe({ event: 'webhook.gone', webhook: webhook.name })
      observe({ event: 'webhook.dead', ...about, answer, attempts })
    }
    return undefined
  }

  const createHandler = performJobs({
    async perform({ job }) {
      if (!('eventId' in job)) throw new Error(`This is no event but ${job.kind}`)
      return deliver(job.eventId)
    },
    observe,
    chance,
    now,
  })
  return (parts) => {
    const handler = createHandler(parts)
    return {
      ...handler,
      msToNextClaim: () => Math.max(0, pausedUntil - performance.now()),
    }
  }
}
