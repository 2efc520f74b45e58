package storetest

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/schedule"
)

func allowances(t *testing.T, open func(t *testing.T) Database) {
	t.Run("make and list", func(t *testing.T) { makeAllowances(t, open(t)) })
	t.Run("end", func(t *testing.T) { endAllowances(t, open(t)) })
	t.Run("extend", func(t *testing.T) { extendAllowances(t, open(t)) })
	t.Run("without an end", func(t *testing.T) { standingAllowances(t, open(t)) })
	t.Run("names", func(t *testing.T) { allowedNames(t, open(t)) })
	t.Run("names that are due", func(t *testing.T) { dueNames(t, open(t)) })
	t.Run("too many names", func(t *testing.T) { tooManyNames(t, open(t)) })
	t.Run("search", func(t *testing.T) { searchAllowances(t, open(t)) })
	t.Run("expire", func(t *testing.T) { expireAllowances(t, open(t)) })
	t.Run("too many", func(t *testing.T) { tooManyAllowances(t, open(t)) })
	t.Run("places", func(t *testing.T) { allowancePlaces(t, open(t)) })
	t.Run("claimed at once", func(t *testing.T) { claimPlacesAtOnce(t, open(t)) })
	t.Run("fence", func(t *testing.T) { fenceAllowances(t, open(t)) })
}

// ann is who makes the allowances.
func ann() audit.Actor {
	return audit.Actor{UserID: 7, Name: "ann", Address: "192.0.2.9", RequestID: "r1"}
}

func makeAllowances(t *testing.T, s Database) {
	ctx := t.Context()
	wanted := []allow.Allowance{
		{Address: netip.MustParsePrefix("192.0.2.1/32"), Actor: "ann"},
		{Address: netip.MustParsePrefix("2001:db8::/48"), Hosts: []string{"a", "b"}, Jails: []string{"sshd"}, Lift: true, Note: "tests", Actor: "ann"},
	}
	made := got(s.MakeAllowances(ctx, wanted, time.Hour, nil, []audit.Entry{entry("allowance.create")})).in(t)
	for i, a := range made {
		if a.ID == 0 || time.Since(a.CreatedAt).Abs() > time.Minute || !a.Active() {
			t.Errorf("made %+v", a)
		}
		want := wanted[i]
		want.ID, want.CreatedAt, want.Until = a.ID, a.CreatedAt, a.CreatedAt.Add(time.Hour)
		if want.Hosts == nil {
			want.Hosts, want.Jails = []string{}, []string{}
		}
		same(t, "made", want, a)
	}
	same(t, "one", made[1], got(s.Allowance(ctx, made[1].ID)).in(t))
	same(t, "all", []allow.Allowance{made[1], made[0]}, got(s.Allowances(ctx, allow.Query{Limit: 10})).in(t))
	same(t, "first page", made[1:], got(s.Allowances(ctx, allow.Query{Limit: 1})).in(t))
	same(t, "second page", made[:1], got(s.Allowances(ctx, allow.Query{Limit: 1, Before: made[1].ID})).in(t))
	same(t, "in force", 2, len(got(s.Allowances(ctx, allow.Query{Active: new(true), Limit: 10})).in(t)))
	same(t, "ended", 0, len(got(s.Allowances(ctx, allow.Query{Active: new(false), Limit: 10})).in(t)))
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Action: "allowance.create", Limit: 5})).in(t)))
	_, err := s.Allowance(ctx, 99)
	wantKind(t, err, fault.NotFound)
}

func endAllowances(t *testing.T, s Database) {
	ctx := t.Context()
	made := got(s.MakeAllowances(ctx, []allow.Allowance{{Address: netip.MustParsePrefix("192.0.2.1/32"), Actor: "bob"}}, time.Hour, nil, nil)).in(t)
	ended := got(s.EndAllowance(ctx, made[0].ID, ann())).in(t)
	if ended.Active() || ended.EndedActor != "ann" || ended.EndedAt.Before(ended.CreatedAt) || !ended.Until.Equal(made[0].Until) {
		t.Errorf("ended %+v", ended)
	}
	same(t, "stored", ended, got(s.Allowance(ctx, ended.ID)).in(t))
	entries := got(s.AuditEntries(ctx, audit.Query{Action: "allowance.*", Limit: 5})).in(t)
	if len(entries) != 1 || entries[0].Action != "allowance.end" || entries[0].Target != "192.0.2.1" || entries[0].Actor != ann() {
		t.Errorf("audit entries %+v", entries)
	}
	_, err := s.EndAllowance(ctx, ended.ID, ann())
	wantKind(t, err, fault.Conflict)
	_, err = s.EndAllowance(ctx, 99, ann())
	wantKind(t, err, fault.NotFound)
	same(t, "no entries for what was not done", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)))
}

func extendAllowances(t *testing.T, s Database) {
	ctx := t.Context()
	made := got(s.MakeAllowances(ctx, []allow.Allowance{{Address: netip.MustParsePrefix("192.0.2.1/32"), Actor: "bob"}}, time.Hour, nil, nil)).in(t)[0]
	longer := got(s.EditAllowance(ctx, made.ID, allow.Edit{Lasts: new(3 * time.Hour)}, ann())).in(t)
	if gained := longer.Until.Sub(made.Until); gained < 2*time.Hour || gained > 2*time.Hour+time.Minute || longer.Actor != "bob" {
		t.Errorf("extended by %s: %+v", gained, longer)
	}
	same(t, "stored", longer, got(s.Allowance(ctx, made.ID)).in(t))
	entries := got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)
	if len(entries) != 1 || entries[0].Action != "allowance.extend" || entries[0].Target != "192.0.2.1" || entries[0].Actor != ann() {
		t.Errorf("audit entries %+v", entries)
	}
	s.Advance(2 * time.Hour)
	same(t, "ended at the first time", 0, got(s.ExpireAllowances(ctx, 5)).in(t))
	s.Advance(2 * time.Hour)
	_, err := s.EditAllowance(ctx, made.ID, allow.Edit{Lasts: new(time.Hour)}, ann())
	wantKind(t, err, fault.Conflict)
	_, err = s.EditAllowance(ctx, made.ID, allow.Edit{Note: new("too late")}, ann())
	wantKind(t, err, fault.Conflict)
	same(t, "time that was up stays so", false, got(s.Allowance(ctx, made.ID)).in(t).Active())
	_, err = s.EditAllowance(ctx, 99, allow.Edit{Lasts: new(time.Hour)}, ann())
	wantKind(t, err, fault.NotFound)
	same(t, "no entries for what was not done", 1, len(got(s.AuditEntries(ctx, audit.Query{Action: "allowance.extend", Limit: 5})).in(t)))
}

func searchAllowances(t *testing.T, s Database) {
	ctx := t.Context()
	got(s.MakeAllowances(ctx, []allow.Allowance{
		{Address: netip.MustParsePrefix("192.0.2.1/32"), Note: "The office", Actor: "bob"},
		{Address: netip.MustParsePrefix("2001:db8::/48"), Note: "50% of it", Actor: "ann"},
	}, time.Hour, nil, nil)).in(t)
	for text, want := range map[string]int{"": 2, "192.0": 1, "OFFICE": 1, "2001:DB8": 1, "ann": 1, "0%": 1, "%": 1, "nobody": 0, "_": 0} {
		same(t, "found by "+text, want, len(got(s.Allowances(ctx, allow.Query{Text: text, Limit: 5})).in(t)))
	}
}

func expireAllowances(t *testing.T, s Database) {
	ctx := t.Context()
	short := got(s.MakeAllowances(ctx, []allow.Allowance{
		{Address: netip.MustParsePrefix("192.0.2.1/32"), Actor: "ann"}, {Address: netip.MustParsePrefix("192.0.2.2/32"), Actor: "ann"},
	}, time.Minute, nil, nil)).in(t)
	long := got(s.MakeAllowances(ctx, []allow.Allowance{{Address: netip.MustParsePrefix("192.0.2.3/32")}}, time.Hour, nil, nil)).in(t)
	same(t, "nothing is due", 0, got(s.ExpireAllowances(ctx, 10)).in(t))
	s.Advance(time.Minute + time.Second)

	same(t, "in force", long, got(s.Allowances(ctx, allow.Query{Active: new(true), Limit: 10})).in(t))
	if over := got(s.Allowance(ctx, short[0].ID)).in(t); over.Active() || !over.EndedAt.Equal(over.Until) {
		t.Errorf("its time is up, and it is %+v", over)
	}
	_, err := s.EndAllowance(ctx, short[0].ID, ann())
	wantKind(t, err, fault.Conflict)

	same(t, "the first", 1, got(s.ExpireAllowances(ctx, 1)).in(t))
	same(t, "the second", 1, got(s.ExpireAllowances(ctx, 1)).in(t))
	same(t, "no more", 0, got(s.ExpireAllowances(ctx, 1)).in(t))
	ended := got(s.Allowances(ctx, allow.Query{Active: new(false), Limit: 10})).in(t)
	if len(ended) != 2 || !ended[0].EndedAt.Equal(ended[0].Until) || ended[0].EndedActor != "" {
		t.Errorf("ended %+v", ended)
	}
	entries := got(s.AuditEntries(ctx, audit.Query{Action: "allowance.expire", Limit: 5})).in(t)
	if len(entries) != 2 || entries[1].Target != "192.0.2.1" || entries[1].Actor != audit.System() || entries[1].Detail != "made by ann" {
		t.Errorf("audit entries %+v", entries)
	}
	s.Advance(time.Hour)
	same(t, "old enough", 1, got(s.RemoveAllowances(ctx, 30*time.Minute, 1)).in(t))
	same(t, "old enough, too", 1, got(s.RemoveAllowances(ctx, 30*time.Minute, 10)).in(t))
	same(t, "what is left", 1, len(got(s.Allowances(ctx, allow.Query{Limit: 10})).in(t)))
}

func tooManyAllowances(t *testing.T, s Database) {
	many := make([]allow.Allowance, allow.MaxInForce)
	for i := range many {
		many[i].Address = netip.MustParsePrefix(fmt.Sprintf("10.0.%d.%d/32", i/256, i%256))
	}
	got(s.MakeAllowances(t.Context(), many, time.Hour, nil, nil)).in(t)
	_, err := s.MakeAllowances(t.Context(), many[:1], time.Hour, nil, []audit.Entry{entry("allowance.create")})
	wantKind(t, err, fault.Conflict)
	same(t, "entries of what was not done", 0, len(got(s.AuditEntries(t.Context(), audit.Query{Limit: 5})).in(t)))
	s.Advance(2 * time.Hour)
	got(s.MakeAllowances(t.Context(), many[:1], time.Hour, nil, nil)).in(t)
}

func allowancePlaces(t *testing.T, s Database) {
	ctx := t.Context()
	for _, name := range []string{"web1", "web2"} {
		got(s.TakeHost(ctx, name, false)).in(t)
	}
	one := netip.MustParsePrefix("192.0.2.1/32")
	ours := allow.Place{Host: "web1", Jail: "sshd", Address: one, Ours: true}
	foreign := allow.Place{Host: "web1", Jail: "web", Address: one}
	elsewhere := allow.Place{Host: "web2", Jail: "sshd", Address: netip.MustParsePrefix("2001:db8::/48"), Ours: true}
	all := []allow.Place{ours, foreign, elsewhere}
	same(t, "claimed", all, got(s.ClaimPlaces(ctx, []allow.Place{ours, foreign, elsewhere})).in(t))
	same(t, "all", all, got(s.Places(ctx, "")).in(t))
	same(t, "of a host", all[:2], got(s.Places(ctx, "web1")).in(t))

	failing := elsewhere
	failing.Problem = "does not answer"
	must(t, s.SettlePlaces(ctx, []allow.Place{ours, foreign, failing}, []audit.Entry{entry("allowance.place")}))
	after := got(s.Places(ctx, "")).in(t)
	if after[0].PlacedAt.IsZero() || after[1].PlacedAt.IsZero() || !after[2].PlacedAt.IsZero() || after[2].Problem != "does not answer" {
		t.Errorf("settled %+v", after)
	}
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)))

	again := ours
	again.Ours = false
	same(t, "ours stays ours", after[0], got(s.ClaimPlaces(ctx, []allow.Place{again})).in(t)[0])
	foreign.Ours = true
	same(t, "another's becomes ours", []allow.Place{foreign}, got(s.ClaimPlaces(ctx, []allow.Place{foreign})).in(t))

	got(s.MakeAllowances(ctx, []allow.Allowance{{Address: one}}, time.Hour, nil, nil)).in(t)
	same(t, "to be made sure of again", []allow.Place{ours, foreign}, got(s.Places(ctx, "web1")).in(t))

	must(t, s.ForgetPlaces(ctx, []allow.Place{ours}, []audit.Entry{entry("allowance.remove")}))
	must(t, s.SettlePlaces(ctx, []allow.Place{ours}, nil))
	same(t, "what is left", []allow.Place{foreign}, got(s.Places(ctx, "web1")).in(t))
	same(t, "more audit entries", 2, len(got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)))
	if _, err := s.ClaimPlaces(ctx, []allow.Place{{Host: "nowhere", Jail: "sshd", Address: one}}); err == nil {
		t.Error("a place on a host that is not known was stored")
	}
}

// claimPlacesAtOnce has many claim one place, of whom one is about to put it there.
func claimPlacesAtOnce(t *testing.T, s Database) {
	got(s.TakeHost(t.Context(), "web1", false)).in(t)
	place := allow.Place{Host: "web1", Jail: "sshd", Address: netip.MustParsePrefix("192.0.2.1/32")}
	for _, err := range atOnce(8, func(i int) error {
		p := place
		p.Ours = i == 3
		_, err := s.ClaimPlaces(t.Context(), []allow.Place{p})
		return err
	}) {
		must(t, err)
	}
	places := got(s.Places(t.Context(), "web1")).in(t)
	if len(places) != 1 || !places[0].Ours {
		t.Errorf("places %+v, want one that is ours", places)
	}
}

func fenceAllowances(t *testing.T, s Database) {
	got(s.TakeHost(t.Context(), "web1", true)).in(t)
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Hour)))
	ctx := schedule.WithFence(t.Context(), claim(t, s, "r1"))
	places := []allow.Place{{Host: "web1", Jail: "sshd", Address: netip.MustParsePrefix("192.0.2.1/32"), Ours: true}}
	got(s.ClaimPlaces(ctx, places)).in(t)
	s.Advance(lease)
	_, err := s.ClaimPlaces(ctx, places)
	wantKind(t, err, fault.Conflict)
	wantKind(t, s.SettlePlaces(ctx, places, nil), fault.Conflict)
	wantKind(t, s.ForgetPlaces(ctx, places, nil), fault.Conflict)
	_, err = s.ExpireAllowances(ctx, 1)
	wantKind(t, err, fault.Conflict)
	wantKind(t, s.SaveTold(ctx, map[string]allow.Told{"home.example.org": {}}, nil), fault.Conflict)
	same(t, "places", 1, len(got(s.Places(t.Context(), "web1")).in(t)))
}
