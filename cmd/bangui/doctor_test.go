package main

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bangui/fail2ban/fail2bantest"
	"bangui/internal/doctor"
	"bangui/internal/store/pgtest"
)

// examine runs the doctor and returns its findings, worst of each check.
func examine(t *testing.T, environ []string, args ...string) (result, map[string]doctor.Finding) {
	t.Helper()
	r := runWith(t, "", environ, append([]string{"doctor", "-o", "json"}, args...)...)
	var report struct {
		Healthy  bool
		Findings []doctor.Finding
	}
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil {
		t.Fatalf("%v: %+v", err, r)
	}
	if report.Healthy != (r.code == 0) {
		t.Errorf("healthy %v, exit code %d", report.Healthy, r.code)
	}
	found := map[string]doctor.Finding{}
	for _, f := range report.Findings {
		if before, ok := found[f.Check]; !ok || before.Level == doctor.OK {
			found[f.Check] = f
		}
		if f.Level != doctor.OK && f.Mend == "" {
			t.Errorf("%s: %q has no mend", f.Check, f.Message)
		}
	}
	return r, found
}

// expect compares findings: level and a part of the message for each check.
func expect(t *testing.T, found map[string]doctor.Finding, want map[string][2]string) {
	t.Helper()
	for check, w := range want {
		if f := found[check]; string(f.Level) != w[0] || !strings.Contains(f.Message, w[1]) {
			t.Errorf("%s: got %s %q, want %s with %q", check, f.Level, f.Message, w[0], w[1])
		}
	}
}

func TestDoctor(t *testing.T) {
	f2b := fail2bantest.Start(t, fail2bantest.Config{Jails: []fail2bantest.JailConfig{{Name: "sshd"}}})
	dir, config := filepath.Join(t.TempDir(), "data"), t.TempDir()
	if err := os.WriteFile(filepath.Join(config, "jail.conf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	free := freeAddress(t)
	flags := []string{"--data-dir=" + dir, "--fail2ban-socket=" + f2b.Socket(), "--fail2ban-config-dir=" + config, "--listen=" + free}

	r, found := examine(t, nil, flags...)
	expect(t, found, map[string][2]string{
		"settings": {"ok", ""}, "data directory": {"warning", "does not exist yet"}, "database": {"warning", "does not exist yet"},
		"server": {"warning", "none uses this data directory"}, "listener": {"ok", "it is free"}, "fail2ban": {"ok", "with 1 jails"},
		"fail2ban configuration": {"ok", config},
	})
	if r.code != 0 {
		t.Errorf("exit code %d before the first start, want 0: there are no problems", r.code)
	}
	if entries, err := os.ReadDir(dir); err == nil {
		t.Errorf("the doctor made %v", entries)
	}

	serveFor(t, dir, flags[1:]...)
	_, found = examine(t, nil, flags...)
	expect(t, found, map[string][2]string{
		"data directory": {"ok", dir}, "file system": {"ok", "local"}, "disk space": {"ok", "MB are free"}, "server": {"ok", "it runs: process "},
		"database": {"ok", "SQLite 3."}, "database rights": {"ok", ""}, "tables": {"ok", "version"}, "database user": {"ok", "process "},
		"set-up": {"warning", "waiting for the first administrator"}, "listener": {"ok", "is ready"}, "public URL": {"ok", ""},
	})
	f2b.Down()
	r, found = examine(t, nil, flags...)
	expect(t, found, map[string][2]string{"fail2ban": {"problem", ""}})
	if r.code != 1 {
		t.Errorf("exit code %d with a problem, want 1", r.code)
	}
	text := runWith(t, "", nil, append([]string{"doctor"}, flags...)...)
	for _, part := range []string{"ok        settings: they are right", "problem   fail2ban: ", "to mend it: "} {
		if !strings.Contains(text.stdout, part) {
			t.Errorf("got %s\nwant %q in it", text.stdout, part)
		}
	}
}

func TestDoctorFindsTrouble(t *testing.T) {
	dir := t.TempDir()
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	at, _ := url.Parse(other.URL)
	off := "--local-host=off"

	_, found := examine(t, []string{"WEB_CONCURRENCY=3"}, "--data-dir="+dir)
	expect(t, found, map[string][2]string{"settings": {"problem", "WEB_CONCURRENCY asks for 3"}})

	_, found = examine(t, nil, "--data-dir="+dir, "--listen="+at.Host, "--public-url=http://example.org", "--trusted-proxies=0.0.0.0/0",
		"--metrics-listen=0.0.0.0:9100", "--fail2ban-socket=/nowhere/x.sock", "--fail2ban-config-dir=/nowhere")
	expect(t, found, map[string][2]string{
		"listener": {"problem", "another program answers on"}, "public URL": {"warning", "has no TLS"}, "trusted proxies": {"problem", "trusts everybody"},
		"metrics": {"warning", "open to everybody"}, "fail2ban": {"problem", ""}, "fail2ban configuration": {"warning", "neither"},
	})
	file := filepath.Join(dir, "text.db")
	if err := os.WriteFile(file, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, found = examine(t, []string{"BANGUI_DATABASE_URL=sqlite:" + file}, "--data-dir="+dir, off)
	expect(t, found, map[string][2]string{"database": {"problem", "is not a SQLite database"}})
	r, found := examine(t, []string{"BANGUI_DATABASE_URL=postgres://ann:hunter2@127.0.0.1:1/d"}, "--data-dir="+dir, off)
	expect(t, found, map[string][2]string{"database": {"problem", "127.0.0.1:1"}})
	if strings.Contains(r.stdout+r.stderr, "hunter2") {
		t.Errorf("the password is shown: %s", r.stdout)
	}
}

func TestDoctorOnPostgres(t *testing.T) {
	address := pgtest.URL(t)
	dir := filepath.Join(t.TempDir(), "data")
	environ := []string{"BANGUI_DATABASE_URL=" + address}
	flags := []string{"--data-dir=" + dir, "--local-host=off"}
	_, found := examine(t, environ, flags...)
	expect(t, found, map[string][2]string{"database": {"ok", "PostgreSQL 1"}, "tables": {"warning", "none yet"}, "database rights": {"ok", ""}})
	serveFor(t, dir, "--local-host=off", "--database-url="+address)
	pgtest.Exec(t, address, `insert into replicas (id, machine, pid, version, schema, started_at, beat_at, state)
		values ('x', 'away', 9, 'dev', 2, 1, now_ms() - 40000, 'serving'), ('y', 'odd', 8, '0.0.1', 2, 1, now_ms() + 60000, 'serving')`)
	r := runWith(t, "", environ, append([]string{"doctor"}, flags...)...)
	for _, part := range []string{"replica: process 9 on away has been silent for", "replica: process 8 on odd has version 0.0.1", "ok        replica: process "} {
		if !strings.Contains(r.stdout, part) {
			t.Errorf("got %s\nwant %q in it", r.stdout, part)
		}
	}
	pgtest.Exec(t, address, `drop table host_probes`)
	_, found = examine(t, environ, flags...)
	expect(t, found, map[string][2]string{"tables": {"problem", "the table host_probes is not there"}})
}

func TestHealthcheck(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	socket := filepath.Join(t.TempDir(), "s")
	r := runWith(t, "", nil, "healthcheck", "--listen=unix:"+socket)
	if r.code != 1 || !strings.Contains(r.stderr, "not healthy") {
		t.Errorf("nobody there: %+v", r)
	}
	_, link := serveFor(t, dir, "--fail2ban-socket="+filepath.Join(dir, "none.sock"), "--base-path=/f2b")
	base, _, _ := strings.Cut(link, "/setup#")
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(at.Host)
	for _, args := range [][]string{
		{"--url=" + base}, {"--url=" + base + "/", "--live"}, {"--listen=" + at.Host, "--base-path=/f2b"}, {"--listen=0.0.0.0:" + port, "--base-path=/f2b"}, {"--listen=:" + port},
	} {
		if r := runWith(t, "", nil, append([]string{"healthcheck"}, args...)...); r.code != 0 || r.stdout != "ok\n" {
			t.Errorf("%v: %+v", args, r)
		}
	}
	stranger := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(stranger.Close)
	if r := runWith(t, "", nil, "healthcheck", "--url="+stranger.URL); r.code != 1 || !strings.Contains(r.stderr, "is not BanGUI") {
		t.Errorf("a stranger: %+v", r)
	}
	tired := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"status":"failing","checks":[{"name":"database","status":"failing","message":"does not answer"}]}`))
	}))
	t.Cleanup(tired.Close)
	if r := runWith(t, "", nil, "healthcheck", "--url="+tired.URL); r.code != 1 || !strings.Contains(r.stderr, "not ready: database does not answer") {
		t.Errorf("not ready: %+v", r)
	}
}

// freeAddress is one that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
