package jail_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// TestWhyNot asks for expressions where there are none to be had: the lines are told all the same.
func TestWhyNot(t *testing.T) {
	tests := []struct {
		name, jail, want string
		before           func(w *world)
	}{
		{"jail without expressions", "sshd", "the jail sshd has no expressions", func(*world) {}},
		{"jail that is gone", "web", "host local has no jail web any more", func(*world) {}},
		{"host that is away", "sshd", "host local: fail2ban is not running", func(w *world) {
			w.machine.mu.Lock()
			w.machine.down = true
			w.machine.mu.Unlock()
			w.poll()
		}},
		{"host that has just gone away", "sshd", "fail2ban on local does not tell its expressions at present", func(w *world) {
			w.machine.mu.Lock()
			w.machine.down = true
			w.machine.mu.Unlock()
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			held, err := w.store.Host(t.Context(), "local")
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.store.Ingest(t.Context(), "local", held.Epoch, host.Batch{Cursor: "1", Events: []host.Event{
				{Kind: host.EventBan, At: time.Now(), Jail: tt.jail, ID: "192.0.2.1", Evidence: []string{"a line"}},
			}})
			if err != nil {
				t.Fatal(err)
			}
			tt.before(w)
			why, err := w.jails.Why(t.Context(), 1)
			if err != nil || why.Unavailable != tt.want || len(why.Ban.Evidence) != 1 {
				t.Errorf("%+v, %v, want %q", why, err, tt.want)
			}
		})
	}
	w := newWorld(t)
	if _, err := w.jails.Why(t.Context(), 7); !errors.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "7") {
		t.Errorf("unknown ban: %v", err)
	}
}
