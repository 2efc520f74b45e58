-- +goose Up

-- What all replicas share and nobody else may know.
create table secrets (
  name        text not null primary key,
  value       text not null,
  created_at  integer not null
) strict;

-- The oldest program that these tables still serve, by the version of its own newest migration. A migration that takes
-- something away raises it: an older program then says why it does not work.
create table compatibility (
  id      integer primary key check (id = 1),
  oldest  integer not null
) strict;
insert into compatibility (id, oldest) values (1, 2);

-- A replica is a process that serves. linked and standby are JSON lists: the replicas it exchanges messages with, the hosts it
-- would take over. skew is its clock minus the database's, in milliseconds. events is how many it has published.
create table replicas (
  id          text not null primary key,
  machine     text not null,
  pid         integer not null,
  version     text not null,
  schema      integer not null,
  started_at  integer not null,
  beat_at     integer not null,
  state       text not null,
  url         text not null default '',
  address     text not null default '',
  skew        integer not null default 0,
  events      integer not null default 0,
  linked      text not null default '[]',
  standby     text not null default '[]'
) strict;

-- holder is the replica that looks after the host until lease_until. saved_at is when a status was stored, by our clock.
alter table hosts add column holder text not null default '';
alter table hosts add column lease_until integer not null default 0;
alter table host_status add column saved_at integer;

-- A schedule is an interval (every > 0), or a cron expression in a zone, or neither: then it only runs on demand. custom is 1 when
-- an operator has changed it, so that a start does not change it back. missed is once or skip. run_now_by is who asked for
-- a run out of turn. A schedule that only runs on demand is due in the year 9999.
alter table schedules add column cron text not null default '';
alter table schedules add column zone text not null default 'UTC';
alter table schedules add column missed text not null default 'once';
alter table schedules add column enabled integer not null default 1;
alter table schedules add column custom integer not null default 0;
alter table schedules add column run_now_by text not null default '';

-- cause is why the run began: schedule or manual. total 0 means that it is not known how much there is to do.
alter table runs add column cause text not null default 'schedule';
alter table runs add column actor text not null default '';
alter table runs add column done integer not null default 0;
alter table runs add column total integer not null default 0;
alter table runs add column doing text not null default '';
alter table runs add column cancel_at integer;
alter table runs add column cancel_by text not null default '';
create index runs_by_state on runs (state, id);

create table run_lines (
  run_id  integer not null references runs (id) on delete cascade,
  n       integer not null,
  at      integer not null,
  level   text not null,
  text    text not null,
  primary key (run_id, n)
) strict;

-- How a host answered when a scheduled probe asked it.
create table host_probes (
  id         integer primary key autoincrement,
  host       text not null references hosts (name) on delete cascade,
  run_id     integer not null,
  at         integer not null,
  reachable  integer not null,
  problem    text not null default '',
  took       integer not null
) strict;
create index host_probes_by_host on host_probes (host, at);
create index host_probes_by_time on host_probes (at);

-- Bans that fail2ban has been told to make and had not made when the order was answered: when they come, they are ours.
create table expected_bans (
  host        text not null references hosts (name) on delete cascade,
  jail        text not null,
  address     text not null,
  origin      text not null,
  actor       text not null,
  reason      text not null,
  expires_at  integer not null,
  primary key (host, jail, address)
) strict;
