package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func imports(t *testing.T, open func(t *testing.T) Database) {
	t.Run("known and unknown", func(t *testing.T) { importCases(t, open) })
	t.Run("what is kept", func(t *testing.T) { importKept(t, open(t)) })
	t.Run("nothing in force changes", func(t *testing.T) { importBesideLive(t, open(t)) })
	t.Run("still in force", func(t *testing.T) { importAhead(t, open(t)) })
	t.Run("unknown host", func(t *testing.T) { importNewHost(t, open(t)) })
	t.Run("many", func(t *testing.T) { importMany(t, open(t)) })
}

// past is a ban of addr in sshd, without an end.
func past(at int) ban.Ban { return ban.Ban{Jail: "sshd", Address: addr, BannedAt: sec(at)} }

// pastUntil is one that ended.
func pastUntil(at int, ended time.Time, by ban.End) ban.Ban {
	b := past(at)
	b.EndedAt, b.EndedBy = ended, by
	return b
}

// fromTable is one as a database tells of it: with its length, which is 600 seconds, and evidence, and nothing about its real end.
func fromTable(at int) ban.Ban {
	b := pastUntil(at, sec(at+600), ban.EndExpired)
	b.Until, b.BanTime, b.Failures, b.Count, b.Evidence = sec(at+600), 600*time.Second, 5, 1, []string{"line 1", "line 2"}
	return b
}

// endOnly is an end without a beginning.
func endOnly(at time.Time, by ban.End) ban.Ban {
	return ban.Ban{Jail: "sshd", Address: addr, EndedAt: at, EndedBy: by}
}

// importCases ingests batches and imports bans in several calls, and compares the history of addr, oldest first.
func importCases(t *testing.T, open func(t *testing.T) Database) {
	cases := []struct {
		name    string
		live    []host.Batch
		imports [][]ban.Ban
		result  ban.Imported
		want    []life
	}{
		{"new", nil, [][]ban.Ban{{pastUntil(0, ms(50_500), ban.EndUnbanned)}}, ban.Imported{Added: 1}, []life{{sec(0), ms(50_500), ban.EndUnbanned}}},
		{"without an end", nil, [][]ban.Ban{{past(0)}}, ban.Imported{Added: 1}, []life{{sec(0), sec(0), ban.EndUnknown}}},
		{
			"the end before the beginning", nil, [][]ban.Ban{{pastUntil(10, sec(5), ban.EndExpired)}}, ban.Imported{Added: 1},
			[]life{{sec(10), sec(10), ban.EndUnknown}},
		},
		{
			"twice in one call", nil, [][]ban.Ban{{fromTable(0), fromTable(0)}}, ban.Imported{Added: 1, Known: 1},
			[]life{{sec(0), sec(600), ban.EndExpired}},
		},
		{
			"one after the other", nil, [][]ban.Ban{{pastUntil(0, sec(3), ban.EndUnbanned), pastUntil(5, sec(9), ban.EndUnbanned)}},
			ban.Imported{Added: 2}, []life{{sec(0), sec(3), ban.EndUnbanned}, {sec(5), sec(9), ban.EndUnbanned}},
		},
		{
			"again in the second of the end", nil, [][]ban.Ban{{pastUntil(0, ms(50_200), ban.EndUnbanned), past(50)}},
			ban.Imported{Added: 2}, []life{{sec(0), ms(50_200), ban.EndUnbanned}, {sec(50), sec(50), ban.EndUnknown}},
		},
		{
			"lifted in the second of the log's time", []host.Batch{events(banned(6), event(host.EventUnban, ms(7_900)))},
			[][]ban.Ban{{pastUntil(7, ms(7_900), ban.EndUnknown)}}, ban.Imported{Known: 1}, []life{{sec(6), ms(7_900), ban.EndUnbanned}},
		},
		{
			"an earlier one comes later", nil, [][]ban.Ban{{fromTable(300)}, {fromTable(0)}}, ban.Imported{Added: 2},
			[]life{{sec(0), sec(300), ban.EndUnknown}, {sec(300), sec(900), ban.EndExpired}},
		},
		{
			"known from a database, told by a log", nil, [][]ban.Ban{{fromTable(0)}, {pastUntil(2, ms(100_500), ban.EndUnknown)}},
			ban.Imported{Added: 1, Completed: 1}, []life{{sec(0), ms(100_500), ban.EndUnbanned}},
		},
		{
			"known from a database, told by a log that it expired", nil,
			[][]ban.Ban{{fromTable(0)}, {pastUntil(2, ms(599_100), ban.EndUnknown)}}, ban.Imported{Added: 1, Known: 1},
			[]life{{sec(0), sec(600), ban.EndExpired}},
		},
		{
			"known from a log, told by a database", nil, [][]ban.Ban{{pastUntil(2, ms(100_500), ban.EndUnknown)}, {fromTable(0)}},
			ban.Imported{Added: 1, Completed: 1}, []life{{sec(2), ms(100_500), ban.EndUnbanned}},
		},
		{
			"known without an end, told by a database", nil, [][]ban.Ban{{past(2)}, {fromTable(0)}},
			ban.Imported{Added: 1, Completed: 1}, []life{{sec(2), sec(600), ban.EndExpired}},
		},
		{
			"the end in a later log", nil, [][]ban.Ban{{past(0)}, {endOnly(sec(70), ban.EndUnknown)}}, ban.Imported{Added: 1, Completed: 1},
			[]life{{sec(0), sec(70), ban.EndUnknown}},
		},
		{
			"the end in a later log, the length is known", nil, [][]ban.Ban{{fromTable(0)}, {endOnly(sec(70), ban.EndUnknown)}},
			ban.Imported{Added: 1, Completed: 1}, []life{{sec(0), sec(70), ban.EndUnbanned}},
		},
		{"an end of nothing", nil, [][]ban.Ban{{endOnly(sec(70), ban.EndUnknown)}}, ban.Imported{Unmatched: 1}, nil},
		{
			"an end of another one", nil, [][]ban.Ban{{pastUntil(0, sec(50), ban.EndUnbanned), endOnly(sec(70), ban.EndUnknown)}},
			ban.Imported{Added: 1, Unmatched: 1}, []life{{sec(0), sec(50), ban.EndUnbanned}},
		},
		{
			"in force", []host.Batch{events(banned(0))}, [][]ban.Ban{{past(0), past(2), fromTable(0), endOnly(sec(50), ban.EndUnbanned)}},
			ban.Imported{Known: 4}, []life{{Began: sec(0)}},
		},
		{
			"before what is in force", []host.Batch{events(banned(500))}, [][]ban.Ban{{fromTable(0)}}, ban.Imported{Added: 1},
			[]life{{sec(0), sec(500), ban.EndUnknown}, {Began: sec(500)}},
		},
		{
			"stored already, with another time in the log", []host.Batch{events(banned(0), event(host.EventUnban, ms(50_200)))},
			[][]ban.Ban{{pastUntil(1, ms(50_200), ban.EndUnknown), fromTable(0)}}, ban.Imported{Known: 2},
			[]life{{sec(0), ms(50_200), ban.EndUnbanned}},
		},
		{
			"stored already as expired", []host.Batch{events(banned(0)), snapshot(1000)},
			[][]ban.Ban{{pastUntil(1, ms(599_500), ban.EndUnknown)}}, ban.Imported{Known: 1},
			[]life{{sec(0), sec(600), ban.EndExpired}},
		},
		{
			"missed between two that are stored", []host.Batch{events(banned(0), event(host.EventUnban, sec(50)), banned(5000))},
			[][]ban.Ban{{pastUntil(100, sec(200), ban.EndUnknown)}}, ban.Imported{Added: 1},
			[]life{{sec(0), sec(50), ban.EndUnbanned}, {sec(100), sec(200), ban.EndUnknown}, {Began: sec(5000)}},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
			for _, batch := range c.live {
				got(s.Ingest(t.Context(), "web1", h.Epoch, batch)).in(t)
			}
			var result ban.Imported
			for _, bans := range c.imports {
				preview := got(s.ImportPreview(t.Context(), "web1", bans)).in(t)
				done := got(s.Import(t.Context(), "web1", bans)).in(t)
				same(t, "preview", done, preview)
				result = result.Plus(done)
			}
			same(t, "result", c.result, result)
			after := everything(t, s)
			same(t, "lives", c.want, livesOf(after), cmpopts.EquateEmpty())
			for _, bans := range c.imports {
				again := got(s.Import(t.Context(), "web1", bans)).in(t)
				same(t, "the second time", [2]int{}, [2]int{again.Added, again.Completed})
			}
			same(t, "bans after the second time", after, everything(t, s), cmpopts.EquateEmpty())
			countsMatch(t, s)
		})
	}
}

func importKept(t *testing.T, s Database) {
	b := fromTable(0)
	b.Jail, b.Address = "odd jail", "strange id \x00\xff"
	b.Evidence = []string{"one\nline", "bad \xff byte", strings.Repeat("long ", 10_000), "lost"}
	got(s.Import(t.Context(), "web1", []ban.Ban{b})).in(t)
	all := everything(t, s)
	full := got(s.Ban(t.Context(), all[0].ID)).in(t)
	same(t, "first two lines", []string{"one line", "bad \uFFFD byte"}, full.Evidence[:2])
	size := len(strings.Join(full.Evidence, ""))
	same(t, "size within the limit", true, size <= host.MaxEvidenceBytes && size > host.MaxEvidenceBytes-100)
	same(t, "mark of the cut", true, strings.HasSuffix(full.Evidence[2], "…"))
	want := ban.Ban{
		ID: full.ID, Host: "web1", Jail: "odd jail", Address: "strange id \uFFFD\uFFFD", BannedAt: sec(0), Until: sec(600),
		BanTime: 600 * time.Second, EndedAt: sec(600), EndedBy: ban.EndExpired, Origin: ban.Detected, Failures: 5, Count: 1,
		Evidence: []string{"one line"}, EvidenceLines: 3,
	}
	same(t, "ban", []ban.Ban{want}, all)

	told := pastUntil(10_000, sec(10_050), ban.EndUnknown)
	got(s.Import(t.Context(), "web1", []ban.Ban{told})).in(t)
	got(s.Import(t.Context(), "web1", []ban.Ban{fromTable(10_000)})).in(t)
	full = got(s.Ban(t.Context(), everything(t, s)[0].ID)).in(t)
	want = fromTable(10_000)
	want.ID, want.Host, want.Origin, want.EvidenceLines, want.EndedAt, want.EndedBy = full.ID, "web1", ban.Detected, 2, sec(10_050), ban.EndUnbanned
	same(t, "what a database knows besides", want, full)
	countsMatch(t, s)
}

// importBesideLive has a host that is looked after: its bans in force, its cursor and its holder stay as they are.
func importBesideLive(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", true)).in(t)
	batch := events(banned(0))
	batch.Cursor = "7"
	got(s.Ingest(ctx, "web1", h.Epoch, batch)).in(t)
	before := everything(t, s)
	again := fromTable(0)
	again.Failures, again.Count = 50, 50
	got(s.Import(ctx, "web1", []ban.Ban{again, past(1), fromTable(-5000)})).in(t)
	after := everything(t, s)
	same(t, "in force", before[0], after[0])
	same(t, "bans", 2, len(after))
	same(t, "cursor", host.Cursor("7"), got(s.Cursor(ctx, "web1")).in(t))
	stays := got(s.Host(ctx, "web1")).in(t)
	same(t, "holder", []any{h.Epoch, h.Holder, true}, []any{stays.Epoch, stays.Holder, stays.Local})
	got(s.Ingest(ctx, "web1", h.Epoch, events(event(host.EventUnban, sec(100))))).in(t)
	same(t, "its end", []life{{sec(-5000), sec(-4400), ban.EndExpired}, {sec(0), sec(100), ban.EndUnbanned}}, livesOf(everything(t, s)))
	countsMatch(t, s)
}

// importAhead imports a ban whose planned end is still to come: that it ended then is only assumed, and a snapshot knows better.
func importAhead(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Import(ctx, "web1", []ban.Ban{fromTable(0)})).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, snapshot(10, item(0)))).in(t)
	same(t, "lives", []life{{Began: sec(0)}}, livesOf(everything(t, s)))
	got(s.Ingest(ctx, "web1", h.Epoch, events(event(host.EventUnban, ms(70_500)), banned(80)))).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, snapshot(10, item(0)))).in(t)
	same(t, "after an older snapshot", []life{{sec(0), ms(70_500), ban.EndUnbanned}, {Began: sec(80)}}, livesOf(everything(t, s)))
	countsMatch(t, s)
}

func importNewHost(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "preview", ban.Imported{Added: 1}, got(s.ImportPreview(ctx, "old", []ban.Ban{past(0)})).in(t))
	same(t, "no host by that", 0, len(got(s.Hosts(ctx)).in(t)))
	got(s.Import(ctx, "old", []ban.Ban{past(0)})).in(t)
	added := got(s.Host(ctx, "old")).in(t)
	same(t, "nobody has it", []any{"", false, int64(0)}, []any{added.Holder, added.Local, added.Epoch})
	taken := got(s.TakeHost(ctx, "old", true)).in(t)
	same(t, "who comes has it", []any{"test", true}, []any{taken.Holder, taken.Local})
	got(s.Ingest(ctx, "old", taken.Epoch, events(banned(5000)))).in(t)
	same(t, "bans", []life{{sec(0), sec(0), ban.EndUnknown}, {Began: sec(5000)}}, livesOf(everything(t, s)))

	got(s.Import(ctx, "old", []ban.Ban{{Jail: "nginx", Address: addr, BannedAt: sec(6001)}})).in(t)
	seen := item(6000)
	seen.Jail = "nginx"
	got(s.Ingest(ctx, "old", taken.Epoch, snapshot(6010, seen, item(5000)))).in(t)
	same(t, "in force, though a log tells of a later beginning", 2, got(s.ActiveCount(ctx, ban.ActiveQuery{Host: "old"})).in(t))
}

// importMany imports more than fits into a statement, and again in another order.
func importMany(t *testing.T, s Database) {
	var bans []ban.Ban
	for i := range 1000 {
		b := fromTable(i * 700)
		b.Address = host4(i % 50)
		bans = append(bans, b)
	}
	same(t, "first", ban.Imported{Added: 1000}, got(s.Import(t.Context(), "web1", bans)).in(t))
	for i := range len(bans) / 2 {
		bans[i], bans[len(bans)-1-i] = bans[len(bans)-1-i], bans[i]
	}
	same(t, "again", ban.Imported{Known: 1000}, got(s.Import(t.Context(), "web1", bans)).in(t))
	same(t, "stored", 1000, len(everything(t, s)))
	countsMatch(t, s)
}
