-- +goose Up

-- Addresses and networks that jails ignore until a time. hosts and jails are JSON lists; an empty one means all. ended_at is null until the
-- time was up or somebody, ended_actor, ended it.
create table allowances (
  id           integer primary key autoincrement,
  address      text    not null,
  hosts        text    not null default '[]',
  jails        text    not null default '[]',
  lift         integer not null default 0,
  reason       text    not null default '',
  actor        text    not null default '',
  created_at   integer not null,
  until        integer not null,
  ended_at     integer,
  ended_actor  text    not null default ''
) strict;
create index allowances_in_force on allowances (until) where ended_at is null;
create index allowances_by_end on allowances (ended_at) where ended_at is not null;

-- Which of those addresses is on the ignore list of which jail. ours is 1 if we put it there, so that we take it off again. placed_at is
-- when it was made sure that it is there.
create table allowance_places (
  host       text    not null references hosts (name) on delete cascade,
  jail       text    not null,
  address    text    not null,
  ours       integer not null,
  placed_at  integer,
  problem    text    not null default '',
  primary key (host, jail, address)
) strict, without rowid;
