select spent_at
from operator_link
where digest = $1
