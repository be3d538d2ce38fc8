-- Django with tokens of three plugins, allauth, axes and one-time passwords: second factors, histories and links to providers stay.
create table django_migrations (id bigserial primary key, app varchar(255) not null, name varchar(255) not null, applied timestamptz not null);
create table auth_user (
  id serial primary key, password varchar(128) not null, last_login timestamptz, is_superuser boolean not null, username varchar(150) not null unique,
  first_name varchar(150) not null, last_name varchar(150) not null, email varchar(254) not null, is_staff boolean not null, is_active boolean not null, date_joined timestamptz not null
);
create table django_session (session_key varchar(40) primary key, session_data text not null, expire_date timestamptz not null);
create table authtoken_token (key varchar(40) primary key, created timestamptz not null, user_id integer not null unique references auth_user);
create table knox_authtoken (digest varchar(128) primary key, created timestamptz not null, user_id integer not null references auth_user, expiry timestamptz, token_key varchar(25) not null);
create index on knox_authtoken (user_id);
create table token_blacklist_outstandingtoken (id bigserial primary key, token text not null, created_at timestamptz, expires_at timestamptz not null, user_id integer references auth_user, jti varchar(255) not null unique);
create table token_blacklist_blacklistedtoken (id bigserial primary key, blacklisted_at timestamptz not null, token_id bigint not null unique references token_blacklist_outstandingtoken);
create table account_emailaddress (id serial primary key, email varchar(254) not null unique, verified boolean not null, "primary" boolean not null, user_id integer not null references auth_user);
create table account_emailconfirmation (id serial primary key, created timestamptz not null, sent timestamptz, key varchar(64) not null unique, email_address_id integer not null references account_emailaddress);
create table socialaccount_socialaccount (id serial primary key, provider varchar(200) not null, uid varchar(191) not null, user_id integer not null references auth_user);
create table socialaccount_socialtoken (id serial primary key, token text not null, token_secret text not null, expires_at timestamptz, account_id integer not null references socialaccount_socialaccount);
create table axes_accesslog (id serial primary key, user_agent varchar(255) not null, ip_address inet, username varchar(255), session_hash varchar(64) not null);
create table axes_accessattempt (id serial primary key, user_agent varchar(255) not null, username varchar(255), failures_since_start integer not null);
create table otp_totp_totpdevice (id serial primary key, name varchar(64) not null, confirmed boolean not null, key varchar(80) not null, user_id integer not null references auth_user);
create table otp_static_staticdevice (id serial primary key, name varchar(64) not null, confirmed boolean not null, user_id integer not null references auth_user);
create table otp_static_statictoken (id serial primary key, token varchar(16) not null, device_id integer not null references otp_static_staticdevice);
create table mfa_authenticator (id bigserial primary key, type varchar(20) not null, data jsonb not null, user_id integer not null references auth_user);
create table oauth2_provider_accesstoken (id bigserial primary key, token text not null, expires timestamptz not null, scope text not null, user_id integer references auth_user);
create table oauth2_provider_refreshtoken (id bigserial primary key, token varchar(255) not null, access_token_id bigint unique references oauth2_provider_accesstoken, user_id integer not null references auth_user, revoked timestamptz);
create table fcm_django_fcmdevice (id serial primary key, registration_id text not null, user_id integer references auth_user);
insert into auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined) select :'django_pbkdf2', false, name, '', '', name || '@people.test', false, true, now() from unnest(array['ada', 'grace', 'joan']) name;
