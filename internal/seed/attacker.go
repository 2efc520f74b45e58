package seed

import (
	"math/rand/v2"
	"net/netip"
)

// attacker is an address and what it was banned for.
type attacker struct {
	addr    netip.Addr
	country string
	asn     uint32
	// jail is the one it mostly ends in.
	jail int
	// times and counts are how often it was banned, in all and by jail.
	times  uint32
	counts [jailCount]uint16
}

// crowd decides who is banned: few addresses again and again, many now and then, a third once.
type crowd struct {
	rand    *rand.Rand
	origins *origins
	jailOf  picker
	known   []attacker
}

const (
	// perAttacker is how many bans there are to one address that comes back.
	perAttacker = 10
	// flat is how many of the worst are about equally bad: without it, a single one would have a tenth of all bans.
	flat = 60
)

func newCrowd(r *rand.Rand, bans int, from *origins, jailOf picker) *crowd {
	c := &crowd{rand: r, origins: from, jailOf: jailOf, known: make([]attacker, max(10, bans/perAttacker))}
	for i := range c.known {
		c.known[i] = *c.stranger()
	}
	return c
}

// someone is an address that comes back.
func (c *crowd) someone() *attacker { return &c.known[heavyTail(c.rand, len(c.known), flat)] }

// stranger is a new address.
func (c *crowd) stranger() *attacker {
	a := &attacker{jail: c.jailOf.pick(c.rand)}
	a.addr, a.country, a.asn = c.origins.address()
	return a
}
