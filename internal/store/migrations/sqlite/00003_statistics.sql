-- +goose Up

-- The names of networks' owners, by their numbers.
create table networks (
  asn   integer not null primary key,
  name  text    not null
) strict;

-- What must be done once, in the background, on any replica.
create table chores (
  name      text    not null primary key,
  asked_at  integer not null
) strict, without rowid;

alter table bans drop column network;
create index bans_by_network on bans (asn, banned_at, id) where asn <> 0;
drop index bans_by_ip;
create index bans_by_ip on bans (ip_from, ip_to, banned_at, id) where ip_from is not null;

-- Keys have several parts now, and numbers stand for four weeks, too. They are made anew from the bans.
drop table ban_counts;
-- hours is 1, 24 or 672: how long the piece of time is that begins at bucket. host is empty for all hosts together. The parts of a
-- key, separated by the character 31, depend on dim: jail and origin; country and origin; network and origin; jail, country and
-- origin (dim jail_country); jail (dim failure).
create table ban_counts (
  dim     text    not null,
  hours   integer not null,
  host    text    not null,
  bucket  integer not null,
  key     text    not null,
  n       integer not null,
  primary key (dim, hours, host, bucket, key)
) strict, without rowid;
insert into chores (name, asked_at) select 'recount', now_ms() where exists (select 1 from bans);

update compatibility set oldest = 3;
