update limiter_bucket
set hits = trim_array(hits, least(cardinality(hits), (1)::integer))
where (limit_name, subject) in (
  select bucket.limit_name, bucket.subject
  from limiter_bucket as bucket
  inner join jsonb_to_recordset($1::jsonb) as refunded(limit_name text, subject bytea, spans integer[], most integer[], longest_wait_seconds integer) on refunded.limit_name = bucket.limit_name
    and refunded.subject = bucket.subject
  order by bucket.limit_name, bucket.subject
  for update of bucket
)
