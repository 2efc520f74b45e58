-- +goose Up

-- What people are about to change in the configuration of a host. base is the file as it was when it came into the draft, text what is to become of
-- it; each is null where base_there or text_there is 0: no file.
create table drafts (
  host        text    not null references hosts (name) on delete cascade,
  user_id     integer not null references users (id) on delete cascade,
  name        text    not null,
  base_there  integer not null,
  base        blob,
  text_there  integer not null,
  text        blob,
  updated_at  integer not null,
  primary key (host, user_id, name)
) strict, without rowid;

-- Drafts that were given to their host to be applied. order_id is what the host knows one by; state is what it told last, as JSON, and phase is out of
-- that. ended_at is null until it has come to its end. Of each host there is one at most that has not.
create table revisions (
  id              integer primary key autoincrement,
  order_id        text    not null unique,
  host            text    not null,
  author          text    not null,
  user_id         integer not null,
  reason          text    not null,
  draft_hash      text    not null,
  restores        integer not null default 0,
  confirm_within  integer not null default 0,
  created_at      integer not null,
  phase           text    not null,
  state           text    not null,
  ended_at        integer
) strict;
create unique index revisions_open on revisions (host) where ended_at is null;
create index revisions_by_host on revisions (host, id);

-- The files of a revision; see drafts for what is null.
create table revision_files (
  revision      integer not null references revisions (id) on delete cascade,
  name          text    not null,
  before_there  integer not null,
  before        blob,
  after_there   integer not null,
  after         blob,
  added         integer not null,
  removed       integer not null,
  primary key (revision, name)
) strict, without rowid;
