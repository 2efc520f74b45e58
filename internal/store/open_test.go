package store_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// open opens and migrates, as the server does.
func open(t *testing.T, options store.Options) (*store.Store, error) {
	t.Helper()
	options.Logger = slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s, err := store.Open(ctx, options)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, s.Migrate(ctx)
}

// TestOpenErrors checks that each thing that is wrong has a sentence of its own, and that none tells a secret.
func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	torn := databaseFile(t)
	cases := []struct {
		name    string
		options store.Options
		kind    fault.Kind
		message string
	}{
		{"missing directory", store.Options{Path: dir + "/none/bangui.db"}, fault.Invalid, "the directory " + dir + "/none, where the database belongs, does not exist"},
		{"directory is a file", store.Options{URL: "sqlite:" + file("plain", nil) + "/bangui.db"}, fault.Invalid, "is not a directory"},
		{"path is a directory", store.Options{Path: dir}, fault.Invalid, "is a directory, not a file"},
		{"not a database", store.Options{Path: file("text", []byte("Dear diary, today nothing happened."))}, fault.Invalid, "is not a SQLite database"},
		{"short and not a database", store.Options{Path: file("short", []byte("x"))}, fault.Invalid, "is not a SQLite database"},
		{"torn database", store.Options{Path: file("torn.db", torn[:len(torn)/2])}, fault.Invalid, "is damaged"},
		{"overwritten database", store.Options{Path: file("over.db", overwrite(torn))}, fault.Invalid, "is damaged"},
		{"no path", store.Options{URL: "sqlite:"}, fault.Invalid, "names no file"},
		{"no scheme", store.Options{URL: "/var/lib/hunter2"}, fault.Invalid, "has no scheme"},
		{"unknown scheme", store.Options{URL: "mysql://u:hunter2@h/d"}, fault.Invalid, `begins with "mysql"`},
		{"bad URL", store.Options{URL: "postgres://u:hunter2@[::1/d?x=%zz"}, fault.Invalid, "cannot be read"},
		{"bad port", store.Options{URL: "postgres://u:hunter2@h:99999999/d"}, fault.Invalid, "cannot be read"},
		{"no server", store.Options{URL: "postgres://u:hunter2@127.0.0.1:1/d"}, fault.Unavailable, "the PostgreSQL server on 127.0.0.1:1/d cannot be reached"},
		{"unknown name", store.Options{URL: "postgres://u:hunter2@host.invalid/d"}, fault.Unavailable, "cannot be reached"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, c.options)
			check(t, err, c.kind, c.message)
		})
	}
}

// check fails unless err is of the kind, has the text, and has no password anywhere.
func check(t *testing.T, err error, kind fault.Kind, message string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), message) || !isKind(err, kind) {
		t.Fatalf("error is %v, want %v with %q", err, kind, message)
	}
	if strings.Contains(fault.Cause(err), "hunter2") {
		t.Fatalf("the password is in %q", fault.Cause(err))
	}
	if strings.Contains(err.Error(), "\n") {
		t.Fatalf("the message has several lines: %q", err)
	}
}

// databaseFile is the content of a small database.
func databaseFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bangui.db")
	s, err := open(t, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// overwrite replaces everything behind the first line by garbage.
func overwrite(content []byte) []byte {
	return append(bytes.Clone(content[:100]), bytes.Repeat([]byte{0xA5}, len(content)-100)...)
}

func TestNewFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "with space?&#%.db")
	if _, err := open(t, store.Options{URL: "sqlite://" + path}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, want 0600", name, info.Mode().Perm())
		}
	}
}

func TestUnwritable(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		// Nobody can create files here, not even root. Source: sysfs(5)
		dir = "/sys"
	}
	_, err := open(t, store.Options{Path: filepath.Join(dir, "bangui.db")})
	check(t, err, fault.Invalid, "may not be read and written by this user")
}

func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	s, err := open(t, store.Options{Path: filepath.Join(dir, "bangui.db")})
	if err != nil {
		t.Fatal(err)
	}
	entry := audit.Entry{Action: "disk.fill", Detail: strings.Repeat("x", 10_000), Result: audit.OK}
	written := 0
	for err == nil && written < 1000 {
		if err = s.RecordAudit(t.Context(), entry); err == nil {
			written++
		}
	}
	check(t, err, fault.Unavailable, "is full")
	entries, err := s.AuditEntries(t.Context(), audit.Query{Limit: 1000})
	if err != nil || len(entries) != written {
		t.Fatalf("%d entries after %d were written, err %v", len(entries), written, err)
	}
	_, err = open(t, store.Options{Path: filepath.Join(dir, "second.db")})
	check(t, err, fault.Unavailable, "is full")
}

func TestLocked(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bangui.db")
	if err := os.WriteFile(path, databaseFile(t), 0o600); err != nil {
		t.Fatal(err)
	}
	lockFile(t, path)
	_, err := open(t, store.Options{Path: path})
	check(t, err, fault.Unavailable, "is locked by another program")
}

// lockFile takes the lock that SQLite takes to write without a log, on an open file description of its own, as another process would.
// Source: https://www.sqlite.org/src/file/src/os.h, PENDING_BYTE and the ranges after it.
func lockFile(t *testing.T, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	const openFileDescriptionLock = 37 // F_OFD_SETLK, fcntl(2)
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: 0x40000000, Len: 512}
	if err := syscall.FcntlFlock(file.Fd(), openFileDescriptionLock, &lock); err != nil {
		t.Fatal(err)
	}
}

func TestPostgresErrors(t *testing.T) {
	t.Parallel()
	address := pgtest.URL(t)
	change := func(do func(u *url.URL)) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		do(u)
		return u.String()
	}
	pgtest.Exec(t, address, `revoke create on schema public from public`)
	guest := "guest_" + strings.ToLower(strings.TrimPrefix(filepath.Base(t.TempDir()), "0")) + strings.TrimPrefix(mustParse(t, address).Path, "/bangui_test_")
	pgtest.Exec(t, address, `create role `+guest+` login`)
	t.Cleanup(func() { pgtest.Exec(t, address, `drop role `+guest) })
	cases := []struct {
		name    string
		url     string
		kind    fault.Kind
		message string
	}{
		{"wrong password", change(func(u *url.URL) { u.User = url.UserPassword(pgtest.Protected, "hunter2") }), fault.Invalid, "does not accept the user"},
		{"no database", change(func(u *url.URL) { u.Path = "/nowhere" }), fault.Invalid, `has no database "nowhere"`},
		{"no rights", change(func(u *url.URL) { u.User = url.User(guest) }), fault.Invalid, "may not make tables in"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, store.Options{URL: c.url})
			check(t, err, c.kind, c.message)
		})
	}
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestPing(t *testing.T) {
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "bangui.db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	check(t, s.Ping(t.Context()), fault.Unavailable, "has not been migrated")
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestMigrateAtOnce has several replicas start on an empty database.
func TestMigrateAtOnce(t *testing.T) {
	address := pgtest.URL(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if _, err := open(t, store.Options{URL: address}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}
