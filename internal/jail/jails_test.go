package jail_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/jail"
	"bangui/internal/store"
)

// machine is a host with the jails sshd, which runs, and ftpd, which is stopped.
type machine struct {
	host.Host

	mu      sync.Mutex
	down    bool
	refuses bool
	stopped map[string]bool
	changes []host.JailChange
}

// Status implements [host.Host].
func (m *machine) Status(context.Context) (host.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return host.Status{At: time.Now(), Problem: &host.Problem{Code: host.ProblemNotRunning, Message: "fail2ban is not running"}}, nil
	}
	return host.Status{At: time.Now(), Reachable: true, Version: "1.0.2", Jails: []host.JailStatus{m.status("ftpd"), m.status("sshd")}}, nil
}

func (m *machine) status(name string) host.JailStatus {
	if m.stopped[name] {
		return host.JailStatus{Name: name, State: host.JailStopped}
	}
	return host.JailStatus{Name: name, State: host.JailRunning, BannedNow: 2}
}

// Server implements [host.Host].
func (m *machine) Server(context.Context) (host.Server, error) {
	return host.Server{LogLevel: "INFO", Bans: 4}, nil
}

// FlushLogs implements [host.Host].
func (m *machine) FlushLogs(context.Context) error { return nil }

// RestartServer implements [host.Host].
func (m *machine) RestartServer(_ context.Context, order host.Restart) error {
	if !order.AcceptLoss {
		return fault.Unsupported.Errorf("there is no service manager")
	}
	return nil
}

// Jail implements [host.Host].
func (m *machine) Jail(_ context.Context, name string) (host.Jail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return host.Jail{}, fault.Unreachable.Errorf("fail2ban is not running")
	}
	if name != "sshd" && name != "ftpd" || m.stopped[name] {
		return host.Jail{}, fault.NotFound.Errorf("no such jail")
	}
	return host.Jail{JailStatus: m.status(name), At: time.Now(), BanTime: time.Hour}, nil
}

// ControlJail implements [host.Host].
func (m *machine) ControlJail(_ context.Context, name string, control host.Control) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if name != "sshd" && name != "ftpd" {
		return fault.NotFound.Errorf("no such jail")
	}
	if m.refuses {
		return fault.Refused.Errorf("the filter is broken")
	}
	m.stopped[name] = control == host.Stop
	return nil
}

// SetJail implements [host.Host].
func (m *machine) SetJail(ctx context.Context, name string, change host.JailChange) (host.Jail, error) {
	m.mu.Lock()
	m.changes = append(m.changes, change)
	m.mu.Unlock()
	return m.Jail(ctx, name)
}

type world struct {
	machine *machine
	store   *store.Store
	jails   *jail.Jails
	sub     *event.Subscription
	poll    func()
}

// newWorld returns jails on a real database and a machine that has been polled.
func newWorld(t *testing.T) *world {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "db"), Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	bus := &event.Bus{}
	hosts := fleet.New(log, db, bus, fleet.Options{Replica: "test", Alone: true})
	w := &world{machine: &machine{stopped: map[string]bool{"ftpd": true}}, store: db, sub: bus.Subscribe(0, 50)}
	if err := hosts.Add(t.Context(), "local", true, w.machine); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = hosts.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	w.poll = func() {
		hosts.Refresh("local")
		for e := range w.sub.C {
			if e.Topic == event.Host {
				return
			}
		}
	}
	w.poll()
	bans := ban.New(log, db, hosts, bus, time.Now, ban.Unprotected)
	w.jails = jail.New(log, hosts, bans, db, bus)
	return w
}

func bob() audit.Actor { return audit.Actor{Name: "bob"} }

func (w *world) lastEntry(t *testing.T) audit.Entry {
	t.Helper()
	entries, err := w.store.AuditEntries(t.Context(), audit.Query{Limit: 1})
	if err != nil || len(entries) != 1 {
		t.Fatalf("audit: %v, %v", entries, err)
	}
	return entries[0]
}

func TestGet(t *testing.T) {
	w := newWorld(t)
	running, err := w.jails.Get(t.Context(), "local", "sshd")
	if err != nil || running.Settings == nil || running.Settings.BanTime != time.Hour || !running.Reachable || running.BannedNow != 2 {
		t.Errorf("running jail: %+v, %v", running, err)
	}
	stopped, err := w.jails.Get(t.Context(), "local", "ftpd")
	if err != nil || stopped.Settings != nil || stopped.State != host.JailStopped {
		t.Errorf("stopped jail: %+v, %v", stopped, err)
	}
	for _, tt := range []struct{ host, jail, want string }{
		{"local", "web", `no jail "web" on host local`}, {"web-7", "sshd", `no host "web-7"`},
	} {
		if _, err := w.jails.Get(t.Context(), tt.host, tt.jail); !errors.Is(err, fault.NotFound) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Get(%s, %s) = %v, want not found: %s", tt.host, tt.jail, err, tt.want)
		}
	}
}

func TestWhatWasKnownStaysWhenFail2banStops(t *testing.T) {
	w := newWorld(t)
	w.machine.mu.Lock()
	w.machine.down = true
	w.machine.mu.Unlock()
	for _, when := range []string{"before the next poll", "after it"} {
		if when == "after it" {
			w.poll()
		}
		detail, err := w.jails.Get(t.Context(), "local", "sshd")
		if err != nil || detail.Reachable || detail.Problem == nil || detail.Settings != nil || detail.BannedNow != 2 || detail.AsOf.IsZero() {
			t.Errorf("%s: %+v, %v, want the counters and the problem", when, detail, err)
		}
	}
	list, record, err := w.jails.List(t.Context(), "local")
	if err != nil || len(list) != 2 || record.Status.Reachable {
		t.Errorf("List = %+v, %+v, %v", list, record.Status, err)
	}
}

func TestControl(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		jail    string
		control host.Control
		want    host.JailState
	}{{"ftpd", host.Start, host.JailRunning}, {"sshd", host.Stop, host.JailStopped}} {
		got, err := w.jails.Control(t.Context(), bob(), "local", tt.jail, tt.control)
		if err != nil || got.State != tt.want || got.Name != tt.jail || got.Host != "local" {
			t.Errorf("%s %s = %+v, %v, want %s", tt.control, tt.jail, got.Status, err, tt.want)
		}
		if e := w.lastEntry(t); e.Action != "jail."+string(tt.control) || e.Jail != tt.jail || e.Result != audit.OK || e.Actor.Name != "bob" {
			t.Errorf("audit entry %+v", e)
		}
	}
}

func TestControlRefused(t *testing.T) {
	w := newWorld(t)
	w.machine.refuses = true
	if _, err := w.jails.Control(t.Context(), bob(), "local", "sshd", host.Reload); !errors.Is(err, fault.Refused) {
		t.Errorf("Control = %v, want refused", err)
	}
	if e := w.lastEntry(t); e.Result != audit.Refused || !strings.Contains(e.Detail, "the filter is broken") {
		t.Errorf("audit entry %+v", e)
	}
	if _, err := w.jails.Control(t.Context(), bob(), "local", "sshd", "explode"); !errors.Is(err, fault.Invalid) {
		t.Errorf("unknown order: %v", err)
	}
	if _, err := w.jails.Control(t.Context(), bob(), "local", "web", host.Stop); !errors.Is(err, fault.NotFound) || !strings.Contains(err.Error(), `"web"`) {
		t.Errorf("unknown jail: %v", err)
	}
}

// TestServer gives orders to fail2ban as a whole: each is in the audit log, done or not.
func TestServer(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	if s, err := w.jails.Server(ctx, "local"); err != nil || s.Bans != 4 {
		t.Errorf("Server = %+v, %v", s, err)
	}
	if err := w.jails.FlushLogs(ctx, bob(), "local"); err != nil {
		t.Error(err)
	}
	if e := w.lastEntry(t); e.Action != "server.flush_logs" || e.Host != "local" || e.Result != audit.OK || e.Actor.Name != "bob" {
		t.Errorf("audit entry %+v", e)
	}
	if err := w.jails.RestartServer(ctx, bob(), "local", host.Restart{}); !errors.Is(err, fault.Unsupported) {
		t.Errorf("RestartServer = %v, want %v", err, fault.Unsupported)
	}
	if e := w.lastEntry(t); e.Action != "server.restart" || e.Result != audit.Refused || !strings.Contains(e.Detail, "no service manager") {
		t.Errorf("audit entry %+v", e)
	}
	if err := w.jails.RestartServer(ctx, bob(), "local", host.Restart{AcceptLoss: true}); err != nil {
		t.Error(err)
	}
	if e := w.lastEntry(t); e.Action != "server.restart" || e.Result != audit.OK || e.Detail != "bans may be lost" {
		t.Errorf("audit entry %+v", e)
	}
	_, unknown := w.jails.Server(ctx, "web-7")
	for what, err := range map[string]error{
		"Server": unknown, "FlushLogs": w.jails.FlushLogs(ctx, bob(), "web-7"), "RestartServer": w.jails.RestartServer(ctx, bob(), "web-7", host.Restart{}),
	} {
		if !errors.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "web-7") {
			t.Errorf("%s of an unknown host: %v", what, err)
		}
	}
}

func TestChange(t *testing.T) {
	w := newWorld(t)
	change := host.JailChange{BanTime: new(host.Permanent), MaxRetry: new(3), AddIgnore: []string{"192.0.2.0/24", "example.org"}}
	got, err := w.jails.Change(t.Context(), bob(), "local", "sshd", change)
	if err != nil || got.Settings == nil || len(w.machine.changes) != 1 {
		t.Fatalf("Change = %+v, %v", got, err)
	}
	want := "ban_time_seconds = -1, max_retry = 3, add_ignore = 192.0.2.0/24 example.org"
	if e := w.lastEntry(t); e.Action != "jail.change" || e.Detail != want {
		t.Errorf("audit entry %+v, want detail %q", e, want)
	}
}

func TestChangesThatMakeNoSense(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name, field string
		change      host.JailChange
	}{
		{"nothing", "body", host.JailChange{}},
		{"no ban time", "body.ban_time_seconds", host.JailChange{BanTime: new(time.Duration(0))}},
		{"negative ban time", "body.ban_time_seconds", host.JailChange{BanTime: new(-2 * time.Second)}},
		{"endless find time", "body.find_time_seconds", host.JailChange{FindTime: new(host.Permanent)}},
		{"longer than a life", "body.max_ban_time_seconds", host.JailChange{MaxBanTime: new(200 * 365 * 24 * time.Hour)}},
		{"no retry", "body.max_retry", host.JailChange{MaxRetry: new(0)}},
		{"mistyped address", "body.add_ignore[1]", host.JailChange{AddIgnore: []string{"192.0.2.1", "192.0.2"}}},
		{"leading zero", "body.add_ignore[0]", host.JailChange{AddIgnore: []string{"192.0.02.1"}}},
		{"command", "body.add_ignore[0]", host.JailChange{AddIgnore: []string{"a b; id"}}},
		{"option", "body.add_ignore[0]", host.JailChange{AddIgnore: []string{"--all"}}},
		{"two lines", "body.remove_ignore[0]", host.JailChange{RemoveIgnore: []string{"a\nb"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.jails.Change(t.Context(), bob(), "local", "sshd", tt.change)
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Location != tt.field {
				t.Errorf("got %v, want invalid naming %s", err, tt.field)
			}
		})
	}
	if len(w.machine.changes) != 0 {
		t.Errorf("fail2ban was told: %+v", w.machine.changes)
	}
}
