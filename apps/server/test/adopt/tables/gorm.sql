-- Go with gorm.Model: the three times, a soft delete with an index, sessions that are revoked.
create table users (
  id bigserial primary key,
  created_at timestamptz,
  updated_at timestamptz,
  deleted_at timestamptz,
  email text constraint uni_users_email unique,
  password_hash bytea,
  password text,
  blocked boolean
);
create index idx_users_deleted_at on users (deleted_at);
create table sessions (id uuid primary key, user_id bigint, refresh_token text not null, user_agent text, client_ip text, is_blocked boolean not null default false, expires_at timestamptz not null);
create index idx_sessions_user_id on sessions (user_id);
insert into users (email, password, created_at) values ('ada@people.test', :'bcrypt_2a', now()), ('grace@people.test', :'bcrypt_2a', now()), ('joan@people.test', :'bcrypt_2a', now());
