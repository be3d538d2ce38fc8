import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table secret
    drop constraint secret_kind_check,
    add constraint secret_kind_check check (kind in ('link', 'code', 'ticket', 'not-me'))`,
  // The secret of a notice answers no request.
  `alter table secret
    alter column request_id drop not null,
    add constraint secret_request_check check ((kind = 'not-me') = (request_id is null))`,
  `alter table message
    drop constraint message_kind_check,
    add constraint message_kind_check
      check (kind in ('recovery', 'password-changed', 'no-password', 'no-account'))`,
]
