package ban

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/fault"
)

// Glimpse is what is needed of a ban to sum up those of an address.
type Glimpse struct {
	ID         int64
	BannedAt   time.Time
	Host, Jail string
	Address    string
	Country    string
	ASN        uint32
	Active     bool
}

// Glimpses are the newest bans of a scope, newest first.
type Glimpses struct {
	Items []Glimpse
	// More is true if there are older ones.
	More bool
}

// maxGlimpses is how many bans of an address or its neighbours are summed up.
const maxGlimpses = 1000

// About is all that the history knows of an address or a network.
type About struct {
	// Network is zero for a ban id that is no address, which ID has.
	Network netip.Prefix
	ID      string
	// InForce are its bans in force, and those of networks that it lies in, newest first. MoreInForce is true if there are others.
	InForce     []Ban
	MoreInForce bool
	// Amount is how many bans there are; FirstBannedAt and LastBannedAt are zero if none.
	Amount                      Amount
	FirstBannedAt, LastBannedAt time.Time
	// Jails and Hosts count the newest bans, most first; Days count them by the day in UTC, oldest first, without the empty ones.
	Jails, Hosts []Count
	Days         []DayCount
	// Newest has its evidence; nil if there is none.
	Newest *Ban
	// Around is the network whose other addresses are Neighbours, most bans first.
	Around     netip.Prefix
	Neighbours []Neighbour
	// MoreNeighbours is true if not all of their bans were looked at, or if there is no room for all of them.
	MoreNeighbours bool
}

// DayCount is how many bans began on a day.
type DayCount struct {
	Day time.Time
	N   int64
}

// Neighbour is another banned address of the same network.
type Neighbour struct {
	Address      string
	N            int64
	LastBannedAt time.Time
	// Active tells whether one of its bans is in force.
	Active bool
}

// About sums up what is known of an address, of a network and all addresses in it, or of another ban id.
func (b *Bans) About(ctx context.Context, network netip.Prefix, id string) (About, error) {
	a := About{Network: network, ID: id}
	glimpses, err := b.store.Glimpses(ctx, Scope{Address: network, ID: id}, maxGlimpses)
	if err != nil {
		return About{}, fmt.Errorf("look at the bans of an address: %w", err)
	}
	a.sumUp(glimpses)
	if err := b.addInForce(ctx, &a); err != nil {
		return About{}, err
	}
	if len(glimpses.Items) > 0 {
		newest, err := b.One(ctx, glimpses.Items[0].ID)
		if err != nil {
			return About{}, err
		}
		a.Newest = &newest
	}
	return a, b.addNeighbours(ctx, &a, glimpses)
}

func (a *About) sumUp(glimpses Glimpses) {
	items := glimpses.Items
	a.Amount = Amount{N: int64(len(items)), Exact: !glimpses.More, AtLeast: glimpses.More}
	if len(items) == 0 {
		return
	}
	a.LastBannedAt, a.FirstBannedAt = items[0].BannedAt, items[len(items)-1].BannedAt
	jails, hosts, days := make(map[string]int64), make(map[string]int64), make(map[time.Time]int64)
	for _, g := range items {
		jails[g.Jail]++
		hosts[g.Host]++
		days[g.BannedAt.UTC().Truncate(day)]++
	}
	a.Jails, a.Hosts = countsOf(jails), countsOf(hosts)
	for at, n := range days {
		a.Days = append(a.Days, DayCount{at, n})
	}
	slices.SortFunc(a.Days, func(x, y DayCount) int { return x.Day.Compare(y.Day) })
}

func countsOf(sums map[string]int64) []Count {
	counts := make([]Count, 0, len(sums))
	for key, n := range sums {
		counts = append(counts, Count{key, n})
	}
	slices.SortFunc(counts, func(x, y Count) int { return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.Key, y.Key)) })
	return counts
}

// maxInForce is how many bans in force are told of one address or network.
const maxInForce = 200

// addInForce asks for them alone: a ban that has no end may be older than all that are summed up.
func (b *Bans) addInForce(ctx context.Context, a *About) error {
	found, more, err := b.inForce(ctx, ActiveQuery{Within: a.Network, ID: a.ID}, maxInForce)
	if err != nil {
		return err
	}
	a.MoreInForce = more || len(found) > maxInForce
	var ids []int64
	for _, one := range found[:min(len(found), maxInForce)] {
		ids = append(ids, one.ID)
	}
	if a.Network.IsValid() {
		over, err := b.store.InForceOver(ctx, a.Network)
		if err != nil {
			return fmt.Errorf("look for banned networks: %w", err)
		}
		ids = append(ids, over...)
	}
	if a.InForce, err = b.store.BansByID(ctx, ids); err != nil {
		return fmt.Errorf("read bans in force: %w", err)
	}
	slices.SortFunc(a.InForce, func(x, y Ban) int { return cmp.Or(y.BannedAt.Compare(x.BannedAt), cmp.Compare(y.ID, x.ID)) })
	return nil
}

// addNeighbours looks at the /24 or /64 of an address; of a network at itself.
func (b *Bans) addNeighbours(ctx context.Context, a *About, glimpses Glimpses) error {
	if !a.Network.IsValid() {
		return nil
	}
	a.Around = Around(a.Network)
	if a.Around != a.Network {
		var err error
		if glimpses, err = b.store.Glimpses(ctx, Scope{Address: a.Around, Except: a.Network}, maxGlimpses); err != nil {
			return fmt.Errorf("look at the bans of neighbours: %w", err)
		}
	}
	byAddress := make(map[string]*Neighbour)
	for _, g := range glimpses.Items {
		if g.Address == addressText(a.Network) {
			continue
		}
		n := byAddress[g.Address]
		if n == nil {
			n = &Neighbour{Address: g.Address, LastBannedAt: g.BannedAt}
			byAddress[g.Address] = n
		}
		n.N++
		n.Active = n.Active || g.Active
	}
	for _, n := range byAddress {
		a.Neighbours = append(a.Neighbours, *n)
	}
	slices.SortFunc(a.Neighbours, func(x, y Neighbour) int { return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.Address, y.Address)) })
	a.MoreNeighbours = glimpses.More || len(a.Neighbours) > maxNeighbours
	a.Neighbours = a.Neighbours[:min(len(a.Neighbours), maxNeighbours)]
	return nil
}

const maxNeighbours = 50

// Around is the network that neighbours of an address are looked for in: its /24, or /64 for IPv6. A network is its own.
func Around(network netip.Prefix) netip.Prefix {
	if !network.IsSingleIP() {
		return network.Masked()
	}
	bits := 24
	if network.Addr().Is6() {
		bits = 64
	}
	return netip.PrefixFrom(network.Addr(), bits).Masked()
}

// addressText is an address or a network as bans have it.
func addressText(network netip.Prefix) string {
	if network.IsSingleIP() {
		return network.Addr().String()
	}
	return network.String()
}

// countingPatience is how long an exact count waits for another one, in a process. Each keeps a connection to the database busy for long, of
// which there are few.
const countingPatience = 3 * time.Second

// Amount tells how many bans the history has in the scope; see [Store.Amount]. It fails with fault.TooMany if others count exactly.
func (b *Bans) Amount(ctx context.Context, scope Scope, exact bool) (Amount, error) {
	if err := b.knownHost(ctx, scope.Host); err != nil {
		return Amount{}, err
	}
	if exact {
		done, err := b.takeCounting(ctx)
		if err != nil {
			return Amount{}, err
		}
		defer done()
	}
	amount, err := b.store.Amount(ctx, scope, exact)
	if err != nil {
		return Amount{}, fmt.Errorf("count bans: %w", err)
	}
	return amount, nil
}

// takeCounting waits until nobody else counts.
func (b *Bans) takeCounting(ctx context.Context) (done func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, countingPatience,
		fault.TooMany.Errorf("somebody else counts bans exactly at the moment").WithMend("Wait a moment, or ask for an estimate.").
			WithRetryAfter(10*time.Second))
	defer cancel()
	select {
	case b.counting <- struct{}{}:
		return func() { <-b.counting }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Newest returns the newest ban of each address, by address; those that were never banned are missing.
func (b *Bans) Newest(ctx context.Context, addresses []string) (map[string]Ban, error) {
	newest, err := b.store.NewestBans(ctx, addresses)
	if err != nil {
		return nil, fmt.Errorf("look up the newest bans: %w", err)
	}
	return newest, nil
}
