export { AccountsMismatch } from './accounts/accounts-mismatch.ts'
export { countUsers, type UserCounts } from './accounts/adopt/count-users.ts'
export {
  type Application,
  type ApplicationTable,
  type ForeignKey,
  readTables,
} from './accounts/adopt/read-tables.ts'
export { type RoleOptions, roleSql } from './accounts/adopt/role-sql.ts'
export { type SampledRow, sampleRows } from './accounts/adopt/sample-rows.ts'
export { checkAccounts } from './accounts/check/check-accounts.ts'
export { checkPlans } from './accounts/check/check-plans.ts'
export type { WrittenLengths } from './accounts/check/column-rules.ts'
export type { Finding } from './accounts/check/finding.ts'
export { type SampledPassword, samplePasswords } from './accounts/check/sample-passwords.ts'
export { functionsMapOf } from './accounts/functions/functions-map-of.ts'
export {
  FUNCTIONS_SCHEMA,
  type FunctionsSqlOptions,
  functionsSql,
} from './accounts/functions/functions-sql.ts'
export {
  type AccountFunctions,
  type AccountFunctionsInput,
  type AnyAccountMap,
  isFunctions,
  type SessionBesideFunctions,
  whereUsersAre,
} from './accounts/map/account-functions.ts'
export {
  type AccountMap,
  type AccountMapInput,
  type PasswordPart,
  passwordParts,
} from './accounts/map/account-map.ts'
export {
  parseAccountMap,
  type ReadAccountMap,
  type ReadMap,
  readAccountFunctions,
  readAccountMap,
  readAnyAccountMap,
} from './accounts/map/read-account-map.ts'
export {
  createMapSightings,
  type MapSightings,
  usersFingerprint,
} from './accounts/map-sightings.ts'
export { describeAccounts, type MappedTables } from './accounts/mapped/mapped-tables.ts'
export { type TriedPart, type TriedReset, trialReset } from './accounts/mapped/trial-reset.ts'
export { useAccounts } from './accounts/mapped/use-accounts.ts'
export {
  type AccountPort,
  type PortedAccount,
  type PortedChange,
  type PortedChanged,
  PortFailure,
  type PortProblem,
} from './accounts/ported/account-port.ts'
export { usePort } from './accounts/ported/ported-accounts.ts'
export {
  createLateSettlement,
  type LateSettlement,
} from './accounts/ported/settle-late.ts'
export { createUndoCheck, type UndoCheck } from './accounts/undo-check.ts'
export type { Database } from './connection/database.ts'
export { FolderInUse } from './connection/folder-lock.ts'
export { addressesOfHosts, withHostsOf } from './connection/hosts.ts'
export { isReadOnly } from './connection/is-read-only.ts'
export { isConnectionError } from './connection/kysely-pool.ts'
export { type Pooler, poolers } from './connection/pooler.ts'
export { openPostgres, type PostgresOptions } from './connection/postgres.ts'
export { isSchemaName } from './connection/schema-name.ts'
export { DatabaseSetupError } from './connection/setup-error.ts'
export { isAway, isConnectTimeout, refusedWith } from './connection/unavailable.ts'
export { createLimitHits, type LimitCount, type LimitHits } from './limits/limit-hits.ts'
export {
  createDeliveryTroubles,
  type DeliveryTrouble,
  type DeliveryTroubles,
} from './messages/delivery-trouble.ts'
export {
  type MigrateOptions,
  type MigrationReport,
  type MigrationState,
  migrate,
  migrationProblem,
  migrationStatus,
} from './migrate.ts'
export type { OwnedAddress } from './operator/account-by-id.ts'
export type { AccountChange, AccountChanged } from './operator/change-account.ts'
export type { EmailsAhead } from './operator/count-emails-ahead.ts'
export type { DroppedEvents } from './operator/drop-events.ts'
export type { MessageState, MessageStory } from './operator/find-messages.ts'
export type { AddressStory, RequestStory } from './operator/find-requests.ts'
export type { ImportedAccount } from './operator/import-accounts.ts'
export { createOperator, type Operator } from './operator/index.ts'
export type { IssuedLink } from './operator/issue-link.ts'
export type { WebhookStory } from './operator/list-webhooks.ts'
export {
  createOperatorEntryStore,
  type LinkExchanged,
  OPERATOR_IDLE_MINUTES,
  OPERATOR_LINK_MINUTES,
  type OperatorEntryStore,
  type OperatorSession,
} from './operator/operator-entry.ts'
export type { PageMarks } from './operator/page-state.ts'
export type { AuditEntry, AuditRange } from './operator/read-audit.ts'
export type { ResetRequired } from './operator/require-reset.ts'
export type { NoRetry } from './operator/retry-message.ts'
export type { By, Revoked } from './operator/revoke.ts'
export { readServerFacts, type ServerFacts } from './operator/server-facts.ts'
export type { ShownAccount } from './operator/show-account.ts'
export type { SuppressionStory } from './operator/suppressions.ts'
export type { DeliveryStory, EventStory } from './operator/webhook-events.ts'
export { createPageFiles, type PageFile, type PageFiles } from './page-files.ts'
export { type PurgeTimer, startPurgeTimer } from './purge-timer.ts'
export { createQueue, type Queue } from './queue/queue.ts'
export type { QueueStats } from './queue/queue-stats.ts'
export { refuseOutgrown, type SchemaFit, schemaFit } from './schema-fit.ts'
export {
  createSecretSightings,
  type SecretSightings,
  type SeenSecret,
} from './secret-sightings.ts'
export { createStores, type Stores } from './stores.ts'
export { isUpToDate } from './up-to-date.ts'
export {
  type ConfiguredWebhook,
  createWebhookStore,
  type DeliveryEnd,
  type EventToDeliver,
  type WebhookStore,
} from './webhooks/webhook-store.ts'
export { writeEvents } from './webhooks/write-events.ts'
