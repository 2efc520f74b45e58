package prefixset_test

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bangui/internal/fault"
	"bangui/internal/prefixset"
)

var _ encoding.BinaryAppender = prefixset.Set{}

func packed(t testing.TB, s prefixset.Set) []byte {
	t.Helper()
	b, err := s.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPackedForm(t *testing.T) {
	set := setOf(t, "0.0.0.0/0 ::/0")
	if got, want := packed(t, set), []byte{0, 64}; !bytes.Equal(got, want) {
		t.Errorf("% x, want % x", got, want)
	}
	set = setOf(t, "10.0.0.0/8 172.16.0.0/12 192.0.2.7/32 2001:db8::/33 2001:db9::1/128")
	want := []byte{
		8, 10, 12, 172, 16, 32, 192, 0, 2, 7,
		64 + 33, 0x20, 0x01, 0x0d, 0xb8, 0, 64 + 128, 0x20, 0x01, 0x0d, 0xb9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	}
	if got := packed(t, set); !bytes.Equal(got, want) {
		t.Errorf("% x, want % x", got, want)
	}
}

// TestPackedSets packs, unpacks, and packs in two pieces.
func TestPackedSets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		set := prefixset.Of(networks(r, "networks"))
		b, _ := set.AppendBinary(nil)
		back, err := prefixset.Decode(b, set.Len())
		if err != nil || !back.Equal(set) {
			r.Errorf("%s became %s (%v)", text(set), text(back), err)
		}
		if _, err := prefixset.Decode(b, set.Len()-1); set.Len() > 0 && !errors.Is(err, fault.TooLarge) {
			r.Errorf("one more than allowed: %v, want fault.TooLarge", err)
		}
		at := rapid.IntRange(0, set.Len()).Draw(r, "at")
		inTwo, _ := set.Slice(0, at).AppendBinary(nil)
		inTwo, _ = set.Slice(at, set.Len()).AppendBinary(inTwo)
		if !bytes.Equal(b, inTwo) {
			r.Errorf("% x in one piece, % x in two", b, inTwo)
		}
		if sum := sha256.Sum256(b); set.Digest() != hex.EncodeToString(sum[:]) {
			r.Errorf("the digest is %s, want that of the packed form", set.Digest())
		}
	})
}

// TestDigestOfManyNetworks packs more than is summed up at once.
func TestDigestOfManyNetworks(t *testing.T) {
	set := prefixset.Of(mixed(20_000))
	sum := sha256.Sum256(packed(t, set))
	if set.Digest() != hex.EncodeToString(sum[:]) {
		t.Errorf("the digest is %s, want that of the packed form", set.Digest())
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"no such family":            {33, 0, 0, 0, 0, 0},
		"between the families":      {63},
		"too many bits":             append([]byte{64 + 129}, make([]byte, 17)...),
		"cut":                       {32, 192, 0, 2},
		"bits behind its own":       {9, 10, 64},
		"out of order":              {8, 11, 8, 10},
		"twice":                     {8, 10, 8, 10},
		"in another one":            {8, 10, 9, 10, 128},
		"IPv4 behind IPv6":          {64 + 8, 0x20, 8, 10},
		"IPv4 written as IPv6":      {64 + 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
		"bits behind those of IPv6": {64 + 65, 0, 0, 0, 0, 0, 0, 0, 0, 0x40},
	} {
		t.Run(name, func(t *testing.T) {
			if set, err := prefixset.Decode(b, 10); !errors.Is(err, fault.Invalid) {
				t.Errorf("read as %s (%v), want fault.Invalid", text(set), err)
			}
		})
	}
	if _, err := prefixset.Decode([]byte{0}, 0); !errors.Is(err, fault.TooLarge) {
		t.Errorf("%v, want fault.TooLarge", err)
	}
}

// FuzzDecode reads any bytes: what can be read is a set, and the bytes are its only form.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 64})
	f.Add(packed(f, setOf(f, "10.0.0.0/8 192.0.2.7/32 2001:db8::/33 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")))
	f.Add(packed(f, prefixset.Of(mixed(50))))
	f.Fuzz(func(t *testing.T, b []byte) {
		const most = 1000
		set, err := prefixset.Decode(slices.Clone(b), most)
		if err != nil {
			if !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.TooLarge) {
				t.Errorf("%v is no fault that the caller knows", err)
			}
			return
		}
		if set.Len() > most || !bytes.Equal(b, packed(t, set)) {
			t.Errorf("% x was read as %s, which is packed as % x", b, text(set), packed(t, set))
		}
		if again := prefixset.Of(list(set)); !again.Equal(set) {
			t.Errorf("%s is no set of disjoint networks in order", text(set))
		}
	})
}
