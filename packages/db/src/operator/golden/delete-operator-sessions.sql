delete from operator_session
returning operator
