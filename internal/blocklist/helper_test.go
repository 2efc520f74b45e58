package blocklist_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/outbound"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// rig is block lists on a real database, with a server to fetch them from.
type rig struct {
	t testing.TB
	storetest.Database
	lists  *blocklist.Blocklists
	fleet  *fleet.Fleet
	bans   *ban.Bans
	bus    *event.Bus
	shield *shield
	server *source
	log    *logBuffer
	// ahead is how far the clock of the database is.
	ahead atomic.Int64
}

// logBuffer is a log that several goroutines write to.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write implements [io.Writer].
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func newRig(t testing.TB, database storetest.Database) *rig {
	t.Helper()
	return newRigWith(t, database, func(*blocklist.Options) {})
}

// newRigWith is newRig with options that change has changed.
func newRigWith(t testing.TB, database storetest.Database, change func(*blocklist.Options)) *rig {
	t.Helper()
	r := &rig{t: t, Database: database, bus: &event.Bus{}, shield: &shield{}, log: &logBuffer{}}
	log := slog.New(slog.NewTextHandler(r.log, nil))
	r.fleet = fleet.New(log, r, r.bus, fleet.Options{Replica: "test", Alone: true})
	r.bans = ban.New(log, r, r.fleet, r.bus, time.Now, r.shield.On)
	options := blocklist.Options{
		Log: log, Store: r, Fleet: r.fleet, Bans: r.bans, Bus: r.bus, Now: r.now, Shield: r.shield,
		Outside: outbound.New(outbound.Options{UserAgent: "BanGUI/test"}),
	}
	change(&options)
	r.lists = blocklist.New(options)
	r.server = newSource(t)
	return r
}

// now is the clock of the database.
func (r *rig) now() time.Time { return time.Now().Add(time.Duration(r.ahead.Load())) }

func (r *rig) advance(d time.Duration) {
	r.ahead.Add(int64(d))
	r.Advance(d)
}

// source is a server that publishes lists.
type source struct {
	*httptest.Server

	mu      sync.Mutex
	handler http.HandlerFunc
	asked   int
}

func newSource(t testing.TB) *source {
	t.Helper()
	s := &source{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked++
		handler := s.handler
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// publish makes it answer with a text, and tell nothing by which one could see whether it has changed.
func (s *source) publish(text string) {
	s.answer(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

func (s *source) answer(handler http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = handler
}

// times is how often it was asked.
func (s *source) times() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// shield protects what the test says.
type shield struct {
	mu        sync.Mutex
	protected []host.ProtectedNetwork
}

func (s *shield) protect(networks ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.protected = nil
	for _, text := range networks {
		s.protected = append(s.protected, host.ProtectedNetwork{Network: netip.MustParsePrefix(text), Why: host.ProtectedAllowance, Detail: "office"})
	}
}

// On implements [blocklist.Shield].
func (s *shield) On(context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := append([]host.ProtectedNetwork(nil), s.protected...)
	return func(string, string) []host.ProtectedNetwork { return append([]host.ProtectedNetwork(nil), list...) }, nil
}

// Allowed implements [blocklist.Shield].
func (s *shield) Allowed(context.Context) (func(hostName string) []netip.Prefix, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []netip.Prefix
	for _, p := range s.protected {
		list = append(list, p.Network)
	}
	return func(string) []netip.Prefix { return list }, nil
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func ann() audit.Actor { return audit.Actor{UserID: 1, Name: "ann", Address: "192.0.2.9"} }

// settings are of a list on the rig's server.
func (r *rig) settings(name string) blocklist.Settings {
	return blocklist.Settings{
		Name: name, URL: r.server.URL + "/" + name, Enabled: true, AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Schedule: schedule.Schedule{Every: time.Hour}, MinInterval: time.Minute,
	}
}

// make makes a list on the rig's server.
func (r *rig) make(name string) blocklist.List {
	r.t.Helper()
	return r.makeWith(r.settings(name), nil)
}

func (r *rig) makeWith(settings blocklist.Settings, text []byte) blocklist.List {
	r.t.Helper()
	list, err := r.lists.Make(r.t.Context(), ann(), settings, text)
	if err != nil {
		r.t.Fatal(fault.Cause(err))
	}
	return list
}

func (r *rig) get(id int64) blocklist.List {
	r.t.Helper()
	list, err := r.lists.Get(r.t.Context(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

// imported is what came of an import.
type imported struct {
	run  blocklist.Run
	list blocklist.List
	work *schedule.Work
	err  error
}

// again is after which time the import wants to run again.
func (i imported) again() time.Duration { return i.work.Run().Again }

// imports imports a list, long after the one before, so that it may be fetched.
func (r *rig) imports(id int64) imported {
	r.t.Helper()
	r.Exec(fmt.Sprintf(`update blocklists set fetched_at = fetched_at - 3600000 where id = %d`, id))
	r.Exec(fmt.Sprintf(`update blocklist_imports set started_at = started_at - 86400000 where list = %d`, id))
	return r.importsNow(r.t.Context(), id)
}

func (r *rig) importsNow(ctx context.Context, id int64) imported {
	r.t.Helper()
	i := imported{work: &schedule.Work{}}
	_, i.err = r.lists.Import(ctx, i.work, fmt.Sprint(id))
	runs, err := r.lists.Imports(r.t.Context(), blocklist.RunQuery{List: id, Limit: 1})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(runs) > 0 {
		i.run = runs[0]
	}
	i.list = r.get(id)
	return i
}

// want fails unless an import ended so.
func (i imported) want(t testing.TB, outcome blocklist.Outcome, entries int) {
	t.Helper()
	if i.run.Outcome != outcome || i.list.Contents.Entries != entries {
		t.Fatalf("the import ended as %s (%s, %v) with %d entries in force, want %s with %d", i.run.Outcome, i.run.Message, i.err, i.list.Contents.Entries, outcome, entries)
	}
}

// networks are the entries of a list that overlap another one; an empty text means all.
func (r *rig) networks(id int64, within string) []string {
	r.t.Helper()
	var prefix netip.Prefix
	if within != "" {
		prefix = netip.MustParsePrefix(within)
	}
	entries, err := r.lists.Entries(r.t.Context(), id, prefix, netip.Prefix{}, 1_000_000)
	if err != nil {
		r.t.Fatal(err)
	}
	texts := []string{}
	for _, e := range entries {
		texts = append(texts, ban.FormatAddress(e.Network))
	}
	return texts
}

func same(t testing.TB, what string, want, got any, options ...cmp.Option) {
	t.Helper()
	options = append(options, cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{}), cmpopts.EquateEmpty())
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func wantKind(t testing.TB, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error is %v, want %v", err, kind)
	}
}

// addresses are n lines with addresses.
func addresses(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "45.%d.%d.%d\n", i>>16&255, i>>8&255, i&255)
	}
	return b.String()
}

// fields are the parts of the input that a fault says are wrong.
func fields(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return ""
	}
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Location)
	}
	return strings.Join(names, " ")
}
