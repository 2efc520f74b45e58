package ban_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func at(s int) time.Time { return time.Date(2026, 3, 1, 10, 0, s, 0, time.UTC) }

// told are bans as a test writes them: address, beginning and end in seconds (- for none), and how it ended.
func told(bans []ban.Ban) []string {
	var list []string
	for _, b := range bans {
		began := "-"
		if !b.BannedAt.IsZero() {
			began = fmt.Sprint(b.BannedAt.Sub(at(0)).Seconds())
		}
		list = append(list, fmt.Sprintf("%s %s %v %s", b.Address, began, b.EndedAt.Sub(at(0)).Seconds(), b.EndedBy))
	}
	slices.Sort(list)
	return list
}

// story tells a past of sshd in words: +a begins, *a is restored, -a is unbanned, !a is repealed, >a lasts until 100, stop, down and up. Each
// is at the time of its place in the list, unless the word has another after a colon.
func story(t *testing.T, words string, length time.Duration) []string {
	t.Helper()
	var bans []ban.Ban
	past := ban.NewPast(at(1000), func(b ban.Ban) error { bans = append(bans, b); return nil })
	for i, word := range strings.Fields(words) {
		now := at(i)
		if what, second, ok := strings.Cut(word, ":"); ok {
			var n int
			if _, err := fmt.Sscan(second, &n); err != nil {
				t.Fatal(err)
			}
			word, now = what, at(n)
		}
		var err error
		switch id := word[1:]; {
		case word == "stop":
			past.Stop("sshd", now)
		case word == "down":
			past.ShutDown()
		case word == "up":
			past.StartUp()
		case word[0] == '+':
			b := ban.Ban{Jail: "sshd", Address: id, BannedAt: now, BanTime: length}
			if length > 0 {
				b.Until = now.Add(length)
			}
			err = past.Begin(b)
		case word[0] == '*':
			past.Restore("sshd", id)
		case word[0] == '-':
			err = past.End("sshd", id, now, "")
		case word[0] == '!':
			err = past.End("sshd", id, now, ban.EndRepealed)
		case word[0] == '>':
			past.Lengthen("sshd", id, at(100), 2)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := past.Close(); err != nil {
		t.Fatal(err)
	}
	return told(bans)
}

func TestPast(t *testing.T) {
	tests := []struct {
		name, words string
		length      time.Duration
		want        []string
	}{
		{"no end", "+a:5", 0, []string{"a 5 5 unknown"}},
		{"no end, the planned one is over", "+a:5", time.Minute, []string{"a 5 65 expired"}},
		{"no end, the planned one is to come", "+a:5", time.Hour, []string{"a 5 5 unknown"}},
		{"no end, permanent", "+a:5", host.Permanent, []string{"a 5 5 unknown"}},
		{"lifted, nobody knows why", "+a -a:7", 0, []string{"a 0 7 unknown"}},
		{"lifted before its time", "+a -a:7", time.Minute, []string{"a 0 7 unbanned"}},
		{"lifted at its time", "+a -a:59", time.Minute, []string{"a 0 59 expired"}},
		{"permanent and lifted", "+a -a:7", host.Permanent, []string{"a 0 7 unbanned"}},
		{"made longer and lifted", "+a >a -a:60", time.Minute, []string{"a 0 60 unbanned"}},
		{"made longer and over", "+a >a -a:100", time.Minute, []string{"a 0 100 expired"}},
		{"again", "+a -a +a:9 -a:11", 0, []string{"a 0 1 unknown", "a 9 11 unknown"}},
		{"again without an end before", "+a +a:9", 0, []string{"a 0 9 unknown", "a 9 9 unknown"}},
		{"again after the planned end", "+a +a:90", time.Minute, []string{"a 0 60 expired", "a 90 150 expired"}},
		{"the same twice", "+a -a:4 +a:0 -a:4", 0, []string{"a 0 4 unknown"}},
		{"an older one later", "+a:500 -a:510 +a:0", time.Minute, []string{"a 0 60 expired", "a 500 510 unbanned"}},
		{"an end of nothing", "-a:5 !b:6", 0, []string{"a - 5 unknown", "b - 6 repealed"}},
		{"an end before the beginning", "+a:5 -a:3", 0, []string{"a - 3 unknown", "a 5 5 unknown"}},
		{"repealed", "+a !a:7", time.Minute, []string{"a 0 7 repealed"}},
		{"repealed and restored", "+a !a:7 *a:9 -a:20", time.Minute, []string{"a 0 20 unbanned"}},
		{"restored without a beginning", "*a:9 -a:20", 0, []string{"a - 20 unknown"}},
		{"unbanned as the jail stopped", "+a +b -a:100 -b:100 stop:100", 0, []string{"a 0 100 repealed", "b 1 100 repealed"}},
		{"unbanned long before the jail stopped", "+a -a:100 stop:103", 0, []string{"a 0 100 unknown"}},
		{"one of them long before", "+a +b -a:90 -b:100 stop:100", 0, []string{"a 0 90 unknown", "b 1 100 repealed"}},
		{"a ban between", "+a -a:100 +b:100 stop:100", 0, []string{"a 0 100 unknown", "b 100 100 unknown"}},
		{"unbanned as fail2ban stopped", "+a down -a:50 up +b -b", 0, []string{"a 0 50 repealed", "b 4 5 unknown"}},
		{"unbanned just before fail2ban stopped", "+a +b -a:50 down -b:50 stop:50 up", 0, []string{"a 0 50 unknown", "b 1 50 repealed"}},
		{"stopped and restored", "+a -a:100 stop:100 *a:120 -a:200", 0, []string{"a 0 200 unknown"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, story(t, test.words, test.length)); diff != "" {
				t.Errorf("bans (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPastHasLimits tells of more than is remembered: all comes out once, and what has been given on still gets its end.
func TestPastHasLimits(t *testing.T) {
	const many = 120_000
	var bans []ban.Ban
	past := ban.NewPast(at(1000), func(b ban.Ban) error { bans = append(bans, b); return nil })
	for i := range many {
		b := ban.Ban{Jail: "sshd", Address: fmt.Sprint(i), BannedAt: at(0), Evidence: []string{strings.Repeat("x", 1000)}}
		if err := past.Begin(b); err != nil {
			t.Fatal(err)
		}
	}
	if kept := many - len(bans); kept < 10_000 || kept > 70_000 {
		t.Errorf("%d bans with 1000 bytes each are remembered", kept)
	}
	if err := past.End("sshd", "0", at(9), ""); err != nil {
		t.Fatal(err)
	}
	if err := past.Close(); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]int)
	for _, b := range bans {
		seen[b.Address]++
		if b.EndedAt.IsZero() {
			t.Fatalf("%+v is in force", b)
		}
	}
	if len(seen) != many || len(bans) != many+1 || seen["0"] != 2 {
		t.Errorf("%d bans of %d addresses, want one of each and an end", len(bans), len(seen))
	}
}

// TestPastAtRandom tells of bans in any order: each beginning comes out exactly once, and none of them is in force.
func TestPastAtRandom(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var bans []ban.Ban
		past := ban.NewPast(at(500), func(b ban.Ban) error { bans = append(bans, b); return nil })
		began := make(map[string]bool)
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "id")
			now := at(rapid.IntRange(0, 1000).Draw(r, "at"))
			switch rapid.IntRange(0, 4).Draw(r, "what") {
			case 0, 1:
				began[id+now.String()] = true
				_ = past.Begin(ban.Ban{Jail: "sshd", Address: id, BannedAt: now, Until: now.Add(time.Minute), BanTime: time.Minute}) // take never fails
			case 2:
				_ = past.End("sshd", id, now, "") // the same
			case 3:
				past.Restore("sshd", id)
			case 4:
				past.Stop("sshd", now)
			}
		}
		_ = past.Close() // the same
		out := make(map[string]bool)
		for _, b := range bans {
			if b.EndedAt.IsZero() || b.EndedBy == "" || !b.BannedAt.IsZero() && b.EndedAt.Before(b.BannedAt) {
				r.Fatalf("%+v", b)
			}
			if !b.BannedAt.IsZero() {
				out[b.Address+b.BannedAt.String()] = true
			}
		}
		if diff := cmp.Diff(began, out); diff != "" {
			r.Fatalf("beginnings (-told +given): %s", diff)
		}
	})
}
