-- Matrix, like Synapse: the key is a name, the address is in a table of several kinds of contacts.
create table applied_schema_deltas (version integer, file text);
create table users (name text unique, password_hash text, creation_ts bigint, admin smallint not null default 0, is_guest smallint not null default 0, deactivated smallint not null default 0, locked boolean);
create table user_threepids (user_id text not null, medium text not null, address text not null, validated_at bigint not null, added_at bigint not null);
create unique index medium_address on user_threepids (medium, address);
create table access_tokens (id bigint primary key, user_id text not null, device_id text, token text not null unique, valid_until_ms bigint, last_validated bigint);
create index access_tokens_device_id on access_tokens (user_id, device_id);
create table devices (user_id text not null, device_id text not null, display_name text, last_seen bigint, primary key (user_id, device_id));
create table refresh_tokens (id bigint primary key, user_id text not null, device_id text not null, token text not null unique);
insert into users (name, password_hash, creation_ts) values ('@ada:matrix.test', :'bcrypt_2b', 1760000000), ('@grace:matrix.test', :'bcrypt_2b', 1760000001);
insert into user_threepids values ('@ada:matrix.test', 'email', 'ada@people.test', 1, 1), ('@grace:matrix.test', 'email', 'grace@people.test', 1, 1), ('@grace:matrix.test', 'msisdn', '491701', 1, 1);
