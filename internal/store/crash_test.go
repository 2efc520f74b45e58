package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/store"
)

func isKind(err error, kind fault.Kind) bool { return errors.Is(err, kind) }

// crashPath is set in the process that TestKilledWriter kills: the database to write to.
const crashPath = "BANGUI_TEST_CRASH_PATH"

// TestKilledWriter kills a process while it writes: every write that it has acknowledged must be there.
func TestKilledWriter(t *testing.T) {
	if path := os.Getenv(crashPath); path != "" {
		writeForEver(t, path)
	}
	path := filepath.Join(t.TempDir(), "bangui.db")
	acknowledged := killAfter(t, path, 200)
	s, err := open(t, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := s.AuditEntries(t.Context(), audit.Query{Limit: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) < acknowledged {
		t.Fatalf("%d writes were acknowledged, %d are there", acknowledged, len(entries))
	}
}

// killAfter runs this test in another process, kills it after so many acknowledged writes and returns how many there were.
func killAfter(t *testing.T, path string, writes int) int {
	t.Helper()
	writer := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$")
	writer.Env = append(os.Environ(), crashPath+"="+path)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for lines := bufio.NewScanner(out); lines.Scan(); acknowledged++ {
		if acknowledged == writes {
			if err := writer.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := writer.Wait(); err == nil || acknowledged < writes {
		t.Fatalf("the writer ended by itself after %d writes: %v", acknowledged, err)
	}
	return acknowledged
}

// writeForEver says a line after each write, until it is killed.
func writeForEver(t *testing.T, path string) {
	s, err := store.Open(t.Context(), store.Options{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		entry := audit.Entry{Action: "crash.test", Target: fmt.Sprint(i), Result: audit.OK}
		if err := s.RecordAudit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		fmt.Println(i)
	}
}
