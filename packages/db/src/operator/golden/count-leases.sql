select count(*)::int as jobs, coalesce(extract(epoch from clock_timestamp() - min(leased_at)), 0)::float as seconds
from outbox_job
where leased_at is not null
