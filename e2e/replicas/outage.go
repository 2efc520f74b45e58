package main

import (
	"fmt"
	"net/http"
	"time"

	"bangui/e2e/rig"
)

// ownPostgres starts a PostgreSQL that the check may harm.
func (t *trial) ownPostgres() *rig.Postgres {
	address, err := t.ground.rig.FreeAddress()
	t.must("find a port", err)
	p, err := t.rig.StartPostgres(t.ctx, t.rig.Here, "own-postgres", address)
	t.must("start PostgreSQL", err)
	return p
}

// stoppedPostgres stops PostgreSQL for a while in the middle of work.
func stoppedPostgres(t *trial) string {
	p := t.ownPostgres()
	c := t.cluster(shape{server: p, fail2ban: true})
	admin := c.setUp()
	c.watch()
	c.holder()
	pages := c.follow(6, c.replicas[0].Base, c.replicas[1].Base, c.replicas[2].Base)
	w := c.startWriters(3, admin, 100*time.Millisecond, c.banOrder)
	c.sleep(3 * time.Second)
	before := c.processes()
	lastRun := one[int64](c, `select coalesce(max(id), 0) from runs`)

	c.must("stop PostgreSQL", p.Stop())
	stopped := time.Now()
	c.sleep(2 * time.Second)
	meanwhile := []string{c.attack(), c.attack()} // fail2ban goes on
	c.refusals(admin)
	c.sleep(time.Duration(t.pick(10, 20))*time.Second - time.Since(stopped))
	away := time.Since(stopped)
	c.must("start PostgreSQL", p.Start(c.ctx))
	back := time.Now()

	resumed := c.until(30*time.Second, "all replicas to be ready again", func() (bool, string) {
		for _, r := range c.replicas {
			if status, err := r.Ready(c.ctx, admin.Client); err != nil || status != http.StatusOK {
				return false, fmt.Sprintf("%s: %d %v", r.Name, status, err)
			}
		}
		return true, ""
	})
	c.sleep(3 * time.Second)
	w.end()
	c.sameProcesses(before)
	for _, r := range c.replicas {
		if !c.signedIn(admin, r) {
			c.failf("the session from before is over on %s", r.Name)
		}
	}
	c.checkKept(w)
	c.waitBans(meanwhile, 30*time.Second)
	known := time.Since(back)
	c.checkSeen(pages, meanwhile, 15*time.Second)
	c.call(admin, c.replicas[1], http.MethodPost, "/schedules/"+probeTask+"/run", nil)
	c.until(20*time.Second, "jobs to go on", func() (bool, string) {
		id := one[int64](c, `select coalesce(max(id), 0) from runs where state = 'succeeded'`)
		return id > lastRun, fmt.Sprintf("newest run %d", id)
	})
	return fmt.Sprintf("away for %.0f s: no process ended, 503 with a problem document, ready again %.1f s after it was back; %s; 2 bans that fail2ban made meanwhile known %.1f s after",
		away.Seconds(), resumed.Seconds(), w.told(), known.Seconds())
}

// refusals fails unless each replica says why it cannot answer, within a few seconds.
func (c *cluster) refusals(admin *rig.Browser) {
	for _, r := range c.replicas {
		began := time.Now()
		answer := c.ask(admin, r, http.MethodGet, "/session", nil)
		if answer.Status != http.StatusServiceUnavailable || !isProblem(answer) {
			c.failf("%s without its database: %s, want a problem document with 503", r.Name, answer)
		}
		if took := time.Since(began); took > 10*time.Second {
			c.failf("%s took %v to say that its database is away", r.Name, took)
		}
		if status, err := r.Ready(c.ctx, admin.Client); err != nil || status != http.StatusServiceUnavailable {
			c.failf("/readyz of %s without its database: %d %v, want 503", r.Name, status, err)
		}
		if status, err := r.Probe(c.ctx, admin.Client, "/healthz"); err != nil || status != http.StatusOK {
			c.failf("/healthz of %s without its database: %d %v, want 200: a restart would not help", r.Name, status, err)
		}
	}
}

// processes are the numbers of all replicas' processes.
func (c *cluster) processes() []int {
	var all []int
	for _, r := range c.replicas {
		all = append(all, r.Process().PID())
	}
	return all
}

// sameProcesses fails if one has ended.
func (c *cluster) sameProcesses(before []int) {
	for i, r := range c.replicas {
		if r.Process().PID() != before[i] || !r.Process().Running() {
			c.failf("%s ended:\n%s", r.Name, r.Process().Tail(20))
		}
	}
}

// killedPostgres kills PostgreSQL again and again while orders are written.
func killedPostgres(t *trial) string {
	p := t.ownPostgres()
	c := t.cluster(shape{server: p, fail2ban: true})
	admin := c.setUp()
	c.holder()
	w := c.startWriters(6, admin, 20*time.Millisecond, c.mixedOrder)
	before := c.processes()
	kills, worst := t.pick(3, 20), time.Duration(0)
	for range kills {
		acknowledged, banned := w.acknowledged(), w.banned()
		c.until(60*time.Second, "orders to be acknowledged", func() (bool, string) {
			return w.acknowledged() > acknowledged+10 && w.banned() > banned+3, fmt.Sprintf("%d are, %d of them bans", w.acknowledged(), w.banned())
		})
		p.Kill()
		c.sleep(200 * time.Millisecond)
		began := time.Now()
		c.must("start PostgreSQL", p.Start(c.ctx))
		acknowledged = w.acknowledged()
		c.until(30*time.Second, "an order to be acknowledged after a kill", func() (bool, string) {
			return w.acknowledged() > acknowledged, "none is"
		})
		worst = max(worst, time.Since(began))
	}
	w.end()
	c.sameProcesses(before)
	c.checkKept(w)
	return fmt.Sprintf("%d kills during writes: %s; orders went through again %.1f s after the restart began, at the latest", kills, w.told(), worst.Seconds())
}

// mixedOrder is a change of a schedule, which only touches the database, or now and then a ban.
func (c *cluster) mixedOrder(i int) order {
	if i%3 == 0 {
		return c.banOrder(i)
	}
	seconds := 3600 + time.Now().UnixNano()%1000
	return order{method: http.MethodPatch, path: "/schedules/history.cleanup", body: map[string]any{"every_seconds": seconds}}
}
