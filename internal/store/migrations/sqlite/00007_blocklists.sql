-- +goose Up

-- Lists of networks that are to be blocked. name_key is the name in small letters; url is empty where a text was uploaded; format and allow_private are JSON.
-- What imports have made of one: compare is 0 if the next contents are not compared with those before, revision and held are what is in force and what
-- waits to be accepted, 0 for nothing; alert is JSON, or null; source grows with each change of where it comes from and how it is read. When one is fetched stands in schedules, under the task blocklist.import.<id>.
create table blocklists (
  id             integer primary key autoincrement,
  name           text    not null,
  name_key       text    not null unique,
  catalogue      text    not null,
  url            text    not null,
  format         text    not null,
  enabled        integer not null,
  priority       integer not null,
  min_interval   integer not null,
  allow_wide     integer not null,
  allow_private  text    not null,
  licence        text    not null,
  credit         text    not null,
  homepage       text    not null,
  note           text    not null,
  created_at     integer not null,
  created_by     text    not null,
  updated_at     integer not null,
  source         integer not null default 1,
  compare        integer not null default 1,
  etag           text    not null default '',
  last_modified  text    not null default '',
  tried_at       integer,
  fetched_at     integer,
  failures       integer not null default 0,
  problem        text    not null default '',
  revision       integer not null default 0,
  held           integer not null default 0,
  alert          text
) strict;

-- Texts that were uploaded, packed with gzip.
create table blocklist_texts (
  list  integer primary key references blocklists (id) on delete cascade,
  data  blob    not null
) strict;

-- What a list held, or is about to hold. One that no list names is not finished, or is to be swept. covered4 is how many IPv4 addresses it covers.
create table blocklist_revisions (
  id         integer primary key autoincrement,
  list       integer not null,
  made_at    integer not null,
  digest     text    not null default '',
  entries    integer not null default 0,
  addresses  integer not null default 0,
  networks   integer not null default 0,
  ipv4       integer not null default 0,
  ipv6       integer not null default 0,
  covered4   integer not null default 0,
  bytes      integer not null default 0,
  format     text    not null default '',
  added      integer not null default 0,
  removed    integer not null default 0
) strict;
create index blocklist_revisions_by_list on blocklist_revisions (list);

-- The networks of a revision, a few thousand in a row, in order and without overlaps. first_addr and last_addr have 4 or 16 bytes, as the family says.
create table blocklist_chunks (
  revision    integer not null references blocklist_revisions (id),
  family      integer not null,
  first_addr  blob    not null,
  last_addr   blob    not null,
  entries     integer not null,
  data        blob    not null,
  primary key (revision, family, first_addr)
) strict;

-- How imports went. job is the run of the task; report is JSON; revision is what it brought into force or let wait, 0 for nothing.
create table blocklist_imports (
  id          integer primary key autoincrement,
  list        integer not null references blocklists (id) on delete cascade,
  job         integer not null,
  started_at  integer not null,
  ended_at    integer,
  cause       text    not null,
  actor       text    not null,
  outcome     text    not null,
  message     text    not null default '',
  revision    integer not null default 0,
  report      text    not null default '{}'
) strict;
create index blocklist_imports_by_list on blocklist_imports (list, id);

-- Which hosts have brought an import into force, and how long after it.
create table blocklist_applied (
  import  integer not null references blocklist_imports (id) on delete cascade,
  host    text    not null,
  at      integer not null,
  took    integer not null,
  primary key (import, host)
) strict, without rowid;

-- What hosts are to block and what they do. mode is kernel, jail or off; wish, report, problem and jail are JSON, or null if there is none.
-- revision is that of the wish; counters has what the host counted when it told last, as JSON.
create table blocklist_hosts (
  host         text    primary key references hosts (name) on delete cascade,
  mode         text    not null,
  revision     integer not null default 0,
  fingerprint  text    not null default '',
  wish         text,
  report       text,
  reported_at  integer,
  problem      text,
  counters     text    not null default '{}',
  jail         text
) strict;

-- What was dropped in an hour because of a list.
create table blocklist_dropped (
  hour     integer not null,
  list     integer not null references blocklists (id) on delete cascade,
  host     text    not null,
  packets  integer not null,
  bytes    integer not null,
  primary key (hour, list, host)
) strict, without rowid;
create index blocklist_dropped_by_list on blocklist_dropped (list);
