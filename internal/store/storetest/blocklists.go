package storetest

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/audit"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/schedule"
)

func blocklists(t *testing.T, open func(t *testing.T) Database) {
	t.Run("make, change and remove", func(t *testing.T) { makeBlocklists(t, open(t)) })
	t.Run("texts", func(t *testing.T) { blocklistTexts(t, open(t)) })
	t.Run("names", func(t *testing.T) { blocklistNames(t, open(t)) })
	t.Run("tasks", func(t *testing.T) { blocklistTasks(t, open(t)) })
	t.Run("imports", func(t *testing.T) { blocklistImports(t, open(t)) })
	t.Run("held contents", func(t *testing.T) { heldContents(t, open(t)) })
	t.Run("lost imports", func(t *testing.T) { lostImports(t, open(t)) })
	t.Run("another source meanwhile", func(t *testing.T) { anotherSource(t, open(t)) })
	t.Run("contents", func(t *testing.T) { blocklistContents(t, open(t)) })
	t.Run("sweep", func(t *testing.T) { sweepContents(t, open(t)) })
	t.Run("old imports", func(t *testing.T) { oldImports(t, open(t)) })
	t.Run("import without a lease", func(t *testing.T) { importWithoutLease(t, open(t)) })
}

// aBlocklist has something everywhere.
func aBlocklist(name string) blocklist.List {
	return blocklist.List{CreatedBy: "ann", Settings: blocklist.Settings{
		Name: name, Catalogue: "feodo", URL: "https://lists.example/" + name, Format: blocklist.Format{Kind: listformat.CSV, Column: "ip", Last: "2", Path: "x"},
		Schedule: schedule.Schedule{Every: time.Hour}.Normal(), Enabled: true, Priority: 50, MinInterval: 10 * time.Minute, AllowWide: true,
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32"), netip.MustParsePrefix("fd00::/8")},
		Licence:      "ü\n", Credit: "c", Homepage: "https://lists.example/", Note: "n",
	}}
}

func newBlocklist(t *testing.T, s Database, name string) blocklist.List {
	t.Helper()
	return got(s.MakeBlocklist(t.Context(), aBlocklist(name), nil, entry("blocklist.create"))).in(t)
}

func makeBlocklists(t *testing.T, s Database) {
	ctx := t.Context()
	made := newBlocklist(t, s, "one")
	want := aBlocklist("one")
	same(t, "settings", want.Settings, made.Settings)
	same(t, "made by", "ann", made.CreatedBy)
	same(t, "state", blocklist.State{Source: 1, Compare: true, Asked: true, NextAt: made.NextAt}, made.State)
	if in := made.NextAt.Sub(made.CreatedAt); in < time.Hour-time.Minute || in > time.Hour+time.Minute {
		t.Errorf("the next import is due in %s", in)
	}
	same(t, "the list", made, got(s.Blocklist(ctx, made.ID)).in(t))
	other := aBlocklist("other")
	other.Enabled, other.Priority, other.AllowPrivate, other.Format = false, 10, nil, blocklist.Format{Kind: listformat.Auto}
	second := got(s.MakeBlocklist(ctx, other, nil, entry("blocklist.create"))).in(t)
	same(t, "asked for, though off", false, second.Asked)
	same(t, "next, though off", time.Time{}, second.NextAt)
	same(t, "by priority", []string{"other", "one"}, names(got(s.Blocklists(ctx)).in(t)))
	changed := want.Settings
	changed.Name, changed.Priority, changed.Schedule = "uno", 5, schedule.Schedule{Cron: "@daily"}.Normal()
	after := got(s.ChangeBlocklist(ctx, made.ID, changed, nil, blocklist.AsBefore, entry("blocklist.update"))).in(t)
	same(t, "changed", changed, after.Settings)
	same(t, "by priority", []string{"uno", "other"}, names(got(s.Blocklists(ctx)).in(t)))
	must(t, s.RemoveBlocklist(ctx, made.ID, entry("blocklist.delete")))
	wantKind(t, s.RemoveBlocklist(ctx, made.ID, entry("blocklist.delete")), fault.NotFound)
	_, err := s.Blocklist(ctx, made.ID)
	wantKind(t, err, fault.NotFound)
	_, err = s.ChangeBlocklist(ctx, made.ID, changed, nil, blocklist.AsBefore, entry("blocklist.update"))
	wantKind(t, err, fault.NotFound)
	same(t, "tasks that are left", []string{second.Task()}, got(s.FamilyTasks(ctx, blocklist.ImportTasks)).in(t))
	same(t, "audit", 4, len(got(s.AuditEntries(ctx, audit.Query{Action: "blocklist.*", Limit: 10})).in(t)))
}

func names(lists []blocklist.List) []string {
	all := make([]string, len(lists))
	for i, l := range lists {
		all[i] = l.Name
	}
	return all
}

func blocklistTexts(t *testing.T, s Database) {
	ctx := t.Context()
	list := aBlocklist("text")
	list.URL, list.Schedule = "", schedule.Schedule{}.Normal()
	text := strings.Repeat("192.0.2.1\n", 100_000)
	made := got(s.MakeBlocklist(ctx, list, []byte(text), entry("blocklist.create"))).in(t)
	same(t, "text", text, string(got(s.BlocklistText(ctx, made.ID)).in(t)))
	got(s.ChangeBlocklist(ctx, made.ID, list.Settings, []byte("192.0.2.2\n"), blocklist.FromElsewhere, entry("blocklist.update"))).in(t)
	same(t, "new text", "192.0.2.2\n", string(got(s.BlocklistText(ctx, made.ID)).in(t)))
	got(s.ChangeBlocklist(ctx, made.ID, list.Settings, nil, blocklist.AsBefore, entry("blocklist.update"))).in(t)
	same(t, "text that stays", "192.0.2.2\n", string(got(s.BlocklistText(ctx, made.ID)).in(t)))
	got(s.ChangeBlocklist(ctx, made.ID, aBlocklist("text").Settings, nil, blocklist.FromElsewhere, entry("blocklist.update"))).in(t)
	_, err := s.BlocklistText(ctx, made.ID)
	wantKind(t, err, fault.NotFound)
}

func blocklistNames(t *testing.T, s Database) {
	ctx := t.Context()
	one := newBlocklist(t, s, "Ähnlich")
	_, err := s.MakeBlocklist(ctx, aBlocklist("äHNLICH"), nil, entry("blocklist.create"))
	wantKind(t, err, fault.Conflict)
	two := newBlocklist(t, s, "two")
	_, err = s.ChangeBlocklist(ctx, two.ID, one.Settings, nil, blocklist.AsBefore, entry("blocklist.update"))
	wantKind(t, err, fault.Conflict)
	got(s.ChangeBlocklist(ctx, one.ID, aBlocklist("ÄHNLICH").Settings, nil, blocklist.AsBefore, entry("blocklist.update"))).in(t)
	failures := 0
	for _, err := range atOnce(8, func(int) error {
		_, err := s.MakeBlocklist(ctx, aBlocklist("three"), nil, entry("blocklist.create"))
		return err
	}) {
		if err != nil {
			wantKind(t, err, fault.Conflict)
			failures++
		}
	}
	same(t, "made at once", 7, failures)
	for i := range blocklist.MaxLists - 3 {
		newBlocklist(t, s, "more "+strings.Repeat("x", i))
	}
	_, err = s.MakeBlocklist(ctx, aBlocklist("one too many"), nil, entry("blocklist.create"))
	wantKind(t, err, fault.Conflict)
}

// claimImport claims the run of the task of a list, which must be due.
func claimImport(t *testing.T, s Database, list blocklist.List) schedule.Run {
	t.Helper()
	run, ok, err := s.ClaimRun(t.Context(), "r1", []string{list.Task()}, lease)
	must(t, err)
	same(t, "claimed", true, ok)
	return run
}

func blocklistTasks(t *testing.T, s Database) {
	ctx := t.Context()
	list := newBlocklist(t, s, "one")
	run := claimImport(t, s, list)
	same(t, "asked by", "ann", run.Actor)
	same(t, "runs", true, got(s.Blocklist(ctx, list.ID)).in(t).Asked)
	run.Again = 2 * time.Minute
	got(s.FinishRun(ctx, run, schedule.Failed, "no")).in(t)
	after := got(s.Blocklist(ctx, list.ID)).in(t)
	same(t, "asked, when it has ended", false, after.Asked)
	if in := after.NextAt.Sub(list.CreatedAt); in < time.Minute || in > 3*time.Minute {
		t.Errorf("it is tried again in %s", in)
	}
	s.Advance(3 * time.Minute)
	run = claimImport(t, s, list)
	same(t, "cause", schedule.Scheduled, run.Cause)
	got(s.FinishRun(ctx, run, schedule.Succeeded, "yes")).in(t)
	after = got(s.Blocklist(ctx, list.ID)).in(t)
	if in := after.NextAt.Sub(run.StartedAt); in < 55*time.Minute || in > 65*time.Minute {
		t.Errorf("the next one is due in %s", in)
	}
	// One that is switched off is due no more, and once it is on again it is due at once.
	off := list.Settings
	off.Enabled = false
	same(t, "next, when off", time.Time{}, got(s.ChangeBlocklist(ctx, list.ID, off, nil, blocklist.AsBefore, entry("x"))).in(t).NextAt)
	same(t, "asked, when on", true, got(s.ChangeBlocklist(ctx, list.ID, list.Settings, nil, blocklist.AsBefore, entry("x"))).in(t).Asked)
	// The lease of one that is removed is lost.
	run = claimImport(t, s, list)
	must(t, s.RemoveBlocklist(ctx, list.ID, entry("x")))
	_, err := s.RenewLease(ctx, run, lease)
	wantKind(t, err, fault.Conflict)
	same(t, "its run", schedule.Cancelled, got(s.Run(ctx, run.ID)).in(t).State)
}

// anotherSource changes the source while an import runs.
func anotherSource(t *testing.T, s Database) {
	ctx := t.Context()
	list := newBlocklist(t, s, "one")
	run := aRun(t, s, list.ID)
	contents := someContents(t, s, list.ID, "192.0.2.0/32")
	got(s.ChangeBlocklist(ctx, list.ID, list.Settings, nil, blocklist.FromElsewhere, entry("x"))).in(t)
	run.Outcome = blocklist.Imported
	ended := got(s.EndImport(ctx, run, blocklist.Change{Source: list.Source, Fetched: true, Force: contents.Revision})).in(t)
	same(t, "outcome", blocklist.Cancelled, ended.Outcome)
	after := got(s.Blocklist(ctx, list.ID)).in(t)
	same(t, "in force", int64(0), after.Contents.Revision)
	same(t, "fetched", time.Time{}, after.FetchedAt)
	for got(s.SweepContents(ctx, 10)).in(t) > 0 {
	}
	same(t, "left over", 0, len(got(s.Chunks(ctx, contents.Revision, nil, 1)).in(t)))
}

// aRun begins an import of a list.
func aRun(t *testing.T, s Database, list int64) blocklist.Run {
	t.Helper()
	return got(s.BeginImport(t.Context(), blocklist.Run{List: list, Job: 7, Cause: schedule.Manual, Actor: "ann"})).in(t)
}

// endImport ends an import of a list as it is now.
func endImport(t *testing.T, s Database, run blocklist.Run, change blocklist.Change) {
	t.Helper()
	list := got(s.Blocklist(t.Context(), run.List)).in(t)
	change.Source, change.Revision, change.Held = list.Source, list.Contents.Revision, list.Held.Revision
	got(s.EndImport(t.Context(), run, change)).in(t)
}

// someContents stores a revision with these networks, of which nobody knows yet.
func someContents(t *testing.T, s Database, list int64, networks ...string) blocklist.Contents {
	t.Helper()
	c := blocklist.Contents{
		Revision: got(s.BeginContents(t.Context(), list)).in(t), Digest: strings.Join(networks, " ") + "!", Entries: len(networks), Addresses: 1, Networks: 2,
		IPv4: 3, IPv6: 4, Covered4: 1 << 40, Format: listformat.Netset, Added: 5, Removed: 6,
	}
	for _, text := range networks {
		p := netip.MustParsePrefix(text)
		must(t, s.AddChunks(t.Context(), c.Revision, []blocklist.Chunk{{
			First: blocklist.PlaceOf(p.Addr()), Last: blocklist.PlaceOf(p.Addr().Next()), Entries: 1, Data: []byte(text),
		}}))
		c.Bytes += int64(len(text))
	}
	must(t, s.EndContents(t.Context(), c))
	return c
}

func blocklistImports(t *testing.T, s Database) {
	ctx := t.Context()
	list := newBlocklist(t, s, "one")
	run := aRun(t, s, list.ID)
	same(t, "begun", blocklist.Run{
		ID: run.ID, List: list.ID, Job: 7, StartedAt: run.StartedAt, Cause: schedule.Manual, Actor: "ann", Outcome: blocklist.Running,
	}, run)
	contents := someContents(t, s, list.ID, "192.0.2.0/31", "2001:db8::/127")
	run.Outcome, run.Message = blocklist.Imported, "2 entries"
	run.Report = blocklist.Report{
		Source: "https://lists.example/", Status: 200, Bytes: 9, Format: listformat.Netset, Lines: 4, Entries: 2, Revision: contents.Revision,
		Dropped: []blocklist.Dropped{{Reason: "port", Title: "x", Lines: 2, Samples: []blocklist.Sample{{Line: 3, Text: "<b>ü"}}}}, FetchTook: time.Second,
	}
	validators := blocklist.Validators{ETag: `"a"`, LastModified: "yesterday"}
	endImport(t, s, run, blocklist.Change{Fetched: true, Force: contents.Revision, Validators: &validators})
	wantKind(t, got(s.EndImport(ctx, run, blocklist.Change{Source: 1})).err, fault.Conflict)
	stored := got(s.BlocklistImport(ctx, list.ID, run.ID)).in(t)
	same(t, "import", run, stored, cmpopts.IgnoreFields(blocklist.Run{}, "EndedAt"))
	after := got(s.Blocklist(ctx, list.ID)).in(t)
	same(t, "contents", contents, after.Contents, cmpopts.IgnoreFields(blocklist.Contents{}, "MadeAt"))
	same(t, "validators", validators, after.Validators)
	same(t, "fetched at", run.StartedAt, after.FetchedAt)
	_, err := s.BlocklistImport(ctx, list.ID+1, run.ID)
	wantKind(t, err, fault.NotFound)

	for range 2 {
		failed := aRun(t, s, list.ID)
		failed.Outcome, failed.Message = blocklist.Failed, "no such server"
		endImport(t, s, failed, blocklist.Change{Failed: true})
	}
	after = got(s.Blocklist(ctx, list.ID)).in(t)
	same(t, "failures", 2, after.Failures)
	same(t, "problem", "no such server", after.Problem)
	same(t, "contents stay", contents.Revision, after.Contents.Revision)
	runs := got(s.BlocklistImports(ctx, blocklist.RunQuery{List: list.ID, Limit: 2})).in(t)
	same(t, "newest first", true, len(runs) == 2 && runs[0].ID > runs[1].ID)
	same(t, "the rest", 1, len(got(s.BlocklistImports(ctx, blocklist.RunQuery{Before: runs[1].ID, Limit: 9})).in(t)))
	same(t, "of another list", 0, len(got(s.BlocklistImports(ctx, blocklist.RunQuery{List: list.ID + 1, Limit: 9})).in(t)))

	unchanged := aRun(t, s, list.ID)
	unchanged.Outcome = blocklist.Unchanged
	endImport(t, s, unchanged, blocklist.Change{Fetched: true})
	after = got(s.Blocklist(ctx, list.ID)).in(t)
	same(t, "failures after one that went well", 0, after.Failures)
	same(t, "validators stay", validators, after.Validators)
	// Another source begins anew, and keeps what is in force.
	after = got(s.ChangeBlocklist(ctx, list.ID, list.Settings, nil, blocklist.FromElsewhere, entry("x"))).in(t)
	same(t, "after another source", blocklist.State{Contents: after.Contents, Source: 2, Asked: true, TriedAt: after.TriedAt, NextAt: after.NextAt}, after.State)
	same(t, "contents stay", contents.Revision, after.Contents.Revision)
	must(t, s.RemoveBlocklist(ctx, list.ID, entry("x")))
	_, err = s.BeginImport(ctx, blocklist.Run{List: list.ID})
	wantKind(t, err, fault.NotFound)
}

func heldContents(t *testing.T, s Database) {
	ctx := t.Context()
	list := newBlocklist(t, s, "one")
	end := func(change blocklist.Change) blocklist.List {
		run := aRun(t, s, list.ID)
		run.Outcome = blocklist.Held
		endImport(t, s, run, change)
		return got(s.Blocklist(ctx, list.ID)).in(t)
	}
	good, bad := someContents(t, s, list.ID, "192.0.2.0/31"), someContents(t, s, list.ID, "192.0.2.4/31")
	end(blocklist.Change{Fetched: true, Force: good.Revision})
	alert := &blocklist.Alert{Kind: blocklist.AlertGrew, At: time.UnixMilli(1e12).UTC(), Message: "ü", Before: 1, After: 9}
	after := end(blocklist.Change{Fetched: true, Hold: bad.Revision, Alert: alert})
	same(t, "in force", good.Revision, after.Contents.Revision)
	same(t, "held", bad.Revision, after.Held.Revision)
	same(t, "alert", alert, after.Alert)
	after = end(blocklist.Change{Failed: true})
	same(t, "alert after a failure", alert, after.Alert)
	same(t, "swept", 0, got(s.SweepContents(ctx, 10)).in(t))
	_, err := s.AcceptHeld(ctx, list.ID, good.Revision, entry("blocklist.accept"))
	wantKind(t, err, fault.Conflict)
	accepted := got(s.AcceptHeld(ctx, list.ID, bad.Revision, entry("blocklist.accept"))).in(t)
	same(t, "accepted", []any{bad.Revision, int64(0), true}, []any{accepted.Contents.Revision, accepted.Held.Revision, accepted.Alert == nil})
	_, err = s.AcceptHeld(ctx, list.ID, bad.Revision, entry("blocklist.accept"))
	wantKind(t, err, fault.Conflict)
	_, err = s.AcceptHeld(ctx, list.ID+1, bad.Revision, entry("blocklist.accept"))
	wantKind(t, err, fault.NotFound)
	// What is good again takes the place of what waits.
	third, fourth := someContents(t, s, list.ID, "192.0.2.8/31"), someContents(t, s, list.ID, "192.0.2.9/32")
	end(blocklist.Change{Fetched: true, Hold: third.Revision, Alert: alert})
	after = end(blocklist.Change{Fetched: true, Force: fourth.Revision})
	same(t, "good again", []any{fourth.Revision, int64(0), true}, []any{after.Contents.Revision, after.Held.Revision, after.Alert == nil})
}

func lostImports(t *testing.T, s Database) {
	list := newBlocklist(t, s, "one")
	lost := aRun(t, s, list.ID)
	half := got(s.BeginContents(t.Context(), list.ID)).in(t)
	same(t, "swept while it runs", 0, got(s.SweepContents(t.Context(), 10)).in(t))
	again := aRun(t, s, list.ID)
	found := got(s.BlocklistImport(t.Context(), list.ID, lost.ID)).in(t)
	same(t, "outcome", blocklist.Lost, found.Outcome)
	same(t, "ended", false, found.EndedAt.IsZero())
	wantKind(t, got(s.EndImport(t.Context(), lost, blocklist.Change{Source: 1})).err, fault.Conflict)
	again.Outcome = blocklist.Failed
	endImport(t, s, again, blocklist.Change{Failed: true})
	same(t, "swept after it", 10, got(s.SweepContents(t.Context(), 10)).in(t))
	wantKind(t, s.AddChunks(t.Context(), half, nil), fault.Conflict)
	wantKind(t, s.EndContents(t.Context(), blocklist.Contents{Revision: half, Digest: "x"}), fault.Conflict)
}

// texts are the data of chunks.
func texts(chunks []blocklist.Chunk) []string {
	all := []string{}
	for _, c := range chunks {
		all = append(all, string(c.Data))
	}
	return all
}

func blocklistContents(t *testing.T, s Database) {
	ctx := t.Context()
	list := newBlocklist(t, s, "one")
	place := func(text string) blocklist.Place { return blocklist.PlaceOf(netip.MustParseAddr(text)) }
	revision := got(s.BeginContents(ctx, list.ID)).in(t)
	var chunks []blocklist.Chunk
	for _, c := range []struct{ first, last, data string }{
		{"10.0.0.0", "10.0.0.255", "a"}, {"10.0.2.0", "10.0.9.255", "b"}, {"200.0.0.0", "255.255.255.255", "c"}, {"::1", "::1", "d"}, {"2001:db8::", "ffff::", "e"},
	} {
		chunks = append(chunks, blocklist.Chunk{First: place(c.first), Last: place(c.last), Entries: 3, Data: []byte(c.data)})
	}
	must(t, s.AddChunks(ctx, revision, chunks[2:]))
	must(t, s.AddChunks(ctx, revision, chunks[:2]))
	someContents(t, s, list.ID, "10.0.0.0/32", "200.0.0.0/32")
	same(t, "all", chunks, got(s.Chunks(ctx, revision, nil, 10)).in(t))
	same(t, "two", []string{"a", "b"}, texts(got(s.Chunks(ctx, revision, nil, 2)).in(t)))
	same(t, "the rest", []string{"c", "d", "e"}, texts(got(s.Chunks(ctx, revision, &chunks[1].First, 10)).in(t)))
	for _, tt := range []struct {
		first, last string
		want        []string
	}{
		{"10.0.0.7", "10.0.0.7", []string{"a"}}, {"10.0.1.0", "10.0.1.255", []string{}}, {"10.0.1.0", "10.0.2.0", []string{"b"}},
		{"9.0.0.0", "9.9.9.9", []string{}}, {"0.0.0.0", "255.255.255.255", []string{"a", "b", "c"}}, {"10.0.0.255", "10.0.2.0", []string{"a", "b"}},
		{"255.255.255.255", "255.255.255.255", []string{"c"}}, {"::", "::", []string{}}, {"::1", "2001:db8::", []string{"d", "e"}}, {"ffff::1", "ffff::2", []string{}},
	} {
		same(t, tt.first+" to "+tt.last, tt.want, texts(got(s.ChunksOver(ctx, revision, place(tt.first), place(tt.last), 10)).in(t)))
	}
	same(t, "limit", []string{"a"}, texts(got(s.ChunksOver(ctx, revision, place("0.0.0.0"), place("255.255.255.255"), 1)).in(t)))
	must(t, s.EndContents(ctx, blocklist.Contents{Revision: revision, Digest: "x"}))
	wantKind(t, s.AddChunks(ctx, revision, nil), fault.Conflict)
}

func sweepContents(t *testing.T, s Database) {
	ctx := t.Context()
	list := newBlocklist(t, s, "one")
	forced := someContents(t, s, list.ID, "192.0.2.0/32", "192.0.2.2/32")
	run := aRun(t, s, list.ID)
	endImport(t, s, run, blocklist.Change{Fetched: true, Force: forced.Revision})
	gone := someContents(t, s, list.ID, "192.0.2.0/32", "192.0.2.2/32", "192.0.2.4/32")
	same(t, "first step", 2, got(s.SweepContents(ctx, 2)).in(t))
	same(t, "what is left", 1, len(got(s.Chunks(ctx, gone.Revision, nil, 9)).in(t)))
	same(t, "last step", 2, got(s.SweepContents(ctx, 2)).in(t))
	same(t, "nothing left to do", 0, got(s.SweepContents(ctx, 2)).in(t))
	same(t, "in force", 2, len(got(s.Chunks(ctx, forced.Revision, nil, 9)).in(t)))
	must(t, s.RemoveBlocklist(ctx, list.ID, entry("x")))
	for got(s.SweepContents(ctx, 1)).in(t) > 0 {
	}
	same(t, "of a list that is gone", 0, len(got(s.Chunks(ctx, forced.Revision, nil, 9)).in(t)))
}

func oldImports(t *testing.T, s Database) {
	ctx := t.Context()
	one, two := newBlocklist(t, s, "one"), newBlocklist(t, s, "two")
	for range 3 {
		for _, list := range []blocklist.List{one, two} {
			run := aRun(t, s, list.ID)
			run.Outcome = blocklist.Failed
			endImport(t, s, run, blocklist.Change{Failed: true})
		}
	}
	same(t, "young ones", 0, got(s.RemoveImports(ctx, time.Hour, 10)).in(t))
	s.Advance(2 * time.Hour)
	aRun(t, s, two.ID)
	same(t, "some", 2, got(s.RemoveImports(ctx, time.Hour, 2)).in(t))
	same(t, "the others", 3, got(s.RemoveImports(ctx, time.Hour, 10)).in(t))
	left := got(s.BlocklistImports(ctx, blocklist.RunQuery{Limit: 9})).in(t)
	same(t, "the newest of each", []int64{two.ID, one.ID}, []int64{left[0].List, left[1].List})
}

// importWithoutLease goes on with an import whose lease another replica has by then.
func importWithoutLease(t *testing.T, s Database) {
	list := newBlocklist(t, s, "one")
	ctx := schedule.WithFence(t.Context(), claimImport(t, s, list))
	run := got(s.BeginImport(ctx, blocklist.Run{List: list.ID, Cause: schedule.Scheduled})).in(t)
	revision := got(s.BeginContents(ctx, list.ID)).in(t)
	s.Advance(lease + time.Second)
	claimImport(t, s, list)
	writes := map[string]func() error{
		"begin":    func() error { _, err := s.BeginImport(ctx, blocklist.Run{List: list.ID}); return err },
		"contents": func() error { _, err := s.BeginContents(ctx, list.ID); return err },
		"chunks":   func() error { return s.AddChunks(ctx, revision, nil) },
		"ends":     func() error { return s.EndContents(ctx, blocklist.Contents{Revision: revision, Digest: "x"}) },
		"sweep":    func() error { _, err := s.SweepContents(ctx, 1); return err },
		"end": func() error {
			_, err := s.EndImport(ctx, run, blocklist.Change{Source: 1, Force: revision})
			return err
		},
	}
	for name, write := range writes {
		if err := write(); err == nil {
			t.Errorf("%s was written without a lease", name)
		} else {
			wantKind(t, err, fault.Conflict)
		}
	}
	same(t, "in force", int64(0), got(s.Blocklist(t.Context(), list.ID)).in(t).Contents.Revision)
}
