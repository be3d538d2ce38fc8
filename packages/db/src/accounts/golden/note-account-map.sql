insert into account_map (fingerprint, seen_at)
values ($1, clock_timestamp())
on conflict (fingerprint)
do update
set seen_at = excluded.seen_at
