-- Wagtail on Django with a user model of its own: people sign in with a name, the address may be empty.
create table django_migrations (id bigserial primary key, app varchar(255) not null, name varchar(255) not null, applied timestamptz not null);
create table django_session (session_key varchar(40) primary key, session_data text not null, expire_date timestamptz not null);
create table django_content_type (id serial primary key, app_label varchar(100) not null, model varchar(100) not null);
create table people_editor (
  id bigserial primary key, password varchar(128) not null, last_login timestamptz, is_superuser boolean not null, username varchar(150) not null unique,
  first_name varchar(150) not null, last_name varchar(150) not null, email varchar(254) not null, is_staff boolean not null, is_active boolean not null, date_joined timestamptz not null, job_title varchar(100) not null
);
create table wagtailusers_userprofile (id serial primary key, user_id bigint not null unique references people_editor, preferred_language varchar(10) not null, current_time_zone varchar(40) not null);
create table wagtailcore_page (id serial primary key, title varchar(255) not null, owner_id bigint references people_editor);
create table wagtailcore_pageviewrestriction (id serial primary key, password varchar(255) not null, page_id integer not null references wagtailcore_page);
insert into people_editor (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined, job_title) values
  (:'django_pbkdf2', false, 'ada', '', '', 'ada@people.test', true, true, now(), ''), (:'django_pbkdf2', false, 'grace', '', '', 'grace@people.test', true, true, now(), ''),
  ('!unusable', false, 'joan', '', '', '', true, true, now(), '');
insert into wagtailcore_page (title) values ('Home');
insert into wagtailcore_pageviewrestriction (password, page_id) values ('for the press', 1);
