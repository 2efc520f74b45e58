package blocklist_test

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/prefixset"
	"bangui/internal/store/storetest"
)

// someNetworks draws networks of both families, near each other, so that they overlap and follow each other.
func someNetworks(t *rapid.T, most int) []netip.Prefix {
	var list []netip.Prefix
	for range rapid.IntRange(0, most).Draw(t, "networks") {
		if rapid.Bool().Draw(t, "four") {
			n := rapid.Uint16().Draw(t, "low")
			base := rapid.SampledFrom([]byte{0, 10, 45, 255}).Draw(t, "base")
			addr := netip.AddrFrom4([4]byte{base, base, byte(n >> 8), byte(n)})
			list = append(list, netip.PrefixFrom(addr, rapid.IntRange(16, 32).Draw(t, "bits")).Masked())
			continue
		}
		bytes := [16]byte{0: rapid.SampledFrom([]byte{0, 0x20, 0xff}).Draw(t, "base")}
		bytes[14], bytes[15] = rapid.Byte().Draw(t, "high"), rapid.Byte().Draw(t, "low")
		list = append(list, netip.PrefixFrom(netip.AddrFrom16(bytes), rapid.IntRange(100, 128).Draw(t, "bits")).Masked())
	}
	return list
}

func textOf(networks []netip.Prefix) string {
	text := "# list\n"
	for _, n := range networks {
		text += n.String() + "\n"
	}
	return text
}

// TestContentsAgainstAModel imports one list after the other and compares what is in force, what an import says of the difference, pages and look-ups with
// a slow model.
func TestContentsAgainstAModel(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	list := r.makeWith(blocklist.Settings{Name: "model", Enabled: true, AllowWide: true}, []byte("45.0.0.1\n"))
	r.imports(list.ID)
	before := []netip.Prefix{netip.MustParsePrefix("45.0.0.1/32")}
	rapid.Check(t, func(rt *rapid.T) {
		networks := someNetworks(rt, 40)
		if rapid.Bool().Draw(rt, "keep") {
			networks = append(networks, before[:len(before)/2]...)
		}
		want := slices.Collect(prefixset.Of(networks).All())
		_, err := r.lists.Change(t.Context(), ann(), list.ID, blocklist.Edit{
			Text: []byte(textOf(networks)), Settings: func(s blocklist.Settings) blocklist.Settings { return s },
		})
		if err != nil {
			rt.Fatal(err)
		}
		i := r.imports(list.ID)
		if i.err != nil {
			rt.Fatal(i.err)
		}
		if i.run.Outcome == blocklist.Held { // it has nothing any more
			if _, err := r.lists.Accept(t.Context(), ann(), list.ID, i.list.Held.Revision); err != nil {
				rt.Fatal(err)
			}
		}
		added, removed := missing(want, before), missing(before, want)
		if i.run.Outcome == blocklist.Imported && (i.run.Added != added || i.run.Removed != removed) {
			rt.Fatalf("added %d, removed %d; want %d and %d", i.run.Added, i.run.Removed, added, removed)
		}
		before = want
		compareEntries(rt, r, list.ID, want)
		within := someNetworks(rt, 1)
		for _, one := range append(within, want[:min(len(want), 2)]...) {
			compareWithin(rt, r, list.ID, want, one)
		}
	})
}

// missing counts what of one is not in the other.
func missing(one, other []netip.Prefix) int {
	n := 0
	for _, p := range one {
		if !slices.Contains(other, p) {
			n++
		}
	}
	return n
}

// compareEntries reads page by page.
func compareEntries(t *rapid.T, r *rig, id int64, want []netip.Prefix) {
	var got []netip.Prefix
	var after netip.Prefix
	size := rapid.IntRange(1, 9).Draw(t, "page")
	for {
		page, err := r.lists.Entries(r.t.Context(), id, netip.Prefix{}, after, size)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			got = append(got, e.Network)
		}
		if len(page) < size {
			break
		}
		after = got[len(got)-1]
	}
	if !slices.Equal(want, got) {
		t.Fatalf("entries %v, want %v", got, want)
	}
}

func compareWithin(t *rapid.T, r *rig, id int64, all []netip.Prefix, within netip.Prefix) {
	var want []string
	for _, p := range all {
		if p.Overlaps(within) {
			want = append(want, ban.FormatAddress(p))
		}
	}
	if got := r.networks(id, within.String()); !slices.Equal(want, got) {
		t.Fatalf("within %s: %v, want %v", within, got, want)
	}
}

// TestManyEntries has several pieces of each family.
func TestManyEntries(t *testing.T) {
	var text []byte
	for i := range 20_000 {
		text = netip.AddrFrom4([4]byte{45, byte(i >> 8), byte(i), 1}).AppendTo(text)
		text = append(text, '\n')
	}
	for i := range 9000 {
		text = netip.AddrFrom16([16]byte{0x20, 1, byte(i >> 8), byte(i), 15: 1}).AppendTo(text)
		text = append(text, '\n')
	}
	r := newRig(t, storetest.SQLite(t))
	list := r.makeWith(blocklist.Settings{Name: "many", Enabled: true}, text)
	i := r.imports(list.ID)
	i.want(t, blocklist.Imported, 29_000)
	same(t, "entries", 29_000, len(r.networks(list.ID, "")))
	chunks := must(r.Chunks(t.Context(), i.list.Contents.Revision, nil, 100))
	same(t, "pieces", 5+3, len(chunks))
	same(t, "one", []string{"45.50.20.1"}, r.networks(list.ID, "45.50.20.0/24"))
	same(t, "one of IPv6", []string{"2001:1010::1"}, r.networks(list.ID, "2001:1010::/32"))
	if size := i.list.Contents.Bytes; size > 29_000*20 {
		t.Errorf("it takes %d bytes", size)
	}
}

func TestDamagedPieces(t *testing.T) {
	c := blocklist.Chunk{First: blocklist.PlaceOf(netip.MustParseAddr("45.0.0.1")), Entries: 2, Data: []byte{1, 2, 32, 45, 0, 0, 1, 0, 32, 45, 0, 0, 2, 0}}
	if entries, err := c.Unpack(); err != nil || len(entries) != 2 {
		t.Fatalf("%v %v", entries, err)
	}
	for n := range c.Data {
		damaged := c
		damaged.Data = c.Data[:n]
		if _, err := damaged.Unpack(); err == nil {
			t.Errorf("the first %d bytes were read", n)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte{1, 2, 32, 45, 0, 0, 1, 0}, 1, true)
	f.Add([]byte{1, 2, 128, 32, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}, 1, false)
	f.Fuzz(func(t *testing.T, data []byte, entries int, four bool) {
		c := blocklist.Chunk{First: blocklist.PlaceOf(netip.IPv6Unspecified()), Entries: entries % 10_000, Data: data}
		if four {
			c.First = blocklist.PlaceOf(netip.IPv4Unspecified())
		}
		got, err := c.Unpack()
		if err == nil && len(got) != max(c.Entries, 0) {
			t.Errorf("%d entries, want %d", len(got), c.Entries)
		}
		for _, e := range got {
			if !e.Network.IsValid() || e.Network.Addr().Is4() != four {
				t.Errorf("entry %v", e)
			}
		}
	})
}
