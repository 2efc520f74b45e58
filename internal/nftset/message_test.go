package nftset_test

import (
	"strings"
	"testing"

	"bangui/internal/nftset"
)

func TestWrittenIsRead(t *testing.T) {
	two := nftset.Written([]byte{192, 0, 2, 1}, []byte{0x20, 1, 13, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
	if got := nftset.Parse(append(two, two...)); got != 8 {
		t.Errorf("%d elements were read, want 8", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(nftset.Written([]byte{192, 0, 2, 1}))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if n := nftset.Parse(data); n > len(data) {
			t.Errorf("%d elements in %d bytes", n, len(data))
		}
	})
}

func TestComments(t *testing.T) {
	for name, want := range map[string]string{
		"Spamhaus DROP":          "Spamhaus DROP",
		"a \"list\"\n; drop \\x": "a _list__; drop _x",
		"Länder":                 "L__nder",
		strings.Repeat("x", 300): strings.Repeat("x", 100),
	} {
		if got := nftset.CommentOf(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
