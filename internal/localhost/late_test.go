package localhost_test

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/internal/host"
)

// TestBanWithoutRow has a fail2ban that is so far behind that a ban is over when it is made: there is a line, but no row. What is banned tells when
// it began, and the end must be the end of that ban.
func TestBanWithoutRow(t *testing.T) {
	t.Run("told before it is asked", func(t *testing.T) { banWithoutRow(t, true) })
	t.Run("told after that", func(t *testing.T) { banWithoutRow(t, false) })
}

func banWithoutRow(t *testing.T, toldBefore bool) {
	t.Helper()
	a := newAbsence(t)
	server := fail2bantest.Start(t, fail2bantest.Config{})
	client := fail2ban.NewClient(server.Socket())
	defer func() { check(t, client.Close()) }()
	for _, command := range [][]any{{"set", "dbfile", a.dbPath}, {"set", "logtarget", a.log}, {"add", "ssh", "polling"}, {"start", "ssh"}} {
		_, err := client.Do(t.Context(), command...)
		check(t, err)
	}
	_, err := client.Jail("ssh").Ban(t.Context(), netip.MustParsePrefix("203.0.113.1/32"))
	check(t, err)
	a.options.Socket = server.Socket()
	h := open(t, a.options)
	var began time.Time
	for end := time.Now().Add(time.Minute); began.IsZero() && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		banned, err := h.Banned(t.Context())
		check(t, err)
		for _, b := range banned {
			began = b.At
		}
	}
	told := began.Sub(begin()).Seconds() + 6
	if toldBefore {
		a.bans(told, "203.0.113.1")
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var got []string
	_ = h.Watch(ctx, a.cursor, func(_ context.Context, b host.Batch) error {
		for _, e := range b.Events {
			if e.ID != "" {
				got = append(got, fmt.Sprintf("%s %v", e.Kind, e.At.Sub(began).Seconds()))
			}
		}
		if b.Snapshot != nil && len(got) == 0 {
			for _, one := range b.Snapshot.Banned {
				got = append(got, fmt.Sprintf("banned %v", one.At.Sub(began).Seconds()))
			}
			if !toldBefore {
				a.bans(told, "203.0.113.1")
			}
			a.unbans(told+3, "203.0.113.1")
		}
		if len(got) == 3 {
			cancel()
		}
		return nil
	}) // it ends with ctx
	if diff := cmp.Diff([]string{"banned 0", "ban 0", "unban 9"}, got); diff != "" {
		t.Error(diff)
	}
}
