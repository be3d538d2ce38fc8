-- Tables that somebody wrote for one application: no framework gives them away.
create schema crm;
create table crm.member (
  member_no bigint generated always as identity primary key,
  full_name text not null,
  mail_address text not null,
  pw text,
  is_blocked boolean not null default false,
  joined timestamptz not null default now()
);
create unique index member_mail on crm.member (lower(mail_address));
create table crm.login_token (
  token_value text primary key,
  member_no bigint not null references crm.member on delete cascade,
  made timestamptz not null default now()
);
create index login_token_member on crm.login_token (member_no);
create table crm.invoice (
  invoice_no bigint generated always as identity primary key,
  member_no bigint not null references crm.member on delete cascade,
  cents integer not null
);
