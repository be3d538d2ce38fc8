select limit_name,
  coalesce(sum(hits) filter (where hour >= date_trunc('hour', clock_timestamp() - '1 hour'::interval)), 0)::float as last_hour,
  coalesce(sum(hits) filter (where hour >= date_trunc('hour', clock_timestamp() - '24 hours'::interval)), 0)::float as last_day,
  coalesce(sum(hits) filter (where hour >= date_trunc('hour', clock_timestamp() - '7 days'::interval)), 0)::float as last_week,
  max(hour) as newest_hour
from limit_hit
where hour >= clock_timestamp() - '7 days 1 hour'::interval
group by limit_name
order by last_day desc, limit_name
