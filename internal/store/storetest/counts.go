package storetest

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func counts(t *testing.T, open func(t *testing.T) Database) {
	t.Run("any ranges", func(t *testing.T) { anyRanges(t, open(t)) })
	t.Run("open ranges", func(t *testing.T) { openRanges(t, open(t)) })
	t.Run("old hours", func(t *testing.T) { oldHours(t, open(t)) })
	t.Run("failures", func(t *testing.T) { failureCounts(t, open(t)) })
	t.Run("networks", func(t *testing.T) { networkNames(t, open(t)) })
	t.Run("random bans", func(t *testing.T) { randomCounts(t, open) })
	t.Run("sample", func(t *testing.T) { sampled(t, open(t)) })
	t.Run("count anew", func(t *testing.T) { recount(t, open(t)) })
	t.Run("counts that are due", func(t *testing.T) { recountDue(t, open(t)) })
	t.Run("bans without a network", func(t *testing.T) { withoutNetwork(t, open(t)) })
	t.Run("far ranges", func(t *testing.T) { farRanges(t, open(t)) })
	t.Run("places found later", func(t *testing.T) { placesLater(t, open(t)) })
	t.Run("packed", func(t *testing.T) { packed(t, open(t)) })
	t.Run("packed while bans come", func(t *testing.T) { packedMeanwhile(t, open(t)) })
	t.Run("amounts", func(t *testing.T) { amounts(t, open(t)) })
}

// keyOf is what a ban counts as.
func keyOf(b ban.Ban, by ban.Dimension) string {
	switch by {
	case ban.ByJail:
		return b.Jail
	case ban.ByCountry:
		return b.Country
	case ban.ByNetwork:
		return strconv.Itoa(int(b.ASN))
	case ban.ByOrigin:
		return string(b.Origin)
	case ban.ByAddress:
		return b.Address
	default:
		return ""
	}
}

// isIn tells whether a ban is in a scope, by looking at it.
func isIn(b ban.Ban, scope ban.Scope) bool {
	country := scope.Country
	if country == ban.UnknownCountry {
		country = ""
	}
	return (scope.From.IsZero() || !b.BannedAt.Before(scope.From)) && (scope.To.IsZero() || b.BannedAt.Before(scope.To)) &&
		(scope.Host == "" || b.Host == scope.Host) && (scope.Jail == "" || b.Jail == scope.Jail) &&
		(scope.Country == "" || b.Country == country) && (scope.Origin == "" || b.Origin == scope.Origin) &&
		(scope.ASN == 0 || b.ASN == scope.ASN)
}

func scanned(bans []ban.Ban, scope ban.Scope, by ban.Dimension) ban.Counts {
	sums := make(map[string]int64)
	var total int64
	for _, b := range bans {
		if !isIn(b, scope) {
			continue
		}
		total++
		if by != ban.ByNetwork || b.ASN != 0 {
			sums[keyOf(b, by)]++
		}
	}
	want := ban.Counts{Total: total}
	for key, n := range sums {
		want.Items = append(want.Items, ban.Count{Key: key, N: n})
	}
	slices.SortFunc(want.Items, func(a, b ban.Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	return want
}

// dimensions are all that there are.
func dimensions() []ban.Dimension {
	return []ban.Dimension{ban.ByNothing, ban.ByJail, ban.ByCountry, ban.ByNetwork, ban.ByOrigin, ban.ByAddress}
}

// mostLookedAt is how many bans a store may look at one by one; the most frequent addresses among more of them may come from a sample.
const mostLookedAt = 3000

// countsMatch fails unless all counts are what a look at every ban gives.
func countsMatch(t testing.TB, s Store) {
	t.Helper()
	bans := everything(t, s)
	hosts := map[string]bool{"": true}
	for _, b := range bans {
		hosts[b.Host] = true
	}
	for name := range hosts {
		for _, by := range dimensions() {
			if by == ban.ByAddress && len(bans) > mostLookedAt {
				continue
			}
			countsAre(t, s, bans, ban.Scope{Host: name}, by)
		}
	}
}

func countsAre(t testing.TB, s Store, bans []ban.Ban, scope ban.Scope, by ban.Dimension) {
	t.Helper()
	counts := got(s.Counts(t.Context(), ban.CountQuery{Scope: scope, By: by, Limit: 100_000})).in(t)
	want := scanned(bans, scope, by)
	same(t, fmt.Sprintf("%+v by %s", scope, by), want, counts, cmpopts.EquateEmpty())
	if by != ban.ByNetwork || len(want.Items) == 0 {
		return
	}
	wanted := want.Items[len(want.Items)-1]
	some := got(s.Counts(t.Context(), ban.CountQuery{Scope: scope, By: by, Keys: []string{wanted.Key}})).in(t)
	if some.Total != want.Total || !slices.Contains(some.Items, wanted) {
		t.Errorf("%+v for the network %s: %+v, want %+v of %d", scope, wanted.Key, some, wanted, want.Total)
	}
}

// today is the beginning of this day in UTC.
func today() time.Time { return time.Now().UTC().Truncate(24 * time.Hour) }

// hourlyBans bans one address in each of n hours from a time on, in the two jails by turns.
func hourlyBans(t *testing.T, s Database, from time.Time, n int) {
	t.Helper()
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	for i := range n {
		e := event(host.EventBan, from.Add(time.Duration(i)*time.Hour))
		if i%2 == 1 {
			e.Jail = "nginx"
		}
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	}
}

// anyRanges compares ranges that begin and end anywhere with what was put in: one ban in each hour.
func anyRanges(t *testing.T, s Database) {
	const n = 80
	from := today().AddDate(0, 0, -30).Add(10 * time.Hour)
	hourlyBans(t, s, from, n)
	at := func(hours int) time.Time { return from.Add(time.Duration(hours) * time.Hour) }
	for _, a := range []int{-40, 0, 1, 13, 14, 15, 40} {
		for _, b := range []int{14, 15, 38, 39, 62, 63, 80, 2000} {
			want := int64(max(0, min(b, n)-max(a, 0)))
			scope := ban.Scope{From: at(a), To: at(b)}
			same(t, fmt.Sprint(a, " to ", b), want, got(s.Counts(t.Context(), ban.CountQuery{Scope: scope})).in(t).Total)
		}
	}
	series := got(s.Series(t.Context(), ban.Scope{}, []time.Time{at(-2), at(1), at(26), at(100)}, ban.ByJail)).in(t)
	want := []ban.Line{{Key: "nginx", N: 40, Values: []int64{0, 13, 27}}, {Key: "sshd", N: 40, Values: []int64{1, 12, 27}}}
	same(t, "series", want, series.Lines)
	one := got(s.Series(t.Context(), ban.Scope{Jail: "sshd"}, []time.Time{at(0), at(3)}, ban.ByNothing)).in(t)
	same(t, "one jail", []ban.Line{{N: 2, Values: []int64{2}}}, one.Lines)
	limited := got(s.Counts(t.Context(), ban.CountQuery{By: ban.ByJail, Limit: 1})).in(t)
	same(t, "limit", ban.Counts{Items: []ban.Count{{Key: "nginx", N: 40}}, Total: 80}, limited)
}

// openRanges asks for times without a beginning or an end, from before the oldest ban until after the newest one. For the oldest bans there
// are no counts by the hour.
func openRanges(t *testing.T, s Database) {
	none := got(s.Counts(t.Context(), ban.CountQuery{By: ban.ByNetwork})).in(t)
	same(t, "no bans", ban.Counts{}, none, cmpopts.EquateEmpty())
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	long := today().AddDate(0, 0, -100)
	for i, at := range []time.Time{long.Add(23 * time.Hour), long.Add(25 * time.Hour), long.Add(40 * 24 * time.Hour), time.Now().Truncate(time.Second)} {
		e := event(host.EventBan, at)
		e.ID = fmt.Sprintf("198.51.1.%d", 128+i%2)
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	}
	bans := everything(t, s)
	for days := -10; days <= 110; days += 5 {
		at := long.AddDate(0, 0, days)
		for _, by := range dimensions() {
			countsAre(t, s, bans, ban.Scope{From: at}, by)
			countsAre(t, s, bans, ban.Scope{To: at}, by)
		}
		scope := ban.Scope{From: at, Country: "DE"}
		same(t, fmt.Sprintf("amount of %+v", scope), scanned(bans, scope, ban.ByNothing).Total, got(s.Amount(t.Context(), scope, false)).in(t).N)
	}
}

// oldHours removes counts by the hour, after which those by the day are still right.
func oldHours(t *testing.T, s Database) {
	from := today().Add(-ban.HoursCounted).AddDate(0, 0, 5)
	hourlyBans(t, s, from, 50)
	same(t, "nothing is old", 0, got(s.RemoveCounts(t.Context(), 400*24*time.Hour, 100)).in(t))
	s.Advance(10 * 24 * time.Hour)
	got(s.RemoveCounts(t.Context(), 400*24*time.Hour, 2)).in(t)
	if got(s.RemoveCounts(t.Context(), 400*24*time.Hour, 1000)).in(t) == 0 {
		t.Error("nothing was left after the limit")
	}
	same(t, "nothing is left", 0, got(s.RemoveCounts(t.Context(), 400*24*time.Hour, 1000)).in(t))
	hours := ban.Scope{From: from.Add(time.Hour), To: from.Add(2 * time.Hour)}
	same(t, "an hour", int64(0), got(s.Counts(t.Context(), ban.CountQuery{Scope: hours})).in(t).Total)
	countsMatch(t, s)
}

func failureCounts(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	nginx := event(host.EventFound, today())
	nginx.Jail = "nginx"
	got(s.Ingest(t.Context(), "web1", h.Epoch, events(event(host.EventFound, today()), event(host.EventFound, today()), nginx))).in(t)
	edges := []time.Time{today().Add(-time.Hour), today(), today().Add(time.Hour)}
	want := []ban.Line{{Key: "sshd", N: 2, Values: []int64{0, 2}}, {Key: "nginx", N: 1, Values: []int64{0, 1}}}
	same(t, "all", want, got(s.FailureSeries(t.Context(), "", "", edges)).in(t).Lines)
	same(t, "one jail", want[1:], got(s.FailureSeries(t.Context(), "web1", "nginx", edges)).in(t).Lines)
	same(t, "other host", 0, len(got(s.FailureSeries(t.Context(), "web2", "", edges)).in(t).Lines))
}

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

// sampled has more bans than are looked at: a sum from a sample must be near.
func sampled(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	const n = 24_000
	from := today().AddDate(0, 0, -20)
	for i := 0; i < n; i += 1000 {
		var batch host.Batch
		for j := i; j < i+1000; j++ {
			e := event(host.EventBan, from.Add(time.Duration(j)*time.Minute))
			// One in four is from the same address, which is in Germany.
			e.ID = "198.51.1.131"
			if j%4 != 0 {
				e.ID = netip.AddrFrom4([4]byte{198, 51, 2, byte(j)}).String()
			}
			batch.Events = append(batch.Events, e)
		}
		got(s.Ingest(t.Context(), "web1", h.Epoch, batch)).in(t)
	}
	counts := got(s.Counts(t.Context(), ban.CountQuery{By: ban.ByAddress, Limit: 3})).in(t)
	same(t, "estimated", true, counts.Estimated)
	same(t, "most frequent", "198.51.1.131", counts.Items[0].Key)
	near(t, "its bans", n/4, counts.Items[0].N)
	near(t, "all", n, counts.Total)
	few := got(s.Counts(t.Context(), ban.CountQuery{Scope: ban.Scope{From: from, To: from.AddDate(0, 0, 1)}, By: ban.ByAddress, Limit: 1})).in(t)
	same(t, "a day is looked at whole", ban.Counts{Items: []ban.Count{{Key: "198.51.1.131", N: 360}}, Total: 1440}, few)
	series := got(s.Series(t.Context(), ban.Scope{ASN: 64_501}, []time.Time{from, from.AddDate(0, 0, 17)}, ban.ByJail)).in(t)
	near(t, "of a network, over time", scannedOf(t, s, 64_501), series.Lines[0].N)
}

func scannedOf(t *testing.T, s Store, asn uint32) int64 {
	return got(s.Amount(t.Context(), ban.Scope{ASN: asn}, true)).in(t).N
}

// near allows a tenth more or less.
func near(t *testing.T, what string, want, got int64) {
	t.Helper()
	if got < want*9/10 || got > want*11/10 {
		t.Errorf("%s: %d, want about %d", what, got, want)
	}
}

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

// farRanges asks for all times that can be written. They cost no more than those of the bans.
func farRanges(t *testing.T, s Database) {
	hourlyBans(t, s, today().AddDate(0, 0, -40), 30)
	year := func(n int) time.Time { return time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		from, to time.Time
		want     int64
	}{
		{year(1).AddDate(0, 0, 1), year(9999), 15},
		{year(1).AddDate(0, 0, 1), year(1971), 0},
		{year(9000), year(9999), 0},
		{today().AddDate(0, 0, -40).Add(2 * time.Hour), year(9999), 14},
	} {
		scope := ban.Scope{From: c.from, To: c.to, Jail: "sshd", Country: ban.UnknownCountry}
		amount := got(s.Amount(t.Context(), scope, false)).in(t)
		same(t, fmt.Sprint(c.from, " to ", c.to), ban.Amount{N: c.want, Exact: true}, amount)
	}
}

func amounts(t *testing.T, s Database) {
	planted(t, s)
	prefix := netip.MustParsePrefix
	for _, c := range []struct {
		name  string
		scope ban.Scope
		want  int64
	}{
		{"all", ban.Scope{}, 9},
		{"jail", ban.Scope{Jail: "sshd"}, 3},
		{"network", ban.Scope{Address: prefix("192.0.2.0/24")}, 4},
		{"all of IPv6", ban.Scope{Address: prefix("::/0")}, 2},
		{"network and jail", ban.Scope{Address: prefix("192.0.2.0/24"), Jail: "nginx"}, 1},
		{"text", ban.Scope{Text: "LINE 2"}, 8},
		{"text that is nowhere", ban.Scope{Text: "100%"}, 0},
		{"other id", ban.Scope{ID: "user=Bob"}, 1},
		{"text in another id", ban.Scope{Text: "R=BOB"}, 1},
		{"text in an address", ban.Scope{Text: "192.0.2"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, exact := range []bool{true, false} {
				same(t, fmt.Sprint("exact: ", exact), ban.Amount{N: c.want, Exact: true}, got(s.Amount(t.Context(), c.scope, exact)).in(t))
			}
		})
	}
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
