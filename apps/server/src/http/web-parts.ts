import type { Recovery, Sessions } from '@latchkey/core'
import type { Mailbox } from '@latchkey/server/parts/worker'
import type { Metrics } from '../adapters/metrics.ts'
import type { Config } from '../config/config.ts'
import type { Logger } from '../log.ts'
import type { MailHealth, Readiness, SecretHealth } from './health.ts'
import type { MailHookParts } from './mail-hooks.ts'
import type { FormerFiles } from './page-files/former-files.ts'

/** What the web server is made of. */
export type WebParts = {
  config: Config
  recovery: Recovery
  sessions: Sessions
  mailbox: Mailbox | undefined
  ready: Readiness
  /** Whether the process is about to end. */
  draining(): boolean
  mail: MailHealth
  /** Whose keys sign security event tokens. */
  serverSecrets: readonly string[]
  secretDiffers: SecretHealth
  /** Takes down what mail services report of addresses. */
  reportAddresses: MailHookParts['reportAddresses']
  /** Files of other builds of the pages, unless they are not kept. */
  formerFiles: FormerFiles | undefined
  metrics: Metrics
  log: Logger
}
