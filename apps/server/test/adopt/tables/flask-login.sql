-- Flask with Flask-Login and Flask-SQLAlchemy: short names, scrypt of Werkzeug.
create table alembic_version (version_num varchar(32) primary key);
create table "user" (
  id serial primary key,
  username varchar(64) not null,
  email varchar(120) not null,
  password_hash varchar(256),
  about_me varchar(140),
  last_seen timestamp,
  token varchar(32),
  token_expiration timestamp
);
create unique index ix_user_username on "user" (username);
create unique index ix_user_email on "user" (email);
create table followers (follower_id integer references "user", followed_id integer references "user", primary key (follower_id, followed_id));
insert into "user" (username, email, password_hash) values
  ('ada', 'ada@people.test', :'werkzeug_scrypt'), ('grace', 'grace@people.test', :'werkzeug_scrypt'), ('joan', 'joan@people.test', null);
