package storetest

import (
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// fences writes with the context of a run, in a transaction, in one statement and in one that returns something, before and after its
// lease is over.
func fences(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Hour)))
	run := claim(t, s, "r1")
	ctx := schedule.WithFence(t.Context(), run)
	writes := map[string]func() error{
		"transaction": func() error { return s.RecordAudit(ctx, entry("fence.test")) },
		"statement": func() error {
			_, err := s.RemoveBefore(ctx, time.Hour, 1)
			return err
		},
		"statement that returns": func() error {
			_, err := s.TakeLimit(ctx, "fence", account.Limit{Burst: 10, Period: time.Hour})
			return err
		},
	}
	written := func() int {
		return len(got(s.AuditEntries(t.Context(), audit.Query{Action: "fence.test", Limit: 10})).in(t))
	}
	for name, write := range writes {
		if err := write(); err != nil {
			t.Errorf("%s while the lease is good: %v", name, err)
		}
	}
	s.Advance(lease)
	for name, write := range writes {
		t.Run(name+" after the lease", func(t *testing.T) { wantKind(t, write(), fault.Conflict) })
	}
	fresh := claim(t, s, "r2")
	for name, write := range writes {
		t.Run(name+" after a claim", func(t *testing.T) { wantKind(t, write(), fault.Conflict) })
	}
	same(t, "written", 1, written())
	same(t, "reading works", 1, len(got(s.AuditEntries(ctx, audit.Query{Action: "fence.test", Limit: 10})).in(t)))
	ctx = schedule.WithFence(t.Context(), fresh)
	must(t, s.RecordAudit(ctx, entry("fence.test")))
	finish(t, s, fresh)
	wantKind(t, s.RecordAudit(ctx, entry("fence.test")), fault.Conflict)
	same(t, "written by both", 2, written())
}

// fenceAtOnce has a run write while its lease ends and others claim the task: what it writes after a claim would have a higher number
// than what the claimer writes first.
func fenceAtOnce(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Hour)))
	run := claim(t, s, "old")
	old := schedule.WithFence(t.Context(), run)
	for _, err := range atOnce(4, func(i int) error {
		if i == 0 {
			time.Sleep(50 * time.Millisecond)
			s.Advance(lease)
			for {
				fresh, ok, err := s.ClaimRun(t.Context(), "new", []string{"a"}, time.Hour)
				if err != nil {
					return err
				}
				if ok {
					return s.RecordAudit(schedule.WithFence(t.Context(), fresh), entry("fence.new"))
				}
			}
		}
		for {
			if err := s.RecordAudit(old, entry("fence.old")); err != nil {
				return err
			}
		}
	}) {
		if err != nil {
			wantKind(t, err, fault.Conflict)
		}
	}
	newest := got(s.AuditEntries(t.Context(), audit.Query{Action: "fence.*", Limit: 1})).in(t)
	same(t, "the last to write", "fence.new", newest[0].Action)
}
