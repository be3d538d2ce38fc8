export { freePort, type PostgresServer, startPostgres } from './postgres-server.ts'
export { openSqlClient, type SqlClient } from './sql-client.ts'
export { openTestEmbedded, openTestPostgres, type TestDatabase } from './test-database.ts'
