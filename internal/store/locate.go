package store

import (
	"context"
	"database/sql"
	"maps"
	"net/netip"
	"slices"

	"bangui/internal/ban"
)

// Locate tells in which country an address or a network is, by its ISO 3166-1 code, and who owns it, by number and name. What is not
// known is empty or 0. It may be called at the same time.
type Locate func(network netip.Prefix) (country string, asn uint32, owner string)

// locator looks up where bans are from, and keeps the names of networks that are to be stored.
type locator struct {
	locate Locate
	// fresh are names that the database may not have, and all those of the transaction.
	fresh, all map[uint32]string
	stored     func(asn uint32, name string) bool
}

func (s *Store) newLocator() *locator {
	return &locator{
		locate: s.locate, fresh: make(map[uint32]string), all: make(map[uint32]string),
		stored: func(asn uint32, name string) bool {
			known, ok := s.networks.Load(asn)
			return ok && known == name
		},
	}
}

// place returns country and network of an address or a network, or nothing for another ban id.
func (l *locator) place(id string) (country string, asn uint32) {
	prefix, ok := parsePrefix(id)
	if !ok || l.locate == nil {
		return "", 0
	}
	country, asn, name := l.locate(prefix)
	if asn != 0 && name != "" {
		name = cutKey(name)
		l.all[asn] = name
		if !l.stored(asn, name) {
			l.fresh[asn] = name
		}
	}
	return country, asn
}

// save stores the names, always in the same order, so that two transactions never wait for each other.
func (l *locator) save(ctx context.Context, c conn) error {
	for part := range slices.Chunk(slices.Sorted(maps.Keys(l.fresh)), chunk(2)) {
		args := make([]any, 0, 2*len(part))
		for _, asn := range part {
			args = append(args, asn, l.fresh[asn])
		}
		_, err := exec(ctx, c, `
			insert into networks (asn, name) values `+places(0, len(part), 2)+`
			on conflict (asn) do update set name = excluded.name where networks.name <> excluded.name`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// locate fills in where a new ban is from.
func (w *banWriter) locate(row *banRow) {
	row.country, row.asn = w.places.place(row.key.address)
}

// save stores what the bans of the transaction add up to. All hosts share it, so nothing must be waited for afterwards.
func (w *banWriter) save(ctx context.Context) error {
	if err := w.places.save(ctx, w.tx); err != nil {
		return err
	}
	return w.counts.save(ctx, w.tx)
}

// named adds the names of networks to what a transaction changed, and keeps in mind that they are stored now.
func (s *Store) named(changes []ban.Change, l *locator, err error) ([]ban.Change, error) {
	if err != nil {
		return nil, err
	}
	for asn, name := range l.fresh {
		s.networks.Store(asn, name)
	}
	for i := range changes {
		changes[i].Ban.Network = l.all[changes[i].Ban.ASN]
	}
	return changes, nil
}

// NetworkNames implements [ban.Store].
func (s *Store) NetworkNames(ctx context.Context, numbers []uint32) (map[uint32]string, error) {
	names := make(map[uint32]string, len(numbers))
	for part := range slices.Chunk(numbers, chunk(1)) {
		where := &filter{}
		where.addNumbers("asn", part)
		found, err := all(ctx, s.read, scanNetwork, `select asn, name from networks where `+where.text(), where.args...)
		if err != nil {
			return nil, s.explain(ctx, "look up names of networks", err)
		}
		for _, n := range found {
			names[n.asn] = n.name
		}
	}
	return names, nil
}

type network struct {
	asn  uint32
	name string
}

func scanNetwork(row *sql.Rows) (network, error) {
	var n network
	return n, row.Scan(&n.asn, &n.name)
}

// addNetworks fills in the names of networks.
func (s *Store) addNetworks(ctx context.Context, bans []ban.Ban) error {
	numbers := make(map[uint32]bool)
	for _, b := range bans {
		if b.ASN != 0 {
			numbers[b.ASN] = true
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	names, err := s.NetworkNames(ctx, slices.Sorted(maps.Keys(numbers)))
	for i := range bans {
		bans[i].Network = names[bans[i].ASN]
	}
	return err
}
