insert into outbox_job (id, kind, payload)
values ($1, $2, $3)
