package hosttest

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"bangui/internal/fault"
	"bangui/internal/host"
)

func stateOf(t *testing.T, h host.Host, jail string) host.JailState {
	t.Helper()
	status, err := h.Status(t.Context())
	check(t, err)
	j, _ := jailOf(status, jail)
	return j.State
}

func testIdle(t *testing.T, target Target) {
	h := target.Host
	if err := h.ControlJail(t.Context(), JailA, "explode"); !errors.Is(err, fault.Invalid) {
		t.Errorf("unknown order: %v, want %v", err, fault.Invalid)
	}
	check(t, h.ControlJail(t.Context(), JailA, host.Idle))
	if state := stateOf(t, h, JailA); state != host.JailIdle {
		t.Errorf("state %q, want %q", state, host.JailIdle)
	}
	if target.Reopen != nil {
		if state := stateOf(t, target.Reopen(t), JailA); state != host.JailIdle {
			t.Errorf("state %q after a restart of our own, want %q", state, host.JailIdle)
		}
	}
	results, err := h.Ban(t.Context(), host.BanOrder{Jail: JailA, Prefixes: []netip.Prefix{prefix("203.0.113.9")}})
	check(t, err)
	if len(results) != 1 || results[0].Outcome == host.OutcomeFailed || results[0].Outcome == host.OutcomePending && results[0].Message == "" {
		t.Errorf("ban in an idle jail: %+v", results)
	}
	check(t, h.ControlJail(t.Context(), JailA, host.Resume))
	if state := stateOf(t, h, JailA); state != host.JailRunning {
		t.Errorf("state %q, want %q", state, host.JailRunning)
	}
	eventually(t, "ban after resuming", func() bool {
		_, ok := banned(t, h)[JailA+" 203.0.113.9"]
		return ok
	})
}

func testStopAndStart(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	ban(t, h, JailA, "203.0.113.1")
	check(t, h.ControlJail(t.Context(), JailA, host.Stop))
	eventually(t, "stopped jail in the status", func() bool { return stateOf(t, h, JailA) == host.JailStopped })
	check(t, h.ControlJail(t.Context(), JailA, host.Stop))
	jail, err := h.Jail(t.Context(), JailA)
	check(t, err)
	if jail.State != host.JailStopped {
		t.Errorf("stopped jail: %+v", jail)
	}
	check(t, h.ControlJail(t.Context(), JailA, host.Start))
	check(t, h.ControlJail(t.Context(), JailA, host.Start))
	if state := stateOf(t, h, JailA); state != host.JailRunning {
		t.Errorf("state %q, want %q", state, host.JailRunning)
	}
	if target.Restores {
		eventually(t, "restored ban", func() bool {
			_, ok := banned(t, h)[JailA+" 203.0.113.1"]
			return ok
		})
	}
	if err := h.ControlJail(t.Context(), "nosuch", host.Start); !errors.Is(err, fault.NotFound) {
		t.Errorf("start of an unknown jail: %v, want %v", err, fault.NotFound)
	}
}

func testReload(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	ban(t, h, JailA, "203.0.113.1")
	before, err := h.Jail(t.Context(), JailA)
	check(t, err)
	retries := 9
	_, err = h.SetJail(t.Context(), JailA, host.JailChange{MaxRetry: &retries})
	check(t, err)
	check(t, h.ControlJail(t.Context(), JailA, host.Reload))
	after, err := h.Jail(t.Context(), JailA)
	check(t, err)
	if after.MaxRetry != before.MaxRetry || len(after.Actions) != len(before.Actions) || len(after.FailRegex) != len(before.FailRegex) {
		t.Errorf("after the reload %+v, before %+v", after, before)
	}
	if _, ok := banned(t, h)[JailA+" 203.0.113.1"]; !ok {
		t.Error("the reload lifted a ban")
	}
}

func testReloadBroken(t *testing.T, target Target) {
	if !applies(t, target.Loads && target.Break != nil, "break the configuration") {
		return
	}
	h := target.Host
	ban(t, h, JailB, "203.0.113.1")
	check(t, target.Break())
	err := h.ControlJail(t.Context(), JailB, host.Reload)
	if !errors.Is(err, fault.Refused) || !strings.Contains(err.Error(), JailB) {
		t.Errorf("reload of a broken jail: %v, want %v", err, fault.Refused)
	}
	if state := stateOf(t, h, JailB); state != host.JailRunning {
		t.Errorf("the jail is %q after that", state)
	}
	if _, ok := banned(t, h)[JailB+" 203.0.113.1"]; !ok {
		t.Error("the ban is gone after that")
	}
}

func testLog(t *testing.T, target Target) {
	if !applies(t, target.Found, "tell of bans in its log") {
		return
	}
	h := target.Host
	ban(t, h, JailA, "203.0.113.1", "203.0.113.2", "203.0.113.3")
	query := host.LogQuery{Contains: "ban 203.0.113."}
	page, err := h.Log(t.Context(), query)
	if !applies(t, !errors.Is(err, fault.Unsupported), "show its log") {
		return
	}
	check(t, err)
	eventually(t, "three bans in the log, where fail2ban writes them after they are in force", func() bool {
		page, err = h.Log(t.Context(), query)
		check(t, err)
		return len(page.Records) == 3
	})
	for _, r := range page.Records {
		if r.At.IsZero() || r.Level != "NOTICE" || r.Logger != "fail2ban.actions" || !strings.HasPrefix(r.Message, "["+JailA+"] Ban 203.0.113.") {
			t.Errorf("record %+v", r)
		}
	}
	testLogPages(t, h)
	testLogTail(t, target)
	for name, query := range map[string]host.LogQuery{
		"limit": {Limit: 1001}, "level": {MinLevel: "LOUD"}, "cursor": {Before: "%%%"},
	} {
		if _, err := h.Log(t.Context(), query); !errors.Is(err, fault.Invalid) {
			t.Errorf("bad %s: %v, want %v", name, err, fault.Invalid)
		}
	}
	page, err = h.Log(t.Context(), host.LogQuery{MinLevel: "CRITICAL"})
	check(t, err)
	if len(page.Records) != 0 {
		t.Errorf("critical records %+v", page.Records)
	}
}

// testLogTail asks for what is new, again and again, also after a rotation.
func testLogTail(t *testing.T, target Target) {
	t.Helper()
	h := target.Host
	page, err := h.Log(t.Context(), host.LogQuery{Limit: 1})
	check(t, err)
	tail := page.Tail
	follow := func(addr string) {
		t.Helper()
		var seen []string
		eventually(t, "news of "+addr, func() bool {
			page, err := h.Log(t.Context(), host.LogQuery{After: tail, Jail: JailA, Contains: "] ban ", Limit: 2})
			check(t, err)
			for _, r := range page.Records {
				seen = append(seen, r.Message)
			}
			tail = page.Tail
			return len(seen) > 0
		})
		if want := []string{"[" + JailA + "] Ban " + addr}; !slices.Equal(seen, want) {
			t.Errorf("news %q, want %q", seen, want)
		}
	}
	ban(t, h, JailB, "203.0.113.21")
	ban(t, h, JailA, "203.0.113.22")
	follow("203.0.113.22")
	if target.Rotate != nil {
		ban(t, h, JailA, "203.0.113.23")
		check(t, target.Rotate(t.Context()))
		follow("203.0.113.23")
		ban(t, h, JailA, "203.0.113.24")
		follow("203.0.113.24")
	}
	if _, err := h.Log(t.Context(), host.LogQuery{After: tail, Before: tail}); !errors.Is(err, fault.Invalid) {
		t.Errorf("older and newer at once: %v", err)
	}
}

// testLogPages reads the log in small pages and in one: both are the same.
func testLogPages(t *testing.T, h host.Host) {
	t.Helper()
	whole, err := h.Log(t.Context(), host.LogQuery{Limit: 1000})
	check(t, err)
	var pages []host.LogRecord
	for cursor := ""; ; {
		page, err := h.Log(t.Context(), host.LogQuery{Limit: 7, Before: cursor})
		check(t, err)
		pages = append(page.Records, pages...)
		if cursor = page.Cursor; cursor == "" {
			break
		}
	}
	if len(pages) < len(whole.Records) {
		t.Fatalf("%d records by pages, %d in one", len(pages), len(whole.Records))
	}
	for i, want := range whole.Records {
		if got := pages[i]; got != want {
			t.Errorf("record %d is %+v by pages, %+v in one", i, got, want)
		}
	}
}
