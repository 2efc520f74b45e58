package httpapi_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/configuration"
	"bangui/internal/event"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/ipinfo"
	"bangui/internal/jail"
	"bangui/internal/outbound"
	"bangui/internal/protect"
	"bangui/internal/rehearsal"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/schedule"
	"bangui/internal/store"
)

// setupToken is what the tests' set-up asks for.
const setupToken = "0123456789abcdefghijklmnop"

// world is the whole server on a real database, with handles on what lies behind it.
type world struct {
	t       *testing.T
	deps    httpapi.Deps
	store   *store.Store
	log     *lockedBuffer
	handler http.Handler
}

// lockedBuffer is a buffer that several goroutines write to.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// nameService knows one name.
type nameService struct{}

// LookupNetIP implements [allow.Resolver].
func (nameService) LookupNetIP(_ context.Context, network, name string) ([]netip.Addr, error) {
	if network == "ip4" && name == "home.example.org." {
		return []netip.Addr{netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("10.0.0.7")}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// newWorld returns a server that has not been set up. change may alter what it is made of.
func newWorld(t *testing.T, change func(*httpapi.Deps)) *world {
	t.Helper()
	w := &world{t: t, log: &lockedBuffer{}}
	logger := slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if w.store, err = store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "db"), Logger: logger}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	if err := w.store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.store.SetSecret(t.Context(), "setup_token", setupToken); err != nil {
		t.Fatal(err)
	}
	bus := &event.Bus{}
	hosts := fleet.New(logger, w.store, bus, fleet.Options{Replica: "test", Alone: true})
	bans := ban.New(logger, w.store, hosts, bus, time.Now, protect.New(w.store).On)
	addresses, err := ipinfo.Open(ipinfo.Options{Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	accounts := account.New(w.store, w.store, logger)
	revisions := revision.New(logger, w.store, hosts, bus, func(context.Context) error { return nil })
	allowances := allow.New(logger, w.store, hosts, bans, bus, nameService{}, revisions)
	lists := blocklist.New(blocklist.Options{Log: logger, Store: w.store, Fleet: hosts, Bans: bans, Bus: bus, Now: time.Now, Shield: shield{}, Outside: outbound.New(outbound.Options{UserAgent: "test"})})
	w.deps = httpapi.Deps{
		Blocklists: lists,
		Logger:     logger, Version: "test", Accounts: accounts, Audit: w.store,
		Fleet: hosts, Bans: bans, Jails: jail.New(logger, hosts, bans, w.store, bus), Configurations: configuration.New(hosts), Revisions: revisions, Allowances: allowances, Protected: protect.New(w.store), Rehearsals: rehearsal.New(hosts, allowances, accounts.SignedIn), Addresses: addresses, Events: bus, Jobs: schedule.NewJobs(w.store, bus, schedule.Task{
			Name: "sweep", Title: "Sweep the floor", Description: "Every evening.", Schedule: schedule.Schedule{Every: time.Hour},
		}), Database: "sqlite",
		Replicas: replica.New(replica.Options{Store: w.store, Bus: bus, Log: logger, Me: replica.Replica{
			ID: "m/1/A", Machine: "m", PID: 1, Version: "test", Schema: 1000, URL: "http://127.0.0.1:8080/",
		}}),
		TestConnection: func(context.Context, httpapi.Place) httpapi.Connection {
			return httpapi.Connection{Problem: &host.Problem{Code: host.ProblemNotRunning, Message: "not running", Mend: "start it"}}
		},
		SetupDone: func(context.Context) {}, Place: func() httpapi.Place { return httpapi.Place{Socket: "/s", ConfigDir: "/c"} },
		Checks: func(context.Context) []httpapi.Check {
			return []httpapi.Check{{Name: "database", OK: true, Message: "answers"}}
		},
		UI:       http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("the page")) }),
		Stopping: make(chan struct{}),
	}
	if change != nil {
		change(&w.deps)
	}
	w.handler = httpapi.New(w.deps)
	return w
}

// newReadyWorld returns a server with an administrator.
func newReadyWorld(t *testing.T, change func(*httpapi.Deps)) *world {
	t.Helper()
	w := newWorld(t, change)
	_, err := w.store.CompleteSetup(t.Context(), account.Setup{Administrator: account.User{
		Name: "admin", Role: account.Administrator, PasswordHash: passwordHash,
	}}, audit.Entry{Actor: audit.System(), Action: "setup.complete", Result: audit.OK})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// password has the hash passwordHash, made with few iterations, so that tests are quick.
const (
	password     = "a long enough phrase"
	passwordHash = "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$wXpEESZFueUBffjmMLC46Nj8BvV7Ch52lbqfhZ3GzBk"
)

// signIn makes a session for a user of the role and returns its token; empty for no role.
func (w *world) signIn(role account.Role) string {
	w.t.Helper()
	if role == "" {
		return ""
	}
	user, err := w.store.UserByName(w.t.Context(), string(role))
	if err != nil {
		user, err = w.store.CreateUser(w.t.Context(), account.User{Name: string(role), Role: role}, audit.Entry{Actor: audit.System(), Action: "user.create", Result: audit.OK})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	sum := sha256.Sum256(raw)
	_, err = w.store.CreateSession(w.t.Context(), account.Session{TokenHash: sum[:], UserID: user.ID}, time.Hour, time.Hour, audit.Entry{Actor: audit.System(), Action: "session.create", Result: audit.OK})
	if err != nil {
		w.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// request is one call of the API by a browser that behaves.
func (w *world) request(method, path, token, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body == "" {
		r = httptest.NewRequest(method, path, nil)
	}
	r.RemoteAddr = "192.0.2.7:1234"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("X-BanGUI-Request", "1")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "bangui_session", Value: token})
	}
	return r
}

// do sends a request and returns the answer, its JSON body decoded.
func (w *world) do(r *http.Request) (*http.Response, map[string]any) {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	body := map[string]any{}
	if strings.Contains(rec.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil {
			w.t.Fatalf("%s %s: %v in %s", r.Method, r.URL, err, rec.Body)
		}
	}
	return rec.Result(), body
}

// call is do of request.
func (w *world) call(method, path, token, body string) (*http.Response, map[string]any) {
	w.t.Helper()
	return w.do(w.request(method, path, token, body))
}

// shield protects 198.51.100.7 on all hosts, and allows 198.51.100.64/26.
type shield struct{}

func (shield) On(context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error) {
	return func(string, string) []host.ProtectedNetwork {
		return []host.ProtectedNetwork{
			{Network: netip.MustParsePrefix("198.51.100.7/32"), Why: host.ProtectedSession, Detail: "admin"},
			{Network: netip.MustParsePrefix("198.51.100.64/26"), Why: host.ProtectedAllowance, Detail: "office"},
		}
	}, nil
}

func (shield) Allowed(context.Context) (func(hostName string) []netip.Prefix, error) {
	return func(string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("198.51.100.64/26")} }, nil
}
