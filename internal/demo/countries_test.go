package demo_test

import (
	"log/slog"
	"math/rand/v2"
	"net/netip"
	"os"
	"strings"
	"testing"

	"bangui/internal/ipinfo"
)

// TestAttackersComeFromWhereTheyShould asks the built-in country data about addresses in each block of attackers.txt.
func TestAttackersComeFromWhereTheyShould(t *testing.T) {
	data, err := ipinfo.Open(ipinfo.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("attackers.txt")
	if err != nil {
		t.Fatal(err)
	}
	const asked, enough = 200, 180 // providers have parts of their blocks elsewhere
	r := rand.New(rand.NewPCG(1, 2))
	blocks := 0
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 3 || words[0] == "#" {
			continue
		}
		for _, word := range words[2:] {
			blocks++
			there := 0
			for range asked {
				if code, _, _ := data.Lookup(someAddress(r, netip.MustParsePrefix(word))); code == words[0] {
					there++
				}
			}
			if there < enough {
				t.Errorf("%s: %d of %d addresses are in %s; choose another block", word, there, asked, words[0])
			}
		}
	}
	if blocks < 100 {
		t.Errorf("only %d blocks were found", blocks)
	}
}

// someAddress is an address somewhere in the block.
func someAddress(r *rand.Rand, block netip.Prefix) netip.Addr {
	b := block.Addr().AsSlice()
	for i := range b {
		own := min(max(block.Bits()-8*i, 0), 8)
		b[i] |= byte(r.UintN(256)) & (0xff >> own)
	}
	addr, _ := netip.AddrFromSlice(b)
	return addr
}
