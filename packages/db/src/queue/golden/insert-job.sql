insert into outbox_job (id, kind, payload, trace_parent)
values ($1, $2, $3, $4)
