package demo

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"
)

const (
	// returning and nearby are the shares of attacks by known addresses and by their neighbours.
	returning = 0.4
	nearby    = 0.1
	// everyV6 is how many new addresses there are to one of IPv6.
	everyV6 = 5
	// maxKnown is how many addresses are remembered.
	maxKnown = 300
	// retirement is how long an address stays away that was banned as often as recidive tolerates: longer than that ban.
	retirement = 35 * time.Minute
)

// crowd decides who attacks. Few come back often, most only once, as in real logs.
type crowd struct {
	rand      *rand.Rand
	countries []country
	weights   int
	known     []*attacker
	made      int
}

// attacker is an address and when it is free to attack again.
type attacker struct {
	addr netip.Addr
	// free is by jail; a jail that was not attacked is missing.
	free map[string]time.Time
}

func newCrowd(r *rand.Rand, countries []country) *crowd {
	c := &crowd{rand: r, countries: countries}
	for _, country := range countries {
		c.weights += country.weight
	}
	return c
}

// next chooses who attacks the target at that time.
func (c *crowd) next(t target, at time.Time) netip.Addr {
	a := c.choose(t, at)
	c.strike(a, t, at)
	return a.addr
}

func (c *crowd) choose(t target, at time.Time) *attacker {
	dice := c.rand.Float64()
	if dice > returning+nearby || len(c.known) == 0 {
		return c.remember(c.stranger())
	}
	a := c.someone()
	if dice > returning {
		return c.remember(neighbour(c.rand, a.addr))
	}
	if at.Before(a.free[t.jail.Name]) {
		return c.remember(c.stranger())
	}
	return a
}

// strike keeps the attacker away while it is banned there; who was banned everywhere retires.
func (c *crowd) strike(a *attacker, t target, at time.Time) {
	a.free[t.jail.Name] = at.Add(t.away)
	if len(a.free) < recidive().MaxRetry {
		return
	}
	for jail := range a.free {
		a.free[jail] = at.Add(retirement)
	}
}

// someone is a known attacker, mostly one of the oldest.
func (c *crowd) someone() *attacker {
	dice := c.rand.Float64()
	return c.known[int(dice*dice*dice*float64(len(c.known)))]
}

// remember adds a new attacker; a known address, which chance may find again, gives way to a stranger.
func (c *crowd) remember(addr netip.Addr) *attacker {
	for slices.ContainsFunc(c.known, func(a *attacker) bool { return a.addr == addr }) {
		addr = c.stranger()
	}
	a := &attacker{addr: addr, free: map[string]time.Time{}}
	c.known = append(c.known, a)
	if len(c.known) > maxKnown {
		c.known = c.known[1:]
	}
	return a
}

// stranger is a new address from a country by weight.
func (c *crowd) stranger() netip.Addr {
	c.made++
	for {
		country := c.country()
		if c.made%everyV6 != 0 {
			return addressIn(c.rand, country.v4[c.rand.IntN(len(country.v4))])
		}
		if len(country.v6) > 0 {
			return addressIn(c.rand, country.v6[c.rand.IntN(len(country.v6))])
		}
	}
}

func (c *crowd) country() country {
	left := c.rand.IntN(c.weights)
	for _, country := range c.countries {
		if left < country.weight {
			return country
		}
		left -= country.weight
	}
	return c.countries[0]
}

// target chooses what is attacked.
func (c *crowd) target(all []target) target {
	shares := 0
	for _, t := range all {
		shares += t.share
	}
	left := c.rand.IntN(shares)
	for _, t := range all {
		if left < t.share {
			return t
		}
		left -= t.share
	}
	return all[0]
}
