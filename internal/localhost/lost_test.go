package localhost_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// soon is how long a change may take that no log tells, on a busy machine.
const soon = time.Minute

func order(t *testing.T, h host.Host, addresses ...string) {
	t.Helper()
	o := host.BanOrder{Jail: "ssh"}
	for _, address := range addresses {
		o.Prefixes = append(o.Prefixes, netip.MustParsePrefix(address+"/32"))
	}
	_, err := h.Ban(t.Context(), o)
	check(t, err)
}

func lift(t *testing.T, h host.Host, address string) {
	t.Helper()
	_, err := h.Unban(t.Context(), host.UnbanOrder{IDs: []string{address}})
	check(t, err)
}

// TestLostUnban has an unban of which the log does not tell: the counters of fail2ban do.
func TestLostUnban(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	client := fail2ban.NewClient(server.Paths().Socket)
	defer client.Close()
	l := keep(t, h)
	order(t, h, "203.0.113.1", "203.0.113.2")
	l.eventually("bans", soon, func() bool { return l.has("ssh", "203.0.113.1") && l.has("ssh", "203.0.113.2") })
	check(t, client.SetLogLevel(t.Context(), "CRITICAL"))
	lift(t, h, "203.0.113.1")
	check(t, client.SetLogLevel(t.Context(), "INFO"))
	l.eventually("end of the ban", soon, func() bool { return !l.has("ssh", "203.0.113.1") })
	if !l.has("ssh", "203.0.113.2") {
		t.Error("the other ban ended as well")
	}
}

// TestLogElsewhere moves fail2ban's log to places that cannot be read, and to another file, while it is watched.
func TestLogElsewhere(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	client := fail2ban.NewClient(server.Paths().Socket)
	defer client.Close()
	l := keep(t, h)
	for i, target := range []string{"STDOUT", filepath.Join(server.Paths().Dir, "other.log"), "STDERR", server.Paths().Log} {
		address := fmt.Sprintf("203.0.113.%d", i)
		check(t, client.SetLogTarget(t.Context(), target))
		order(t, h, address)
		l.eventually("ban with the log at "+target, soon, func() bool { return l.has("ssh", address) })
		lift(t, h, address)
		l.eventually("unban with the log at "+target, soon, func() bool { return !l.has("ssh", address) })
		if n := l.count(host.EventBan, address); n != 1 {
			t.Errorf("the ban with the log at %s came %d times", target, n)
		}
	}
}

// TestOtherFilesAfterRestart restarts fail2ban with another log and another database, and then without a database.
func TestOtherFilesAfterRestart(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	l := keep(t, h)
	order(t, h, "203.0.113.1")
	l.eventually("ban", soon, func() bool { return l.has("ssh", "203.0.113.1") })
	config := filepath.Join(server.Paths().Config, "fail2ban.conf")
	for i, change := range [][2]string{
		{server.Paths().Database, server.Paths().Database + ".other"},
		{"dbfile = " + server.Paths().Database + ".other", "dbfile = None"},
	} {
		text, err := os.ReadFile(config)
		check(t, err)
		check(t, os.WriteFile(config, []byte(strings.ReplaceAll(string(text), change[0], change[1])), 0o600))
		check(t, server.Restart(t.Context()))
		l.eventually("end of the bans of before", 20*time.Second, func() bool { return len(l.banned) == 0 })
		address := fmt.Sprintf("198.51.100.%d", i)
		order(t, h, address)
		l.eventually("ban with "+change[1], soon, func() bool { return l.has("ssh", address) })
		lift(t, h, address)
		l.eventually("unban with "+change[1], soon, func() bool { return !l.has("ssh", address) })
		order(t, h, address)
		l.eventually("second ban with "+change[1], soon, func() bool { return l.has("ssh", address) })
		if n := l.count(host.EventBan, address); n != 2 {
			t.Errorf("two bans with %s came as %d", change[1], n)
		}
	}
}

// TestManyBans bans many addresses at once: all come once and with their end, and the socket answers meanwhile.
func TestManyBans(t *testing.T) {
	t.Parallel()
	const many = 2000
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	client := fail2ban.NewClient(server.Paths().Socket)
	defer client.Close()
	l := keep(t, h)
	var prefixes []netip.Prefix
	for i := range many {
		prefixes = append(prefixes, netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 18, byte(i >> 8), byte(i)}), 32))
	}
	var slowest time.Duration
	for part := range slices.Chunk(prefixes, 100) {
		_, err := client.Jail("ssh").Ban(t.Context(), part...)
		check(t, err)
		before := time.Now()
		check(t, client.Ping(t.Context()))
		slowest = max(slowest, time.Since(before))
	}
	l.eventually("bans", time.Minute, func() bool { return len(l.banned) == many })
	l.mu.Lock()
	defer l.mu.Unlock()
	if slowest > 20*time.Second {
		t.Errorf("the socket was held for %s", slowest)
	}
	for _, b := range l.banned {
		if b.BanTime != 10*time.Minute || b.Until.Sub(b.At) != b.BanTime {
			t.Fatalf("ban %+v", b)
		}
	}
	seen := make(map[string]int)
	for _, e := range l.events {
		if e.Kind == host.EventBan {
			seen[e.ID]++
		}
	}
	for _, p := range prefixes {
		if id := p.Addr().String(); seen[id] != 1 {
			t.Fatalf("the ban of %s came %d times", id, seen[id])
		}
	}
	if l.snapshots > 20 {
		t.Errorf("%d snapshots: the log told everything", l.snapshots)
	}
}

// TestFrozen asks a fail2ban that is stopped in its tracks: nothing hangs beyond its deadline.
func TestFrozen(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	if _, err := h.Banned(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.Pause()
	defer server.Resume()
	before := time.Now()
	status, err := h.Status(t.Context())
	check(t, err)
	if took := time.Since(before); took > 30*time.Second || status.Reachable || status.Problem == nil || status.Problem.Code != host.ProblemNotAnswering {
		t.Errorf("after %s the status is %+v, problem %+v", took, status, status.Problem)
	}
	for name, call := range map[string]func(ctx context.Context) error{
		"Jail":   func(ctx context.Context) error { _, err := h.Jail(ctx, "ssh"); return err },
		"Banned": func(ctx context.Context) error { _, err := h.Banned(ctx); return err },
		"Ban": func(ctx context.Context) error {
			_, err := h.Ban(ctx, host.BanOrder{Jail: "ssh", Prefixes: []netip.Prefix{netip.MustParsePrefix("203.0.113.1/32")}})
			return err
		},
		"Unban":  func(ctx context.Context) error { _, err := h.Unban(ctx, host.UnbanOrder{All: true}); return err },
		"Stop":   func(ctx context.Context) error { return h.ControlJail(ctx, "ssh", host.Stop) },
		"Reload": func(ctx context.Context) error { return h.ControlJail(ctx, "ssh", host.Reload) },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			before := time.Now()
			err := call(ctx)
			if took := time.Since(before); took > 30*time.Second || !errors.Is(err, fault.Unreachable) {
				t.Errorf("after %s: %v", took, err)
			}
		})
	}
	server.Resume()
	status, err = h.Status(t.Context())
	check(t, err)
	if !status.Reachable {
		t.Errorf("after it went on: %+v", status.Problem)
	}
}

// TestOtherZone has a fail2ban that writes its local times in another zone than ours.
func TestOtherZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/St_Johns", "Asia/Tokyo"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction(), NoDatabase: true, Env: []string{"TZ=" + name}})
			options := optionsFor(t, server, sandbox.Version{})
			options.Location = time.UTC
			h := open(t, options)
			l := keep(t, h)
			order(t, h, "203.0.113.1")
			l.eventually("ban", soon, func() bool { return l.has("ssh", "203.0.113.1") })
			banned, err := h.Banned(t.Context())
			check(t, err)
			lift(t, h, "203.0.113.1")
			l.eventually("unban", soon, func() bool { return !l.has("ssh", "203.0.113.1") })
			times := []time.Time{banned[0].At, banned[0].Until.Add(-10 * time.Minute)}
			for _, e := range l.told() {
				times = append(times, e.At)
			}
			page, err := open(t, options).Log(t.Context(), host.LogQuery{})
			check(t, err)
			for _, r := range page.Records {
				times = append(times, r.At)
			}
			for _, at := range times {
				if d := time.Since(at).Abs(); d > time.Minute {
					t.Errorf("a time is off by %s", d)
				}
			}
		})
	}
}

// TestSnapshotComesLast ends a ban while nobody watches: its end is told before the snapshot that does not have it.
func TestSnapshotComesLast(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	var cursor host.Cursor
	watchUntil(t, h, "", func(b host.Batch) bool { cursor = b.Cursor; return b.Snapshot != nil })
	order(t, h, "203.0.113.1")
	lift(t, h, "203.0.113.1")
	ended := false
	watchUntil(t, open(t, optionsFor(t, server, sandbox.Version{})), cursor, func(b host.Batch) bool {
		ended = ended || slices.ContainsFunc(b.Events, func(e host.Event) bool { return e.Kind == host.EventUnban })
		return b.Snapshot != nil
	})
	if !ended {
		t.Error("the snapshot came before the unban")
	}
}

// TestRestoredMeanwhile restores a ban while fail2ban is asked for what is banned: it has not begun just then.
func TestRestoredMeanwhile(t *testing.T) {
	t.Parallel()
	restored := host.Event{Kind: host.EventRestore, At: begin().Add(time.Hour), Jail: "ssh", ID: "203.0.113.1"}
	want := []host.Banned{{Jail: "ssh", ID: "203.0.113.1"}}
	if diff := cmp.Diff(want, localhost.BannedAfter(begin(), nil, restored)); diff != "" {
		t.Errorf("not listed yet (-want +got):\n%s", diff)
	}
	want[0].At = begin()
	if diff := cmp.Diff(want, localhost.BannedAfter(begin(), want, restored)); diff != "" {
		t.Errorf("listed already (-want +got):\n%s", diff)
	}
}

// TestBannedMeanwhile has a ban of seconds while a slow fail2ban is asked for what is banned: until it tells of the end, the ban is in force, unless
// its time was over before.
func TestBannedMeanwhile(t *testing.T) {
	t.Parallel()
	asked := begin().Add(4 * time.Second)
	event := host.Event{Kind: host.EventBan, At: begin(), Jail: "ssh", ID: "203.0.113.1", Until: begin().Add(5 * time.Second), BanTime: 5 * time.Second}
	if got := localhost.BannedAfter(asked, nil, event); len(got) != 1 {
		t.Errorf("in force are %v", got)
	}
	if got := localhost.BannedAfter(asked.Add(time.Second), nil, event); len(got) != 0 {
		t.Errorf("over was all of %v", got)
	}
}

// watchUntil watches until a batch is the last one.
func watchUntil(t *testing.T, h *localhost.Host, from host.Cursor, last func(host.Batch) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := h.Watch(ctx, from, func(_ context.Context, b host.Batch) error {
		if last(b) {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// TestFirstContactAfterPurge meets a fail2ban whose history is shorter than its bans: they come with their evidence nevertheless.
func TestFirstContactAfterPurge(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	addr := netip.MustParseAddr("203.0.113.1")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	check(t, server.Attack("ssh", addr, 3))
	check(t, server.WaitBan(ctx, "ssh", addr))
	server.Stop(ctx)
	db, err := sql.Open("sqlite", server.Paths().Database)
	check(t, err)
	_, err = db.Exec(`delete from bans`) // what fail2ban does an hour after its start
	check(t, errors.Join(err, db.Close()))
	check(t, server.Restart(ctx))
	var bans []host.Event
	watchUntil(t, open(t, optionsFor(t, server, sandbox.Version{})), "", func(b host.Batch) bool {
		for _, e := range b.Events {
			if e.Kind == host.EventBan {
				bans = append(bans, e)
			}
		}
		return b.Snapshot != nil
	})
	if len(bans) != 1 || bans[0].ID != addr.String() || bans[0].Failures != 3 || len(bans[0].Evidence) == 0 {
		t.Errorf("bans %+v", bans)
	}
}
