export { sql } from 'kysely'
export {
  type ApplicationElsewhere,
  type Faults,
  openApplicationElsewhere,
} from './application-elsewhere.ts'
export { freePort } from './free-port.ts'
export { holdOpen } from './hold-open.ts'
export * from './made-up.ts'
export {
  type PgBouncer,
  type PgBouncerOptions,
  pgbouncerPath,
  startPgBouncer,
  withoutPgBouncer,
} from './pgbouncer.ts'
export { type PostgresServer, type Replica, startPostgres } from './postgres-server.ts'
export { openSqlClient, type SqlClient } from './sql-client.ts'
export {
  everyTestbed,
  openPostgresTestbed,
  postgresTestbeds,
  type StoreTestbed,
  storeTestbeds,
} from './store-testbed.ts'
export { tellsRowsRead } from './tells-rows-read.ts'
export { openTestEmbedded, openTestPostgres, type TestDatabase } from './test-database.ts'
export { openReceiver, type Received, type Receiver } from './webhook-receiver.ts'
export { openWire, type Wire } from './wire.ts'
