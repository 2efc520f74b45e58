package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"bangui/e2e/rig"
)

// takeOverWithin is what is promised after a kill: a lease of 12 s, a look every second, and a little.
const takeOverWithin = 15 * time.Second

// everySecond makes the probe of hosts run every second and returns the first run that counts.
func (c *cluster) everySecond(admin *rig.Browser) int64 {
	c.call(admin, c.replicas[0], http.MethodPatch, "/schedules/"+probeTask, map[string]any{"every_seconds": 1})
	first := one[int64](c, `select coalesce(max(id), 0) + 1 from runs`)
	c.until(30*time.Second, "the job to run every second", func() (bool, string) {
		n := one[int](c, `select count(*)::int from runs where task = $1 and id >= $2`, probeTask, first)
		return n >= 3, fmt.Sprintf("%d runs", n)
	})
	return first
}

// killedJobs runs a job every second on three replicas while one after the other is killed.
func killedJobs(t *trial) string {
	c := t.cluster(shape{fail2ban: true})
	admin := c.setUp()
	c.watch()
	first := c.everySecond(admin)
	began := time.Now()
	wanted, midEvery := t.pick(40, 1000), t.pick(3, 8)
	kills, mid, worst := 0, 0, time.Duration(0)
	for one[int](c, `select count(*)::int from runs where task = $1 and id >= $2`, probeTask, first) < wanted {
		c.sleep(5*time.Second + rand.N(time.Second))
		kills++
		inside := kills%midEvery == 0
		victim := c.killRunner(inside)
		if inside {
			mid++
		}
		worst = max(worst, c.gapAfterKill())
		c.restart(victim)
	}
	f := c.look(first)
	c.mustBeClean(f)
	if worst > takeOverWithin {
		t.failf("%v without a run after a kill, want %v at most", worst, takeOverWithin)
	}
	if f.lost == 0 || f.probes == 0 {
		t.failf("%d runs were lost, %d effects written: nothing was tested", f.lost, f.probes)
	}
	return fmt.Sprintf("%d runs by %d processes in %v, %d kills, %d of them in the middle of a run; %d runs lost, %d failed; 0 overlaps, 0 of %d effects twice, 0 late; longest gap after a kill %.1f s",
		f.runs, f.replicas, time.Since(began).Round(time.Second), kills, mid, f.lost, f.failed, f.probes, worst.Seconds())
}

// killRunner kills the replica that ran the job last, or, while fail2ban is frozen and a run therefore lasts, the one that runs it.
func (c *cluster) killRunner(inside bool) *rig.Replica {
	if !inside {
		victim, _ := c.named(one[string](c, `select replica from runs where task = $1 order by id desc limit 1`, probeTask))
		victim.Kill()
		return victim
	}
	c.fail2ban.Pause()
	defer c.fail2ban.Resume()
	_, replica := c.catchRun(probeTask)
	victim, _ := c.named(replica)
	victim.Kill()
	return victim
}

// gapAfterKill waits for the next run and returns how long it was in coming, by the database's clock.
func (c *cluster) gapAfterKill() time.Duration {
	killed := one[int64](c, `select now_ms()`)
	var next int64
	c.until(2*takeOverWithin, "a run after a kill", func() (bool, string) {
		found, err := ask[int64](c.ctx, c, `select coalesce(min(started_at), 0) from runs where task = $1 and started_at >= $2`, probeTask, killed)
		next = found
		return err == nil && found > 0, fmt.Sprintf("none since %d", killed)
	})
	return time.Duration(next-killed) * time.Millisecond
}

// freezeRun freezes the process of a run that has not written its effect yet.
func (c *cluster) freezeRun() (int64, *rig.Replica) {
	for range 20 {
		c.fail2ban.Pause()
		run, replica := c.catchRun(probeTask)
		sleeper, _ := c.named(replica)
		sleeper.Pause()
		c.fail2ban.Resume()
		var written bool
		err := c.db.QueryRow(c.ctx, `select state <> 'running' or exists (select 1 from host_probes where run_id = runs.id) from runs where id = $1`, run).Scan(&written)
		c.must("look at the run", err)
		if !written {
			return run, sleeper
		}
		sleeper.Resume() // it was all but done: try another one
		c.sleep(2 * time.Second)
	}
	c.failf("no run could be frozen in its middle")
	return 0, nil
}

// pausedJob freezes the process that runs a job for three leases.
func pausedJob(t *trial) string {
	c := t.cluster(shape{fail2ban: true})
	admin := c.setUp()
	c.watch()
	first := c.everySecond(admin)
	run, sleeper := c.freezeRun()
	const threeLeases = 36 * time.Second
	c.sleep(threeLeases)
	state := one[string](c, `select state from runs where id = $1`, run)
	if state != "lost" {
		t.failf("the run of the frozen process is %q after three leases, want lost", state)
	}
	before := c.look(first)
	sleeper.Resume()
	c.sleep(8 * time.Second)
	after := c.look(first)
	c.mustBeClean(after)
	if again := one[string](c, `select state from runs where id = $1`, run); again != "lost" {
		t.failf("the lost run became %q when its process woke up", again)
	}
	written := one[int](c, `select count(*)::int from host_probes where run_id = $1`, run)
	if written > 0 {
		t.failf("%d effects of the lost run are there", written)
	}
	noticed := "said nothing"
	if strings.Contains(sleeper.Process().Said(), "lease") {
		noticed = "its log says that the lease was lost"
	}
	if !sleeper.Process().Running() {
		t.failf("the process that was frozen has ended:\n%s", sleeper.Process().Tail(20))
	}
	c.must("wake up", sleeper.WaitReady(c.ctx))
	return fmt.Sprintf("run %d was lost and %d others followed meanwhile; after the wake-up it wrote nothing (%s), and the process serves again",
		run, before.runs-one[int](c, `select count(*)::int from runs where task = $1 and id >= $2 and id <= $3`, probeTask, first, run), noticed)
}
