package localhost_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/fail2bantest"
	"bangui/fail2ban/wire"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
)

// TestSetJailPutsBack lets a later one of several settings fail: those before it are put back.
func TestSetJailPutsBack(t *testing.T) {
	refusal := []byte("\x80\x02K\x01cbuiltins\nValueError\nX\x09\x00\x00\x00not today\x85R\x86." + wire.EndMark)
	tests := []struct {
		name    string
		failing fail2bantest.Disturbance
		want    error
		// left is what the fake does although it refuses it.
		left func(*host.Jail)
	}{
		{"refused", fail2bantest.Disturbance{Command: "set ssh usedns", Raw: refusal}, fault.Refused,
			func(j *host.Jail) { j.UseDNS = "raw" }},
		{"refused at the end", fail2bantest.Disturbance{Command: "set ssh addignoreip 198.51.100.2", Raw: refusal}, fault.Refused,
			func(j *host.Jail) { j.Ignore = append(j.Ignore, "198.51.100.2") }},
		{"answer lost", fail2bantest.Disturbance{Command: "set ssh usedns", Part: -1}, fault.Unreachable, func(*host.Jail) {}},
		{"answer to an addition lost", fail2bantest.Disturbance{Command: "set ssh addignoreip 198.51.100.2", Part: -1}, fault.Unreachable, func(*host.Jail) {}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := fail2bantest.Start(t, fail2bantest.Config{Jails: []fail2bantest.JailConfig{{Name: "ssh", Ignore: []string{"192.0.2.0/24"}}}})
			h := open(t, localhost.Options{Socket: server.Socket(), ConfigDir: t.TempDir()})
			before, err := h.Jail(t.Context(), "ssh")
			check(t, err)
			server.Disturb(test.failing)
			banTime, retries, dns := time.Hour, 17, "raw"
			_, err = h.SetJail(t.Context(), "ssh", host.JailChange{
				BanTime: &banTime, MaxRetry: &retries, UseDNS: &dns,
				AddIgnore: []string{"198.51.100.1", "198.51.100.2"}, RemoveIgnore: []string{"192.0.2.0/24"},
			})
			if !errors.Is(err, test.want) {
				t.Errorf("SetJail: %v, want %v", err, test.want)
			}
			after, err := h.Jail(t.Context(), "ssh")
			check(t, err)
			test.left(&before)
			before.At, after.At = time.Time{}, time.Time{}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("not put back: %s", diff)
			}
		})
	}
}

// TestManyEntriesOfAnIgnoreList adds more than are added one by one, some of them twice or there before, and has the last part refused.
func TestManyEntriesOfAnIgnoreList(t *testing.T) {
	server := fail2bantest.Start(t, fail2bantest.Config{Jails: []fail2bantest.JailConfig{{Name: "ssh", Ignore: []string{"192.0.2.0/24", "203.0.113.7"}}}})
	h := open(t, localhost.Options{Socket: server.Socket(), ConfigDir: t.TempDir()})
	entries := []string{"203.0.113.7", "::ffff:203.0.113.7", "Home.Example.org", "home.example.org"}
	for i := range 250 {
		entries = append(entries, fmt.Sprintf("198.51.100.%d", i))
	}
	after, err := h.SetJail(t.Context(), "ssh", host.JailChange{AddIgnore: entries})
	check(t, err)
	if len(after.Ignore) != 253 || !slices.Contains(after.Ignore, "home.example.org") || !slices.Contains(after.Ignore, "198.51.100.249") {
		t.Errorf("%d entries: %v", len(after.Ignore), after.Ignore)
	}
	more := []string{}
	for i := range 120 {
		more = append(more, fmt.Sprintf("2001:db8::%x", i+1))
	}
	server.Disturb(fail2bantest.Disturbance{Command: "set ssh addignoreip 2001:db8::65", Part: -1})
	if _, err := h.SetJail(t.Context(), "ssh", host.JailChange{AddIgnore: more}); !errors.Is(err, fault.Unreachable) {
		t.Errorf("an answer was lost: %v", err)
	}
	now, err := h.Jail(t.Context(), "ssh")
	check(t, err)
	if diff := cmp.Diff(after.Ignore, now.Ignore); diff != "" {
		t.Errorf("not put back: %s", diff)
	}
}
