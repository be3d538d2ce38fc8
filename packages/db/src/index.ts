export type { AccountMap, PasswordPart } from './accounts/map/account-map.ts'
export type { Database } from './connection/database.ts'
export { FolderInUse } from './connection/folder-lock.ts'
export { isConnectionError } from './connection/kysely-pool.ts'
export { openEmbedded } from './connection/open-embedded.ts'
export { type Pooler, poolers } from './connection/pooler.ts'
export { openPostgres, type PostgresOptions } from './connection/postgres.ts'
export { isSchemaName } from './connection/schema-name.ts'
export { DatabaseSetupError } from './connection/setup-error.ts'
export { isAway, isConnectTimeout } from './connection/unavailable.ts'
export {
  createDeliveryTroubles,
  type DeliveryTrouble,
  type DeliveryTroubles,
} from './messages/delivery-trouble.ts'
export { type MigrationReport, migrate, pendingMigrations } from './migrate.ts'
export type { MessageState, MessageStory } from './operator/find-messages.ts'
export type { AddressStory, RequestStory } from './operator/find-requests.ts'
export { createOperator, type Operator } from './operator/index.ts'
export type { NoRetry } from './operator/retry-message.ts'
export type { Revoked } from './operator/revoke.ts'
export { type PurgeTimer, startPurgeTimer } from './purge-timer.ts'
export { createQueue, type Queue } from './queue/queue.ts'
export type { QueueStats } from './queue/queue-stats.ts'
export {
  createSecretSightings,
  type SecretSightings,
  type SeenSecret,
} from './secret-sightings.ts'
export { createStores, type Stores } from './stores.ts'
export { isUpToDate } from './up-to-date.ts'
