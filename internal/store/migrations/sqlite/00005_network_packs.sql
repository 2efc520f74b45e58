-- +goose Up

-- All counts of networks of one piece of time and host in one value, which is read many times as fast as they are. packed is null from
-- a change of one of these counts on until they are packed again; a piece with few of them has no row.
create table network_packs (
  hours   integer not null,
  host    text    not null,
  bucket  integer not null,
  packed  blob,
  primary key (hours, host, bucket)
) strict;
create index network_packs_due on network_packs (hours, bucket) where packed is null;

-- Whoever changes a count makes its pack invalid in the same transaction, also an older program and a hand.
-- +goose StatementBegin
create trigger network_counts_inserted after insert on ban_counts when new.dim = 'network' begin
  insert into network_packs (hours, host, bucket) values (new.hours, new.host, new.bucket)
  on conflict (hours, host, bucket) do update set packed = null where packed is not null;
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger network_counts_updated after update on ban_counts when new.dim = 'network' begin
  insert into network_packs (hours, host, bucket) values (new.hours, new.host, new.bucket)
  on conflict (hours, host, bucket) do update set packed = null where packed is not null;
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger network_counts_deleted after delete on ban_counts when old.dim = 'network' begin
  insert into network_packs (hours, host, bucket) values (old.hours, old.host, old.bucket)
  on conflict (hours, host, bucket) do update set packed = null where packed is not null;
end;
-- +goose StatementEnd
insert into network_packs (hours, host, bucket) select distinct hours, host, bucket from ban_counts where dim = 'network';
