-- +goose Up

-- Addresses and networks that jails ignore until a time. hosts and jails are JSON lists; an empty one means all. ended_at is null until the
-- time was up or somebody, ended_actor, ended it.
create table allowances (
  id           bigint generated always as identity primary key,
  address      text collate "C" not null,
  hosts        text collate "C" not null default '[]',
  jails        text collate "C" not null default '[]',
  lift         smallint not null default 0,
  reason       text collate "C" not null default '',
  actor        text collate "C" not null default '',
  created_at   bigint not null,
  until        bigint not null,
  ended_at     bigint,
  ended_actor  text collate "C" not null default ''
);
create index allowances_in_force on allowances (until) where ended_at is null;
create index allowances_by_end on allowances (ended_at) where ended_at is not null;

-- Which of those addresses is on the ignore list of which jail. ours is 1 if we put it there, so that we take it off again. placed_at is
-- when it was made sure that it is there.
create table allowance_places (
  host       text collate "C" not null references hosts (name) on delete cascade,
  jail       text collate "C" not null,
  address    text collate "C" not null,
  ours       smallint not null,
  placed_at  bigint,
  problem    text collate "C" not null default '',
  primary key (host, jail, address)
);
