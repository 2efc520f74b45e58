package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"bangui/e2e/rig"
)

// publisher is a server that publishes a block list, slowly.
type publisher struct {
	*httptest.Server

	mu      sync.Mutex
	version int
	asked   int
	// slow makes it take two seconds.
	slow bool
}

// listEntries is how many addresses a list has: storing them takes a while.
const listEntries = 200_000

func (t *trial) publisher() *publisher {
	p := &publisher{}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.cleanup(p.Close)
	return p
}

// next makes it publish another version.
func (p *publisher) next(slow bool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.version++
	p.asked, p.slow = 0, slow
	return p.version
}

func (p *publisher) times() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// serve sends addresses of which a hundredth are others in each version.
func (p *publisher) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked++
	version, slow := p.version, p.slow
	p.mu.Unlock()
	const pieces = 20
	for piece := range pieces {
		var b strings.Builder
		for i := piece * listEntries / pieces; i < (piece+1)*listEntries/pieces; i++ {
			last := 1
			if i%100 == 0 {
				last = 2 + version%20
			}
			fmt.Fprintf(&b, "45.%d.%d.%d\n", i>>8&255, i&255, last+(i>>16)*32%256)
		}
		if _, err := w.Write([]byte(b.String())); err != nil {
			return
		}
		if slow && http.NewResponseController(w).Flush() == nil {
			select {
			case <-r.Context().Done():
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
}

// importTask is the task that imports the list with this number.
func importTask(list int64) string { return fmt.Sprintf("blocklist.import.%d", list) }

// killedImports has a block list imported by its schedule on three replicas, one of which is killed now and then while it reads or stores it.
func killedImports(t *trial) string {
	c := t.cluster(shape{})
	admin := c.setUp()
	source := t.publisher()
	list := c.addList(admin, source)
	rounds, kills, worst := t.pick(9, 60), 0, time.Duration(0)
	for round := range rounds {
		when := []string{"", "reading", "storing"}[round%3]
		version := source.next(when == "reading")
		first := one[int64](c, `select coalesce(max(id), 0) + 1 from blocklist_imports`)
		c.exec(fmt.Sprintf(`update blocklists set fetched_at = null; update schedules set next_run_at = now_ms() where task = '%s'`, importTask(list)))
		if when != "" {
			kills++
			worst = max(worst, c.killImporter(list, when, source))
		}
		c.until(time.Minute, "the import", func() (bool, string) {
			state := one[string](c, `select coalesce(string_agg(outcome, ' ' order by id), '') from blocklist_imports where id >= $1`, first)
			return strings.HasSuffix(state, "imported") || strings.HasSuffix(state, "unchanged"), state
		})
		c.mustBeImportedOnce(first, when, source)
		c.mustHave(list, version)
	}
	if worst > takeOverWithin {
		t.failf("%v until another replica went on, want %v at most", worst, takeOverWithin)
	}
	return fmt.Sprintf("%d scheduled imports of %d addresses, %d kills while one was read or stored: each done once, or lost and done anew by another replica; longest gap %.1f s; no piece left over",
		rounds, listEntries, kills, worst.Seconds())
}

// addList makes a list on the publisher's server, which is not due yet, and returns its number.
func (c *cluster) addList(admin *rig.Browser, source *publisher) int64 {
	host, _, err := net.SplitHostPort(source.Listener.Addr().String())
	c.must("read the publisher's address", err)
	var made struct {
		ID int64 `json:"id"`
	}
	answer := c.call(admin, c.replicas[0], http.MethodPost, "/blocklists", map[string]any{
		"name": "published", "url": source.URL + "/list", "allow_private": []string{host}, "schedule": map[string]any{"every_seconds": 86400},
	})
	c.must("read the list", answer.Into(&made))
	c.exec(fmt.Sprintf(`update schedules set enabled = 1 where task = '%s'; update blocklists set enabled = 1`, importTask(made.ID)))
	return made.ID
}

// killImporter kills the replica that imports the list, starts it again, and returns how long it took until another one went on.
func (c *cluster) killImporter(list int64, when string, source *publisher) time.Duration {
	run, replica := c.catchRun(importTask(list))
	c.until(30*time.Second, "the import to be "+when, func() (bool, string) {
		if when == "reading" {
			return source.times() > 0, "not asked"
		}
		n, err := ask[int](c.ctx, c, `select count(*)::int from blocklist_chunks c join blocklist_revisions r on r.id = c.revision where r.digest = ''`)
		return err == nil && n > 0, fmt.Sprintf("%d pieces, %v", n, err)
	})
	victim, _ := c.named(replica)
	victim.Kill()
	killed := one[int64](c, `select now_ms()`)
	var next int64
	c.until(2*takeOverWithin, "another replica to go on", func() (bool, string) {
		found, err := ask[int64](c.ctx, c, `select coalesce(min(started_at), 0) from runs where task = $1 and id > $2`, importTask(list), run)
		next = found
		return err == nil && found > 0, "nobody does"
	})
	c.restart(victim)
	return time.Duration(next-killed) * time.Millisecond
}

// mustBeImportedOnce ends the check unless the imports from first on are one, or one that was lost and one that did it anew.
func (c *cluster) mustBeImportedOnce(first int64, when string, source *publisher) {
	state := one[string](c, `select string_agg(outcome, ' ' order by id) from blocklist_imports where id >= $1`, first)
	want, asked := "imported", 1
	if when != "" {
		want, asked = "lost imported", 2
	}
	if state != want || source.times() != asked {
		c.failf("killed while %q: the imports ended as %q with %d downloads, want %q with %d", when, state, source.times(), want, asked)
	}
}

// mustHave ends the check unless just the version is in force, and nothing of others is left once it was swept.
func (c *cluster) mustHave(list int64, version int) {
	stored := one[int64](c, `select sum(entries)::bigint from blocklist_chunks c join blocklists l on l.revision = c.revision where l.id = $1`, list)
	counted := one[int64](c, `select r.entries::bigint from blocklist_revisions r join blocklists l on l.revision = r.id where l.id = $1`, list)
	if stored != listEntries || counted != listEntries {
		c.failf("version %d has %d entries, and counts %d, want %d", version, stored, counted, listEntries)
	}
	c.until(30*time.Second, "the rest to be swept", func() (bool, string) {
		n, err := ask[int](c.ctx, c, `select count(*)::int from blocklist_revisions`)
		return err == nil && n == 1, fmt.Sprintf("%d revisions, %v", n, err)
	})
	c.until(30*time.Second, "the job to end", func() (bool, string) {
		id, replica, running := c.runningNow(importTask(list))
		return !running, fmt.Sprintf("run %d on %s", id, replica)
	})
}
