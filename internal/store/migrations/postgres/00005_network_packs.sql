-- +goose Up

-- All counts of networks of one piece of time and host in one value, which is read many times as fast as they are. packed is null from
-- a change of one of these counts on until they are packed again; a piece with few of them has no row.
create table network_packs (
  hours   smallint not null,
  host    text collate "C" not null,
  bucket  bigint not null,
  packed  bytea,
  primary key (hours, host, bucket)
);
create index network_packs_due on network_packs (hours, bucket) where packed is null;
-- Packs are small already; to compress them would only cost time.
alter table network_packs alter column packed set storage external;

-- Whoever changes a count makes its pack invalid in the same transaction, also an older program and a hand. Rows are held in their order,
-- so that two transactions never wait for each other.
-- +goose StatementBegin
create function network_counts_changed() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from changed where dim = 'network') then
    return null;
  end if;
  insert into network_packs (hours, host, bucket)
    select distinct hours, host, bucket from changed where dim = 'network' order by hours, host, bucket
    on conflict (hours, host, bucket) do nothing;
  perform 1 from network_packs
    where packed is not null and (hours, host, bucket) in (select hours, host, bucket from changed where dim = 'network')
    order by hours, host, bucket for update;
  if found then
    update network_packs set packed = null
      where packed is not null and (hours, host, bucket) in (select hours, host, bucket from changed where dim = 'network');
  end if;
  return null;
end
$$;
-- +goose StatementEnd
-- +goose StatementBegin
create function network_counts_emptied() returns trigger language plpgsql as $$
begin
  delete from network_packs;
  return null;
end
$$;
-- +goose StatementEnd
create trigger network_counts_inserted after insert on ban_counts
  referencing new table as changed for each statement execute function network_counts_changed();
create trigger network_counts_updated after update on ban_counts
  referencing new table as changed for each statement execute function network_counts_changed();
create trigger network_counts_deleted after delete on ban_counts
  referencing old table as changed for each statement execute function network_counts_changed();
create trigger network_counts_emptied after truncate on ban_counts for each statement execute function network_counts_emptied();
insert into network_packs (hours, host, bucket) select distinct hours, host, bucket from ban_counts where dim = 'network';
