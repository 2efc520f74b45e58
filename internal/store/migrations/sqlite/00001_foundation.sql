-- +goose Up

-- Times are milliseconds since 1970 in UTC. Absent text is the empty string; an absent time is null.

-- The row exists once the installation has been set up: whoever inserts it wins.
create table installation (
  id         integer primary key check (id = 1),
  set_up_at  integer not null
) strict;

-- The process that uses this database alone, for engines that allow one only.
create table instance_lock (
  id       integer primary key check (id = 1),
  holder   text    not null,
  machine  text    not null,
  pid      integer not null,
  since    integer not null,
  beat_at  integer not null
) strict;

create table settings (
  key         text    not null primary key,
  value       text    not null,
  changed_at  integer not null
) strict, without rowid;

create table users (
  id               integer primary key autoincrement,
  name             text    not null,
  folded_name      text    not null unique,
  role             text    not null,
  password_hash    text    not null default '',
  disabled         integer not null default 0,
  created_at       integer not null,
  last_sign_in_at  integer
) strict;

create table sessions (
  token_hash       blob    not null primary key,
  user_id          integer not null references users (id) on delete cascade,
  created_at       integer not null,
  last_used_at     integer not null,
  idle_expires_at  integer not null,
  expires_at       integer not null,
  address          text    not null default '',
  agent            text    not null default ''
) strict, without rowid;
create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (idle_expires_at);

-- full_at is when the whole burst is there again; allowed is the answer to the last that asked, at asked_at.
create table rate_limits (
  key       text    not null primary key,
  full_at   integer not null,
  asked_at  integer not null,
  allowed   integer not null
) strict, without rowid;
create index rate_limits_by_full on rate_limits (full_at);

create table audit (
  id          integer primary key autoincrement,
  at          integer not null,
  user_id     integer not null default 0,
  actor       text    not null default '',
  address     text    not null default '',
  request_id  text    not null default '',
  action      text    not null,
  host        text    not null default '',
  jail        text    not null default '',
  target      text    not null default '',
  result      text    not null,
  detail      text    not null default ''
) strict;
create index audit_by_time on audit (at);
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id);
create index audit_by_host on audit (host, id);
create index audit_by_target on audit (target, id);

-- cursor is how far the events of the host have been stored.
create table hosts (
  name        text    not null primary key,
  local       integer not null default 0,
  created_at  integer not null,
  epoch       integer not null,
  cursor      text    not null default '',
  cursor_at   integer
) strict, without rowid;

create table host_status (
  host          text    not null primary key references hosts (name) on delete cascade,
  epoch         integer not null,
  at            integer,
  last_seen_at  integer,
  status        text    not null
) strict, without rowid;

-- ip_from and ip_to are the first and last address in 16 bytes, IPv4 mapped into IPv6; null for what is no address.
-- until_at is null for a permanent ban and where the end is unknown; ban_time is -1000 for permanent, 0 for unknown.
-- observed is 0 while only we have said that the ban is there, and fail2ban has not yet.
create table bans (
  id              integer primary key autoincrement,
  host            text    not null,
  jail            text    not null,
  address         text    not null,
  ip_from         blob,
  ip_to           blob,
  banned_at       integer not null,
  until_at        integer,
  ban_time        integer not null default 0,
  ended_at        integer,
  ended_by        text    not null default '',
  ended_actor     text    not null default '',
  origin          text    not null,
  actor           text    not null default '',
  reason          text    not null default '',
  observed        integer not null default 1,
  failures        integer not null default 0,
  ban_count       integer not null default 0,
  evidence        text    not null default '',
  evidence_lines  integer not null default 0,
  country         text    not null default '',
  asn             integer not null default 0,
  network         text    not null default '',
  unique (host, jail, address, banned_at)
) strict;
create unique index bans_in_force on bans (host, jail, address) where ended_at is null;
create index bans_in_force_by_time on bans (banned_at, id, host, jail) where ended_at is null;
create index bans_by_time on bans (banned_at, id);
create index bans_by_host on bans (host, banned_at, id);
create index bans_by_jail on bans (jail, banned_at, id);
create index bans_by_country on bans (country, banned_at, id);
create index bans_by_rare_origin on bans (origin, banned_at, id) where origin <> 'detected';
create index bans_by_ip on bans (ip_from, banned_at, id) where ip_from is not null;
create index bans_by_other_id on bans (address, banned_at, id) where ip_from is null;
create index bans_by_end on bans (ended_at) where ended_at is not null;

-- The lines of evidence after the first, which stands with the ban, separated by line feeds.
create table ban_evidence (
  ban_id  integer primary key references bans (id) on delete cascade,
  lines   text    not null
) strict;

-- Every count stands four times: by hour and by day (hours is 1 or 24), for its host and for all hosts (host is empty).
create table ban_counts (
  dim     text    not null,
  hours   integer not null,
  host    text    not null,
  bucket  integer not null,
  key     text    not null,
  n       integer not null,
  primary key (dim, hours, host, bucket, key)
) strict, without rowid;
create index ban_counts_by_key on ban_counts (dim, hours, host, key, bucket);

-- lease_until is 0 when nobody holds the task.
create table schedules (
  task         text    not null primary key,
  every        integer not null,
  next_run_at  integer not null,
  lease_until  integer not null default 0,
  fence        integer not null default 0,
  replica      text    not null default ''
) strict, without rowid;

create table runs (
  id          integer primary key autoincrement,
  task        text    not null,
  fence       integer not null,
  replica     text    not null,
  started_at  integer not null,
  ended_at    integer,
  state       text    not null,
  outcome     text    not null default ''
) strict;
create index runs_by_task on runs (task, id);
create index runs_by_end on runs (ended_at) where ended_at is not null;
