package demo

import (
	_ "embed" // the data file
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
)

//go:embed attackers.txt
var attackersFile string

// country is one line of attackers.txt.
type country struct {
	code   string
	weight int
	v4, v6 []netip.Prefix
}

// countries reads attackers.txt.
func countries() ([]country, error) {
	var all []country
	for line := range strings.Lines(attackersFile) {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		c, err := parseCountry(words)
		if err != nil {
			return nil, fmt.Errorf("attackers.txt: %q: %w", strings.TrimSpace(line), err)
		}
		all = append(all, c)
	}
	return all, nil
}

func parseCountry(words []string) (country, error) {
	if len(words) < 3 {
		return country{}, fmt.Errorf("want a country, a weight and blocks")
	}
	weight, err := strconv.Atoi(words[1])
	if err != nil || weight < 1 {
		return country{}, fmt.Errorf("weight %q is no positive number", words[1])
	}
	c := country{code: words[0], weight: weight}
	for _, word := range words[2:] {
		block, err := netip.ParsePrefix(word)
		if err != nil {
			return country{}, err
		}
		if block != block.Masked() || !block.Addr().IsGlobalUnicast() || block.Addr().IsPrivate() {
			return country{}, fmt.Errorf("%s is no block of public addresses", block)
		}
		if block.Addr().Is4() {
			c.v4 = append(c.v4, block)
		} else {
			c.v6 = append(c.v6, block)
		}
	}
	if len(c.v4) == 0 {
		return country{}, fmt.Errorf("no block of IPv4")
	}
	return c, nil
}

// addressIn returns an address somewhere in the block, which is none that networks keep for themselves.
func addressIn(r *rand.Rand, block netip.Prefix) netip.Addr {
	bytes := block.Addr().AsSlice()
	for i := range bytes {
		own := min(max(block.Bits()-8*i, 0), 8)
		bytes[i] |= byte(r.UintN(256)) & (0xff >> own)
	}
	if last := len(bytes) - 1; bytes[last] == 0 || bytes[last] == 255 {
		bytes[last] ^= 0x55
	}
	addr, _ := netip.AddrFromSlice(bytes)
	return addr
}

// neighbour returns an address in the same small network.
func neighbour(r *rand.Rand, addr netip.Addr) netip.Addr {
	bits := 24
	if addr.Is6() {
		bits = 64
	}
	network, _ := addr.Prefix(bits)
	return addressIn(r, network)
}
