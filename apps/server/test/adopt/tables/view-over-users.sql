-- The table has a prefix, and a view of the old name stands over it; triggers write a history.
create table tbl_user (user_id bigserial primary key, user_email varchar(255) not null unique, user_password varchar(255) not null, user_active char(1) not null default 'Y', modified timestamp);
create view users as select user_id as id, user_email as email, user_password as password from tbl_user;
create table tbl_user_history (history_id bigserial primary key, user_id bigint not null, user_email varchar(255), user_password varchar(255), changed_at timestamptz not null default now());
create function keep_history() returns trigger language plpgsql as $$ begin
  insert into tbl_user_history (user_id, user_email, user_password) values (old.user_id, old.user_email, old.user_password); return new; end $$;
create trigger history before update on tbl_user for each row execute function keep_history();
insert into tbl_user (user_email, user_password) values ('ada@people.test', :'bcrypt_2b'), ('grace@people.test', :'bcrypt_2b');
insert into tbl_user_history (user_id, user_email, user_password) select user_id, user_email, user_password from tbl_user, generate_series(1, 5);
