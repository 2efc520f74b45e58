package ipinfo_test

import (
	"net/netip"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"bangui/internal/ipinfo"
)

// FuzzForeignFile opens what anybody might put in the place of a file. Whatever it is, it must end soon and not crash.
func FuzzForeignFile(f *testing.F) {
	for _, bits := range []int{24, 28, 32} {
		for _, version := range []int{4, 6} {
			f.Add(build(f, content{
				"8.8.8.0/24": fields{"country": fields{"iso_code": words("SE"), "names": fields{"en": words("Sweden")}}, "asn": words("AS1")},
				"9.0.0.0/8":  fields{"autonomous_system_number": mmdbtype.Uint32(7), "list": mmdbtype.Slice{words("a"), mmdbtype.Float64(1)}},
			}, func(o *mmdbwriter.Options) { o.RecordSize, o.IPVersion = bits, version }))
		}
	}
	f.Add(in(f, "SE"))
	f.Add(allPaths(0))
	f.Add(allPaths(64))
	f.Add([]byte("\xAB\xCD\xEFMaxMind.com"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		ipinfo.Foreign(data, netip.MustParsePrefix("8.0.0.0/7"), netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("9.255.1.2"),
			netip.MustParseAddr("2a00::1"), netip.MustParseAddr("ffff:ffff::1"))
	})
}

// allPaths is a file with a tree of few nodes, in which both ways from each lead to the next: as many paths as there are addresses. They
// end at one of the nodes, or nowhere if that is 0.
func allPaths(end int) []byte {
	const count = 128
	var file []byte
	for node := range count {
		next := node + 1 // the last one leads to count, which is nothing
		if next == count && end > 0 {
			next = end
		}
		file = append(file, byte(next>>16), byte(next>>8), byte(next), byte(next>>16), byte(next>>8), byte(next))
	}
	file = append(file, make([]byte, 16)...)
	file = append(file, "\xAB\xCD\xEFMaxMind.com\xE5"...) // a map of 5
	text := func(s string) { file = append(append(file, 0x40|byte(len(s))), s...) }
	for name, value := range map[string]byte{"binary_format_major_version": 2, "node_count": count, "record_size": 24, "ip_version": 6} {
		text(name)
		file = append(file, 0xC1, value) // a uint32 of one byte
	}
	text("database_type")
	text("Test")
	return file
}

// TestManyPaths ends: who follows each path never comes to an end, on no machine.
func TestManyPaths(t *testing.T) {
	for _, end := range []int{0, 64, 1} {
		if !ipinfo.Foreign(allPaths(end), netip.MustParsePrefix("2a00::/12"), netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("2a00::1")) {
			t.Errorf("the file that ends at %d was not taken, so that this shows nothing", end)
		}
	}
}
