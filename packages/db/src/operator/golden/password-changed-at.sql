select password_changed_at as at
from account
where id = $1
