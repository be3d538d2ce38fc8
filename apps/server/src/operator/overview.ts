import { limitNames, Unavailable } from '@latchkey/core'
import type { LimitCount, Operator, QueueStats } from '@latchkey/db'
import {
  type Funnel,
  type HealthCheck,
  type LimitHits,
  type Overview,
  type Queue,
  say,
} from '@latchkey/operator'
import { placeOf } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'
import { remembered } from './remembered.ts'
import { sayTrouble } from './words/email-words.ts'

/** What the process knows of itself. */
export type OwnHealth = {
  /** `undefined`: this process runs no worker. */
  worker(): boolean | undefined
  secretDiffers(): boolean
  accountsFit(): boolean
  /** For how long a webhook has not heard that sessions ended. */
  unsentSeconds(): Promise<number>
}

type Parts = {
  config: Pick<Config, 'accounts' | 'catchesEmail' | 'rateLimits' | 'webhooks' | 'policy'>
  operator: Operator
  health: OwnHealth
  now?: () => Date
}

const REFRESH_SECONDS = 5
/** As long as the page waits between two looks. Counting that takes longer is done less often. */
const FUNNEL_MS = REFRESH_SECONDS * 1_000
const WEEK_MS = 60_000
const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
/** Days that began at other times, in zones all over the world. */
const MOST_MIDNIGHTS = 50
const SLOW_SECONDS = 60
/** As the statements have it. */
const COUNTED_UP_TO = 100_000

/** The first screen. Everybody who looks at it gets the same one, so that its cost does not depend on how many do. */
export function createOverview({ config, operator, health, now = () => new Date() }: Parts) {
  const since = (ms: number) => new Date(now().getTime() - ms)
  const day = remembered(() => funnelSince(operator, since(DAY_MS)), FUNNEL_MS)
  const week = remembered(() => funnelSince(operator, since(7 * DAY_MS)), WEEK_MS)
  const todays = new Map<number, ReturnType<typeof remembered<Funnel>>>()
  const limits = remembered(() => operator.limitCounts(), REFRESH_SECONDS * 1_000)
  const rest = remembered(() => readRest(), REFRESH_SECONDS * 1_000)

  function today(midnight: Date | undefined) {
    const at = beginningOfDay(midnight, now())
    const known = todays.get(at.getTime())
    if (known) return known
    if (todays.size >= MOST_MIDNIGHTS) todays.clear()
    const made = remembered(() => funnelSince(operator, at), FUNNEL_MS)
    todays.set(at.getTime(), made)
    return made
  }

  async function funnels(midnight: Date | undefined): Promise<Overview['funnels']> {
    try {
      return {
        today: await today(midnight).read(),
        day: await day.read(),
        week: await week.read(),
      }
    } catch (error) {
      // A database that is too slow to count may still answer all that is cheap.
      if (error instanceof Unavailable) return null
      throw error
    }
  }

  async function readRest() {
    const trouble = await operator.mailTrouble()
    const stats = await operator.queueStats()
    const leased = await operator.leases()
    const emails = await operator.countTroubled()
    const webhooks = await operator.listWebhooks()
    const readOnly = await operator.isReadOnly()
    const queue: Queue = {
      countedUpTo: COUNTED_UP_TO,
      fresh: waiting(stats.new),
      again: waiting(stats.again),
      events: waiting(stats.events),
      unknown: { ...waiting(stats.unknown), kinds: stats.unknown.kinds },
      leased: waiting(leased),
    }
    const sumOf = (what: 'waiting' | 'failed') =>
      webhooks.reduce((sum, webhook) => sum + webhook[what], 0)
    return {
      at: now().toISOString(),
      refreshSeconds: REFRESH_SECONDS,
      trouble: trouble ? sayTrouble(trouble) : null,
      queue,
      health: await healthChecks(config, health, {
        queue,
        readOnly,
        removed: stats.removed,
        hasTrouble: trouble !== undefined,
      }),
      emails,
      webhooks: { waiting: sumOf('waiting'), failed: sumOf('failed') },
    }
  }

  return {
    async read(midnight: Date | undefined): Promise<Overview> {
      const counts = await limits.read()
      return {
        ...(await rest.read()),
        funnels: await funnels(midnight),
        counting: [
          say('count.asked', {}),
          say('count.emailed', {}),
          say('count.opened', {}),
          say('count.changed', {}),
          say('count.limits', { most: COUNTED_UP_TO, seconds: REFRESH_SECONDS }),
        ],
        limits: shownLimits(counts, config).filter(({ lastDay }) => lastDay > 0),
      }
    },
    async limits(): Promise<LimitHits[]> {
      return shownLimits(await limits.read(), config)
    },
    /** After an act, so that those who look see what it did. */
    forget() {
      rest.forget()
    },
  }
}

export type OverviewReader = ReturnType<typeof createOverview>

/** In the last 24 hours, to the minute, so that those in one zone share what is counted. */
function beginningOfDay(midnight: Date | undefined, now: Date): Date {
  const utc = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const wanted = midnight?.getTime() ?? utc
  const within = Math.min(Math.max(wanted, now.getTime() - DAY_MS), now.getTime())
  return new Date(Math.floor(within / MINUTE_MS) * MINUTE_MS)
}

async function funnelSince(operator: Operator, since: Date): Promise<Funnel> {
  const { asked, emailed, opened, changed, ...others } = await operator.countFunnel(since)
  return {
    since: since.toISOString(),
    ...{ asked, emailed, opened, changed },
    rates: {
      emailed: rate(emailed, asked),
      opened: rate(opened, emailed),
      changed: rate(changed, opened),
    },
    ...others,
  }
}

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function waiting({ jobs, oldestSeconds }: { jobs: number; oldestSeconds: number }) {
  return { jobs, oldestSeconds: Math.round(oldestSeconds) }
}

async function healthChecks(
  config: Parts['config'],
  health: OwnHealth,
  {
    queue,
    readOnly,
    removed,
    hasTrouble,
  }: { queue: Queue; readOnly: boolean; removed: QueueStats['removed']; hasTrouble: boolean },
): Promise<HealthCheck[]> {
  const { fresh, again, events, unknown, leased } = queue
  const worker = health.worker()
  const unsent = Math.round(config.webhooks.length > 0 ? await health.unsentSeconds() : 0)
  const checks: HealthCheck[] = [
    readOnly
      ? problem('database', say('health.database-read-only', {}))
      : ok('database', say('health.database-takes-writes', {})),
    fresh.jobs > 0 && fresh.oldestSeconds > SLOW_SECONDS
      ? problem(
          'queue',
          say('health.queue-stands', { jobs: fresh.jobs, seconds: fresh.oldestSeconds }),
        )
      : ok('queue', say('health.queue-moves', { jobs: fresh.jobs + again.jobs })),
    worker === false
      ? problem('worker', say('health.worker-silent', {}))
      : ok('worker', say(worker ? 'health.worker-runs' : 'health.worker-elsewhere', {})),
  ]
  if (leased.jobs > 0) {
    checks.push(
      ok('worker', say('health.leases', { jobs: leased.jobs, seconds: leased.oldestSeconds })),
    )
  }
  if (unknown.jobs > 0) {
    const { jobs, kinds } = unknown
    checks.push({
      part: 'queue',
      status: 'warning',
      says: say('health.unknown-jobs', { jobs, kinds }),
    })
  }
  if (removed.jobs > 0) {
    const { jobs, webhooks } = removed
    checks.push({
      part: 'removed-webhooks',
      status: 'warning',
      says: say('health.webhooks-removed', { jobs, webhooks }),
    })
  }
  // Trouble has a sentence of its own.
  if (!hasTrouble) {
    checks.push(
      ok('mail', say(config.catchesEmail ? 'health.mail-caught' : 'health.mail-leaves', {})),
    )
  }
  checks.push(
    health.secretDiffers()
      ? problem('secret', say('health.secrets-differ', {}))
      : ok('secret', say('health.secrets-agree', {})),
    accountsCheck(config, health),
  )
  if (config.webhooks.length > 0) {
    checks.push(
      unsent > SLOW_SECONDS
        ? problem(
            'webhooks',
            say('health.webhooks-behind', { waiting: events.jobs, seconds: unsent }),
          )
        : ok('webhooks', say('health.webhooks-hear', { waiting: events.jobs })),
    )
  }
  if (!config.rateLimits) {
    checks.push({ part: 'limits', status: 'warning', says: say('health.limits-off', {}) })
  }
  return checks
}

function accountsCheck({ accounts }: Parts['config'], health: OwnHealth): HealthCheck {
  if (accounts === undefined) return ok('accounts', say('health.accounts-own', {}))
  const { place } = placeOf(accounts)
  return health.accountsFit()
    ? ok('accounts', say('health.accounts-fit', { place }))
    : problem('accounts', say('health.accounts-misfit', { place }))
}

function ok(part: HealthCheck['part'], says: HealthCheck['says']): HealthCheck {
  return { part, status: 'ok', says }
}

function problem(part: HealthCheck['part'], says: HealthCheck['says']): HealthCheck {
  return { part, status: 'problem', says }
}

function shownLimits(
  counts: readonly LimitCount[],
  { policy }: Pick<Config, 'policy'>,
): LimitHits[] {
  const sizes: Readonly<Record<string, LimitHits['size']>> = policy.limits
  return limitNames
    .map((limit) => {
      const count = counts.find((one) => one.limit === limit)
      return {
        limit,
        lastHour: count?.lastHour ?? 0,
        lastDay: count?.lastDay ?? 0,
        lastWeek: count?.lastWeek ?? 0,
        lastHourAt: count?.newestHour.toISOString() ?? null,
        size: sizes[limit] ?? null,
      }
    })
    .sort((one, other) => other.lastDay - one.lastDay || other.lastWeek - one.lastWeek)
}
