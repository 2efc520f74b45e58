-- +goose Up

-- Times are milliseconds since 1970 in UTC. Absent text is the empty string; an absent time is null. Text is compared byte by byte, as
-- SQLite does.

-- The clock that decides. It moves within a transaction.
-- +goose StatementBegin
create function now_ms() returns bigint language sql volatile as $$
  select cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)
$$;
-- +goose StatementEnd

-- The row exists once the installation has been set up: whoever inserts it wins.
create table installation (
  id         integer primary key check (id = 1),
  set_up_at  bigint not null
);

-- The process that uses this database alone, for engines that allow one only.
create table instance_lock (
  id       integer primary key check (id = 1),
  holder   text collate "C" not null,
  machine  text collate "C" not null,
  pid      bigint not null,
  since    bigint not null,
  beat_at  bigint not null
);

create table settings (
  key         text collate "C" not null primary key,
  value       text collate "C" not null,
  changed_at  bigint not null
);

create table users (
  id               bigint generated always as identity primary key,
  name             text collate "C" not null,
  folded_name      text collate "C" not null unique,
  role             text collate "C" not null,
  password_hash    text collate "C" not null default '',
  disabled         smallint not null default 0,
  created_at       bigint not null,
  last_sign_in_at  bigint
);

create table sessions (
  token_hash       bytea not null primary key,
  user_id          bigint not null references users (id) on delete cascade,
  created_at       bigint not null,
  last_used_at     bigint not null,
  idle_expires_at  bigint not null,
  expires_at       bigint not null,
  address          text collate "C" not null default '',
  agent            text collate "C" not null default ''
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (idle_expires_at);

-- full_at is when the whole burst is there again; allowed is the answer to the last that asked, at asked_at.
create table rate_limits (
  key       text collate "C" not null primary key,
  full_at   bigint not null,
  asked_at  bigint not null,
  allowed   smallint not null
);
create index rate_limits_by_full on rate_limits (full_at);

create table audit (
  id          bigint generated always as identity primary key,
  at          bigint not null,
  user_id     bigint not null default 0,
  actor       text collate "C" not null default '',
  address     text collate "C" not null default '',
  request_id  text collate "C" not null default '',
  action      text collate "C" not null,
  host        text collate "C" not null default '',
  jail        text collate "C" not null default '',
  target      text collate "C" not null default '',
  result      text collate "C" not null,
  detail      text collate "C" not null default ''
);
create index audit_by_time on audit (at);
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id);
create index audit_by_host on audit (host, id);
create index audit_by_target on audit (target, id);

-- cursor is how far the events of the host have been stored.
create table hosts (
  name        text collate "C" not null primary key,
  local       smallint not null default 0,
  created_at  bigint not null,
  epoch       bigint not null,
  cursor      text collate "C" not null default '',
  cursor_at   bigint
);

create table host_status (
  host          text collate "C" not null primary key references hosts (name) on delete cascade,
  epoch         bigint not null,
  at            bigint,
  last_seen_at  bigint,
  status        text collate "C" not null
);

-- ip_from and ip_to are the first and last address in 16 bytes, IPv4 mapped into IPv6; null for what is no address.
-- until_at is null for a permanent ban and where the end is unknown; ban_time is -1000 for permanent, 0 for unknown.
-- observed is 0 while only we have said that the ban is there, and fail2ban has not yet.
create table bans (
  id              bigint generated always as identity primary key,
  host            text collate "C" not null,
  jail            text collate "C" not null,
  address         text collate "C" not null,
  ip_from         bytea,
  ip_to           bytea,
  banned_at       bigint not null,
  until_at        bigint,
  ban_time        bigint not null default 0,
  ended_at        bigint,
  ended_by        text collate "C" not null default '',
  ended_actor     text collate "C" not null default '',
  origin          text collate "C" not null,
  actor           text collate "C" not null default '',
  reason          text collate "C" not null default '',
  observed        smallint not null default 1,
  failures        bigint not null default 0,
  ban_count       bigint not null default 0,
  evidence        text collate "C" not null default '',
  evidence_lines  bigint not null default 0,
  country         text collate "C" not null default '',
  asn             bigint not null default 0,
  network         text collate "C" not null default '',
  unique (host, jail, address, banned_at)
);
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
  ban_id  bigint primary key references bans (id) on delete cascade,
  lines   text collate "C" not null
);

-- Every count stands four times: by hour and by day (hours is 1 or 24), for its host and for all hosts (host is empty).
create table ban_counts (
  dim     text collate "C" not null,
  hours   smallint not null,
  host    text collate "C" not null,
  bucket  bigint not null,
  key     text collate "C" not null,
  n       bigint not null,
  primary key (dim, hours, host, bucket, key)
);
create index ban_counts_by_key on ban_counts (dim, hours, host, key, bucket);

-- lease_until is 0 when nobody holds the task.
create table schedules (
  task         text collate "C" not null primary key,
  every        bigint not null,
  next_run_at  bigint not null,
  lease_until  bigint not null default 0,
  fence        bigint not null default 0,
  replica      text collate "C" not null default ''
);

create table runs (
  id          bigint generated always as identity primary key,
  task        text collate "C" not null,
  fence       bigint not null,
  replica     text collate "C" not null,
  started_at  bigint not null,
  ended_at    bigint,
  state       text collate "C" not null,
  outcome     text collate "C" not null default ''
);
create index runs_by_task on runs (task, id);
create index runs_by_end on runs (ended_at) where ended_at is not null;
