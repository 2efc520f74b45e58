package storetest

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/host"
)

func blocklistHosts(t *testing.T, open func(t *testing.T) Database) {
	t.Run("modes", func(t *testing.T) { blocklistModes(t, open(t)) })
	t.Run("wishes", func(t *testing.T) { blocklistWishes(t, open(t)) })
	t.Run("reports", func(t *testing.T) { blocklistReports(t, open(t)) })
	t.Run("dropped", func(t *testing.T) { blocklistDropped(t, open(t)) })
	t.Run("applied", func(t *testing.T) { blocklistApplied(t, open(t)) })
}

func blocklistModes(t *testing.T, s Database) {
	ctx := t.Context()
	got(s.TakeHost(ctx, "a", true)).in(t)
	got(s.TakeHost(ctx, "b", false)).in(t)
	same(t, "nobody has said anything", blocklist.HostState{Host: "a", Mode: blocklist.ModeKernel}, got(s.HostState(ctx, "a")).in(t))
	must(t, s.SetMode(ctx, "b", blocklist.ModeJail, entry("blocklist.mode")))
	must(t, s.SaveJailState(ctx, "b", blocklist.JailState{Wished: 3, Banned: 2, Problem: &host.Obstacle{Message: "ü"}}))
	states := got(s.HostStates(ctx)).in(t)
	same(t, "by name", []string{"a", "b"}, []string{states[0].Host, states[1].Host})
	same(t, "jail", blocklist.JailState{Wished: 3, Banned: 2, Problem: &host.Obstacle{Message: "ü"}}, states[1].Jail, cmpopts.IgnoreFields(blocklist.JailState{}, "At"))
	must(t, s.SetMode(ctx, "b", blocklist.ModeOff, entry("blocklist.mode")))
	same(t, "mode", blocklist.ModeOff, got(s.HostState(ctx, "b")).in(t).Mode)
	wantKind(t, s.SetMode(ctx, "c", blocklist.ModeOff, entry("blocklist.mode")), fault.NotFound)
	wantKind(t, s.SaveJailState(ctx, "a", blocklist.JailState{}), fault.NotFound)
	_, err := s.HostState(ctx, "c")
	wantKind(t, err, fault.NotFound)
}

func blocklistWishes(t *testing.T, s Database) {
	ctx := t.Context()
	record := got(s.TakeHost(ctx, "a", true)).in(t)
	wish := blocklist.Wish{Fingerprint: "x", Lists: []host.EnforcedList{{ID: 1, Name: "one", Digest: "d", Entries: 9}}, Allow: 1, Protected: 2}
	first := got(s.SaveWish(ctx, "a", record.Epoch, wish, 0)).in(t)
	same(t, "first", int64(1), first.Revision)
	same(t, "the same again", first, got(s.SaveWish(ctx, "a", record.Epoch, wish, 0)).in(t))
	same(t, "as it is read", first, got(s.HostState(ctx, "a")).in(t).Wish)
	wish.Fingerprint = "y"
	same(t, "another one", int64(2), got(s.SaveWish(ctx, "a", record.Epoch, wish, 0)).in(t).Revision)
	same(t, "above", int64(41), got(s.SaveWish(ctx, "a", record.Epoch, wish, 40)).in(t).Revision)
	must(t, s.SetMode(ctx, "a", blocklist.ModeOff, entry("blocklist.mode")))
	wish.Fingerprint = "z"
	got(s.SaveWish(ctx, "a", record.Epoch, wish, 0)).in(t)
	same(t, "the mode stays", blocklist.ModeOff, got(s.HostState(ctx, "a")).in(t).Mode)
	got(s.TakeHost(ctx, "a", true)).in(t)
	_, err := s.SaveWish(ctx, "a", record.Epoch, wish, 0)
	wantKind(t, err, fault.Conflict)
	_, err = s.SaveWish(ctx, "b", 1, wish, 0)
	wantKind(t, err, fault.NotFound)
}

// aReport is one of a kernel with these lists.
func aReport(lists ...host.ListInKernel) host.Enforcement {
	return host.Enforcement{
		Armed: true, Revision: 3, Since: time.UnixMilli(1e12).UTC(), Lists: lists, Allow: 1, Kept: true, Drift: "ü", Repairs: 2,
		Protected: []host.ProtectedNetwork{{Network: netip.MustParsePrefix("127.0.0.0/8"), Why: host.ProtectedLoopback, Detail: "lo"}},
	}
}

func blocklistReports(t *testing.T, s Database) {
	ctx := t.Context()
	record := got(s.TakeHost(ctx, "a", true)).in(t)
	problem := &host.Obstacle{Message: "no", Mend: "do"}
	must(t, s.SaveReport(ctx, "a", record.Epoch, aReport(), problem))
	s.Advance(time.Minute)
	state := got(s.HostState(ctx, "a")).in(t)
	same(t, "report", aReport(), state.Report, cmpopts.IgnoreFields(host.Enforcement{}, "At"), cmpopts.EquateEmpty())
	same(t, "problem", problem, state.Problem)
	if state.Age < 59*time.Second || state.Age > 2*time.Minute {
		t.Errorf("its age is %s", state.Age)
	}
	must(t, s.SaveReport(ctx, "a", record.Epoch, aReport(), nil))
	if state := got(s.HostState(ctx, "a")).in(t); state.Problem != nil || state.Age > 30*time.Second {
		t.Errorf("after another report: %+v", state)
	}
	got(s.TakeHost(ctx, "a", true)).in(t)
	wantKind(t, s.SaveReport(ctx, "a", record.Epoch, aReport(), nil), fault.Conflict)
	wantKind(t, s.SaveReport(ctx, "b", record.Epoch, aReport(), nil), fault.NotFound)
}

func blocklistDropped(t *testing.T, s Database) {
	ctx := t.Context()
	s.Advance(time.Until(time.Now().Truncate(time.Hour).Add(time.Hour))) // no hour may end between two reports of this test
	record := got(s.TakeHost(ctx, "a", true)).in(t)
	one, two := newBlocklist(t, s, "one"), newBlocklist(t, s, "two")
	boot := time.UnixMilli(1e12).UTC()
	save := func(since time.Time, packets ...uint64) {
		t.Helper()
		var lists []host.ListInKernel
		for i, n := range packets {
			lists = append(lists, host.ListInKernel{
				EnforcedList: host.EnforcedList{ID: []int64{one.ID, two.ID}[i]}, Packets: n, Bytes: 100 * n, CountedSince: since,
			})
		}
		must(t, s.SaveReport(ctx, "a", record.Epoch, aReport(lists...), nil))
	}
	sums := func(query blocklist.DroppedQuery) map[int64]int64 {
		t.Helper()
		all := make(map[int64]int64)
		for _, c := range got(s.Dropped(ctx, query)).in(t) {
			all[c.List] += c.Packets
			same(t, "bytes", 100*c.Packets, c.Bytes)
		}
		return all
	}
	year := blocklist.DroppedQuery{From: time.Now().Add(-24 * time.Hour), To: time.Now().Add(24 * time.Hour)}
	save(boot, 10, 1)
	save(boot, 15, 1)
	save(boot, 15, 1)
	same(t, "counted on", map[int64]int64{one.ID: 15, two.ID: 1}, sums(year))
	save(boot.Add(time.Hour), 7, 2) // after a boot
	same(t, "after a boot", map[int64]int64{one.ID: 22, two.ID: 3}, sums(year))
	save(boot.Add(time.Hour), 3, 2) // somebody has made the table anew
	same(t, "begun anew", map[int64]int64{one.ID: 25, two.ID: 3}, sums(year))
	s.Advance(2 * time.Hour)
	save(boot.Add(time.Hour), 4)
	same(t, "hours", 3, len(got(s.Dropped(ctx, year)).in(t)))
	of := year
	of.List, of.Host = one.ID, "a"
	same(t, "of one", map[int64]int64{one.ID: 26}, sums(of))
	of.Host = "b"
	same(t, "of another host", map[int64]int64{}, sums(of))
	same(t, "old ones", 2, got(s.RemoveDropped(ctx, time.Hour, 10)).in(t))
	same(t, "what is left", map[int64]int64{one.ID: 1}, sums(year))
	must(t, s.RemoveBlocklist(ctx, one.ID, entry("x")))
	same(t, "of a list that is gone", map[int64]int64{}, sums(year))
	save(boot.Add(time.Hour), 5) // the host has it still
}

func blocklistApplied(t *testing.T, s Database) {
	ctx := t.Context()
	record := got(s.TakeHost(ctx, "a", true)).in(t)
	list := newBlocklist(t, s, "one")
	contents := someContents(t, s, list.ID, "192.0.2.0/32")
	run := aRun(t, s, list.ID)
	run.Outcome = blocklist.Imported
	endImport(t, s, run, blocklist.Change{Fetched: true, Force: contents.Revision})
	other := host.ListInKernel{EnforcedList: host.EnforcedList{ID: list.ID, Digest: "another"}}
	must(t, s.SaveReport(ctx, "a", record.Epoch, aReport(other), nil))
	same(t, "with other contents", 0, len(got(s.BlocklistImport(ctx, list.ID, run.ID)).in(t).Hosts))
	s.Advance(3 * time.Second)
	has := host.ListInKernel{EnforcedList: host.EnforcedList{ID: list.ID, Digest: contents.Digest}}
	for range 2 {
		must(t, s.SaveReport(ctx, "a", record.Epoch, aReport(has), nil))
	}
	hosts := got(s.BlocklistImport(ctx, list.ID, run.ID)).in(t).Hosts
	if len(hosts) != 1 || hosts[0].Host != "a" || hosts[0].Took < 3*time.Second || hosts[0].Took > time.Minute {
		t.Errorf("applied: %+v", hosts)
	}
}
