package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// backUp makes a backup of the database at from, as the command does.
func backUp(ctx context.Context, from store.Options, path string) error {
	from.Logger = slog.New(slog.DiscardHandler)
	s, err := store.OpenToRead(ctx, from)
	if err != nil {
		return err
	}
	_, err = store.Backup{Path: path}.Run(ctx, s)
	return errors.Join(err, s.Close())
}

// auditTargets are the targets of all entries, oldest first, of a database that is only looked at.
func auditTargets(t *testing.T, path string) []string {
	t.Helper()
	s, err := store.OpenToRead(t.Context(), store.Options{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.Inspect(t.Context())
	if err != nil || !found.Sound {
		t.Fatalf("the backup is not sound: %v, %v", found.Findings, err)
	}
	entries, err := s.AuditEntries(t.Context(), audit.Query{Limit: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	targets := make([]string, len(entries))
	for i, e := range entries {
		targets[len(entries)-1-i] = e.Target
	}
	return targets
}

// TestBackupWhileWriting checks that a backup has all that was acknowledged before it began, and nothing without what came before.
func TestBackupWhileWriting(t *testing.T) {
	places := map[string]func(t *testing.T) store.Options{
		"sqlite":   func(t *testing.T) store.Options { return store.Options{Path: filepath.Join(t.TempDir(), "bangui.db")} },
		"postgres": func(t *testing.T) store.Options { return store.Options{URL: pgtest.URL(t)} },
	}
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			options := place(t)
			s, err := open(t, options)
			if err != nil {
				t.Fatal(err)
			}
			const before, during = 100, 1000
			write := func(i int) {
				if err := s.RecordAudit(t.Context(), audit.Entry{Action: "backup.test", Target: strconv.Itoa(i), Result: audit.OK}); err != nil {
					t.Errorf("write during a backup: %v", err)
				}
			}
			for i := range before {
				write(i)
			}
			var writing sync.WaitGroup
			writing.Go(func() {
				for i := before; i < before+during; i++ {
					write(i)
				}
			})
			var paths []string
			for n := range 3 {
				path := filepath.Join(t.TempDir(), fmt.Sprint(n))
				if err := backUp(t.Context(), options, path); err != nil {
					t.Fatal(err)
				}
				paths = append(paths, path)
			}
			writing.Wait()
			for _, path := range paths {
				targets := auditTargets(t, path)
				if len(targets) < before {
					t.Errorf("%d entries, %d were acknowledged before", len(targets), before)
				}
				for i, target := range targets {
					if target != strconv.Itoa(i) {
						t.Fatalf("entry %d is %s: the backup is of no single moment", i, target)
					}
				}
			}
		})
	}
}

func TestBackupFile(t *testing.T) {
	options := store.Options{Path: filledDatabase(t, 3)}
	dir := t.TempDir()
	path := filepath.Join(dir, "backup with space?&#%.db")
	if err := backUp(t.Context(), options, path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	onlyFile(t, dir, path)
	check(t, backUp(t.Context(), options, path), fault.Conflict, "is there already")
	check(t, backUp(t.Context(), options, dir), fault.Invalid, "is a directory")
	check(t, backUp(t.Context(), options, filepath.Join(dir, "none", "b.db")), fault.Invalid, "does not exist")
	check(t, backUp(t.Context(), options, "/proc/b.db"), fault.Invalid, "")
	check(t, backUp(t.Context(), store.Options{Path: filepath.Join(dir, "none.db")}, filepath.Join(dir, "b.db")), fault.NotFound, "no database in")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := backUp(ended, options, filepath.Join(dir, "b.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("after Ctrl-C: %v", err)
	}
	onlyFile(t, dir, path)
}

// onlyFile checks that nothing else was left in a directory.
func onlyFile(t *testing.T, dir string, want ...string) {
	t.Helper()
	var names []string
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		names = append(names, filepath.Join(dir, e.Name()))
	}
	if err != nil || strings.Join(names, " ") != strings.Join(want, " ") {
		t.Errorf("%q are there, want %q; %v", names, want, err)
	}
}

// filledDatabase returns the path of a SQLite database with so many audit entries of 10 kB and nobody who uses it.
func filledDatabase(t *testing.T, entries int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bangui.db")
	s, err := open(t, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		entry := audit.Entry{Action: "fill", Target: strconv.Itoa(i), Detail: strings.Repeat("x", 10_000), Result: audit.OK}
		if err := s.RecordAudit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBackupDiskFull(t *testing.T) {
	dir := smallDisk(t)
	options := store.Options{Path: filledDatabase(t, 300)}
	check(t, backUp(t.Context(), options, filepath.Join(dir, "b.db")), fault.Unavailable, "the disk that holds "+dir+" is full")
	onlyFile(t, dir)
	address := pgtest.URL(t)
	if _, err := open(t, store.Options{URL: address}); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, `insert into audit (at, action, result, detail) select n, 'fill', 'ok', repeat(md5(n::text), 300) from generate_series(1, 300) as n`)
	check(t, backUp(t.Context(), store.Options{URL: address}, filepath.Join(dir, "b.db")), fault.Unavailable, "is full")
	onlyFile(t, dir)
}

// smallDisk returns an empty file system of 1 MB, or skips the test.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// backupFrom and backupTo make the test binary a program that makes backups until it is killed.
const (
	backupFrom = "BANGUI_TEST_BACKUP_FROM"
	backupTo   = "BANGUI_TEST_BACKUP_TO"
)

// TestKilledBackup kills backups in the middle: whatever has the name of a backup is a whole one, and what is left otherwise goes away
// with the next.
func TestKilledBackup(t *testing.T) {
	if from := os.Getenv(backupFrom); from != "" {
		for i := 0; ; i++ {
			if err := backUp(t.Context(), store.Options{Path: from}, filepath.Join(os.Getenv(backupTo), fmt.Sprintf("%d-%d.db", os.Getpid(), i))); err != nil {
				t.Fatal(err)
			}
			fmt.Println("done")
		}
	}
	from, dir := filledDatabase(t, 200), t.TempDir()
	for range 5 {
		command := exec.Command(os.Args[0], "-test.run=^TestKilledBackup$")
		command.Env = append(os.Environ(), backupFrom+"="+from, backupTo+"="+dir)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		lines.Scan()
		for !leftovers(t, dir) {
		}
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait() // it was killed
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil || len(found) < 5 {
		t.Fatalf("%q, %v", found, err)
	}
	for _, path := range found {
		if targets := auditTargets(t, path); len(targets) != 200 {
			t.Errorf("%s has %d entries, want 200", path, len(targets))
		}
	}
	if err := backUp(t.Context(), store.Options{Path: from}, filepath.Join(dir, "last.db")); err != nil {
		t.Fatal(err)
	}
	if leftovers(t, dir) {
		t.Error("the next backup has not removed what was left behind")
	}
}

func leftovers(t *testing.T, dir string) bool {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, ".bangui-unfinished-*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found) > 0
}
