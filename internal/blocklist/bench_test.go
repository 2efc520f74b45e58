package blocklist_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"bangui/internal/blocklist"
	"bangui/internal/store/storetest"
)

// mixed are n lines, of which a fifth are networks and a tenth IPv6; in each version a hundredth are others.
func mixed(n, version int) []byte {
	var b strings.Builder
	for i := range n {
		last := 1
		if i%100 == 0 {
			last = 2 + version%60
		}
		switch {
		case i%10 == 9:
			fmt.Fprintf(&b, "2a00:%x:%x:%x::%x\n", i>>8&0xffff, i&255, i>>4&255, last)
		case i%5 == 4:
			fmt.Fprintf(&b, "%d.%d.%d.%d/26\n", 100+i>>16, i>>8&255, i&255, last/64*64)
		default:
			fmt.Fprintf(&b, "%d.%d.%d.%d\n", 50+i>>16, i>>8&255, i&255, last)
		}
	}
	return []byte(b.String())
}

// BenchmarkImport imports lists of which a hundredth has changed: fetching left out, reading, comparing and storing.
func BenchmarkImport(b *testing.B) {
	for _, size := range []int{10_000, 100_000, 500_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := newRig(b, storetest.SQLite(b))
			list := r.makeWith(blocklist.Settings{Name: "large", Enabled: true}, mixed(size, 0))
			r.imports(list.ID)
			version := 0
			for b.Loop() {
				b.StopTimer()
				version++
				_, err := r.lists.Change(b.Context(), ann(), list.ID, blocklist.Edit{
					Text: mixed(size, version), Settings: func(s blocklist.Settings) blocklist.Settings { return s },
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if i := r.imports(list.ID); i.run.Outcome != blocklist.Imported {
					b.Fatal(i.run.Message, i.err)
				}
			}
			b.ReportMetric(float64(r.get(list.ID).Contents.Bytes)/float64(r.get(list.ID).Contents.Entries), "B/entry")
		})
	}
}

// BenchmarkLookup looks for an address in ten lists.
func BenchmarkLookup(b *testing.B) {
	r := newRig(b, storetest.SQLite(b))
	for i := range 10 {
		list := r.makeWith(blocklist.Settings{Name: fmt.Sprint("list ", i), Enabled: true}, mixed(50_000, i))
		r.imports(list.ID)
	}
	for b.Loop() {
		if _, err := r.lists.Lookup(b.Context(), netip.MustParsePrefix("50.9.9.1/32")); err != nil {
			b.Fatal(err)
		}
	}
}
