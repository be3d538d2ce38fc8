update page_file
set kept_until = clock_timestamp() + make_interval(mins => $1)
from jsonb_to_recordset($2::jsonb) as file(name text, digest bytea)
where page_file.name = file.name
  and page_file.digest = file.digest
returning page_file.name
