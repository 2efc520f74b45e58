package storetest

import (
	"testing"
	"time"

	"bangui/internal/audit"
)

func audits(t *testing.T, open func(t *testing.T) Database) {
	s := open(t)
	ctx := t.Context()
	written := []audit.Entry{
		{Actor: audit.System(), Action: "job.run", Result: audit.OK},
		{
			Actor:  audit.Actor{UserID: 3, Name: "ann", Address: "192.0.2.1", RequestID: "r"},
			Action: "ban.create", Host: "web1", Jail: "sshd", Target: "198.51.100.1", Result: audit.Failed, Detail: "fail2ban is away",
		},
		{Actor: audit.Actor{Name: "ann"}, Action: "ban.delete", Host: "web2", Target: "198.51.100.1", Result: audit.OK},
		{Actor: audit.Actor{Name: "eve"}, Action: "bank.rob", Result: audit.Refused},
	}
	must(t, s.RecordAudit(ctx, written[:2]...))
	s.Advance(time.Hour)
	must(t, s.RecordAudit(ctx, written[2:]...))
	must(t, s.RecordAudit(ctx))

	all := got(s.AuditEntries(ctx, audit.Query{Limit: 100})).in(t)
	between := all[1].At
	cases := []struct {
		name  string
		query audit.Query
		want  []int // indices of written
	}{
		{"all", audit.Query{}, []int{3, 2, 1, 0}},
		{"action", audit.Query{Action: "ban.create"}, []int{1}},
		{"family of actions", audit.Query{Action: "ban.*"}, []int{2, 1}},
		{"actor", audit.Query{Actor: "ann"}, []int{2, 1}},
		{"host", audit.Query{Host: "web1"}, []int{1}},
		{"target", audit.Query{Target: "198.51.100.1", Action: "ban.delete"}, []int{2}},
		{"from", audit.Query{From: between}, []int{3, 2}},
		{"to", audit.Query{To: between}, []int{1, 0}},
		{"before", audit.Query{Before: all[2].ID}, []int{0}},
		{"limit", audit.Query{Limit: 1}, []int{3}},
		{"nothing", audit.Query{Actor: "nobody"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.query.Limit == 0 {
				c.query.Limit = 100
			}
			found := got(s.AuditEntries(ctx, c.query)).in(t)
			var plain, want []audit.Entry
			for _, e := range found {
				e.ID, e.At = 0, time.Time{}
				plain = append(plain, e)
			}
			for _, i := range c.want {
				want = append(want, written[i])
			}
			same(t, "entries", want, plain)
		})
	}
}
