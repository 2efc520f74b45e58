package storetest

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"testing"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/fault"
)

func standingAllowances(t *testing.T, s Database) {
	ctx := t.Context()
	standing := got(s.MakeAllowances(ctx, []allow.Allowance{{Address: netip.MustParsePrefix("192.0.2.1/32"), Note: "office", Actor: "bob"}}, 0, nil, nil)).in(t)[0]
	temporary := got(s.MakeAllowances(ctx, []allow.Allowance{{Address: netip.MustParsePrefix("192.0.2.2/32")}}, time.Hour, nil, nil)).in(t)[0]
	if !standing.Standing() || !standing.Active() || temporary.Standing() {
		t.Errorf("made %+v and %+v", standing, temporary)
	}
	list := func(query allow.Query) (ids []int64) {
		query.Limit = 10
		for _, one := range got(s.Allowances(ctx, query)).in(t) {
			ids = append(ids, one.ID)
		}
		return ids
	}
	same(t, "standing", []int64{standing.ID}, list(allow.Query{Standing: new(true)}))
	same(t, "temporary", []int64{temporary.ID}, list(allow.Query{Standing: new(false)}))

	kept := got(s.EditAllowance(ctx, temporary.ID, allow.Edit{Lasts: new(time.Duration(0)), Note: new("for good")}, ann())).in(t)
	if !kept.Standing() || kept.Note != "for good" {
		t.Errorf("made standing: %+v", kept)
	}
	limited := got(s.EditAllowance(ctx, standing.ID, allow.Edit{Lasts: new(366 * 24 * time.Hour)}, ann())).in(t)
	if days := time.Until(limited.Until).Hours() / 24; limited.Standing() || days < 365 || days > 367 || limited.Note != "office" {
		t.Errorf("given an end: %+v", limited)
	}
	got(s.EditAllowance(ctx, standing.ID, allow.Edit{Note: new("office")}, ann())).in(t)
	var details []string
	for _, e := range got(s.AuditEntries(ctx, audit.Query{Limit: 9})).in(t) {
		details = append(details, e.Action+" "+e.Target+" "+e.Detail)
	}
	slices.Sort(details)
	same(t, "audit entries", []string{
		"allowance.extend 192.0.2.1 until " + limited.Until.Format(time.RFC3339) + " instead of without an end",
		"allowance.extend 192.0.2.2 without an end instead of until " + temporary.Until.Format(time.RFC3339),
		"allowance.note 192.0.2.2 for good",
	}, details)

	s.Advance(500 * 24 * time.Hour)
	same(t, "time is up", 1, got(s.ExpireAllowances(ctx, 10)).in(t))
	same(t, "in force", []int64{temporary.ID}, list(allow.Query{Active: new(true)}))
	ended := got(s.EndAllowance(ctx, temporary.ID, ann())).in(t)
	if ended.Active() || !ended.Standing() {
		t.Errorf("ended %+v", ended)
	}
}

func allowedNames(t *testing.T, s Database) {
	ctx := t.Context()
	got(s.TakeHost(ctx, "web1", false)).in(t)
	four, six := netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("2001:db8::7")
	place := allow.Place{Host: "web1", Jail: "sshd", Address: netip.PrefixFrom(four, 32), Ours: true}
	got(s.ClaimPlaces(ctx, []allow.Place{place})).in(t)
	must(t, s.SettlePlaces(ctx, []allow.Place{place}, nil))

	told := map[string]allow.Told{"home.example.org": {Addresses: []netip.Addr{four, six}, Good: true}, "new.example.org": {Problem: "unknown"}}
	made := got(s.MakeAllowances(ctx, []allow.Allowance{
		{Name: "home.example.org", Note: "ann", Lift: true}, {Name: "new.example.org"}, {Address: netip.MustParsePrefix("192.0.2.1/32")},
	}, 0, told, nil)).in(t)
	home, fresh := made[0], made[1]
	if home.Name != "home.example.org" || home.Address.IsValid() || home.Answer.At.IsZero() || !home.Answer.At.Equal(home.Answer.TriedAt) {
		t.Errorf("made %+v", home)
	}
	same(t, "networks", "[203.0.113.7/32 2001:db8::7/128]", fmt.Sprint(home.Networks()))
	same(t, "nothing yet", allow.Answer{Addresses: []netip.Addr{}, TriedAt: fresh.Answer.TriedAt, Problem: "unknown"}, fresh.Answer)
	same(t, "to be made sure of again", []allow.Place{place}, got(s.Places(ctx, "web1")).in(t))
	same(t, "listed", home, got(s.Allowances(ctx, allow.Query{Text: "HOME.example", Limit: 5})).in(t)[0])
	for text, want := range map[string]int{"203.0.113": 1, "2001:DB8": 1, "100::": 0, "example.org": 2} {
		same(t, "found by "+text, want, len(got(s.Allowances(ctx, allow.Query{Text: text, Limit: 5})).in(t)))
	}

	s.Advance(time.Minute)
	must(t, s.SaveTold(ctx, map[string]allow.Told{
		"home.example.org": {Addresses: []netip.Addr{six}, Problem: "does not answer"}, "nobodys.example.org": {Addresses: []netip.Addr{four}, Good: true},
	}, []audit.Entry{entry("allowance.resolve")}))
	after := got(s.Allowance(ctx, home.ID)).in(t).Answer
	if len(after.Addresses) != 2 || !after.At.Equal(home.Answer.At) || after.TriedAt.Sub(after.At) < time.Minute || after.Problem != "does not answer" {
		t.Errorf("without a good answer %+v, want the last good one with its age", after)
	}
	must(t, s.SaveTold(ctx, map[string]allow.Told{"home.example.org": {Addresses: []netip.Addr{six}, Good: true}}, nil))
	after = got(s.Allowance(ctx, home.ID)).in(t).Answer
	same(t, "a good answer again", allow.Answer{Addresses: []netip.Addr{six}, At: after.TriedAt, TriedAt: after.TriedAt}, after)
	answers := got(s.Answers(ctx, []string{"home.example.org", "nobodys.example.org"})).in(t)
	same(t, "answers", map[string]allow.Answer{"home.example.org": after}, answers)
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Action: "allowance.resolve", Limit: 5})).in(t)))

	same(t, "all are needed", 0, got(s.ForgetNames(ctx)).in(t))
	ended := got(s.EndAllowance(ctx, home.ID, ann())).in(t)
	same(t, "ended", []netip.Addr{six}, ended.Answer.Addresses)
	same(t, "forgotten", 1, got(s.ForgetNames(ctx)).in(t))
	same(t, "what it stood for", 0, len(got(s.Allowance(ctx, home.ID)).in(t).Networks()))
}

func dueNames(t *testing.T, s Database) {
	ctx := t.Context()
	due := func() []string {
		return slices.Sorted(maps.Keys(got(s.DueNames(ctx, 5*time.Minute, time.Minute)).in(t)))
	}
	addr := netip.MustParseAddr("203.0.113.7")
	short := got(s.MakeAllowances(ctx, []allow.Allowance{{Name: "good.example.org"}, {Name: "bad.example.org"}, {Name: "new.example.org"}}, time.Hour,
		map[string]allow.Told{"good.example.org": {Addresses: []netip.Addr{addr}, Good: true}, "bad.example.org": {Problem: "unknown"}}, nil)).in(t)
	got(s.MakeAllowances(ctx, []allow.Allowance{{Name: "good.example.org"}}, 0, nil, nil)).in(t)
	same(t, "never asked for", []string{"new.example.org"}, due())
	s.Advance(2 * time.Minute)
	same(t, "without a good answer", []string{"bad.example.org", "new.example.org"}, due())
	s.Advance(4 * time.Minute)
	same(t, "after a while", []string{"bad.example.org", "good.example.org", "new.example.org"}, due())
	same(t, "with what is known", []netip.Addr{addr}, got(s.DueNames(ctx, time.Minute, time.Minute)).in(t)["good.example.org"].Addresses)
	got(s.EndAllowance(ctx, short[1].ID, ann())).in(t)
	s.Advance(time.Hour)
	same(t, "the others are over", []string{"good.example.org"}, due())
}

func tooManyNames(t *testing.T, s Database) {
	many := make([]allow.Allowance, allow.MaxNames)
	for i := range many {
		many[i].Name = fmt.Sprintf("h%d.example.org", i)
	}
	got(s.MakeAllowances(t.Context(), many, 0, nil, nil)).in(t)
	got(s.MakeAllowances(t.Context(), many[:1], 0, nil, nil)).in(t) // the same name again
	_, err := s.MakeAllowances(t.Context(), []allow.Allowance{{Name: "more.example.org"}}, 0, nil, nil)
	wantKind(t, err, fault.Conflict)
}
