select one.stored
from ((select password_hash as stored from account where id = $1::uuid)) as one
