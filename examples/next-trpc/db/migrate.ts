import { hash } from 'argon2'
import { db } from '.'

/** The application's own tables. Latchkey has its own in another schema, and adds no column here. */
const tables = `
  create table if not exists users (
    id uuid primary key default gen_random_uuid(),
    email text not null,
    password_hash text not null,
    updated_at timestamptz not null default now()
  );
  create unique index if not exists users_email on users (lower(email));

  create table if not exists sessions (
    token_digest text primary key,
    user_id uuid not null references users (id) on delete cascade
  );
  create index if not exists sessions_user on sessions (user_id);
`

export async function migrate(): Promise<void> {
  await db.query(tables)
  if (process.env.NODE_ENV === 'production') return
  await db.query(
    'insert into users (email, password_hash) values ($1, $2) on conflict do nothing',
    ['ada@example.com', await hash('three green kettles')],
  )
}
