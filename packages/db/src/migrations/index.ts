import type { Kysely } from 'kysely'
import * as baseline from './0001-baseline.ts'
import * as webhooks from './0002-webhooks.ts'
import * as suppression from './0003-suppression.ts'
import * as campaigns from './0004-campaigns.ts'
import * as traceContext from './0005-trace-context.ts'
import * as pageFiles from './0006-page-files.ts'
import * as messageKinds from './0007-message-kinds.ts'
import * as operators from './0008-operators.ts'
import * as operatorIndexes from './0009-operator-indexes.ts'
import * as auditCount from './0010-audit-count.ts'

export type SchemaMigration = {
  up(db: Kysely<unknown>): Promise<void>
  /** `false`: it builds an index while the table is in use, which no transaction may contain. It may run twice. */
  inTransaction?: boolean
}

/**
 * Every migration by its name. Released ones are history: add one, never edit one. The program of before runs on the
 * tables of now while processes are replaced, so a migration only adds. One that takes something away is called
 * `0012-drop-note-after-0010`: programs that do not know migration 10 refuse the database from then on.
 */
export const migrations: Readonly<Record<string, SchemaMigration>> = {
  '0001-baseline': baseline,
  '0002-webhooks': webhooks,
  '0003-suppression': suppression,
  '0004-campaigns': campaigns,
  '0005-trace-context': traceContext,
  '0006-page-files': pageFiles,
  '0007-message-kinds': messageKinds,
  '0008-operators': operators,
  '0009-operator-indexes': operatorIndexes,
  '0010-audit-count': auditCount,
}
