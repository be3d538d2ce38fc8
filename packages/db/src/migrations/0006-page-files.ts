import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // The built files of the pages, for people whose page is of another build than the process that answers them.
  `create table page_file (
    name text primary key,
    digest bytea not null,
    type text not null,
    encoding text,
    bytes bytea not null,
    size integer not null,
    kept_until timestamptz not null check (isfinite(kept_until))
  )`,
  // They are compressed already.
  `alter table page_file alter column bytes set storage external`,
  `create index page_file_kept_until on page_file (kept_until)`,
]
