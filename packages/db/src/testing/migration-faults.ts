import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { SchemaMigration } from '../migrations/index.ts'

/*
 * What a migration must not do while the program of before still runs on its tables. Statements about a table that the
 * same migration makes are free: nobody uses it yet.
 */

/** The statements of a migration, in lower case and with single spaces. */
export async function statementsOf(migration: SchemaMigration): Promise<string[]> {
  const statements: string[] = []
  const recorder = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void statements.push(query.sql),
  })
  await migration.up(recorder)
  return statements.map((statement) => statement.toLowerCase().replaceAll(/\s+/g, ' ').trim())
}

type Rule = { finds: RegExp; says: string }

/** The program of before would fail, or could no longer write what it writes. */
const removes: Rule[] = [
  { finds: /\bdrop (table|view|function|trigger|type|domain|sequence|schema)\b/, says: 'drops it' },
  { finds: /\bdrop (column|default|expression|identity)\b/, says: 'drops it' },
  { finds: /\brename\b/, says: 'renames' },
  { finds: /\balter (column )?\S+ (set data )?type\b/, says: 'changes a type' },
  { finds: /\bset not null\b/, says: 'refuses null from now on' },
  {
    finds: /\badd (column )?(?!constraint)(?!.*\bdefault\b)\S+ [^,]*\bnot null\b/,
    says: 'adds a column that must be given',
  },
  {
    finds: /\badd (constraint \S+ )?(check|unique|primary key|foreign key|exclude)\b/,
    says: 'adds a constraint',
  },
  // Without its check a column takes more than before. Another constraint may be the target of an `on conflict`.
  { finds: /\bdrop constraint (if exists )?(?!\S+_check\b)/, says: 'drops a constraint' },
  { finds: /\bcreate unique index\b/, says: 'adds a constraint' },
  { finds: /\bdrop index\b.*_key\b/, says: 'drops a constraint' },
  { finds: /\brevoke\b/, says: 'revokes a right' },
]

/** It would hold a lock for as long as it reads or writes the whole table. */
const holdsUp: Rule[] = [
  { finds: /^create (unique )?index (?!concurrently)/, says: 'use buildIndex' },
  { finds: /^drop index (?!concurrently)/, says: 'drop it concurrently' },
  { finds: /^(update|delete|truncate|cluster|vacuum full|lock)\b/, says: 'locks many rows' },
  {
    finds: /\badd (constraint \S+ )?(check|foreign key)\b(?!.*\bnot valid\b)/,
    says: 'add it as not valid, and validate it in the next migration',
  },
  { finds: /\badd (column )?\S+ .*\bdefault [a-z_.]+\(/, says: 'rewrites the table' },
]

/** What is wrong with a migration that follows the baseline, in a line each. */
export function faultsIn(name: string, statements: readonly string[]): string[] {
  const made = new Set(
    statements.flatMap((text) => /^create table (?:if not exists )?(\S+)/.exec(text)?.[1] ?? []),
  )
  const needs = /-after-(\d{4})$/.exec(name)?.[1]
  const rules = needs === undefined ? [...removes, ...holdsUp] : holdsUp
  const faults = statements.flatMap((text) => {
    const table = tableOf(text)
    if (table !== undefined && made.has(table)) return []
    return rules
      .filter(({ finds }) => finds.test(text))
      .map(({ says }) => `${name}: ${says}: ${text.slice(0, 100)}`)
  })
  return needs !== undefined && needs >= name.slice(0, 4)
    ? [...faults, `${name}: it needs a migration that comes later`]
    : faults
}

function tableOf(text: string): string | undefined {
  const found =
    /^alter table (?:if exists )?(?:only )?(\S+)/.exec(text) ??
    /^create (?:unique )?index .*? on (?:only )?([^\s(]+)/.exec(text) ??
    /^(?:update|delete from|truncate|insert into) (\S+)/.exec(text) ??
    /^create (?:or replace )?trigger .*? on (\S+)/.exec(text)
  return found?.[1]
}
