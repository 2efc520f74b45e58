package archive_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/archive"
	"bangui/internal/ban"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
	"bangui/internal/store/storetest"
)

// What becomes of the addresses of the test.
const (
	expires  = "203.0.113.1"
	lifted   = "203.0.113.2"
	restored = "203.0.113.3"
	again    = "203.0.113.4"
	stays    = "203.0.113.5"
)

// TestRealFail2ban lets a fail2ban ban, unban, expire, rotate its log and restart, and imports its logs and its database: the history is what
// happened. What a watcher has stored meanwhile is known again.
func TestRealFail2ban(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		server := sandboxtest.Start(t, sandbox.Options{
			Version: version, Action: sandbox.FileAction(),
			Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH(), BanTime: 3 * time.Second}, {Name: "web", Filter: sandbox.Web()}},
		})
		s := storetest.SQLite(t)
		followed := follow(t, s, server)
		logs := happen(t, server)
		followed(func(bans []ban.Ban) bool { return len(bans) == 6 && inForce(bans) == 3 })

		live := historyOf(t, s, "live")
		database := copied(t, server.Paths().Database)
		beside := importInto(t, s, "live", append(logs, database)...)
		same(t, "imported beside the watcher", [2]int{}, [2]int{beside.Added, beside.Completed})
		same(t, "what the watcher had stored", live, historyOf(t, s, "live"))

		importInto(t, s, "logs", logs...)
		same(t, "from the logs", []string{
			expires + " told unknown", lifted + " told unknown", restored + " untold unknown", again + " told unknown", again + " untold unknown", stays + " untold unknown",
		}, ends(t, s, "logs"))
		importInto(t, s, "both", append(logs, database)...)
		same(t, "from both", []string{
			expires + " planned expired", lifted + " told unknown", restored + " untold unknown", again + " told unknown", again + " untold unknown", stays + " untold unknown",
		}, ends(t, s, "both"))
		importInto(t, s, "database", database)
		same(t, "from the database, which forgets what was lifted", []string{
			expires + " planned expired", restored + " untold unknown", again + " untold unknown", stays + " untold unknown",
		}, ends(t, s, "database"))
		for _, b := range all(t, s, "both") {
			if b.Address != lifted && b.Address != again && (b.Failures < 3 || !strings.Contains(strings.Join(b.Evidence, ""), b.Address)) {
				t.Errorf("the database told of failures and lines: %+v", b)
			}
		}
		before := historyOf(t, s, "both")
		result := importInto(t, s, "both", database, logs[0], logs[1])
		same(t, "the second time", [2]int{}, [2]int{result.Added, result.Completed})
		same(t, "history after the second time", before, historyOf(t, s, "both"))
	})
}

// happen does what the test is about and returns the logs of it, one for before the rotation and one for after it.
func happen(t *testing.T, server *sandbox.Server) (logs []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	attack := func(jail, address string) {
		t.Helper()
		addr := netip.MustParseAddr(address)
		check(t, errors.Join(server.Attack(jail, addr, 3), server.WaitBan(ctx, jail, addr)))
	}
	lift := func(address string) {
		t.Helper()
		_, err := server.Client(ctx, "set", "web", "unbanip", address)
		check(t, errors.Join(err, server.WaitLog(ctx, "] Unban "+address)))
	}
	attack("ssh", expires)
	attack("web", lifted)
	attack("web", restored)
	attack("web", again)
	lift(lifted)
	lift(again)
	check(t, server.WaitLog(ctx, "[ssh] Unban "+expires))
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second))) // fail2ban and the history count whole seconds
	check(t, server.RotateLog(ctx))
	attack("web", again)
	check(t, server.Restart(ctx))
	check(t, server.WaitLog(ctx, "Restore Ban "+restored))
	check(t, server.WaitLog(ctx, "Restore Ban "+again))
	attack("web", stays)
	return []string{copied(t, server.Paths().Log+".1"), copied(t, server.Paths().Log)}
}

// copied is a copy of a file.
func copied(t *testing.T, path string) string {
	t.Helper()
	from, err := os.Open(path)
	check(t, err)
	defer func() { _ = from.Close() }() // only read
	to, err := os.Create(filepath.Join(t.TempDir(), filepath.Base(path)))
	check(t, err)
	_, err = io.Copy(to, from)
	check(t, errors.Join(err, to.Close()))
	return to.Name()
}

// follow stores what happens, as the server does, until what it returns is called and the bans are as wanted.
func follow(t *testing.T, s storetest.Database, server *sandbox.Server) (until func(func([]ban.Ban) bool)) {
	t.Helper()
	h, err := localhost.New(localhost.Options{
		Socket: server.Paths().Socket, ConfigDir: server.Paths().Config, StateFile: filepath.Join(t.TempDir(), "state.json"),
		Client: "fail2ban-client", Server: "fail2ban-server", Logger: slog.New(slog.DiscardHandler),
	})
	check(t, err)
	t.Cleanup(func() { _ = h.Close() })
	record, err := s.TakeHost(t.Context(), "live", true)
	check(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- h.Watch(ctx, "", func(ctx context.Context, batch host.Batch) error {
			_, err := s.Ingest(ctx, "live", record.Epoch, batch)
			return err
		})
	}()
	stop := func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the watch ended with %v", err)
		}
		done <- context.Canceled
	}
	t.Cleanup(stop)
	return func(wanted func([]ban.Ban) bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); !wanted(all(t, s, "live")); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("stored live: %q", historyOf(t, s, "live"))
			}
		}
		stop()
	}
}

func inForce(bans []ban.Ban) int {
	n := 0
	for _, b := range bans {
		if b.Active() {
			n++
		}
	}
	return n
}

// importInto imports files into the history of a host, as the command does.
func importInto(t *testing.T, s storetest.Database, hostName string, paths ...string) ban.Imported {
	t.Helper()
	files, err := archive.Open(t.Context(), paths, archive.Options{Format: archive.Auto, Location: time.Local, Now: time.Now()})
	check(t, err)
	importing := &ban.Importing{Store: func(ctx context.Context, bans []ban.Ban) (ban.Imported, error) { return s.Import(ctx, hostName, bans) }}
	report, err := files.Read(t.Context(), ban.NewPast(time.Now(), func(b ban.Ban) error { return importing.Take(t.Context(), b) }))
	check(t, errors.Join(err, importing.Flush(t.Context())))
	if len(report.Problems)+len(report.Skipped) > 0 {
		t.Errorf("report %+v", report)
	}
	return importing.Result
}

// all is the history of a host with all evidence, by address and time.
func all(t *testing.T, s storetest.Database, hostName string) []ban.Ban {
	t.Helper()
	page, err := s.List(t.Context(), ban.Query{Scope: ban.Scope{Host: hostName}, Limit: 100})
	check(t, err)
	var bans []ban.Ban
	for _, b := range page.Bans {
		full, err := s.Ban(t.Context(), b.ID)
		check(t, err)
		bans = append(bans, full)
	}
	slices.SortFunc(bans, func(a, b ban.Ban) int {
		return strings.Compare(a.Address+stamp(a.BannedAt), b.Address+stamp(b.BannedAt))
	})
	return bans
}

func historyOf(t *testing.T, s storetest.Database, hostName string) []string {
	t.Helper()
	var list []string
	for _, b := range all(t, s, hostName) {
		list = append(list, fmt.Sprintf("%+v", b))
	}
	return list
}

// ends are the addresses of a host with what is known of the end of each ban: nothing, the planned one, or another time.
func ends(t *testing.T, s storetest.Database, hostName string) []string {
	t.Helper()
	var list []string
	for _, b := range all(t, s, hostName) {
		known := "told"
		switch {
		case b.EndedAt.Equal(b.BannedAt):
			known = "untold"
		case b.EndedAt.Equal(b.Until):
			known = "planned"
		}
		list = append(list, fmt.Sprintf("%s %s %s", b.Address, known, b.EndedBy))
	}
	return list
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
