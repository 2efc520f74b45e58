package seed

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
)

// owner is somebody who has networks.
type owner struct {
	asn   uint32
	v4    []netip.Prefix
	v6    netip.Prefix
	hasV6 bool
}

// origins are where attacks come from.
type origins struct {
	rand    *rand.Rand
	country func(netip.Addr) string
	owners  []owner
	names   map[uint32]string
}

const (
	ownerCount = 4000
	// firstNumber is among those that are for private use, so that nobody is accused. Source: RFC 6996.
	firstNumber = 4_200_000_000
	// unnumbered is after how many owners one has no number.
	unnumbered = 40
	// byV6 is the share of IPv6 where there is some.
	byV6 = 0.2
	// v6Owners is after how many owners one has IPv6.
	v6Owners = 4
)

// newOrigins gives /16 networks to owners: many to the first, one to most.
func newOrigins(r *rand.Rand, country func(netip.Addr) string) *origins {
	o := &origins{rand: r, country: country, owners: make([]owner, ownerCount), names: make(map[uint32]string, ownerCount)}
	taken := make(map[netip.Prefix]bool)
	for i := range o.owners {
		one := &o.owners[i]
		if i%unnumbered != unnumbered-1 {
			one.asn = uint32(firstNumber + i)
			o.names[one.asn] = ownerName(i)
		}
		for range max(1, 480/(i+8)) {
			one.v4 = append(one.v4, o.block(taken))
		}
		if i%v6Owners == 1 {
			one.v6, one.hasV6 = o.blockV6(taken)
		}
	}
	return o
}

// block is a /16 network that nobody has yet, in a country that attacks come from. After many tries any will do.
func (o *origins) block(taken map[netip.Prefix]bool) netip.Prefix {
	for try := 0; ; try++ {
		addr := netip.AddrFrom4([4]byte{1 + byte(o.rand.IntN(223)), byte(o.rand.UintN(256)), byte(o.rand.UintN(256)), 1})
		network, _ := addr.Prefix(16)
		if taken[network] || (try < 200 && o.rand.Float64() >= attackShare(o.country(addr))) {
			continue
		}
		taken[network] = true
		return network
	}
}

// blockV6 is a /32 network; ok is false if none was found.
func (o *origins) blockV6(taken map[netip.Prefix]bool) (network netip.Prefix, ok bool) {
	// The first bytes of what the five registries give out. Source: IANA, IPv6 global unicast address assignments.
	regions := [][2]byte{{0x24, 0x00}, {0x26, 0x00}, {0x28, 0x00}, {0x2a, 0x00}, {0x2a, 0x02}, {0x2c, 0x0f}, {0x24, 0x08}, {0x20, 0x01}}
	for range 200 {
		region := regions[o.rand.IntN(len(regions))]
		addr := netip.AddrFrom16([16]byte{region[0], region[1], byte(o.rand.UintN(256)), byte(o.rand.UintN(256))})
		network, _ := addr.Prefix(32)
		if !taken[network] && o.country(addr.Next()) != "" {
			taken[network] = true
			return network, true
		}
	}
	return netip.Prefix{}, false
}

// attackShare is how readily networks of a country are taken, so that not the countries with most addresses have most attackers.
func attackShare(country string) float64 {
	switch country {
	case "":
		return 0
	case "CN", "RU", "IN", "VN", "ID", "BR", "SG", "HK", "NL":
		return 1
	case "US":
		return 0.25
	case "JP", "GB", "CA":
		return 0.2
	default:
		return 0.6
	}
}

// address is one of an owner who is likely to have attackers.
func (o *origins) address() (addr netip.Addr, country string, asn uint32) {
	one := &o.owners[heavyTail(o.rand, len(o.owners), 3)]
	if one.hasV6 && o.rand.Float64() < byV6 {
		addr = o.inV6(one.v6)
	} else {
		addr = o.inV4(one.v4[o.rand.IntN(len(one.v4))])
	}
	return addr, o.country(addr), one.asn
}

// inV4 is an address of a /16; some of its /24 have many more attackers than others.
func (o *origins) inV4(network netip.Prefix) netip.Addr {
	bytes := network.Addr().As4()
	dice := o.rand.Float64()
	bytes[2] = byte(dice * dice * 256)
	bytes[3] = 1 + byte(o.rand.UintN(254))
	return netip.AddrFrom4(bytes)
}

// inV6 is an address of a /32.
func (o *origins) inV6(network netip.Prefix) netip.Addr {
	bytes := network.Addr().As16()
	bytes[5] = byte(o.rand.UintN(64))
	bytes[7] = byte(o.rand.UintN(4))
	for i := 12; i < 16; i++ {
		bytes[i] = byte(o.rand.UintN(256))
	}
	return netip.AddrFrom16(bytes)
}

// ownerName makes up a name that differs from all others.
func ownerName(i int) string {
	first := []string{
		"Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper", "Kestrel", "Larch", "Meadow", "North",
		"Ochre", "Pine", "Quartz", "River", "Slate", "Thistle", "Umber", "Violet", "Willow", "Yarrow", "Zephyr",
	}
	second := []string{"Bridge", "Field", "Gate", "Hill", "Lake", "Light", "Peak", "Point", "Ridge", "Sky", "Stone", "Way", "Wind", "Wood", "Works"}
	third := []string{"Telecom", "Hosting", "Networks", "Cloud", "Broadband", "Mobile", "Data Centres", "Fibre", "Internet", "Cable", "Systems"}
	one, two, three := i%len(first), i/len(first)%len(second), i/len(first)/len(second)%len(third)
	return fmt.Sprintf("%s %s %s", first[one], second[two], third[three])
}
