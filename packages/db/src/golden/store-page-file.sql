insert into page_file (name, digest, type, encoding, bytes, size, kept_until)
values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(mins => $7))
on conflict (name)
do update
set digest = excluded.digest,
  type = excluded.type,
  encoding = excluded.encoding,
  bytes = excluded.bytes,
  size = excluded.size,
  kept_until = excluded.kept_until
