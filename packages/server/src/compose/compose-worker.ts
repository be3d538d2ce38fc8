import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import {
  createDelivery,
  deliveryJobKinds,
  type Mailer,
  type Observe,
  webhookJobKind,
} from '@latchkey/core'
import {
  createDeliveryTroubles,
  createLateSettlement,
  createUndoCheck,
  createWebhookStore,
  type Database,
  type Queue,
  type Stores,
  startPurgeTimer,
} from '@latchkey/db'
import {
  type Branding,
  createDomainCheck,
  createServiceMailer,
  createSmtpMailer,
  type ServiceMailer,
  type SmtpMailer,
} from '@latchkey/email'
import type { Attributes } from '@opentelemetry/api'
import { createMailbox, type Mailbox } from '../adapters/mailbox.ts'
import type { EmailConfig, ServerConfig } from '../config/server-config.ts'
import type { Log } from '../log.ts'
import { issuerOf } from '../webhooks/signed.ts'
import { receiversOf } from '../webhooks/webhook.ts'
import { webhookJobs } from '../webhooks/webhook-jobs.ts'
import { emailDelivery } from '../worker/email-delivery.ts'
import { createErrorLog } from '../worker/error-log.ts'
import { handledBy, type JobHandlers } from '../worker/job-handler.ts'
import { type JobWorker, startJobWorker } from '../worker/job-worker.ts'
import { settleChangeJobs } from '../worker/settle-change-jobs.ts'
import { undoCheckJobs } from '../worker/undo-check-jobs.ts'
import { jobKindsFor, secretsFor, serverSecretsOf } from './compose.ts'

export function brandingFor(config: EmailConfig): Branding {
  const { productName, publicUrl, support, codeVisibility, brandColour } = config
  return {
    productName,
    publicUrl,
    signInUrl: config.signInPageUrl,
    forgotPasswordUrl: config.forgotPasswordUrl,
    support,
    codeVisibility,
    accent: brandColour,
  }
}

/** Used when no mail server is configured. */
export function mailboxFor(config: EmailConfig & Pick<ServerConfig, 'dataDir'>): Mailbox {
  return createMailbox(config.mailboxFolder ?? join(config.dataDir, 'mailbox'), brandingFor(config))
}

const MAX_START_DELAY_MS = 50

/** The worker, which runs the jobs of the outbox. */
export function composeWorker(
  config: ServerConfig,
  parts: { database: Database; stores: Stores; queue: Queue; observe: Observe },
  log: Log,
): JobWorker {
  const { database, queue, observe } = parts
  const mailer = mailerFor(config)
  const delivery = createDelivery({
    messages: parts.stores.messages,
    suppressions: parts.stores.suppressions,
    mailer,
    secrets: secretsFor(config),
    policy: config.policy,
    linkTo: {
      link: (token) => config.resetUrl.replace('{token}', token),
      'not-me': (token) => config.notMeUrl.replace('{token}', token),
    },
    emailNoAccount: config.noAccountMail,
    chance: Math.random,
    observe,
  })
  const { onError, onSuccess } = createErrorLog(log)
  const email = emailDelivery({
    delivery,
    troubles: createDeliveryTroubles(database),
    concurrency: config.smtpConnections,
    observe,
    chance: Math.random,
    now: () => new Date(),
    via: viaOf(config),
  })
  const webhooks = createWebhookStore(database)
  const issuer = issuerOf(config.publicUrl, serverSecretsOf(config))
  const handlers: JobHandlers = {
    ...handledBy(email, deliveryJobKinds),
    'undo-check': undoCheckJobs({ undoCheck: createUndoCheck(database), observe }),
    'settle-change': settleChangeJobs({
      lateSettlement: createLateSettlement(database, { rateLimits: config.rateLimits }),
      observe,
    }),
    ...Object.fromEntries(
      receiversOf(config).map((webhook) => [
        webhookJobKind(webhook.name),
        webhookJobs({ webhook, store: webhooks, issuer, observe }),
      ]),
    ),
  }
  const worker = startJobWorker({
    queue: {
      ...queue,
      async claim(...which) {
        const claimed = await queue.claim(...which)
        onSuccess()
        return claimed
      },
    },
    handlers,
    kinds: jobKindsFor(config),
    // This process holds the lock of the folder.
    onlyWorker: database.kind === 'embedded',
    startDelayMs: () => randomInt(MAX_START_DELAY_MS),
    onError,
  })
  const purgeTimer = startPurgeTimer(database, {
    async purge() {
      observe({ event: 'purged', ...(await parts.stores.recovery.purge()) })
      const { unknown, removed } = await queue.stats()
      if (unknown.jobs > 0) {
        log.warn({ event: 'queue.unknown-kinds', kinds: unknown.kinds, jobs: unknown.jobs })
      }
      if (removed.jobs > 0) {
        log.warn({ event: 'webhook.removed', webhooks: removed.webhooks, jobs: removed.jobs })
      }
    },
    onError,
  })
  return {
    async stop(deadlineMs) {
      await Promise.all([worker.stop(deadlineMs), purgeTimer.stop()])
      if ('close' in mailer) mailer.close()
    },
  }
}

/** Never the whole URL, which has a password. */
function viaOf({ smtpUrl, mailService }: ServerConfig): Attributes {
  if (mailService) return { 'latchkey.mail.via': mailService.service }
  if (smtpUrl === undefined) return { 'latchkey.mail.via': 'mailbox' }
  return { 'latchkey.mail.via': 'smtp', 'server.address': new URL(smtpUrl).hostname }
}

function mailerFor(config: ServerConfig): Mailer | SmtpMailer | ServiceMailer {
  const { smtpUrl, mailService } = config
  const written = {
    from: config.mailFrom,
    replyTo: config.mailReplyTo,
    branding: brandingFor(config),
    ...(config.mailDomainCheck && { checkDomain: createDomainCheck(smtpUrl) }),
  }
  if (mailService) return createServiceMailer({ ...written, account: mailService })
  if (smtpUrl === undefined) return mailboxFor(config)
  return createSmtpMailer({
    ...written,
    url: smtpUrl,
    ehloName: config.smtpName,
    oauth: config.smtpOauth,
    // A send that turned out slow leaves its slot and keeps its connection, so there can be twice as many.
    maxConnections: 2 * config.smtpConnections,
    dkim: config.dkim,
  })
}
