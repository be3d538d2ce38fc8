-- The functions through which Latchkey reaches the users of this application. Run it as the owner of the tables, and
-- not as a superuser: the functions, and the triggers of the tables, get the rights of the one who runs it.
-- It may be run again. Everything that a reset reads and writes stands here: edit it for what the tables need.
begin;

create schema if not exists "latchkey_host";
revoke all on schema "latchkey_host" from public;
grant usage on schema "latchkey_host" to "latchkey";

create or replace function "latchkey_host".host_row(account_id text)
  returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
as $latchkey$
  -- The one place that reads users. The version is made of all that makes open links invalid when it changes.
  select
    "u"."id"::text,
    "u"."email"::text,
    coalesce(("u"."deleted_at" is null), false),
    coalesce("u"."password"::text is not null, false),
    null::text,
    encode(sha256(convert_to(coalesce(octet_length("u"."password"::text) || ':' || "u"."password"::text, '-') || coalesce(octet_length("u"."email"::text) || ':' || "u"."email"::text, '-'), 'UTF8')), 'hex')
  from "public"."users" as u
  where "u"."id" = $1::"int8"
$latchkey$;

create or replace function "latchkey_host".host_rows(addresses text[])
  returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
as $latchkey$
  -- May find too many: Latchkey compares the addresses itself. The newest first.
  select r.*
  from (select distinct "u"."id" as id from "public"."users" as u where lower("u"."email"::text) = any($1)) as found
    cross join lateral "latchkey_host".host_row(found.id::text) as r
  order by found.id desc
$latchkey$;

create or replace function "latchkey_host".host_lock(account_id text)
  returns table (id text, email text, alive boolean, has_password boolean, locale text, version text)
  language sql volatile security definer
  set search_path = pg_catalog, pg_temp
as $latchkey$
  -- Every row that host_row makes the version of is locked first, and read after that.
  select 1 from "public"."users" as u where "u"."id" = $1::"int8" for no key update;

  select r.* from "latchkey_host".host_row($1) as r
$latchkey$;

create or replace function "latchkey_host".host_change(account_id text, expected text, stored jsonb)
  returns boolean
  language sql volatile security definer
  set search_path = pg_catalog, pg_temp
as $latchkey$
  -- Writes if the version is the expected one. False undoes everything, and the link stays valid.
  with owner as materialized (
    select r.id, r.email from "latchkey_host".host_lock($1) as r where r.alive and r.version = $2
  ),
  changed as (
    update "public"."users" as "u" set
      "password" = ($3 ->> 'hash'),
      "remember_token" = left(replace(gen_random_uuid()::text, '-', '') || replace(gen_random_uuid()::text, '-', ''), 60),
      "updated_at" = (clock_timestamp() at time zone 'UTC')
    where "u"."id" = (select owner.id::"int8" from owner)
    returning 1
  ),
  ended_0 as (
    delete from "public"."sessions" as s
    where "s"."user_id" = (select owner.id::"int8" from owner, changed) and true
  ),
  ended_1 as (
    delete from "public"."password_reset_tokens" as s
    where "s"."email" = (select owner.email from owner, changed) and true
  )
  select (select count(*) from changed) = 1
$latchkey$;

revoke all on function "latchkey_host".host_row(text) from public;
grant execute on function "latchkey_host".host_row(text) to "latchkey";
revoke all on function "latchkey_host".host_rows(text[]) from public;
grant execute on function "latchkey_host".host_rows(text[]) to "latchkey";
revoke all on function "latchkey_host".host_lock(text) from public;
grant execute on function "latchkey_host".host_lock(text) to "latchkey";
revoke all on function "latchkey_host".host_change(text, text, jsonb) from public;
grant execute on function "latchkey_host".host_change(text, text, jsonb) to "latchkey";

commit;
