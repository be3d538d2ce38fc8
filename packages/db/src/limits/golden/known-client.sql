select seen_at
from known_client
where sign_in_pair = $1
