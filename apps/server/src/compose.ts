import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import {
  createDelivery,
  createRecovery,
  createSessions,
  type Mailer,
  type Observe,
} from '@latchkey/core'
import {
  createMailTroubles,
  createStores,
  type Database,
  openQueue,
  type Queue,
  type Stores,
  startWorker,
  type Worker,
} from '@latchkey/db'
import {
  type Branding,
  createDomainCheck,
  createSmtpMailer,
  type SmtpMailer,
} from '@latchkey/email'
import { createBreachedPasswords, noBreachedPasswords } from './adapters/breached-passwords.ts'
import { loadCommonPasswords } from './adapters/common-passwords.ts'
import { boundCrowd } from './adapters/crowd.ts'
import { houseSecrets } from './adapters/house-secret.ts'
import { createMailbox, type Mailbox } from './adapters/mailbox.ts'
import type { Metrics } from './adapters/metrics.ts'
import { createPasswordHasher } from './adapters/password-hasher.ts'
import { createSecrets } from './adapters/secrets.ts'
import type { Config } from './config.ts'
import { commonPasswordsFile } from './locations.ts'
import { type Logger, observeTo, toAll } from './log.ts'

/* Joins the parts. The only place that knows them all. */

export function secretsFor(config: Config) {
  return createSecrets(config.secrets ?? houseSecrets(config.dataDir))
}

export function brandingFor(config: Config): Branding {
  const { productName, publicUrl, signInUrl, support, codeVisibility, brandColour } = config
  return { productName, publicUrl, signInUrl, support, codeVisibility, accent: brandColour }
}

/** For when no mail server is configured; `readConfig` requires one in production. */
export function mailboxFor(config: Config): Mailbox {
  return createMailbox(join(config.dataDir, 'mailbox'), brandingFor(config))
}

export async function queueFor(
  database: Database,
  role: 'sender' | 'worker',
  log: Logger,
): Promise<Queue> {
  return openQueue(database, {
    role,
    onError: (err) => log.error({ event: 'queue.error', err }),
  })
}

export function storesFor(
  config: Config,
  parts: { database: Database; queue: Queue },
  observe?: Observe,
): Stores {
  return createStores(parts.database, {
    queue: parts.queue,
    rateLimits: config.rateLimits,
    onLimit: (limit) => observe?.({ event: 'limit.reached', limit }),
  })
}

/** What a new password is looked for in. */
export function passwordListsFor(config: Config, observe: Observe) {
  const { breachedPasswordsUrl } = config
  return {
    common: loadCommonPasswords(commonPasswordsFile),
    breached:
      breachedPasswordsUrl === undefined
        ? noBreachedPasswords
        : createBreachedPasswords(breachedPasswordsUrl, observe),
  }
}

/** What the web server runs requests with. */
export function composeWeb(
  config: Config,
  stores: Stores,
  watch: { observe: Observe; hashing: Metrics['hashing'] },
) {
  const shared = {
    limiter: stores.limiter,
    secrets: secretsFor(config),
    hasher: createPasswordHasher(watch.hashing),
    policy: config.policy,
    observe: watch.observe,
  }
  const recovery = createRecovery({
    ...shared,
    store: stores.recovery,
    ...passwordListsFor(config, watch.observe),
  })
  const sessions = createSessions({
    ...shared,
    accounts: stores.accounts,
    sessions: stores.sessions,
  })
  const bounded = boundCrowd(watch.hashing.refused)
  return {
    recovery: {
      ...recovery,
      reset: bounded(recovery.reset),
      confirm: bounded(recovery.confirm),
    },
    sessions: { ...sessions, signIn: bounded(sessions.signIn) },
  }
}

const LONGEST_START_DELAY_MS = 50

/** The log hears of everything, and so do the metrics. */
export function observerFor(log: Logger, metrics: Pick<Metrics, 'observe'>): Observe {
  return toAll(observeTo(log), metrics.observe)
}

/** The worker: takes jobs, mints, mails. */
export function composeWorker(
  config: Config,
  parts: { database: Database; stores: Stores; queue: Queue; observe: Observe },
  log: Logger,
): Worker {
  const { database, queue, observe } = parts
  const mailer = mailerFor(config)
  const delivery = createDelivery({
    messages: parts.stores.messages,
    mailer,
    secrets: secretsFor(config),
    policy: config.policy,
    linkTo: (token) => config.resetUrl.replace('{token}', token),
    notMeLinkTo: (token) => `${config.publicUrl}/not-me#token=${token}`,
    tellsNoAccount: config.noAccountMail,
    chance: Math.random,
    observe,
  })
  const worker = startWorker({
    queue,
    delivery,
    troubles: createMailTroubles(database),
    purge: async () => observe({ event: 'purged', ...(await parts.stores.recovery.purge()) }),
    concurrency: config.smtpConnections,
    // The folder's lock is ours, so there is no other worker.
    alone: database.kind === 'embedded',
    startDelayMs: () => randomInt(LONGEST_START_DELAY_MS),
    observe,
    onError: (err) => log.error({ event: 'worker.error', err }),
  })
  return {
    async stop(deadlineMs) {
      await worker.stop(deadlineMs)
      if ('close' in mailer) mailer.close()
    },
  }
}

function mailerFor(config: Config): Mailer | SmtpMailer {
  if (config.smtpUrl === undefined) return mailboxFor(config)
  return createSmtpMailer({
    url: config.smtpUrl,
    from: config.mailFrom,
    replyTo: config.mailReplyTo,
    dkim: config.dkim,
    branding: brandingFor(config),
    ...(config.mailDomainCheck && { takesNoMail: createDomainCheck(config.smtpUrl) }),
  })
}
