-- +goose Up

-- The names of networks' owners, by their numbers.
create table networks (
  asn   bigint not null primary key,
  name  text collate "C" not null
);

-- What must be done once, in the background, on any replica.
create table chores (
  name      text collate "C" not null primary key,
  asked_at  bigint not null
);

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
  dim     text collate "C" not null,
  hours   smallint not null,
  host    text collate "C" not null,
  bucket  bigint not null,
  key     text collate "C" not null,
  n       bigint not null,
  primary key (dim, hours, host, bucket, key)
);
insert into chores (name, asked_at) select 'recount', now_ms() where exists (select 1 from bans);

update compatibility set oldest = 3;
