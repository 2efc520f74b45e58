package nftset_test

import (
	"fmt"
	"testing"

	"bangui/internal/nftset"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/prefixset"
)

// BenchmarkLoad loads a list into an empty table, replaces it by one in which 1 % is other, with and without telling the difference, and reads it.
func BenchmarkLoad(b *testing.B) {
	if !nftsettest.Alone(b) {
		return
	}
	table := open(b)
	for _, n := range []int{10_000, 100_000, 500_000} {
		old := crowd(1, n)
		now := old.Minus(old.Slice(0, old.Len()/200)).Union(crowd(2, n/200))
		name := fmt.Sprintf("%d entries", n)
		b.Run(name+"/load", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				check(b, table.Remove())
				b.StartTimer()
				load1(b, table, list(1, old), nftset.Loaded{})
			}
		})
		for told, second := range map[string]nftset.List{"replace": list(1, now), "change": changed(1, old, now)} {
			b.Run(name+"/"+told, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					loaded := load1(b, table, list(1, old), nftset.Loaded{})
					b.StartTimer()
					load1(b, table, second, loaded)
				}
			})
		}
		b.Run(name+"/verify", func(b *testing.B) {
			loaded := load1(b, table, list(1, old), nftset.Loaded{})
			for b.Loop() {
				differs, err := table.Verify(loaded)
				check(b, err)
				if differs != "" {
					b.Fatal(differs)
				}
			}
		})
	}
	check(b, table.Remove())
}

func load1(b *testing.B, table *nftset.Table, l nftset.List, was nftset.Loaded) nftset.Loaded {
	b.Helper()
	loaded, err := table.Load(b.Context(), plan(prefixset.Set{}, l), was)
	check(b, err)
	return loaded
}
