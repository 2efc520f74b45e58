-- +goose Up

-- What people are about to change in the configuration of a host. base is the file as it was when it came into the draft, text what is to become of
-- it; each is null where base_there or text_there is 0: no file.
create table drafts (
  host        text collate "C" not null references hosts (name) on delete cascade,
  user_id     bigint not null references users (id) on delete cascade,
  name        text collate "C" not null,
  base_there  smallint not null,
  base        bytea,
  text_there  smallint not null,
  text        bytea,
  updated_at  bigint not null,
  primary key (host, user_id, name)
);

-- Drafts that were given to their host to be applied. order_id is what the host knows one by; state is what it told last, as JSON, and phase is out of
-- that. ended_at is null until it has come to its end. Of each host there is one at most that has not.
create table revisions (
  id              bigint generated always as identity primary key,
  order_id        text collate "C" not null unique,
  host            text collate "C" not null,
  author          text collate "C" not null,
  user_id         bigint not null,
  reason          text collate "C" not null,
  draft_hash      text collate "C" not null,
  restores        bigint not null default 0,
  confirm_within  bigint not null default 0,
  created_at      bigint not null,
  phase           text collate "C" not null,
  state           text collate "C" not null,
  ended_at        bigint
);
create unique index revisions_open on revisions (host) where ended_at is null;
create index revisions_by_host on revisions (host, id);

-- The files of a revision; see drafts for what is null.
create table revision_files (
  revision      bigint not null references revisions (id) on delete cascade,
  name          text collate "C" not null,
  before_there  smallint not null,
  before        bytea,
  after_there   smallint not null,
  after         bytea,
  added         bigint not null,
  removed       bigint not null,
  primary key (revision, name)
);
