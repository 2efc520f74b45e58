package storetest

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// randomCounts bans at random, ends some and removes some, and asks random questions.
func randomCounts(t *testing.T, open func(t *testing.T) Database) {
	s := open(t)
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		plantRandom(t, r, s, fmt.Sprintf("host%d", run))
		if rapid.Bool().Draw(r, "remove") {
			got(s.RemoveBefore(t.Context(), time.Duration(rapid.IntRange(0, 50).Draw(r, "age"))*24*time.Hour, 7)).in(t)
		}
		if rapid.Bool().Draw(r, "pack") {
			got(s.PackCounts(t.Context(), rapid.IntRange(1, 3).Draw(r, "fewest"), rapid.IntRange(1, 500).Draw(r, "pieces"))).in(t)
		}
		if run%8 != 0 {
			return
		}
		bans := everything(t, s)
		for range 10 {
			countsAre(t, s, bans, randomScope(r, bans), rapid.SampledFrom(dimensions()).Draw(r, "by"))
		}
		seriesMatch(t, r, s, bans)
		listMatches(t, r, s, bans)
	})
	countsMatch(t, s)
}

func plantRandom(t *testing.T, r *rapid.T, s Database, hostName string) {
	h := got(s.TakeHost(t.Context(), hostName, false)).in(t)
	var batch host.Batch
	for range rapid.IntRange(1, 12).Draw(r, "bans") {
		at := time.Now().UTC().Truncate(time.Second).Add(-time.Duration(rapid.IntRange(0, 60*24).Draw(r, "ago")) * time.Hour)
		e := event(host.EventBan, at)
		e.Jail = rapid.SampledFrom([]string{"sshd", "nginx", "recidive"}).Draw(r, "jail")
		e.ID = netip.AddrFrom4([4]byte{198, 51, byte(rapid.IntRange(0, 3).Draw(r, "net")), byte(rapid.IntRange(100, 140).Draw(r, "addr"))}).String()
		e.Until = at.Add(10 * time.Minute)
		batch.Events = append(batch.Events, e)
		if rapid.Bool().Draw(r, "ends") {
			over := event(host.EventUnban, at.Add(5*time.Minute))
			over.Jail, over.ID = e.Jail, e.ID
			batch.Events = append(batch.Events, over)
		}
	}
	slices.SortStableFunc(batch.Events, func(a, b host.Event) int { return a.At.Compare(b.At) })
	got(s.Ingest(t.Context(), hostName, h.Epoch, batch)).in(t)
}

func randomScope(r *rapid.T, bans []ban.Ban) ban.Scope {
	var scope ban.Scope
	if len(bans) > 0 && rapid.IntRange(0, 3).Draw(r, "host?") == 0 {
		scope.Host = rapid.SampledFrom(bans).Draw(r, "of").Host
	}
	scope.Jail = rapid.SampledFrom([]string{"", "", "sshd", "nginx", "none"}).Draw(r, "jail")
	scope.Country = rapid.SampledFrom([]string{"", "", "DE", ban.UnknownCountry, "FR"}).Draw(r, "country")
	scope.ASN = rapid.SampledFrom([]uint32{0, 0, 0, 64_501, 1}).Draw(r, "asn")
	scope.Origin = rapid.SampledFrom([]ban.Origin{"", "", ban.Detected, ban.Manual}).Draw(r, "origin")
	if rapid.Bool().Draw(r, "range") {
		scope.From = today().AddDate(0, 0, -rapid.IntRange(1, 60).Draw(r, "from"))
		scope.To = scope.From.Add(time.Duration(rapid.IntRange(1, 40*24).Draw(r, "hours")) * time.Hour)
	}
	return scope
}

func seriesMatch(t *testing.T, r *rapid.T, s Store, bans []ban.Ban) {
	scope := randomScope(r, bans)
	scope.From, scope.To = time.Time{}, time.Time{}
	edges := []time.Time{today().AddDate(0, 0, -60)}
	for len(edges) < 9 {
		edges = append(edges, edges[len(edges)-1].Add(time.Duration(rapid.IntRange(1, 200).Draw(r, "bucket"))*time.Hour))
	}
	for _, by := range []ban.Dimension{ban.ByNothing, ban.ByJail, ban.ByCountry} {
		series := got(s.Series(t.Context(), scope, edges, by)).in(t)
		sums := make(map[string][]int64)
		for _, line := range series.Lines {
			sums[line.Key] = line.Values
		}
		want := make(map[string][]int64)
		for i := range len(edges) - 1 {
			within := scope
			within.From, within.To = edges[i], edges[i+1]
			for _, c := range scanned(bans, within, by).Items {
				if want[c.Key] == nil {
					want[c.Key] = make([]int64, len(edges)-1)
				}
				want[c.Key][i] = c.N
			}
		}
		same(t, fmt.Sprintf("%+v over time by %s", scope, by), want, sums)
	}
}

// listMatches compares a list, in pages and with little patience, with what is in the scope.
func listMatches(t *testing.T, r *rapid.T, s Store, bans []ban.Ban) {
	scope := randomScope(r, bans)
	query := ban.Query{Scope: scope, Limit: 1 + rapid.IntRange(0, 20).Draw(r, "limit")}
	if rapid.Bool().Draw(r, "impatient") {
		query.Patience = time.Nanosecond
	}
	var want, listed []int64
	for _, b := range bans {
		if isIn(b, scope) {
			want = append(want, b.ID)
		}
	}
	for {
		page := got(s.List(t.Context(), query)).in(t)
		for _, b := range page.Bans {
			listed = append(listed, b.ID)
		}
		if query.Cursor = page.Next; query.Cursor == nil {
			break
		}
	}
	same(t, fmt.Sprintf("list of %+v", scope), want, listed)
	same(t, fmt.Sprintf("amount of %+v", scope), int64(len(want)), got(s.Amount(t.Context(), scope, true)).in(t).N)
}
