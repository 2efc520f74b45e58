-- +goose Up

-- What all replicas share and nobody else may know.
create table secrets (
  name        text collate "C" not null primary key,
  value       text collate "C" not null,
  created_at  bigint not null
);

-- The oldest program that these tables still serve, by the version of its own newest migration. A migration that takes
-- something away raises it: an older program then says why it does not work.
create table compatibility (
  id      integer primary key check (id = 1),
  oldest  bigint not null
);
insert into compatibility (id, oldest) values (1, 2);

-- A replica is a process that serves. linked and standby are JSON lists: the replicas it exchanges messages with, the hosts it
-- would take over. skew is its clock minus the database's, in milliseconds. events is how many it has published.
create table replicas (
  id          text collate "C" not null primary key,
  machine     text collate "C" not null,
  pid         bigint not null,
  version     text collate "C" not null,
  schema      bigint not null,
  started_at  bigint not null,
  beat_at     bigint not null,
  state       text collate "C" not null,
  url         text collate "C" not null default '',
  address     text collate "C" not null default '',
  skew        bigint not null default 0,
  events      bigint not null default 0,
  linked      text collate "C" not null default '[]',
  standby     text collate "C" not null default '[]'
);

-- holder is the replica that looks after the host until lease_until. saved_at is when a status was stored, by our clock.
alter table hosts add column holder text collate "C" not null default '';
alter table hosts add column lease_until bigint not null default 0;
alter table host_status add column saved_at bigint;

-- A schedule is an interval (every > 0), or a cron expression in a zone, or neither: then it only runs on demand. custom is 1 when
-- an operator has changed it, so that a start does not change it back. missed is once or skip. run_now_by is who asked for
-- a run out of turn. A schedule that only runs on demand is due in the year 9999.
alter table schedules add column cron text collate "C" not null default '';
alter table schedules add column zone text collate "C" not null default 'UTC';
alter table schedules add column missed text collate "C" not null default 'once';
alter table schedules add column enabled smallint not null default 1;
alter table schedules add column custom smallint not null default 0;
alter table schedules add column run_now_by text collate "C" not null default '';

-- cause is why the run began: schedule or manual. total 0 means that it is not known how much there is to do.
alter table runs add column cause text collate "C" not null default 'schedule';
alter table runs add column actor text collate "C" not null default '';
alter table runs add column done bigint not null default 0;
alter table runs add column total bigint not null default 0;
alter table runs add column doing text collate "C" not null default '';
alter table runs add column cancel_at bigint;
alter table runs add column cancel_by text collate "C" not null default '';
create index runs_by_state on runs (state, id);

create table run_lines (
  run_id  bigint not null references runs (id) on delete cascade,
  n       bigint not null,
  at      bigint not null,
  level   text collate "C" not null,
  text    text collate "C" not null,
  primary key (run_id, n)
);

-- How a host answered when a scheduled probe asked it.
create table host_probes (
  id         bigint generated always as identity primary key,
  host       text collate "C" not null references hosts (name) on delete cascade,
  run_id     bigint not null,
  at         bigint not null,
  reachable  smallint not null,
  problem    text collate "C" not null default '',
  took       bigint not null
);
create index host_probes_by_host on host_probes (host, at);
create index host_probes_by_time on host_probes (at);

-- Bans that fail2ban has been told to make and had not made when the order was answered: when they come, they are ours.
create table expected_bans (
  host        text collate "C" not null references hosts (name) on delete cascade,
  jail        text collate "C" not null,
  address     text collate "C" not null,
  origin      text collate "C" not null,
  actor       text collate "C" not null,
  reason      text collate "C" not null,
  expires_at  bigint not null,
  primary key (host, jail, address)
);
