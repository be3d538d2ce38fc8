delete from operator_session
where digest = $1
returning operator
