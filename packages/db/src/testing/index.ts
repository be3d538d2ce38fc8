export { freePort, type PostgresServer, startPostgres } from './postgres-server.ts'
export { openTestEmbedded, openTestPostgres, type TestDatabase } from './test-database.ts'
