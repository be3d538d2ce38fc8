/*
 * The doors below `parts` are for Latchkey's own application and change with it. They are no part of the published
 * package. What only a web server, only a worker or only passwords need has a door of its own, so that a process loads no
 * library that it does not use.
 */
export { checkPort, findingFrom, nobody } from '../account-port/check.ts'
export { createAccountPort } from '../account-port/client.ts'
export { createSecrets } from '../adapters/secrets.ts'
export { serverSecrets } from '../adapters/server-secret.ts'
export {
  AccountsMisfit,
  findingsOn,
  fingerprintOfUsers,
  openAccounts,
  watchAccounts,
} from '../compose/accounts.ts'
export {
  DRAIN_MS,
  jobKindsFor,
  secretsFor,
  serverSecretsOf,
  storesFor,
} from '../compose/compose.ts'
export { inOneText, sentenceOf } from '../compose/finding-words.ts'
export {
  embeddedFolder,
  mailHealth,
  migrateDatabase,
  missingIn,
  openDatabase,
  prepareDatabase,
  reachDatabase,
} from '../compose/open-database.ts'
export { fingerprintOf, watchSecret } from '../compose/secret-watch.ts'
export { openWorkerThread, type WorkerThread } from '../compose/worker-thread.ts'
export {
  type AccountsElsewhere,
  type MappedAccounts,
  type PortedAccounts,
  placeOf,
} from '../config/accounts-elsewhere.ts'
export { ConfigError } from '../config/config-error.ts'
export { databaseAddressProblem } from '../config/database-address.ts'
export { MOST_IN_ALL, windowsSetting } from '../config/limit-windows.ts'
export { isPlainHttpElsewhere } from '../config/plain-http.ts'
export { type PostgresUrl, readPostgresUrl } from '../config/postgres-url.ts'
export { secretList } from '../config/secret-list.ts'
export { ehloName, parseSender } from '../config/sender.ts'
export type {
  AccountsConfig,
  DatabaseConfig,
  MailConfig,
  PageUrls,
  ServerConfig,
  WebhooksConfig,
} from '../config/server-config.ts'
export { SetupError } from '../config/setup-error.ts'
export { usualLimits } from '../config/usual-limits.ts'
export { isWebhookSecret } from '../config/webhook-secret.ts'
export { commonPasswordsFile } from '../locations.ts'
export { describeError, type Log, observeTo, toAll } from '../log.ts'
export { inSpan } from '../tracing/in-span.ts'
export { isSecurityEvent } from '../webhooks/security-events.ts'
export type { Webhook } from '../webhooks/webhook.ts'
