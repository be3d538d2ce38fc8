-- A conference: its sessions are talks, its tokens are those of a game, its devices print badges.
create table speakers (id serial primary key, name text not null, email text not null unique, password_hash text not null, bio text);
create table rooms (id serial primary key, name text not null);
create table sessions (id serial primary key, title text not null, abstract text, speaker_id integer not null references speakers on delete cascade, room_id integer references rooms, starts_at timestamptz, ends_at timestamptz);
create table session_feedback (id serial primary key, session_id integer not null references sessions on delete cascade, speaker_id integer references speakers, stars integer not null, ip_address inet);
create table game_tokens (id serial primary key, speaker_id integer not null references speakers, amount integer not null, expires_at timestamptz);
insert into speakers (name, email, password_hash) values ('Ada', 'ada@people.test', :'argon2id'), ('Grace', 'grace@people.test', :'argon2id'), ('Joan', 'joan@people.test', :'argon2id');
insert into sessions (title, speaker_id) values ('On engines', 1);
