package storetest

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func counts(t *testing.T, open func(t *testing.T) Database) {
	t.Run("by key", func(t *testing.T) { countsByKey(t, open(t)) })
	t.Run("over time", func(t *testing.T) { series(t, open(t)) })
	t.Run("days and hours", func(t *testing.T) { daysAndHours(t, open(t)) })
}

// countsMatch fails unless the counts are what a look at every ban gives.
func countsMatch(t testing.TB, s Store) {
	t.Helper()
	scanned := make(map[string]map[ban.Dimension]map[string]int64)
	for _, b := range everything(t, s) {
		for _, name := range []string{"", b.Host} {
			if scanned[name] == nil {
				scanned[name] = map[ban.Dimension]map[string]int64{
					ban.CountBans: {}, ban.CountJails: {}, ban.CountCountries: {}, ban.CountOrigins: {},
				}
			}
			scanned[name][ban.CountBans][""]++
			scanned[name][ban.CountJails][b.Jail]++
			scanned[name][ban.CountCountries][b.Country]++
			scanned[name][ban.CountOrigins][string(b.Origin)]++
		}
	}
	for name, dimensions := range scanned {
		for dimension, want := range dimensions {
			query := ban.CountQuery{Dimension: dimension, Host: name}
			// By days for the most part, and by hours alone.
			same(t, "counts of "+name+" by "+string(dimension), asCounts(want), got(s.Counts(t.Context(), query)).in(t))
			var byHour, total int64
			for _, p := range got(s.Series(t.Context(), query)).in(t) {
				byHour += p.N
			}
			for _, n := range want {
				total += n
			}
			same(t, "sum by hours of "+name+" by "+string(dimension), total, byHour)
		}
	}
}

func asCounts(byKey map[string]int64) []ban.Count {
	var list []ban.Count
	for key, n := range byKey {
		list = append(list, ban.Count{Key: key, N: n})
	}
	slices.SortFunc(list, func(a, b ban.Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	return list
}

// hourly bans one address in each of n hours from base, in the two jails by turns, and has a failure in sshd each.
func hourlyBans(t *testing.T, s Database, n int) {
	t.Helper()
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	for i := range n {
		e, found := banned(i*3600), event(host.EventFound, sec(i*3600))
		if i%2 == 1 {
			e.Jail = "nginx"
		}
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e, found))).in(t)
	}
}

func countsByKey(t *testing.T, s Database) {
	hourlyBans(t, s, 5)
	cases := []struct {
		name  string
		query ban.CountQuery
		want  []ban.Count
	}{
		{"jails", ban.CountQuery{Dimension: ban.CountJails}, []ban.Count{{Key: "sshd", N: 3}, {Key: "nginx", N: 2}}},
		{"limit", ban.CountQuery{Dimension: ban.CountJails, Limit: 1}, []ban.Count{{Key: "sshd", N: 3}}},
		{"key", ban.CountQuery{Dimension: ban.CountJails, Key: "nginx"}, []ban.Count{{Key: "nginx", N: 2}}},
		{"host", ban.CountQuery{Dimension: ban.CountBans, Host: "web1"}, []ban.Count{{N: 5}}},
		{"other host", ban.CountQuery{Dimension: ban.CountBans, Host: "web2"}, nil},
		{"range", ban.CountQuery{Dimension: ban.CountBans, From: sec(3600), To: sec(3 * 3600)}, []ban.Count{{N: 2}}},
		{"range within hours", ban.CountQuery{Dimension: ban.CountBans, From: sec(3700), To: sec(3*3600 + 60)}, []ban.Count{{N: 2}}},
		{"failures", ban.CountQuery{Dimension: ban.CountFailures}, []ban.Count{{Key: "sshd", N: 5}}},
		{"origins", ban.CountQuery{Dimension: ban.CountOrigins}, []ban.Count{{Key: "detected", N: 5}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			same(t, "counts", c.want, got(s.Counts(t.Context(), c.query)).in(t), cmpopts.EquateEmpty())
		})
	}
}

func series(t *testing.T, s Database) {
	hourlyBans(t, s, 5)
	query := ban.CountQuery{Dimension: ban.CountJails, From: sec(3600), To: sec(5 * 3600), Bucket: 2 * time.Hour}
	want := []ban.Point{{At: sec(3600), N: 2}, {At: sec(3 * 3600), N: 2}}
	same(t, "two hours each", want, got(s.Series(t.Context(), query)).in(t))
	query.Key = "nginx"
	want = []ban.Point{{At: sec(3600), N: 1}, {At: sec(3 * 3600), N: 1}}
	same(t, "one jail", want, got(s.Series(t.Context(), query)).in(t))
	query.Key, query.Bucket = "sshd", 0
	want = []ban.Point{{At: sec(2 * 3600), N: 1}, {At: sec(4 * 3600), N: 1}}
	same(t, "without the empty ones", want, got(s.Series(t.Context(), query)).in(t))
}

// daysAndHours compares ranges that begin and end anywhere with what was put in: one ban in each hour.
func daysAndHours(t *testing.T, s Database) {
	const n = 80
	hourlyBans(t, s, n)
	for _, from := range []int{0, 1, 13, 14, 15, 40} {
		for _, to := range []int{14, 15, 38, 39, 62, 63, 80} {
			query := ban.CountQuery{Dimension: ban.CountBans, From: sec(from * 3600), To: sec(to * 3600)}
			var want []ban.Count
			if to > from {
				want = []ban.Count{{N: int64(to - from)}}
			}
			same(t, query.From.String()+" to "+query.To.String(), want, got(s.Counts(t.Context(), query)).in(t))
		}
	}
}
