package store

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"bangui/internal/ban"
)

// TestFarTimesAreCut: each four weeks between them would be a row of a statement.
func TestFarTimesAreCut(t *testing.T) {
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	scope := ban.Scope{From: time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), To: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
	if from, to, err := s.banMillis(t.Context(), scope, month); err != nil || from != to {
		t.Errorf("without bans: from %d to %d, %v", from, to, err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	if _, err := s.Import(t.Context(), "web1", []ban.Ban{{Jail: "sshd", Address: "192.0.2.1", BannedAt: at}}); err != nil {
		t.Fatal(err)
	}
	if from, to, err := s.banMillis(t.Context(), scope, day); err != nil || from != floor(at, day) || to != floor(at, day)+day*hourMillis {
		t.Errorf("from %d to %d, %v, want the day of the only ban", from, to, err)
	}
}
