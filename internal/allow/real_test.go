package allow_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/failregex"
	"bangui/internal/jail"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// realWorld is a world with a real fail2ban, whose jail ssh has the filter that comes with it.
type realWorld struct {
	*world
	server *sandbox.Server
}

func newRealWorld(t *testing.T) realWorld {
	t.Helper()
	const stock = "/etc/fail2ban"
	if _, err := os.Stat(stock + "/filter.d/sshd.conf"); errors.Is(err, os.ErrNotExist) {
		sandboxtest.Skip(t, "no filters of fail2ban here ("+stock+"/filter.d)")
	}
	server := sandboxtest.Start(t, sandbox.Options{Stock: stock, Jails: []sandbox.Jail{
		{Name: "ssh", Filter: sandbox.Filter{Name: "sshd"}}, {Name: "manual"},
	}})
	h, err := localhost.New(localhost.Options{
		Socket: server.Paths().Socket, ConfigDir: server.Paths().Config, StateFile: filepath.Join(t.TempDir(), "state.json"),
		Client: "fail2ban-client", Server: "fail2ban-server", Changes: t.TempDir(), Settle: 300 * time.Millisecond, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	w := newWorld(t, nil)
	if err := w.fleet.Add(t.Context(), "local", true, h); err != nil {
		t.Fatal(err)
	}
	w.wait("fail2ban polled", func() bool {
		record, err := w.fleet.Record(t.Context(), "local")
		return err == nil && record.Status.Reachable
	})
	w.background(ban.NewFollower(w.bans).Run)
	return realWorld{w, server}
}

// client runs fail2ban's own client, the witness.
func (w realWorld) client(args ...string) string {
	w.t.Helper()
	output, err := w.server.Client(w.t.Context(), args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return output
}

func (w realWorld) ignores(address string) bool {
	return slices.Contains(strings.Fields(w.client("get", "ssh", "ignoreip")), address)
}

func (w realWorld) banned(address string) bool {
	return strings.TrimSpace(w.client("get", "ssh", "banned", address)) == "1"
}

// attack writes failures into the log, as sshd does.
func (w realWorld) attack(address string, n int) {
	w.t.Helper()
	path := filepath.Join(filepath.Dir(w.server.Paths().Log), "logs", "ssh.log")
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range n {
		_, err = fmt.Fprintf(file, "%s host sshd[%d]: Failed password for invalid user admin from %s port 40522 ssh2\n",
			time.Now().Format("2006-01-02T15:04:05.000000-07:00"), 4000+i, address)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		w.t.Fatal(err)
	}
}

// TestRealAllowance bans an address by lines of a log, asks why, lifts and allows it, and lets fail2ban forget that.
func TestRealAllowance(t *testing.T) {
	w := newRealWorld(t)
	const address = "203.0.113.7"
	w.attack(address, 3)
	var found ban.Ban
	w.wait("ban in the history", func() bool {
		page, err := w.bans.List(t.Context(), ban.Query{Scope: ban.Scope{Address: netip.MustParsePrefix(address + "/32")}, Limit: 1})
		if err != nil || len(page.Bans) == 0 {
			return false
		}
		found = page.Bans[0]
		return true
	})
	w.why(found.ID, address)

	made := w.allow(allow.Order{Addresses: []string{address}, Lift: true, Note: "ours"})
	w.same("results", []string{"local manual 203.0.113.7 placed", "local ssh 203.0.113.7 placed"}, short(made.Results))
	if w.banned(address) || !w.ignores(address) {
		t.Error("the address is banned still, or not ignored")
	}
	w.attack(address, 5)
	if err := w.server.WaitLog(t.Context(), "[ssh] Ignore "+address+" by ip"); err != nil {
		t.Fatal(err)
	}

	w.client("reload", "ssh")
	if w.ignores(address) {
		t.Fatal("fail2ban did not forget: the test shows nothing")
	}
	w.tend()
	if !w.ignores(address) {
		t.Error("the address is not ignored after a reload")
	}
	w.server.Stop(t.Context())
	w.wait("stopped fail2ban", func() bool {
		record, err := w.fleet.Record(t.Context(), "local")
		return err == nil && !record.Status.Reachable
	})
	w.background(w.allowances.Run)
	if err := w.server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wait("allowance after a restart", func() bool { return w.ignores(address) })

	w.end(made.Allowances[0].ID)
	if w.ignores(address) {
		t.Error("the address is ignored still")
	}
	w.attack(address, 3)
	if err := w.server.WaitBan(t.Context(), "ssh", netip.MustParseAddr(address)); err != nil {
		t.Error(err)
	}
}

// TestRealConfiguration writes an allowed address into the configuration and reloads: it is the operator's then.
func TestRealConfiguration(t *testing.T) {
	w := newRealWorld(t)
	made := w.allow(allow.Order{Addresses: []string{"203.0.113.7", "203.0.113.8"}, Jails: []string{"ssh"}})
	dir := filepath.Join(w.server.Paths().Config, "jail.d")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "zz.local"), []byte("[ssh]\nignoreip = 203.0.113.7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.client("reload", "ssh")
	w.tend()
	for _, a := range made.Allowances {
		w.end(a.ID)
	}
	if !w.ignores("203.0.113.7") || w.ignores("203.0.113.8") {
		t.Errorf("the list is %q, want what the configuration has", w.client("get", "ssh", "ignoreip"))
	}
}

// why asks for the expression that led to a ban.
func (w realWorld) why(id int64, address string) {
	w.t.Helper()
	jails := jail.New(slog.New(slog.DiscardHandler), w.fleet, w.bans, w.store, w.bus)
	why, err := jails.Why(w.t.Context(), id)
	if err != nil || why.Unavailable != "" || why.Report.TimeUp || len(why.Report.Problems) > 0 || len(why.Report.Findings) != 3 {
		w.t.Fatalf("why: %+v, %v", why, err)
	}
	for i, f := range why.Report.Findings {
		expression := why.Text(failregex.Place{List: failregex.Fail, Index: f.Index})
		if f.Outcome != failregex.Matched || f.Address != address || f.User != "admin" || !strings.Contains(expression, "Failed") {
			w.t.Errorf("line %d: %+v by %q", i, f, expression)
		}
	}
}
