package listformat_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bangui/internal/listformat"
	"bangui/internal/prefixset"
)

// span is a range of addresses, both ends included.
type span struct{ first, last netip.Addr }

// spans are the slow model of a set. IPv4 comes before IPv6, as netip.Addr.Compare has it.
type spans []span

func (s spans) has(addr netip.Addr) bool {
	return slices.ContainsFunc(s, func(one span) bool { return one.first.Compare(addr) <= 0 && addr.Compare(one.last) <= 0 })
}

// spanOf is what a network has, found bit by bit.
func spanOf(p netip.Prefix) span {
	first, last := p.Addr().AsSlice(), p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(first)*8; bit++ {
		first[bit/8] &^= 0x80 >> (bit % 8)
		last[bit/8] |= 0x80 >> (bit % 8)
	}
	from, _ := netip.AddrFromSlice(first)
	to, _ := netip.AddrFromSlice(last)
	return span{from, to}
}

// edges are the addresses at which it may change whether one is in these sets.
func (s spans) edges() []netip.Addr {
	var at []netip.Addr
	for _, one := range s {
		for _, addr := range []netip.Addr{one.first, one.last, one.first.Prev(), one.last.Next()} {
			if addr.IsValid() && !addr.Is4In6() {
				at = append(at, addr)
			}
		}
	}
	return at
}

// entry is one entry of a list: how it is written, and what it means.
type entry struct {
	written string
	means   span
}

// drawNetwork draws networks that are not too wide, many of them near each other or at an end of the address space.
func drawNetwork(r *rapid.T) netip.Prefix {
	near := []byte{0, 0, 1, 2, 127, 128, 254, 255, 255}
	size, least := 4, 8
	if rapid.IntRange(0, 2).Draw(r, "family") == 0 {
		size, least = 16, 19
	}
	b := make([]byte, size)
	for i := range b {
		b[i] = near[rapid.IntRange(0, len(near)-1).Draw(r, "byte")]
	}
	addr, _ := netip.AddrFromSlice(b)
	p, _ := addr.Prefix(rapid.IntRange(least, size*8).Draw(r, "bits"))
	if p.Addr().Is4In6() {
		return netip.PrefixFrom(addr.Unmap(), 32)
	}
	return p
}

// drawEntry draws an entry in one of the ways in which people write them.
func drawEntry(r *rapid.T) entry {
	p := drawNetwork(r)
	s := spanOf(p)
	written := p.String()
	switch way := rapid.IntRange(0, 6).Draw(r, "way"); {
	case way == 0 && p.IsSingleIP():
		written = p.Addr().String()
	case way == 1:
		written = strings.ToUpper(p.String())
	case way == 2:
		written = p.Addr().StringExpanded() + fmt.Sprint("/", p.Bits())
	case way == 3:
		written = fmt.Sprint(s.last, "/", p.Bits()) // bits behind its own
	case way == 4:
		written = fmt.Sprint(s.first, rapid.SampledFrom([]string{"-", " - ", " -"}).Draw(r, "dash"), s.last)
	case way == 5 && p.Addr().Is4():
		written = fmt.Sprint("::ffff:", p.Addr(), "/", p.Bits()+96)
	case way == 6:
		s.last = shorter(r, s)
		written = fmt.Sprint(s.first, "-", s.last)
	}
	return entry{written, s}
}

// shorter is an end within a range.
func shorter(r *rapid.T, s span) netip.Addr {
	last := s.last
	for range rapid.IntRange(0, 5).Draw(r, "shorter") {
		if last != s.first {
			last = last.Prev()
		}
	}
	return last
}

// written puts entries into a list of one format, with other things between them that are dropped.
func written(r *rapid.T, entries []entry) (string, listformat.Options) {
	junk := []string{"example.org", "192.0.2.300", "010.0.0.1", "10.0.0.1:80", "0.0.0.0/0", "::/0", "1.0.0.0/7", "10.0.0.9 - 10.0.0.1", "x"}
	var texts []string
	for _, e := range entries {
		if rapid.IntRange(0, 4).Draw(r, "junk") == 0 {
			texts = append(texts, rapid.SampledFrom(junk).Draw(r, "what"))
		}
		texts = append(texts, e.written)
	}
	format := rapid.SampledFrom(listformat.Formats()).Draw(r, "format")
	options := listformat.Options{Format: format, Column: "2", Path: "list[].net"}
	end := rapid.SampledFrom([]string{"\n", "\r\n", " \n\n", "\n# 192.0.2.77\n"}).Draw(r, "end")
	var b strings.Builder
	switch format {
	case listformat.CSV:
		for _, text := range texts {
			fmt.Fprintf(&b, "\"a,\"\"b\", %s,c%s", rapid.SampledFrom([]string{text, `"` + text + `"`}).Draw(r, "cell"), end)
		}
	case listformat.TSV:
		for _, text := range texts {
			fmt.Fprintf(&b, "\t%s\t(x)%s", text, end)
		}
	case listformat.JSON:
		values := make([]map[string]string, len(texts))
		for i, text := range texts {
			values[i] = map[string]string{"net": text, "other": "192.0.2.77"}
		}
		document, err := json.MarshalIndent(map[string]any{"list": values, "net": "192.0.2.77"}, "", " ")
		if err != nil {
			r.Fatal(err)
		}
		b.Write(document)
	case listformat.JSONLines:
		options.Path = "net"
		for _, text := range texts {
			fmt.Fprintf(&b, `{"other":"192.0.2.77","net":"%s"}%s`, strings.ReplaceAll(text, "/", `\/`), end)
		}
	default:
		for _, text := range texts {
			b.WriteString(text + rapid.SampledFrom([]string{"", " # 192.0.2.77", ";192.0.2.77"}).Draw(r, "remark") + end)
		}
	}
	return b.String(), options
}

// TestWholeWay goes from the text of a list to what is to be blocked: parsed, merged, without what is protected, joined. Exactly the right addresses
// are in the result.
func TestWholeWay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		entries := rapid.SliceOfN(rapid.Custom(drawEntry), 1, 20).Draw(r, "entries")
		protected := rapid.SliceOfN(rapid.Custom(drawNetwork), 0, 10).Draw(r, "protected")
		text, options := written(r, entries)
		report, set, err := listformat.Read(t.Context(), strings.NewReader(text), options)
		if err != nil {
			r.Fatalf("%v: %s", err, text)
		}
		blocked := set.Minus(prefixset.Of(protected)).Joined()

		var listed, kept, got spans
		for _, e := range entries {
			listed = append(listed, e.means)
		}
		for _, p := range protected {
			kept = append(kept, spanOf(p))
		}
		for p := range blocked.All() {
			got = append(got, spanOf(p))
		}
		for _, addr := range slices.Concat(listed.edges(), kept.edges(), got.edges()) {
			if want := listed.has(addr) && !kept.has(addr); got.has(addr) != want {
				r.Fatalf("%s is blocked: %v, want %v; by %s, of\n%s", addr, !want, want, networks(blocked), text)
			}
		}
		if options.Format != listformat.JSON && report.Lines != int64(strings.Count(text, "\n")) {
			r.Errorf("%d lines were read of %d", report.Lines, strings.Count(text, "\n"))
		}
	})
}
