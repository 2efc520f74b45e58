package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/ban"
)

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
