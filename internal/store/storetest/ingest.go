package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// base is second 0 of the tests about bans.
func base() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }

// sec is a time so many seconds after base.
func sec(n int) time.Time { return base().Add(time.Duration(n) * time.Second) }

// ms is a time so many milliseconds after base.
func ms(n int) time.Time { return base().Add(time.Duration(n) * time.Millisecond) }

const addr = "192.0.2.1"

// event is about addr in sshd; banned is for 600 seconds.
func event(kind host.EventKind, at time.Time) host.Event {
	return host.Event{Kind: kind, At: at, Jail: "sshd", ID: addr}
}

func banned(at int) host.Event {
	e := event(host.EventBan, sec(at))
	e.Until, e.BanTime, e.Failures, e.BanCount = sec(at+600), 600*time.Second, 5, 1
	e.Evidence = []string{"line 1", "line 2"}
	return e
}

func snapshot(at int, items ...host.Banned) host.Batch {
	return host.Batch{Snapshot: &host.Snapshot{At: sec(at), Banned: items}}
}

func item(at int) host.Banned {
	return host.Banned{Jail: "sshd", ID: addr, At: sec(at), Until: sec(at + 600), BanTime: 600 * time.Second}
}

func events(list ...host.Event) host.Batch { return host.Batch{Events: list} }

// told is a ban of which the log told at a time.
func told(at int, when time.Time) host.Event {
	e := banned(at)
	e.Told = when
	return e
}

// life is what the tests look at: when a ban began, and when and how it ended.
type life struct {
	Began, Ended time.Time
	By           ban.End
}

func ingest(t *testing.T, open func(t *testing.T) Database) {
	t.Run("lives", func(t *testing.T) { lives(t, open) })
	t.Run("what is kept", func(t *testing.T) { kept(t, open(t)) })
	t.Run("changes", func(t *testing.T) { changes(t, open(t)) })
	t.Run("epoch and cursor", func(t *testing.T) { epochAndCursor(t, open(t)) })
	t.Run("first contact", func(t *testing.T) { firstContact(t, open(t)) })
	t.Run("details come later", func(t *testing.T) { detailsLater(t, open(t)) })
	t.Run("remove", func(t *testing.T) { removeBans(t, open(t)) })
	t.Run("at once", func(t *testing.T) { ingestAtOnce(t, open(t)) })
}

// lives plays batches and compares the history of addr, oldest first. Every batch is sent twice.
func lives(t *testing.T, open func(t *testing.T) Database) {
	cases := []struct {
		name    string
		batches []host.Batch
		want    []life
	}{
		{"ban", []host.Batch{events(banned(0))}, []life{{Began: sec(0)}}},
		{
			"lifted before its time", []host.Batch{events(banned(0), event(host.EventUnban, ms(100_500)))},
			[]life{{sec(0), ms(100_500), ban.EndUnbanned}},
		},
		{
			"expired", []host.Batch{events(banned(0)), events(event(host.EventUnban, ms(598_100)))},
			[]life{{sec(0), ms(598_100), ban.EndExpired}},
		},
		{
			"lifted in the second of the ban", []host.Batch{events(banned(7), event(host.EventUnban, ms(7_900)))},
			[]life{{sec(7), ms(7_900), ban.EndUnbanned}},
		},
		{
			"lifted before the second to which its beginning is rounded", []host.Batch{events(banned(7), event(host.EventUnban, ms(6_900)))},
			[]life{{sec(7), ms(6_900), ban.EndUnbanned}},
		},
		{"unban before the ban", []host.Batch{events(banned(100)), events(event(host.EventUnban, sec(99)))}, []life{{Began: sec(100)}}},
		{"unban of nothing", []host.Batch{events(event(host.EventUnban, sec(99)))}, nil},
		{
			"banned again", []host.Batch{events(banned(0), event(host.EventUnban, sec(50)), banned(60))},
			[]life{{sec(0), sec(50), ban.EndUnbanned}, {Began: sec(60)}},
		},
		{
			"banned again in the same second", []host.Batch{events(banned(0), event(host.EventUnban, ms(50_200)), banned(50))},
			[]life{{sec(0), ms(50_200), ban.EndUnbanned}, {Began: sec(50)}},
		},
		{
			"a second ban ends the first", []host.Batch{events(banned(0)), events(banned(300))},
			[]life{{sec(0), sec(300), ban.EndUnknown}, {Began: sec(300)}},
		},
		{
			"a second ban after the planned end", []host.Batch{events(banned(0)), events(banned(900))},
			[]life{{sec(0), sec(600), ban.EndExpired}, {Began: sec(900)}},
		},
		{
			"an older ban comes late", []host.Batch{events(banned(900)), events(banned(0))},
			[]life{{sec(0), sec(600), ban.EndExpired}, {Began: sec(900)}},
		},
		{
			"repealed and restored", []host.Batch{
				events(banned(0), event(host.EventRepeal, sec(100))), events(event(host.EventRestore, sec(0))),
			},
			[]life{{Began: sec(0)}},
		},
		{
			"restored at its own time", []host.Batch{
				events(banned(0), event(host.EventRepeal, sec(100))), events(event(host.EventRestore, sec(120))),
			},
			[]life{{Began: sec(0)}},
		},
		{
			"repealed after its planned end", []host.Batch{events(banned(0), event(host.EventRepeal, sec(700)))},
			[]life{{sec(0), sec(700), ban.EndRepealed}},
		},
		{
			"restore brings back no lifted ban", []host.Batch{
				events(banned(0), event(host.EventUnban, sec(100))), events(event(host.EventRestore, sec(0))),
			},
			[]life{{sec(0), sec(100), ban.EndUnbanned}},
		},
		{
			"banned again for the same failure after a restart", []host.Batch{
				events(told(0, ms(900)), event(host.EventRepeal, ms(5_300))), events(told(0, ms(9_100)), event(host.EventUnban, ms(600_200))),
			},
			[]life{{sec(0), ms(600_200), ban.EndExpired}},
		},
		{
			"lifted and banned for another failure of that second", []host.Batch{
				events(told(0, ms(400)), event(host.EventUnban, ms(700))), events(told(0, ms(1_300)), event(host.EventUnban, ms(9_200))),
			},
			[]life{{sec(0), ms(700), ban.EndUnbanned}, {sec(1), ms(9_200), ban.EndUnbanned}},
		},
		{
			"ordered at half a second, lifted, and banned for a failure of the first half", []host.Batch{
				events(told(7, ms(6_600)), event(host.EventUnban, ms(7_400))), events(told(6, ms(7_500)), event(host.EventUnban, ms(14_400))),
			},
			[]life{{sec(6), ms(7_400), ban.EndUnbanned}, {sec(7), ms(14_400), ban.EndUnbanned}},
		},
		{
			"gone from a snapshot long after its end, which is told then", []host.Batch{
				events(banned(0)), snapshot(100), events(event(host.EventUnban, ms(80_200))),
			},
			[]life{{sec(0), ms(80_200), ban.EndUnbanned}},
		},
		{
			"gone from a snapshot before its end is told", []host.Batch{events(banned(0)), snapshot(100), events(event(host.EventUnban, ms(101_200)))},
			[]life{{sec(0), ms(101_200), ban.EndUnbanned}},
		},
		{
			"gone from a snapshot long before its end is told", []host.Batch{events(banned(0)), snapshot(100), events(event(host.EventUnban, ms(130_200)))},
			[]life{{sec(0), ms(130_200), ban.EndUnbanned}},
		},
		{
			"told by the log, too", []host.Batch{events(banned(0)), events(event(host.EventBan, sec(3)))},
			[]life{{Began: sec(0)}},
		},
		{
			"told by the log before", []host.Batch{events(event(host.EventBan, sec(3)), event(host.EventUnban, sec(9))), events(banned(1))},
			[]life{{sec(1), sec(9), ban.EndUnbanned}},
		},
		{
			"told by the log after its planned end", []host.Batch{events(banned(0)), events(event(host.EventBan, sec(601)))},
			[]life{{sec(0), sec(600), ban.EndExpired}, {Began: sec(601)}},
		},
		{
			"told by the log and lifted, and banned for a failure before that", []host.Batch{
				events(event(host.EventBan, sec(3)), event(host.EventUnban, sec(9))), events(told(2, ms(19_100))),
			},
			[]life{{Began: sec(2)}, {sec(3), sec(9), ban.EndUnbanned}},
		},
		{
			"told by the log and repealed, and banned for a failure before that after a restart", []host.Batch{
				events(event(host.EventBan, sec(3)), event(host.EventRepeal, sec(9))), events(told(2, ms(19_100)), event(host.EventUnban, sec(25))),
			},
			[]life{{sec(2), sec(25), ban.EndUnbanned}, {sec(3), sec(9), ban.EndRepealed}},
		},
		{
			"told by the log and lifted, and in a snapshot for a failure before that", []host.Batch{
				events(event(host.EventBan, sec(3)), event(host.EventUnban, sec(9))), snapshot(20, item(1)), events(told(1, ms(19_100))),
			},
			[]life{{Began: sec(1)}, {sec(3), sec(9), ban.EndUnbanned}},
		},
		{
			"told by the log, and another one for a failure in that second", []host.Batch{
				events(event(host.EventBan, sec(3)), event(host.EventUnban, ms(3_700)), told(3, ms(7_100))),
			},
			[]life{{sec(2), ms(3_700), ban.EndUnbanned}, {Began: sec(3)}},
		},
		{
			"told by the log, and another one after", []host.Batch{
				events(event(host.EventBan, sec(3)), event(host.EventUnban, sec(4)), banned(5), event(host.EventUnban, sec(9)), banned(11)),
			},
			[]life{{sec(3), sec(4), ban.EndUnbanned}, {sec(5), sec(9), ban.EndUnbanned}, {Began: sec(11)}},
		},
		{
			"restored after it was lifted", []host.Batch{
				events(banned(0), event(host.EventUnban, ms(100_500))), events(event(host.EventRestore, ms(100_900))),
			},
			[]life{{Began: sec(0)}},
		},
		{
			"told by the log, lifted and restored at once", []host.Batch{
				events(event(host.EventBan, sec(3)), event(host.EventUnban, ms(3_300)), event(host.EventRestore, ms(3_900))), snapshot(5, item(1)),
			},
			[]life{{Began: sec(3)}},
		},
		{
			"restored after the time of the last one was over", []host.Batch{
				events(banned(0), event(host.EventUnban, sec(100))), events(event(host.EventRestore, sec(700))),
			},
			[]life{{sec(0), sec(100), ban.EndUnbanned}, {Began: sec(700)}},
		},
		{"restore of an unknown ban", []host.Batch{events(event(host.EventRestore, sec(5)))}, []life{{Began: sec(5)}}},
		{"seen in a snapshot", []host.Batch{snapshot(10, item(5))}, []life{{Began: sec(5)}}},
		{"seen without a time", []host.Batch{snapshot(10, host.Banned{Jail: "sshd", ID: addr})}, []life{{Began: sec(10)}}},
		{
			"gone from a snapshot", []host.Batch{events(banned(0)), snapshot(100)},
			[]life{{sec(0), sec(100), ban.EndUnknown}},
		},
		{
			"gone after its planned end", []host.Batch{events(banned(0)), snapshot(1000)},
			[]life{{sec(0), sec(600), ban.EndExpired}},
		},
		{"began after the snapshot", []host.Batch{events(banned(50)), snapshot(50)}, []life{{Began: sec(50)}}},
		{
			"ended wrongly, still there", []host.Batch{events(banned(0)), snapshot(100), snapshot(110, item(0))},
			[]life{{Began: sec(0)}},
		},
		{
			"ended after the snapshot", []host.Batch{events(banned(0), event(host.EventUnban, sec(100))), snapshot(90, item(0))},
			[]life{{sec(0), sec(100), ban.EndUnbanned}},
		},
		{
			"another ban in the snapshot", []host.Batch{events(banned(0)), snapshot(400, item(300))},
			[]life{{sec(0), sec(300), ban.EndUnknown}, {Began: sec(300)}},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
			for _, batch := range c.batches {
				got(s.Ingest(t.Context(), "web1", h.Epoch, batch)).in(t)
				before := everything(t, s)
				again := got(s.Ingest(t.Context(), "web1", h.Epoch, batch)).in(t)
				same(t, "changes the second time", 0, len(again))
				same(t, "bans after the second time", before, everything(t, s))
			}
			same(t, "lives", c.want, livesOf(everything(t, s)), cmpopts.EquateEmpty())
			countsMatch(t, s)
		})
	}
}

// everything pages through all bans, newest first.
func everything(t testing.TB, s Store) []ban.Ban {
	t.Helper()
	var bans []ban.Ban
	query := ban.Query{Limit: 7}
	for {
		page, err := s.List(t.Context(), query)
		must(t, err)
		for _, b := range page.Bans {
			b.Repeats = 0
			bans = append(bans, b)
		}
		if page.Next == nil {
			return bans
		}
		query.Cursor = page.Next
	}
}

func livesOf(bans []ban.Ban) []life {
	var list []life
	for i := len(bans) - 1; i >= 0; i-- {
		list = append(list, life{bans[i].BannedAt, bans[i].EndedAt, bans[i].EndedBy})
	}
	return list
}

func kept(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	e := banned(0)
	e.Jail, e.ID = "odd jail", "strange id \x00\xff"
	e.Evidence = []string{"tab\tand\nline", "bad \xff byte", strings.Repeat("long ", 10_000), "lost"}
	found := got(s.Ingest(ctx, "web1", h.Epoch, events(e))).in(t)
	same(t, "changes", 1, len(found))
	full := got(s.Ban(ctx, found[0].Ban.ID)).in(t)
	same(t, "lines", 3, full.EvidenceLines)
	same(t, "first two lines", []string{"tab\tand line", "bad \uFFFD byte"}, full.Evidence[:2])
	size := len(strings.Join(full.Evidence, ""))
	same(t, "size within the limit", true, size <= host.MaxEvidenceBytes && size > host.MaxEvidenceBytes-100)
	same(t, "mark of the cut", true, strings.HasSuffix(full.Evidence[2], "…"))
	full.Evidence = full.Evidence[:1]
	want := ban.Ban{
		ID: full.ID, Host: "web1", Jail: "odd jail", Address: "strange id \uFFFD\uFFFD", BannedAt: sec(0), Until: sec(600),
		BanTime: 600 * time.Second, Origin: ban.Detected, Failures: 5, Count: 1, Evidence: []string{"tab\tand line"}, EvidenceLines: 3,
	}
	same(t, "ban", want, full)
	same(t, "change", ban.Change{Began: true, Ban: want}, found[0])
	_, err := s.Ban(ctx, full.ID+1)
	wantKind(t, err, fault.NotFound)
}

func changes(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	type change struct {
		Began bool
		At    time.Time
		By    ban.End
	}
	steps := []struct {
		name  string
		batch host.Batch
		want  []change
	}{
		{"begins", events(banned(0)), []change{{true, sec(0), ""}}},
		{"failures", events(event(host.EventFound, sec(1))), nil},
		{"ends", events(event(host.EventRepeal, sec(10))), []change{{false, sec(0), ban.EndRepealed}}},
		{"comes back", events(event(host.EventRestore, sec(20))), []change{{true, sec(0), ""}}},
		{"one ends the other", events(banned(30)), []change{{false, sec(0), ban.EndUnknown}, {true, sec(30), ""}}},
		{
			"all in one batch", events(event(host.EventUnban, sec(40)), banned(50), event(host.EventUnban, sec(60))),
			[]change{{false, sec(30), ban.EndUnbanned}, {true, sec(50), ""}, {false, sec(50), ban.EndUnbanned}},
		},
	}
	for _, step := range steps {
		var told []change
		for _, c := range got(s.Ingest(t.Context(), "web1", h.Epoch, step.batch)).in(t) {
			told = append(told, change{c.Began, c.Ban.BannedAt, c.Ban.EndedBy})
		}
		same(t, step.name, step.want, told)
	}
}

func epochAndCursor(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "cursor of an unknown host", host.Cursor(""), got(s.Cursor(ctx, "web1")).in(t))
	_, err := s.Ingest(ctx, "web1", 1, events(banned(0)))
	wantKind(t, err, fault.NotFound)
	old := got(s.TakeHost(ctx, "web1", false)).in(t)
	batch := host.Batch{Events: []host.Event{banned(0), event(host.EventFound, sec(0))}, Cursor: "1"}
	got(s.Ingest(ctx, "web1", old.Epoch, batch)).in(t)
	same(t, "cursor", host.Cursor("1"), got(s.Cursor(ctx, "web1")).in(t))
	got(s.Ingest(ctx, "web1", old.Epoch, batch)).in(t)
	failures := got(s.FailureSeries(ctx, "", "", []time.Time{base().Truncate(24 * time.Hour), base().Add(48 * time.Hour).Truncate(24 * time.Hour)})).in(t)
	same(t, "failures after the same batch twice", []ban.Line{{Key: "sshd", N: 1, Values: []int64{1}}}, failures.Lines)

	fresh := got(s.TakeHost(ctx, "web1", false)).in(t)
	late := host.Batch{Events: []host.Event{event(host.EventUnban, sec(50))}, Cursor: "2"}
	_, err = s.Ingest(ctx, "web1", old.Epoch, late)
	wantKind(t, err, fault.Conflict)
	same(t, "still in force", []life{{Began: sec(0)}}, livesOf(everything(t, s)))
	same(t, "cursor stays", host.Cursor("1"), got(s.Cursor(ctx, "web1")).in(t))
	got(s.Ingest(ctx, "web1", fresh.Epoch, late)).in(t)
	same(t, "cursor moves", host.Cursor("2"), got(s.Cursor(ctx, "web1")).in(t))
}

// firstContact takes over what fail2ban still has: old bans without their ends, then all that is in force.
func firstContact(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	const n = 2000
	var batch host.Batch
	var inForce []host.Banned
	for i := range n {
		e := banned(i)
		e.ID = host4(i)
		batch.Events = append(batch.Events, e)
		if i >= n-600 {
			inForce = append(inForce, host.Banned{Jail: "sshd", ID: e.ID, At: e.At, Until: e.Until, BanTime: e.BanTime})
		}
	}
	for len(batch.Events) > 0 {
		size := min(host.MaxBatch, len(batch.Events))
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(batch.Events[:size]...))).in(t)
		batch.Events = batch.Events[size:]
	}
	got(s.Ingest(t.Context(), "web1", h.Epoch, snapshot(n, inForce...))).in(t)
	same(t, "in force", 600, got(s.ActiveCount(t.Context(), ban.ActiveQuery{})).in(t))
	ends := make(map[ban.End]int)
	for _, b := range everything(t, s) {
		ends[b.EndedBy]++
	}
	same(t, "ends", map[ban.End]int{"": 600, ban.EndExpired: n - 600}, ends)
	countsMatch(t, s)
}

func detailsLater(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	got(s.Ingest(t.Context(), "web1", h.Epoch, snapshot(10, item(5)))).in(t)
	got(s.Ingest(t.Context(), "web1", h.Epoch, events(banned(5)))).in(t)
	all := everything(t, s)
	want := ban.Ban{
		ID: all[0].ID, Host: "web1", Jail: "sshd", Address: addr, BannedAt: sec(5), Until: sec(605), BanTime: 600 * time.Second,
		Origin: ban.Detected, Failures: 5, Count: 1, Evidence: []string{"line 1"}, EvidenceLines: 2,
	}
	same(t, "bans", []ban.Ban{want}, all)
	same(t, "evidence", []string{"line 1", "line 2"}, got(s.Ban(t.Context(), all[0].ID)).in(t).Evidence)
	whole := got(s.List(t.Context(), ban.Query{Limit: 10, AllEvidence: true})).in(t).Bans
	same(t, "evidence in a list that wants it", []string{"line 1", "line 2"}, whole[0].Evidence)

	longer := item(5)
	longer.Until, longer.BanTime = time.Time{}, host.Permanent
	got(s.Ingest(t.Context(), "web1", h.Epoch, snapshot(20, longer))).in(t)
	want.Until, want.BanTime = time.Time{}, host.Permanent
	same(t, "made permanent", []ban.Ban{want}, everything(t, s))
}

func removeBans(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	for i := range 3 {
		got(s.Ingest(ctx, "web1", h.Epoch, events(banned(i*100), event(host.EventUnban, sec(i*100+50))))).in(t)
	}
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(300)))).in(t)
	same(t, "none that old", 0, got(s.RemoveBefore(ctx, time.Since(sec(49)), 10)).in(t))
	same(t, "at most the limit", 1, got(s.RemoveBefore(ctx, time.Since(sec(1000)), 1)).in(t))
	same(t, "the rest", 2, got(s.RemoveBefore(ctx, time.Since(sec(1000)), 10)).in(t))
	same(t, "the one in force stays", []life{{Began: sec(300)}}, livesOf(everything(t, s)))
	countsMatch(t, s)
}

// ingestAtOnce has several hosts write at once: they share the counts of all hosts.
func ingestAtOnce(t *testing.T, s Database) {
	names := []string{"a", "b", "c", "d"}
	for _, err := range atOnce(len(names), func(i int) error {
		h, err := s.TakeHost(t.Context(), names[i], false)
		if err != nil {
			return err
		}
		for n := range 20 {
			first, second := banned(n*3600), banned(n*3600)
			second.Jail = "nginx"
			if i%2 == 0 {
				first, second = second, first
			}
			if _, err := s.Ingest(t.Context(), names[i], h.Epoch, events(first, second)); err != nil {
				return err
			}
		}
		return nil
	}) {
		must(t, err)
	}
	total := got(s.Counts(t.Context(), ban.CountQuery{})).in(t)
	same(t, "counted", int64(160), total.Total)
	countsMatch(t, s)
}
