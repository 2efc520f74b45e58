-- +goose Up

-- Lists of networks that are to be blocked. name_key is the name in small letters; url is empty where a text was uploaded; format and allow_private are JSON.
-- What imports have made of one: compare is 0 if the next contents are not compared with those before, revision and held are what is in force and what
-- waits to be accepted, 0 for nothing; alert is JSON, or null; source grows with each change of where it comes from and how it is read. When one is fetched stands in schedules, under the task blocklist.import.<id>.
create table blocklists (
  id             bigint generated always as identity primary key,
  name           text collate "C" not null,
  name_key       text collate "C" not null unique,
  catalogue      text collate "C" not null,
  url            text collate "C" not null,
  format         text collate "C" not null,
  enabled        smallint not null,
  priority       bigint not null,
  min_interval   bigint not null,
  allow_wide     smallint not null,
  allow_private  text collate "C" not null,
  licence        text collate "C" not null,
  credit         text collate "C" not null,
  homepage       text collate "C" not null,
  note           text collate "C" not null,
  created_at     bigint not null,
  created_by     text collate "C" not null,
  updated_at     bigint not null,
  source         bigint not null default 1,
  compare        smallint not null default 1,
  etag           text collate "C" not null default '',
  last_modified  text collate "C" not null default '',
  tried_at       bigint,
  fetched_at     bigint,
  failures       bigint not null default 0,
  problem        text collate "C" not null default '',
  revision       bigint not null default 0,
  held           bigint not null default 0,
  alert          text collate "C"
);

-- Texts that were uploaded, packed with gzip.
create table blocklist_texts (
  list  bigint primary key references blocklists (id) on delete cascade,
  data  bytea not null
);

-- What a list held, or is about to hold. One that no list names is not finished, or is to be swept. covered4 is how many IPv4 addresses it covers.
create table blocklist_revisions (
  id         bigint generated always as identity primary key,
  list       bigint not null,
  made_at    bigint not null,
  digest     text collate "C" not null default '',
  entries    bigint not null default 0,
  addresses  bigint not null default 0,
  networks   bigint not null default 0,
  ipv4       bigint not null default 0,
  ipv6       bigint not null default 0,
  covered4   bigint not null default 0,
  bytes      bigint not null default 0,
  format     text collate "C" not null default '',
  added      bigint not null default 0,
  removed    bigint not null default 0
);
create index blocklist_revisions_by_list on blocklist_revisions (list);

-- The networks of a revision, a few thousand in a row, in order and without overlaps. first_addr and last_addr have 4 or 16 bytes, as the family says.
create table blocklist_chunks (
  revision    bigint not null references blocklist_revisions (id),
  family      smallint not null,
  first_addr  bytea not null,
  last_addr   bytea not null,
  entries     bigint not null,
  data        bytea not null,
  primary key (revision, family, first_addr)
);

-- How imports went. job is the run of the task; report is JSON; revision is what it brought into force or let wait, 0 for nothing.
create table blocklist_imports (
  id          bigint generated always as identity primary key,
  list        bigint not null references blocklists (id) on delete cascade,
  job         bigint not null,
  started_at  bigint not null,
  ended_at    bigint,
  cause       text collate "C" not null,
  actor       text collate "C" not null,
  outcome     text collate "C" not null,
  message     text collate "C" not null default '',
  revision    bigint not null default 0,
  report      text collate "C" not null default '{}'
);
create index blocklist_imports_by_list on blocklist_imports (list, id);

-- Which hosts have brought an import into force, and how long after it.
create table blocklist_applied (
  import  bigint not null references blocklist_imports (id) on delete cascade,
  host    text collate "C" not null,
  at      bigint not null,
  took    bigint not null,
  primary key (import, host)
);

-- What hosts are to block and what they do. mode is kernel, jail or off; wish, report, problem and jail are JSON, or null if there is none.
-- revision is that of the wish; counters has what the host counted when it told last, as JSON.
create table blocklist_hosts (
  host         text collate "C" primary key references hosts (name) on delete cascade,
  mode         text collate "C" not null,
  revision     bigint not null default 0,
  fingerprint  text collate "C" not null default '',
  wish         text collate "C",
  report       text collate "C",
  reported_at  bigint,
  problem      text collate "C",
  counters     text collate "C" not null default '{}',
  jail         text collate "C"
);

-- What was dropped in an hour because of a list.
create table blocklist_dropped (
  hour     bigint not null,
  list     bigint not null references blocklists (id) on delete cascade,
  host     text collate "C" not null,
  packets  bigint not null,
  bytes    bigint not null,
  primary key (hour, list, host)
);
create index blocklist_dropped_by_list on blocklist_dropped (list);
