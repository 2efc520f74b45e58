package app_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/app"
	"bangui/internal/fault"
	"bangui/internal/store/pgtest"
)

func TestTheWholeWay(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { theWholeWay(t, nil) })
	t.Run("postgres", func(t *testing.T) { theWholeWay(t, onPostgres(t)) })
}

// onPostgres are the flags of a server on a PostgreSQL of its own.
func onPostgres(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{"database_url": pgtest.URL(t), "local_host": "on", "host_name": "local", "drain_delay": "0s"}
}

func theWholeWay(t *testing.T, flags map[string]string) {
	dir := dataDir(t)
	s := start(t, dir, flags)
	c := s.client

	if status, answer := s.call(c, http.MethodGet, "/api/v1/audit", nil); status != 409 || answer["code"] != "setup_needed" {
		t.Errorf("before set-up: %d %v, want 409 setup_needed", status, answer)
	}
	s.setUp()
	if _, err := os.Stat(filepath.Join(dir, "setup-token")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("set-up token file after set-up: %v, want it gone", err)
	}
	if status, answer := s.call(c, http.MethodGet, "/api/v1/session", nil); status != 200 || answer["timezone"] != "Europe/Berlin" {
		t.Errorf("session: %d %v, want 200 with Europe/Berlin", status, answer)
	}
	if status, _ := s.call(c, http.MethodDelete, "/api/v1/session", nil); status != 204 {
		t.Errorf("sign-out: %d, want 204", status)
	}
	if status, _ := s.call(c, http.MethodGet, "/api/v1/audit", nil); status != 401 {
		t.Errorf("after sign-out: %d, want 401", status)
	}
	if status, _ := s.call(c, http.MethodPost, "/api/v1/session", map[string]string{"username": username, "password": password}); status != 200 {
		t.Errorf("sign-in: %d, want 200", status)
	}
	if status, answer := s.call(c, http.MethodPost, "/api/v1/setup", map[string]string{"token": "x", "username": "b", "password": "y"}); status != 409 {
		t.Errorf("second set-up: %d %v, want 409", status, answer)
	}
	if status, answer := s.call(c, http.MethodGet, "/readyz", nil); status != 200 || answer["status"] != "ok" {
		t.Errorf("readyz: %d %v, want 200 ok", status, answer)
	}
	actions := s.actions()
	want := []string{"setup.complete refused", "session.create ok", "session.delete ok", "session.create ok", "setup.complete ok"}
	if diff := cmp.Diff(want, actions); diff != "" {
		t.Errorf("audit log, newest first (-want +got):\n%s", diff)
	}
	for _, secret := range []string{password, s.SetupToken.Reveal()} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log has a secret: %s", secret)
		}
	}
}

func TestTwoReplicas(t *testing.T) {
	flags := onPostgres(t)
	one := start(t, dataDir(t), flags)
	flags["local_host"] = "off"
	two := start(t, dataDir(t), flags)
	one.setUp()
	// Cookies do not know ports. The second client keeps its cookie when the first one signs out.
	at, err := url.Parse(one.URL)
	if err != nil {
		t.Fatal(err)
	}
	two.client.Jar.SetCookies(at, one.client.Jar.Cookies(at))
	if status, answer := two.call(two.client, http.MethodGet, "/api/v1/session", nil); status != 200 {
		t.Errorf("the session of one on two: %d %v, want 200", status, answer)
	}
	if status, answer := one.call(one.client, http.MethodDelete, "/api/v1/session", nil); status != 204 {
		t.Errorf("sign-out on one: %d %v, want 204", status, answer)
	}
	if status, answer := two.call(two.client, http.MethodGet, "/api/v1/session", nil); status != 401 {
		t.Errorf("the session on two after that: %d %v, want 401", status, answer)
	}
}

// actions returns what the audit log has, newest first.
func (i *instance) actions() []string {
	i.t.Helper()
	_, answer := i.call(i.client, http.MethodGet, "/api/v1/audit", nil)
	var actions []string
	items, _ := answer["items"].([]any)
	for _, item := range items {
		e := item.(map[string]any)
		actions = append(actions, fmt.Sprint(e["action"], " ", e["result"]))
	}
	return actions
}

func TestSetupRace(t *testing.T) {
	s := start(t, dataDir(t), nil)
	const racers = 4
	statuses := make(chan int, racers)
	var wg sync.WaitGroup
	for n := range racers {
		wg.Go(func() {
			status, _ := s.call(newClient(t), http.MethodPost, "/api/v1/setup", map[string]string{
				"token": s.SetupToken.Reveal(), "username": fmt.Sprint("admin", n), "password": password,
			})
			statuses <- status
		})
	}
	wg.Wait()
	close(statuses)
	got := map[int]int{}
	for status := range statuses {
		got[status]++
	}
	if diff := cmp.Diff(map[int]int{201: 1, 409: racers - 1}, got); diff != "" {
		t.Errorf("statuses of %d set-ups at once (-want +got):\n%s", racers, diff)
	}
}

func TestTokenSurvivesRestart(t *testing.T) {
	dir := dataDir(t)
	first := start(t, dir, nil)
	first.stop()
	second := start(t, dir, nil)
	if first.SetupToken.Reveal() != second.SetupToken.Reveal() {
		t.Error("the second start has another token: the link that was printed is void")
	}
	info, err := os.Stat(second.SetupTokenFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("token file: %v %v, want mode 0600", info, err)
	}
	second.setUp()
	second.stop()
	if third := start(t, dir, nil); !third.SetupToken.IsZero() {
		t.Error("a token is told after set-up")
	}
}

func TestSetupChoosesAnotherPlace(t *testing.T) {
	dir, config := dataDir(t), t.TempDir()
	s := start(t, dir, nil)
	status, answer := s.call(s.client, http.MethodPost, "/api/v1/setup/check", map[string]string{
		"token": s.SetupToken.Reveal(), "fail2ban_socket": "/run/other.sock", "fail2ban_config_dir": config,
	})
	want := map[string]any{
		"reachable": true, "version": "1.0.2", "jails": 1.0, "problem": nil, "config_dir_ok": false,
		"config_dir_message": config + " has neither fail2ban.conf nor jail.conf",
	}
	if diff := cmp.Diff(want, answer); diff != "" || status != 200 {
		t.Errorf("check: %d (-want +got):\n%s", status, diff)
	}
	status, answer = s.call(s.client, http.MethodPost, "/api/v1/setup", map[string]string{
		"token": s.SetupToken.Reveal(), "username": username, "password": password, "fail2ban_socket": "/run/other.sock",
	})
	if status != 201 {
		t.Fatalf("set-up: %d %v", status, answer)
	}
	if opened, closed := s.opened.value(), s.closed.value(); opened != 3 || closed != 2 {
		t.Errorf("hosts opened and closed: %d, %d, want 3 (start, check, new place), 2", opened, closed)
	}
	s.stop()
	if closed := s.closed.value(); closed != 3 {
		t.Errorf("hosts closed after the stop: %d, want all 3", closed)
	}
}

func TestSecondServerOnTheSameDirectory(t *testing.T) {
	dir := dataDir(t)
	start(t, dir, nil)
	o, _ := options(t, dir, nil)
	err := app.Run(context.Background(), o)
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || app.ExitCode(err) != 78 {
		t.Fatalf("got %v, exit code %d, want a fault and 78", err, app.ExitCode(err))
	}
	machine, _ := os.Hostname()
	for _, part := range []string{dir, fmt.Sprint("process ", os.Getpid()), machine, "since 20"} {
		if !strings.Contains(f.Message, part) {
			t.Errorf("message %q does not name %q", f.Message, part)
		}
	}
	if !strings.Contains(f.Mend, "--data-dir") {
		t.Errorf("mend %q does not name --data-dir", f.Mend)
	}
}

func TestStartFailures(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		dir     string
		flags   map[string]string
		message string
		code    int
	}{
		{"data directory is a file", file, nil, file, 78},
		{"data directory below a file", file + "/data", nil, "not a directory", 78},
		{"corrupt database", dataDir(t), map[string]string{"database_url": "sqlite:" + file}, "is not a SQLite database", 78},
		{"port in use", dataDir(t), map[string]string{"listen": taken.Addr().String()}, "port " + port + " is in use", 1},
		{"socket in no directory", dataDir(t), map[string]string{"listen": "unix:/nowhere/x.sock"}, "the directory of unix:/nowhere/x.sock does not exist", 1},
		{"file instead of a socket", dataDir(t), map[string]string{"listen": "unix:" + file}, file + " is there already and is no socket", 1},
		{"socket with a long path", dataDir(t), map[string]string{"listen": "unix:/tmp/" + strings.Repeat("x", 108)}, "longer than a socket's can be", 1},
		{"no such address", dataDir(t), map[string]string{"listen": "192.0.2.1:0"}, "this machine does not have the address", 1},
		{"database away", dataDir(t), map[string]string{"database_url": "postgres://u@127.0.0.1:" + port + "/d?connect_timeout=1&sslmode=disable"}, "", 75},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, i := options(t, tt.dir, tt.flags)
			err := app.Run(t.Context(), o)
			if err == nil {
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), tt.message) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %q, want one line with %q in it", err, tt.message)
			}
			if code := app.ExitCode(err); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if opened, closed := i.opened.value(), i.closed.value(); opened != closed {
				t.Errorf("hosts opened %d, closed %d: a stage was not undone", opened, closed)
			}
		})
	}
	if text, err := os.ReadFile(file); string(text) != "no database" {
		t.Errorf("the file in the way became %q, %v", text, err)
	}
}

func TestUndoneAfterFailure(t *testing.T) {
	dir := dataDir(t)
	o, _ := options(t, dir, map[string]string{"listen": "unix:/nowhere/x.sock"})
	if err := app.Run(t.Context(), o); err == nil {
		t.Fatal("it started")
	}
	start(t, dir, nil) // the lock and the database are free again
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	s := start(t, dataDir(t), map[string]string{"listen": "unix:" + path, "base_path": "/f2b"})
	s.URL = "http://bangui/f2b/"
	s.client.Transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}
	s.setUp()
	if status, answer := s.call(s.client, http.MethodGet, "/api/v1/session", nil); status != 200 || answer["client_address"] != "" {
		t.Errorf("session over the socket: %d %v", status, answer)
	}
}
