package store

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bangui/internal/ban"
)

// randomNetworkCounts have each network of each origin once.
func randomNetworkCounts(r *rapid.T) []networkCount {
	drawn := rapid.SliceOf(rapid.Custom(func(r *rapid.T) networkCount {
		return networkCount{
			origin: ban.Origin(rapid.SampledFrom([]string{"", "detected", "manual", strings.Repeat("x", 300)}).Draw(r, "origin")),
			asn:    rapid.OneOf(rapid.Uint32Range(0, 20), rapid.Uint32()).Draw(r, "asn"),
			n:      rapid.OneOf(rapid.Int64Range(-3, 300), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64})).Draw(r, "n"),
		}
	})).Draw(r, "counts")
	slices.SortFunc(drawn, compareNetworkCounts)
	return slices.CompactFunc(drawn, func(a, b networkCount) bool { return a.origin == b.origin && a.asn == b.asn })
}

func compareNetworkCounts(a, b networkCount) int {
	return cmp.Or(cmp.Compare(a.origin, b.origin), cmp.Compare(a.asn, b.asn))
}

func unpacked(packed []byte, origin ban.Origin) (sums networkSums, err error) {
	sums = make(networkSums)
	return sums, unpack(packed, origin, func(asn uint32, n int64) { sums[asn] += n })
}

// TestPacksHaveAll packs what comes as text, and unpacks it.
func TestPacksHaveAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		counts := randomNetworkCounts(r)
		var pairs []string
		want := map[ban.Origin]networkSums{"": {}}
		for _, c := range counts {
			pairs = append(pairs, fmt.Sprint(c.asn, keySeparator, c.origin, numberSeparator, c.n))
			if want[c.origin] == nil {
				want[c.origin] = make(networkSums)
			}
			if c.origin != "" {
				want[c.origin][c.asn] += c.n
			}
			want[""][c.asn] += c.n
		}
		read, err := networkCounts(strings.Join(rapid.Permutation(pairs).Draw(r, "order"), pairSeparator))
		if err != nil {
			r.Fatal(err)
		}
		packed := pack(read)
		for origin, sums := range want {
			got, err := unpacked(packed, origin)
			if err != nil {
				r.Fatal(err)
			}
			if diff := gocmp.Diff(sums, got); diff != "" {
				r.Errorf("of origin %q (-packed +unpacked):\n%s", origin, diff)
			}
		}
	})
}

// FuzzUnpack reads any bytes: what can be read is what is packed again.
func FuzzUnpack(f *testing.F) {
	f.Add(pack(nil))
	f.Add(pack([]networkCount{{"detected", 64_500, 7}, {"manual", 4_200_000_000, 1}, {"detected", 1, -1}}))
	f.Add([]byte{packForm, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, packed []byte) {
		sums, err := unpacked(packed, "")
		if err != nil {
			return
		}
		counts := make([]networkCount, 0, len(sums))
		for asn, n := range sums {
			counts = append(counts, networkCount{"", asn, n})
		}
		again, err := unpacked(pack(counts), "")
		if diff := gocmp.Diff(sums, again); err != nil || diff != "" {
			t.Errorf("%v; -first +second:\n%s", err, diff)
		}
	})
}

func TestPackThatIsCut(t *testing.T) {
	packed := pack([]networkCount{{"detected", 64_500, 7}, {"detected", 64_501, 200}, {"manual", 3, 1}})
	for n := range packed {
		if _, err := unpacked(packed[:n], ""); err == nil {
			t.Errorf("the first %d of %d bytes were taken for a pack", n, len(packed))
		}
	}
	if _, err := unpacked(append(bytes.Clone(packed), 0), ""); err == nil {
		t.Error("a byte behind a pack was overlooked")
	}
}

func TestLargestNetworks(t *testing.T) {
	sums := networkSums{9: 5, 10: 5, 11: 5, 2: 7, 1: 1}
	want := []ban.Count{{Key: "2", N: 7}, {Key: "10", N: 5}, {Key: "11", N: 5}}
	if diff := gocmp.Diff(want, sums.largest(3)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := sums.largest(100); len(got) != 5 {
		t.Errorf("%+v, want all five", got)
	}
	if got := sums.only([]string{"2", "3", "x", "4294967298"}); len(got) != 1 || got[2] != 7 {
		t.Errorf("%+v, want 2 alone", got)
	}
}
