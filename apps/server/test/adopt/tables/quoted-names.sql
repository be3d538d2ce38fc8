-- Names that need quotes everywhere: upper case, blanks, quotes, dots, letters of other alphabets.
create schema "Mein Schema";
create table "Mein Schema"."Benutzer" (
  "Benutzer Nr" bigint generated always as identity primary key,
  "E-Mail" varchar(200) not null,
  "Kenn""wort" varchar(255) not null,
  "Größe" numeric,
  "updated.at" timestamptz,
  "Updated At" timestamptz
);
create unique index "Benutzer.mail" on "Mein Schema"."Benutzer" (lower("E-Mail"));
create table "Mein Schema"."Benutzer's Sessions" ("Sitzungs Token" text primary key, "Benutzer Nr" bigint not null references "Mein Schema"."Benutzer", "läuft ab" timestamptz);
create index on "Mein Schema"."Benutzer's Sessions" ("Benutzer Nr");
insert into "Mein Schema"."Benutzer" ("E-Mail", "Kenn""wort") values ('ada@people.test', :'argon2id'), ('grace@people.test', :'argon2id');
