package main

import (
	"fmt"
	"time"
)

// The witness is tables and triggers of the check's own in the replicas' database. It notes, by the database's clock, what the
// replicas cannot embellish: who took a lease while another one had it, and which fence was in force when an effect was
// committed (deferred triggers run at the commit).
const witness = `
create schema witness;
create table witness.claims (
  n bigint generated always as identity, task text, replica text, fence bigint, held_until bigint, at bigint);
create function witness.claim() returns trigger language plpgsql as $$ begin
  if new.fence > old.fence then
    insert into witness.claims (task, replica, fence, held_until, at)
    values (new.task, new.replica, new.fence, old.lease_until, public.now_ms());
  end if;
  return null;
end $$;
create trigger claimed after update on schedules for each row execute function witness.claim();

create table witness.effects (run_id bigint, host text, fence bigint, in_force bigint, at bigint);
create function witness.effect() returns trigger language plpgsql as $$ begin
  insert into witness.effects (run_id, host, fence, in_force, at)
  select new.run_id, new.host, r.fence, s.fence, public.now_ms()
  from public.runs r join public.schedules s on s.task = r.task where r.id = new.run_id;
  return null;
end $$;
create constraint trigger probed after insert on host_probes deferrable initially deferred
  for each row execute function witness.effect();

create table witness.revivals (run_id bigint, before text, after text, at bigint);
create function witness.revival() returns trigger language plpgsql as $$ begin
  if old.state <> 'running' and new.state <> old.state then
    insert into witness.revivals (run_id, before, after, at) values (new.id, old.state, new.state, public.now_ms());
  end if;
  return null;
end $$;
create trigger revived after update on runs for each row execute function witness.revival();

create table witness.bans (ban_id bigint, address text, at bigint);
create function witness.ban() returns trigger language plpgsql as $$ begin
  insert into witness.bans (ban_id, address, at) values (new.id, new.address, public.now_ms());
  return null;
end $$;
create constraint trigger banned after insert on bans deferrable initially deferred for each row execute function witness.ban();
`

// watch puts the witness into the database.
func (c *cluster) watch() { c.exec(witness) }

// probeTask is the job whose runs are watched: it asks each host and writes one row for it.
const probeTask = "host.probe"

// findings is what the witness saw.
type findings struct {
	runs, lost, failed, probes        int
	overlaps, doubles, late, revivals int
	replicas                          int
	longestBetween                    time.Duration
}

// look counts what must not be in the runs of the probe. Runs before the first one that is counted are left out.
func (c *cluster) look(from int64) findings {
	count := func(query string, args ...any) int { return one[int](c, query, args...) }
	return findings{
		runs:     count(`select count(*)::int from runs where task = $1 and id >= $2`, probeTask, from),
		lost:     count(`select count(*)::int from runs where task = $1 and id >= $2 and state = 'lost'`, probeTask, from),
		failed:   count(`select count(*)::int from runs where task = $1 and id >= $2 and state = 'failed'`, probeTask, from),
		replicas: count(`select count(distinct replica)::int from runs where task = $1 and id >= $2`, probeTask, from),
		probes:   count(`select count(*)::int from host_probes where run_id >= $1`, from),
		overlaps: count(`select count(*)::int from witness.claims where task = $1 and held_until > at`, probeTask) +
			count(`select count(*)::int from (select started_at, lag(ended_at) over (order by id) as before from runs where task = $1 and id >= $2) r
				where started_at < before`, probeTask, from),
		doubles:  count(`select count(*)::int from (select 1 from host_probes group by run_id, host having count(*) > 1) d`),
		late:     count(`select count(*)::int from witness.effects where fence <> in_force`),
		revivals: count(`select count(*)::int from witness.revivals`),
		longestBetween: time.Duration(count(`select coalesce(max(started_at - before), 0)::int from
			(select started_at, lag(started_at) over (order by id) as before from runs where task = $1 and id >= $2) r`, probeTask, from)) * time.Millisecond,
	}
}

// mustBeClean ends the check if the witness saw what must not be.
func (c *cluster) mustBeClean(f findings) {
	if f.overlaps+f.doubles+f.late+f.revivals > 0 {
		c.failf("%d runs overlap, %d effects were written twice, %d late, %d runs changed after their end", f.overlaps, f.doubles, f.late, f.revivals)
	}
}

// runningNow is the replica of the newest run of a task that has not ended; empty if there is none.
func (c *cluster) runningNow(task string) (id int64, replica string, ok bool) {
	err := c.db.QueryRow(c.ctx, `select id, replica from runs where task = $1 and state = 'running' order by id desc limit 1`, task).Scan(&id, &replica)
	return id, replica, err == nil
}

// catchRun waits for a run that lasts because fail2ban does not answer, and returns it while it runs.
func (c *cluster) catchRun(task string) (id int64, replica string) {
	c.until(30*time.Second, "a run that lasts", func() (bool, string) {
		found, on, ok := c.runningNow(task)
		id, replica = found, on
		return ok, fmt.Sprintf("none of %s runs", task)
	})
	return id, replica
}
