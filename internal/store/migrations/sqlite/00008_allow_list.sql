-- +goose Up

-- An entry of the allow-list may be a name, whose addresses allowed_names has; its own address is 100:: then, from which nothing comes
-- (RFC 6666): older programs, which know no names, put that on ignore lists and do no harm. One without an end is until the year 9999.
alter table allowances add column name text not null default '';
create index allowances_by_name on allowances (name) where name <> '' and ended_at is null;

-- What the name service told last of the names of the allow-list that are in force. addresses is a JSON list, the last good answer, and
-- resolved_at when that came; tried_at is when it was asked last, and problem why it gave no good answer then, or is empty.
create table allowed_names (
  name         text not null primary key,
  addresses    text not null default '[]',
  resolved_at  integer,
  tried_at     integer,
  problem      text not null default ''
) strict, without rowid;

-- From where people who were signed in have made requests, and when last.
create table sightings (
  user_id  integer not null references users (id) on delete cascade,
  address  text not null,
  seen_at  integer not null,
  primary key (user_id, address)
) strict, without rowid;

-- What a replica knows that must never be blocked, as a JSON list.
alter table replicas add column protects text not null default '[]';
