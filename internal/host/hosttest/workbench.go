package hosttest

import (
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

func testBench(t *testing.T, target Target) {
	if !applies(t, target.Loads, "read its configuration") {
		return
	}
	bench, err := target.Host.Bench(t.Context(), nil)
	check(t, err)
	i := slices.IndexFunc(bench.Jails, func(j host.BenchJail) bool { return j.Name == JailA })
	if i < 0 || !bench.Jails[i].Enabled || len(bench.Jails[i].Logs) != 1 || !slices.Contains(bench.Filters, bench.Jails[i].Filter) {
		t.Errorf("bench %+v", bench)
	}
	_, err = target.Host.Bench(t.Context(), []host.FileChange{{Name: "../outside.conf"}})
	if !errors.Is(err, fault.Invalid) {
		t.Errorf("a draft outside of the configuration: %v", err)
	}
}

func testTestFilter(t *testing.T, target Target) {
	if !applies(t, target.Loads, "read its configuration") {
		return
	}
	at := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	date := at.Format("2006-01-02T15:04:05Z07:00")
	lines := []string{date + " host sshd[7]: Failed password for invalid user admin from 198.51.100.7 port 22 ssh2", date + " nothing"}
	report, err := target.Host.TestFilter(t.Context(), host.TestOrder{Jail: JailA, Lines: lines})
	check(t, err)
	if len(report.Lines) != 2 || report.Hits[0] != 1 || len(report.Expressions.FailRegex) == 0 || report.Version == "" {
		t.Fatalf("report %+v", report)
	}
	first := report.Lines[0]
	if first.Outcome != host.LineMatched || first.ID != "198.51.100.7" || first.User != "admin" || !first.At.Equal(at) || len(first.Parts) < 3 {
		t.Errorf("first line %+v", first)
	}
	if second := report.Lines[1]; second.Outcome != host.LineMissed || second.Index != -1 {
		t.Errorf("second line %+v", second)
	}
	_, err = target.Host.TestFilter(t.Context(), host.TestOrder{Jail: "nothing-of-that-name", Lines: lines})
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown jail: %v", err)
	}
	_, err = target.Host.TestFilter(t.Context(), host.TestOrder{Own: &host.Expressions{FailRegex: []string{"(<HOST>"}}, Lines: lines})
	if !errors.Is(err, fault.Invalid) {
		t.Errorf("broken expression: %v", err)
	}
}

func testRehearse(t *testing.T, target Target) {
	if !applies(t, target.Loads && target.Attack != nil, "read its configuration") {
		return
	}
	const addr = "198.51.100.99"
	check(t, target.Attack(JailA, netip.MustParseAddr(addr), 1))
	order := host.RehearseOrder{Jail: JailA, Since: time.Now().Add(-time.Hour), Draft: []host.FileChange{{Name: "jail.d/zz-more.local", Text: []byte("[" + JailA + "]\nmaxretry = 9\n")}}}
	piece, err := target.Host.Rehearse(t.Context(), order)
	check(t, err)
	if !slices.ContainsFunc(piece.Failures, func(f host.Failure) bool { return f.ID == addr && time.Since(f.At).Abs() < time.Hour }) {
		t.Errorf("the failure of %s is not among %+v", addr, piece.Failures)
	}
	if piece.Present.MaxRetry != MaxRetry || piece.Present.BanTime != BanTime || piece.Changed.MaxRetry != 9 || !piece.Same || !slices.Contains(piece.Present.Ignore, Ignored) {
		t.Errorf("piece %+v", piece)
	}
	order.Jail = "nothing-of-that-name"
	if _, err := target.Host.Rehearse(t.Context(), order); !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown jail: %v", err)
	}
}
