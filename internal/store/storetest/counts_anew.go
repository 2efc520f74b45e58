package storetest

import (
	"fmt"
	"testing"
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func networkNames(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	e := event(host.EventBan, today())
	e.ID = "198.51.1.131"
	changes := got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	same(t, "told to browsers", "DE 64501 Network 64501", place(changes[0].Ban))
	same(t, "in the list", "DE 64501 Network 64501", place(everything(t, s)[0]))
	same(t, "alone", "DE 64501 Network 64501", place(got(s.Ban(t.Context(), everything(t, s)[0].ID)).in(t)))
	same(t, "names", map[uint32]string{64501: "Network 64501"}, got(s.NetworkNames(t.Context(), []uint32{64501, 64502})).in(t))
	newest := got(s.NewestBans(t.Context(), []string{e.ID, "192.0.2.77", "not one"})).in(t)
	same(t, "newest", 1, len(newest))
	same(t, "newest of it", "DE 64501 Network 64501", place(newest[e.ID]))
}

func place(b ban.Ban) string { return fmt.Sprintf("%s %d %s", b.Country, b.ASN, b.Network) }

// recount spoils the counts, counts anew while bans come in, and compares.
func recount(t *testing.T, s Database) {
	hourlyBans(t, s, today().AddDate(0, 0, -40), 30)
	hourlyBans(t, s, today().AddDate(0, 0, -2), 30)
	due := got(s.RecountDue(t.Context())).in(t)
	same(t, "not due", false, due)
	days := got(s.RecountDays(t.Context())).in(t)
	same(t, "from the oldest to the newest", 40, len(days))
	s.Exec(`update ban_counts set n = n + 3 where hours = 24`)
	s.Exec(`delete from ban_counts where hours <> 24`)
	for i, one := range days {
		must(t, s.RecountDay(t.Context(), one, i == len(days)-1))
		if i == 20 {
			hourlyBans(t, s, today().Add(2*time.Hour), 3)
		}
	}
	countsMatch(t, s)
	must(t, s.EndRecount(t.Context()))
}

// recountDue has lost its counts: what has to be looked for is found without them, and no amount of them is told as if it were exact.
func recountDue(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	for i := 0; i < 1200; i += 400 {
		var batch host.Batch
		for j := i; j < i+400; j++ {
			e := event(host.EventBan, today().Add(time.Duration(j-2000)*time.Minute))
			e.ID = host4(j)
			if j < 2 {
				e.ID = fmt.Sprintf("198.51.1.%d", 131+j)
			}
			batch.Events = append(batch.Events, e)
		}
		got(s.Ingest(t.Context(), "web1", h.Epoch, batch)).in(t)
	}
	s.Exec(`delete from ban_counts`)
	s.Exec(`insert into chores (name, asked_at) values ('recount', 0)`)
	scope := ban.Scope{Host: "web1", Jail: "sshd", Country: "DE"}
	same(t, "oldest ones", 2, len(got(s.List(t.Context(), ban.Query{Scope: scope, Limit: 10})).in(t).Bans))
	for _, one := range []ban.Scope{{}, scope, {Jail: "sshd"}, {Jail: "sshd", Country: "DE"}} {
		amount := got(s.Amount(t.Context(), one, false)).in(t)
		if all := got(s.Amount(t.Context(), one, true)).in(t).N; amount.Exact && amount.N != all || !amount.Exact && !amount.AtLeast {
			t.Errorf("%+v: %+v of %d", one, amount, all)
		}
	}
}

// withoutNetwork has three bans of which the network of one is known: all are in the total, with each filter.
func withoutNetwork(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	for _, id := range []string{"198.51.1.131", "203.0.113.1", "203.0.113.2"} {
		e := event(host.EventBan, today())
		e.ID = id
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	}
	want := ban.Counts{Items: []ban.Count{{Key: "64501", N: 1}}, Total: 3}
	for _, scope := range []ban.Scope{{}, {Host: "web1"}, {Jail: "sshd"}} {
		same(t, fmt.Sprintf("%+v", scope), want, got(s.Counts(t.Context(), ban.CountQuery{Scope: scope, By: ban.ByNetwork})).in(t))
	}
	unknown := ban.Scope{Country: ban.UnknownCountry}
	same(t, "of no known country", ban.Counts{Total: 2}, got(s.Counts(t.Context(), ban.CountQuery{Scope: unknown, By: ban.ByNetwork})).in(t))
}

// placesLater has data about addresses that the first bans were stored without.
func placesLater(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	for i := range 30 {
		known, unknown := event(host.EventBan, today().Add(-time.Duration(i)*time.Hour)), event(host.EventBan, today().Add(-time.Duration(i)*time.Hour))
		known.ID, unknown.ID = fmt.Sprintf("198.51.1.%d", 128+i), fmt.Sprintf("203.0.113.%d", i)
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(known, unknown))).in(t)
	}
	again := func(networks bool) (placed int) {
		for at := int64(0); ; {
			step := got(s.PlaceAgain(t.Context(), at, 7, networks)).in(t)
			if placed += step.Placed; step.Next == 0 {
				return placed
			}
			at = step.Next
		}
	}
	same(t, "found without new data", 0, again(true))
	s.Learn()
	same(t, "found with it", 30, again(false))
	same(t, "found the second time", 0, again(true))
	countsMatch(t, s)
	norway := got(s.Counts(t.Context(), ban.CountQuery{Scope: ban.Scope{Country: "NO"}, By: ban.ByNetwork})).in(t)
	same(t, "in Norway", int64(30), norway.Items[0].N)
	same(t, "name", "Later", got(s.NetworkNames(t.Context(), []uint32{64_600})).in(t)[64_600])
	same(t, "looked up with", "", got(s.PlacedWith(t.Context())).in(t))
	must(t, s.SetPlacedWith(t.Context(), "v2"))
	same(t, "looked up with", "v2", got(s.PlacedWith(t.Context())).in(t))
}
