package fail2ban

import (
	"context"

	"bangui/fail2ban/wire"
)

// JailStatus is a jail with its counters and sources.
type JailStatus struct {
	JailStats
	// Files are the log files that are read; JournalMatches is used instead with the systemd backend.
	Files          []string
	JournalMatches []string
	// Banned are the ban ids; nil in a short status.
	Banned []string
}

// Status tells counters, sources and all bans of the jail. It takes seconds with many thousand bans; see [Jail.ShortStatus].
func (j Jail) Status(ctx context.Context) (JailStatus, error) {
	return jailAsk(ctx, j, j.asStatus, "status", j.name)
}

// ShortStatus is [Jail.Status] without the bans; it is cheap. JailStats.Backend is not set by either.
func (j Jail) ShortStatus(ctx context.Context) (JailStatus, error) {
	return jailAsk(ctx, j, j.asStatus, "status", j.name, "short")
}

func (j Jail) asStatus(v wire.Value) (JailStatus, bool) {
	filter, ok1 := field(v, "Filter")
	actions, ok2 := field(v, "Actions")
	if !ok1 || !ok2 {
		return JailStatus{}, false
	}
	s := JailStatus{JailStats: JailStats{Name: j.name}}
	var r statusReader
	r.count(filter, "Currently failed", &s.FailedNow)
	r.count(filter, "Total failed", &s.FailedTotal)
	r.count(actions, "Currently banned", &s.BannedNow)
	r.count(actions, "Total banned", &s.BannedTotal)
	r.list(filter, "File list", &s.Files)
	r.list(filter, "Journal matches", &s.JournalMatches)
	r.list(actions, "Banned IP list", &s.Banned)
	return s, !r.failed
}

// statusReader collects fields and remembers whether any of them had the wrong type.
type statusReader struct{ failed bool }

func (r *statusReader) count(v wire.Value, name string, to *int) {
	value, _ := field(v, name)
	n, ok := asInt(value)
	*to, r.failed = n, r.failed || !ok
}

func (r *statusReader) list(v wire.Value, name string, to *[]string) {
	value, found := field(v, name)
	if !found {
		return
	}
	texts, ok := asTexts(value)
	*to, r.failed = texts, r.failed || !ok
}
