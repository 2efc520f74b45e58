package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"bangui/e2e/rig"
)

// wrongClock gives the third replica a clock that is ten minutes ahead.
func wrongClock(t *trial) string {
	binary, err := t.ahead()
	t.must("build", err)
	c := t.cluster(shape{fail2ban: true, binaries: map[int]string{2: binary}, flags: map[int][]string{2: {"--local-host", "off"}}})
	admin := c.setUp()
	c.watch()
	wrong := c.replicas[2]
	c.sessionsAgree(wrong)
	c.hostIsThere(admin)
	skew := c.warned(admin, wrong)

	first := c.everySecond(admin)
	byWrong, all := 0, 0
	c.until(60*time.Second, "the replica with the wrong clock to run a job", func() (bool, string) {
		byWrong = one[int](c, `select count(*)::int from runs where task = $1 and replica = $2`, probeTask, c.idOf(wrong))
		all = one[int](c, `select count(*)::int from runs where task = $1 and id >= $2`, probeTask, first)
		return byWrong >= 3 && all >= 20, fmt.Sprintf("it ran %d of %d", byWrong, all)
	})
	f := c.look(first)
	c.mustBeClean(f)
	shortest := time.Duration(one[int](c, `select min(started_at - before)::int from
		(select started_at, lag(started_at) over (order by id) as before from runs where task = $1 and id > $2) r`, probeTask, first+1)) * time.Millisecond
	if shortest < 500*time.Millisecond {
		c.failf("two runs of a job at one-second interval began %v after one another", shortest)
	}
	if ahead := one[int64](c, `select max(next_run_at) - now_ms() from schedules where task = $1`, probeTask); ahead > 5000 {
		c.failf("the next run is %d ms away, by the database's clock", ahead)
	}
	c.banIsNow(admin, wrong)
	return fmt.Sprintf("sessions made on it and on others hold for their whole time; host never shown as away; %d of %d runs by it, none early (%.2f s apart at least) or twice; its bans have the right time; warning clock_skew (%d s) for it alone",
		byWrong, f.runs, shortest.Seconds(), skew/1000)
}

// sessionsAgree signs in on the replica with the wrong clock and on a right one.
func (c *cluster) sessionsAgree(wrong *rig.Replica) {
	for _, on := range []*rig.Replica{wrong, c.replicas[0]} {
		b := c.browser()
		c.must("sign in", b.SignIn(c.ctx, on.Base))
		for _, r := range c.replicas {
			var session struct {
				IdleExpiresAt time.Time `json:"idle_expires_at"`
				ExpiresAt     time.Time `json:"expires_at"`
			}
			c.must("read", c.call(b, r, http.MethodGet, "/session", nil).Into(&session))
			idle, whole := time.Until(session.IdleExpiresAt), time.Until(session.ExpiresAt)
			if idle < 29*time.Minute || idle > 31*time.Minute || whole < 719*time.Minute || whole > 721*time.Minute {
				c.failf("a session from %s ends in %v unused and in %v at the latest, as %s says; want 30m and 12h", on.Name, idle, whole, r.Name)
			}
		}
	}
}

// hostIsThere looks at the host through each replica for a while: it must never be shown as away.
func (c *cluster) hostIsThere(admin *rig.Browser) {
	type hosts struct {
		Items []struct {
			Reachable  bool            `json:"reachable"`
			AgeSeconds *int64          `json:"age_seconds"`
			Problem    json.RawMessage `json:"problem"`
		} `json:"items"`
	}
	read := func(r *rig.Replica) (ok bool, text string) {
		var h hosts
		answer := c.call(admin, r, http.MethodGet, "/hosts", nil)
		c.must("read", answer.Into(&h))
		ok = len(h.Items) == 1 && h.Items[0].Reachable && h.Items[0].AgeSeconds != nil && *h.Items[0].AgeSeconds < 60
		return ok, answer.String()
	}
	for _, r := range c.replicas {
		c.until(30*time.Second, "the host to be reachable on "+r.Name, func() (bool, string) { return read(r) })
	}
	for range 20 {
		for _, r := range c.replicas {
			if ok, text := read(r); !ok {
				c.failf("the host on %s: %s", r.Name, text)
			}
		}
		c.sleep(250 * time.Millisecond)
	}
}

// warned looks at the list of replicas for the warning and returns the skew in milliseconds.
func (c *cluster) warned(admin *rig.Browser, wrong *rig.Replica) (skew int64) {
	var list struct {
		Items []struct {
			PID      int   `json:"pid"`
			Skew     int64 `json:"clock_skew_ms"`
			Warnings []struct {
				Code string `json:"code"`
			} `json:"warnings"`
		} `json:"items"`
	}
	c.until(20*time.Second, "a warning about the clock", func() (bool, string) {
		answer := c.call(admin, c.replicas[0], http.MethodGet, "/replicas", nil)
		c.must("read", answer.Into(&list))
		right := len(list.Items) == len(c.replicas)
		for _, r := range list.Items {
			warned := false
			for _, w := range r.Warnings {
				warned = warned || w.Code == "clock_skew"
			}
			isWrong := r.PID == wrong.Process().PID()
			right = right && warned == isWrong
			if isWrong {
				skew = r.Skew
			}
		}
		return right, answer.String()
	})
	if off := time.Duration(skew)*time.Millisecond - clockAhead; off.Abs() > 2*time.Second {
		c.failf("the skew is said to be %d ms, want about %v", skew, clockAhead)
	}
	return skew
}

// banIsNow bans through the replica with the wrong clock.
func (c *cluster) banIsNow(admin *rig.Browser, wrong *rig.Replica) {
	address := c.address()
	c.mustOutcome(c.call(admin, wrong, http.MethodPost, "/bans", map[string]any{"addresses": []string{address}, "jail": "ssh"}), "banned")
	off := one[int64](c, `select abs(now_ms() - max(banned_at)) from bans where address = $1`, address)
	if off > 10_000 {
		c.failf("a ban through the replica with the wrong clock is %d ms off", off)
	}
}
