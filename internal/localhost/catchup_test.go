package localhost_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/host"
	"bangui/internal/localhost"
)

// absence is a log and a database that went on while nobody watched; fail2ban itself does not run any more.
type absence struct {
	t       *testing.T
	options localhost.Options
	log     string
	db      *sql.DB
	dbPath  string
	cursor  host.Cursor
}

// begin is when the absence began.
func begin() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }

func newAbsence(t *testing.T) *absence {
	t.Helper()
	path, db := newDatabase(t)
	log := filepath.Join(t.TempDir(), "fail2ban.log")
	create(log)
	info, err := os.Stat(log)
	check(t, err)
	stat := info.Sys().(*syscall.Stat_t)
	return &absence{
		t: t, log: log, db: db, dbPath: path,
		options: localhost.Options{Socket: filepath.Join(t.TempDir(), "none.sock"), ConfigDir: t.TempDir(), Location: time.UTC},
		cursor: host.Cursor(fmt.Sprintf(`{"v": 1, "db": %q, "rows": {"lasts": true}, "log": %q, "log_at": {"dev": %d, "ino": %d, "off": 0, "head": 0, "sum": %d},
			"last_at": "2026-03-01T10:00:00Z"}`, path, log, stat.Dev, stat.Ino, uint64(14695981039346656037))), // the sum of nothing
	}
}

// logs writes what fail2ban does, so many seconds after the beginning. Source: fail2ban/server/actions.py.
func (a *absence) logs(at float64, logger, message string) {
	when := begin().Add(time.Duration(at * float64(time.Second)))
	write(fmt.Sprintf("%s,%03d fail2ban.%-15s [4711]: NOTICE  %s\n", when.Format("2006-01-02 15:04:05"), when.Nanosecond()/1e6, logger, message))(a.log)
}

func (a *absence) bans(at float64, id string)   { a.logs(at, "actions", "[ssh] Ban "+id) }
func (a *absence) unbans(at float64, id string) { a.logs(at, "actions", "[ssh] Unban "+id) }

// row adds a row of a ban whose last failure was then.
func (a *absence) row(at int64, ids ...string) { insert(a.t, a.db, begin().Unix()+at, ids...) }

// lifted is what fail2ban does to rows when an address is unbanned by hand.
func (a *absence) lifted(id string) {
	_, err := a.db.Exec(`delete from bans where ip = $1`, id)
	check(a.t, err)
}

// watch returns so many events, as words; the next watch goes on after them.
func (a *absence) watch(n int) []string {
	a.t.Helper()
	return a.watchFor(n, time.Minute)
}

func (a *absence) watchFor(n int, within time.Duration) []string {
	a.t.Helper()
	h := open(a.t, a.options)
	ctx, cancel := context.WithTimeout(a.t.Context(), within)
	defer cancel()
	var got []string
	err := h.Watch(ctx, a.cursor, func(_ context.Context, b host.Batch) error {
		a.cursor = b.Cursor
		for _, e := range b.Events {
			got = append(got, fmt.Sprintf("%s %s %v", e.Kind, e.ID, e.At.Sub(begin()).Seconds()))
		}
		if len(got) >= n {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		a.t.Fatal(err)
	}
	return got
}

// rest watches a while longer.
func (a *absence) rest() []string { return a.watchFor(math.MaxInt, 800*time.Millisecond) }

// TestStopBetweenFailureAndBan has a fail2ban that is far behind, and a watch that ends after it read of failures: the next one must know that a row is
// of these, and not of a ban before its log, or the end of the ban before comes to it.
func TestStopBetweenFailureAndBan(t *testing.T) {
	a := newAbsence(t)
	a.bans(10.2, "203.0.113.1")
	a.row(10, "203.0.113.1")
	a.logs(24.9, "filter", "[ssh] Found 203.0.113.1 - 2026-03-01 10:00:20")
	a.logs(34.2, "filter", "[ssh] Found 203.0.113.2 - 2026-03-01 10:00:34")
	got := a.watch(3)
	a.unbans(35.6, "203.0.113.1")
	a.bans(35.8, "203.0.113.1")
	a.row(20, "203.0.113.1")
	got = append(got, a.watch(2)...)
	want := []string{"ban 203.0.113.1 10", "found 203.0.113.1 24.9", "found 203.0.113.2 34.2", "unban 203.0.113.1 35.6", "ban 203.0.113.1 20"}
	if diff := cmp.Diff(want, append(got, a.rest()...)); diff != "" {
		t.Error(diff)
	}
}

// TestCatchUp reads what happened meanwhile: each ban once, with the time of its row if that is still there, and its own end.
func TestCatchUp(t *testing.T) {
	tests := []struct {
		name   string
		happen func(*absence)
		want   []string
	}{
		{"lifted by hand and banned again", func(a *absence) {
			a.bans(10.2, "203.0.113.1")
			a.unbans(10.9, "203.0.113.1") // which deleted the row
			a.bans(20.3, "203.0.113.1")
			a.row(20, "203.0.113.1")
		}, []string{"ban 203.0.113.1 10", "unban 203.0.113.1 10.9", "ban 203.0.113.1 20"}},
		{"lifted by hand and banned again at once", func(a *absence) {
			a.bans(10.2, "203.0.113.1")
			a.unbans(10.9, "203.0.113.1")
			a.bans(11.3, "203.0.113.1")
			a.row(11, "203.0.113.1")
		}, []string{"ban 203.0.113.1 10", "unban 203.0.113.1 10.9", "ban 203.0.113.1 11"}},
		{"failed again before its ban was over", func(a *absence) {
			a.bans(10.2, "203.0.113.1")
			a.unbans(18.5, "203.0.113.1")
			a.bans(19.4, "203.0.113.1")
			a.row(9, "203.0.113.1")
			a.row(18, "203.0.113.1")
		}, []string{"ban 203.0.113.1 9", "unban 203.0.113.1 18.5", "ban 203.0.113.1 18"}},
		{"failed again before its ban was over, and banned for it much later", func(a *absence) {
			a.bans(10.5, "203.0.113.1") // it was over before the row was written
			a.logs(12.4, "filter", "[ssh] Found 203.0.113.1 - 2026-03-01 10:00:11")
			a.unbans(23.5, "203.0.113.1")
			a.bans(25.3, "203.0.113.1")
			a.row(11, "203.0.113.1")
		}, []string{"found 203.0.113.1 12.4", "ban 203.0.113.1 10", "unban 203.0.113.1 23.5", "ban 203.0.113.1 11"}},
		{"lifted by hand, and banned again for the same failures, found once more", func(a *absence) {
			a.bans(10.2, "203.0.113.1")
			a.logs(11.1, "filter", "[ssh] Found 203.0.113.1 - 2026-03-01 10:00:09")
			a.unbans(11.2, "203.0.113.1") // which deleted the row
			a.bans(11.5, "203.0.113.1")
			a.row(9, "203.0.113.1")
		}, []string{"found 203.0.113.1 11.1", "ban 203.0.113.1 10", "unban 203.0.113.1 11.2", "ban 203.0.113.1 9"}},
		{"lifted by hand, and banned again for more failures of that second", func(a *absence) {
			for range 2 {
				a.logs(3.2, "filter", "[ssh] Found 203.0.113.1 - 2026-03-01 10:00:02")
			}
			a.bans(4.1, "203.0.113.1")
			a.unbans(5.4, "203.0.113.1") // which deleted the row
			a.bans(5.7, "203.0.113.1")
			a.row(2, "203.0.113.1")
		}, []string{"found 203.0.113.1 3.2", "found 203.0.113.1 3.2", "ban 203.0.113.1 4", "unban 203.0.113.1 5.4", "ban 203.0.113.1 2"}},
		{"banned three times", func(a *absence) {
			for i := range 3 {
				a.bans(float64(10*i)+1.4, "203.0.113.1")
				a.unbans(float64(10*i)+9.5, "203.0.113.1")
				a.row(int64(10*i), "203.0.113.1")
			}
		}, []string{
			"ban 203.0.113.1 0", "unban 203.0.113.1 9.5", "ban 203.0.113.1 10", "unban 203.0.113.1 19.5", "ban 203.0.113.1 20", "unban 203.0.113.1 29.5",
		}},
		{"restored, and its row is gone", func(a *absence) {
			a.bans(1.2, "203.0.113.1")
			a.logs(9, "actions", "[ssh] Restore Ban 203.0.113.1")
			a.unbans(12.5, "203.0.113.1")
		}, []string{"ban 203.0.113.1 1", "restore 203.0.113.1 9", "unban 203.0.113.1 12.5"}},
		{"a row without a line", func(a *absence) {
			a.row(5, "203.0.113.1")
			a.row(8, "203.0.113.2")
			a.bans(9.1, "203.0.113.2")
		}, []string{"ban 203.0.113.2 8", "ban 203.0.113.1 5"}},
		{"a clock of failures that is ahead", func(a *absence) {
			a.row(12, "203.0.113.1")
			a.bans(9.1, "203.0.113.1")
			a.unbans(19.1, "203.0.113.1")
		}, []string{"ban 203.0.113.1 9", "unban 203.0.113.1 19.1"}},
		{"banned again within a second", func(a *absence) {
			a.bans(12.8, "203.0.113.1")
			a.unbans(13.3, "203.0.113.1")
			a.bans(13.7, "203.0.113.1")
			a.row(13, "203.0.113.1")
			a.unbans(18.1, "203.0.113.1")
		}, []string{"ban 203.0.113.1 12", "unban 203.0.113.1 13.3", "ban 203.0.113.1 13", "unban 203.0.113.1 18.1"}},
		{"banned again within a second, and both rows are there", func(a *absence) {
			a.bans(12.8, "203.0.113.1")
			a.row(13, "203.0.113.1")
			a.unbans(13.3, "203.0.113.1")
			a.bans(13.9, "203.0.113.1")
			a.row(14, "203.0.113.1")
		}, []string{"ban 203.0.113.1 13", "unban 203.0.113.1 13.3", "ban 203.0.113.1 14"}},
		{"banned again for a failure of the same second", func(a *absence) {
			a.bans(43.8, "203.0.113.1")
			a.unbans(44.3, "203.0.113.1")
			a.bans(44.5, "203.0.113.1")
			a.row(43, "203.0.113.1")
			a.unbans(52, "203.0.113.1")
		}, []string{"ban 203.0.113.1 43", "unban 203.0.113.1 44.3", "ban 203.0.113.1 43", "unban 203.0.113.1 52"}},
		{"failed again before it was banned", func(a *absence) {
			a.row(5, "203.0.113.1")
			a.bans(11.2, "203.0.113.1")
			a.unbans(14.1, "203.0.113.1")
			a.row(10, "203.0.113.1")
			a.bans(14.2, "203.0.113.1")
			a.unbans(22.9, "203.0.113.1")
		}, []string{"ban 203.0.113.1 5", "unban 203.0.113.1 14.1", "ban 203.0.113.1 10", "unban 203.0.113.1 22.9"}},
		{"failed again in the second in which it was lifted", func(a *absence) {
			a.bans(12.1, "203.0.113.1")
			a.unbans(17.4, "203.0.113.1")
			a.row(17, "203.0.113.1")
			a.bans(18.2, "203.0.113.1")
		}, []string{"ban 203.0.113.1 12", "unban 203.0.113.1 17.4", "ban 203.0.113.1 17"}},
		{"over before the jail stopped", func(a *absence) {
			a.row(1, "203.0.113.1", "203.0.113.2", "203.0.113.3")
			for i := range 3 {
				a.bans(1.2+float64(i)/10, fmt.Sprint("203.0.113.", i+1))
			}
			a.unbans(20, "203.0.113.1")
			a.unbans(30.1, "203.0.113.2")
			a.unbans(30.7, "203.0.113.3")
			a.logs(31, "jail", "Jail 'ssh' stopped")
		}, []string{
			"ban 203.0.113.1 1", "ban 203.0.113.2 1", "ban 203.0.113.3 1", "unban 203.0.113.1 20", "repeal 203.0.113.2 30.1", "repeal 203.0.113.3 30.7",
			"jail_stopped  31",
		}},
		{"over before fail2ban stopped", func(a *absence) {
			a.row(1, "203.0.113.1", "203.0.113.2")
			a.bans(1.2, "203.0.113.1")
			a.bans(1.3, "203.0.113.2")
			a.unbans(30.1, "203.0.113.1")
			a.logs(30.2, "server", "Shutdown in progress...")
			a.unbans(30.3, "203.0.113.2")
			a.logs(31, "jail", "Jail 'ssh' stopped")
		}, []string{
			"ban 203.0.113.1 1", "ban 203.0.113.2 1", "unban 203.0.113.1 30.1", "server_stopped  30.2", "repeal 203.0.113.2 30.3", "jail_stopped  31",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := newAbsence(t)
			test.happen(a)
			got := a.watch(len(test.want))
			got = append(got, a.rest()...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

// TestKilledBetweenRowAndLine ends between the two things that tell of a ban: both have it once.
func TestKilledBetweenRowAndLine(t *testing.T) {
	t.Parallel()
	t.Run("the line was read", func(t *testing.T) {
		t.Parallel()
		a := newAbsence(t)
		a.bans(10.2, "203.0.113.1")
		a.logs(10.3, "server", "Starting Fail2ban v1.0.2")
		got := a.watch(1)
		a.unbans(15, "203.0.113.1") // by hand: its row will never be there
		got = append(got, a.watch(2)...)
		want := []string{"server_started  10.3", "ban 203.0.113.1 10", "unban 203.0.113.1 15"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
	t.Run("the row was read", func(t *testing.T) {
		t.Parallel()
		a := newAbsence(t)
		a.row(9, "203.0.113.1")
		a.logs(9.5, "server", "Starting Fail2ban v1.0.2")
		got := a.watch(1)
		a.lifted("203.0.113.1")
		a.bans(10.2, "203.0.113.1")
		a.unbans(10.9, "203.0.113.1")
		a.bans(14.1, "203.0.113.1")
		a.row(14, "203.0.113.1")
		got = append(got, a.watch(3)...)
		want := []string{"server_started  9.5", "ban 203.0.113.1 10", "unban 203.0.113.1 10.9", "ban 203.0.113.1 14"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// TestLostLog begins with a log of which what came before was deleted: what the database has comes once, and before its end.
func TestLostLog(t *testing.T) {
	t.Parallel()
	a := newAbsence(t)
	a.bans(1.3, "203.0.113.1")
	a.unbans(2.1, "203.0.113.1") // by hand, so it is delivered without its row
	a.watch(2)
	remove(a.log)
	a.row(19, "203.0.113.1")
	a.row(25, "203.0.113.2")
	a.logs(26, "actions", "[ssh] 203.0.113.9 already banned")
	a.unbans(27.1, "203.0.113.1")
	a.unbans(33, "203.0.113.2")
	got := append(a.watch(4), a.rest()...)
	want := []string{"ban 203.0.113.1 19", "unban 203.0.113.1 27.1", "ban 203.0.113.2 25", "unban 203.0.113.2 33"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// TestLostLogAndBannedAgain begins with such a log, too: rows of before are not taken for those of bans that it tells.
func TestLostLogAndBannedAgain(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T) *absence {
		a := newAbsence(t)
		a.logs(1, "server", "Starting Fail2ban v1.0.2")
		a.watch(1)
		remove(a.log)
		return a
	}
	t.Run("its row was deleted", func(t *testing.T) {
		t.Parallel()
		a := begin(t)
		a.row(19, "203.0.113.1") // it ended before the log begins
		a.row(35, "203.0.113.2")
		a.logs(36, "actions", "[ssh] 203.0.113.9 already banned")
		a.unbans(43.2, "203.0.113.2")
		a.bans(54.3, "203.0.113.1")
		a.unbans(54.6, "203.0.113.1") // by hand
		a.bans(54.7, "203.0.113.2")
		a.unbans(54.9, "203.0.113.2") // by hand
		got := append(a.watch(7), a.rest()...)
		want := []string{
			"ban 203.0.113.1 19", "ban 203.0.113.2 35", "unban 203.0.113.2 43.2", "ban 203.0.113.1 54", "unban 203.0.113.1 54.6",
			"ban 203.0.113.2 54", "unban 203.0.113.2 54.9",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
	t.Run("its row comes later", func(t *testing.T) {
		t.Parallel()
		a := begin(t)
		a.row(19, "203.0.113.1")
		a.logs(36, "actions", "[ssh] 203.0.113.9 already banned")
		a.bans(54.3, "203.0.113.1")
		got := a.watch(1)
		a.row(53, "203.0.113.1")
		a.unbans(59, "203.0.113.1")
		got = append(got, a.watch(2)...)
		want := []string{"ban 203.0.113.1 19", "ban 203.0.113.1 53", "unban 203.0.113.1 59"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// TestRowsOfBefore uses numbers of rows again between two watches, and then bans an address without a row: rows that were delivered are
// not taken for its.
func TestRowsOfBefore(t *testing.T) {
	t.Parallel()
	const many = 300
	a := newAbsence(t)
	_, err := a.db.Exec(`begin`)
	check(t, err)
	for i := range many {
		a.row(1, fmt.Sprintf("198.18.%d.%d", i>>8, i&0xff))
		a.bans(1.2, fmt.Sprintf("198.18.%d.%d", i>>8, i&0xff))
	}
	_, err = a.db.Exec(`commit`)
	check(t, err)
	if n := len(a.watch(many)); n != many {
		t.Fatalf("%d bans of %d", n, many)
	}
	a.lifted("198.18.1.43") // the newest one
	a.row(5, "203.0.113.1")
	a.bans(5.3, "203.0.113.1")
	a.unbans(6, "198.18.0.7")
	a.bans(7.1, "198.18.0.7") // fail2ban stops before it writes the row
	a.unbans(7.2, "198.18.0.7")
	got := append(a.watch(4), a.rest()...)
	want := []string{"ban 203.0.113.1 5", "unban 198.18.0.7 6", "ban 198.18.0.7 7", "unban 198.18.0.7 7.2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// TestRowsOfWhatIsOver catches up where the first look into the database gives no rows: a ban that is over is that of its row all the same.
func TestRowsOfWhatIsOver(t *testing.T) {
	t.Parallel()
	happen := func(a *absence) {
		a.row(5, "203.0.113.3")
		a.bans(7.3, "203.0.113.3")
		a.logs(8, "actions", "[ssh] Restore Ban 203.0.113.3")
		a.row(10, "203.0.113.1")
		a.bans(12.3, "203.0.113.1")
		a.unbans(20.1, "203.0.113.1")
		a.row(23, "203.0.113.1")
		a.bans(25.3, "203.0.113.1")
		a.unbans(33.1, "203.0.113.1")
	}
	want := []string{
		"ban 203.0.113.3 5", "restore 203.0.113.3 8",
		"ban 203.0.113.1 10", "unban 203.0.113.1 20.1", "ban 203.0.113.1 23", "unban 203.0.113.1 33.1",
	}
	t.Run("the number of the last row was used again", func(t *testing.T) {
		t.Parallel()
		a := newAbsence(t)
		a.row(1, "203.0.113.2")
		a.bans(1.2, "203.0.113.2")
		a.watch(1)
		a.lifted("203.0.113.2")
		happen(a)
		got := append(a.watch(6), a.rest()...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
	t.Run("somebody writes", func(t *testing.T) {
		t.Parallel()
		a := newAbsence(t)
		happen(a)
		_, err := a.db.Exec(`begin exclusive`)
		check(t, err)
		done := make(chan error)
		go func() {
			time.Sleep(2500 * time.Millisecond) // longer than SQLite waits
			_, err := a.db.Exec(`commit`)
			done <- err
		}()
		got := append(a.watch(6), a.rest()...)
		check(t, <-done)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// TestRowWithoutLineAndManyAfter ends in the middle of catching up, with a row whose line was lost long before: what came after it comes once.
func TestRowWithoutLineAndManyAfter(t *testing.T) {
	t.Parallel()
	const many = 1500
	a := newAbsence(t)
	_, err := a.db.Exec(`begin`)
	check(t, err)
	a.row(1, "203.0.113.9")
	want := []string{"ban 203.0.113.9 1"}
	for i := range many {
		at, id := i/10, fmt.Sprintf("198.18.%d.%d", i>>8, i&0xff)
		a.row(int64(at), id)
		a.bans(float64(at)+0.3, id)
		want = append(want, fmt.Sprintf("ban %s %d", id, at))
	}
	_, err = a.db.Exec(`commit`)
	check(t, err)
	got := a.watch(many / 2)
	got = append(got, a.watch(many+1-len(got))...)
	got = append(got, a.rest()...)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// TestManyRowsWithoutLines takes a database over whose log is gone: that does not take long.
func TestManyRowsWithoutLines(t *testing.T) {
	t.Parallel()
	const many = 5000
	a := newAbsence(t)
	_, err := a.db.Exec(`begin`)
	check(t, err)
	for i := range many {
		a.row(int64(-100), fmt.Sprintf("198.18.%d.%d", i>>8, i&0xff))
	}
	_, err = a.db.Exec(`commit`)
	check(t, err)
	began := time.Now()
	got := a.watch(many)
	slices.Sort(got)
	if n := len(slices.Compact(got)); n != many || time.Since(began) > 40*time.Second {
		t.Errorf("%d bans after %v", n, time.Since(began))
	}
}
