select id, password_hash, credential_version, status
from account
where email_canonical = $1
