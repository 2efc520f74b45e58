package storetest

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

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
