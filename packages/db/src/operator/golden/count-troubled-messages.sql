select (count(*) filter (where state = 'delayed'))::int as waiting, (count(*) filter (where state = 'dead'))::int as failed
from message
where state in ('delayed', 'dead')
