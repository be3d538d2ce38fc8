select name, digest, type, encoding, bytes
from page_file
where name = $1
  and kept_until > (select clock_timestamp())
