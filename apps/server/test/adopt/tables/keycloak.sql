-- Keycloak.
create table user_entity (id varchar(36) primary key, email varchar(255), email_constraint varchar(255), enabled boolean not null default false, realm_id varchar(255), username varchar(255), created_timestamp bigint);
create table credential (id varchar(36) primary key, type varchar(255), user_id varchar(36) references user_entity, created_date bigint, user_label varchar(255), secret_data text, credential_data text, priority integer);
insert into user_entity (id, email, enabled) values ('k1', 'ada@people.test', true);
