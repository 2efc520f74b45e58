package blocklist

import (
	"context"
	"net/netip"
	"slices"
	"time"
)

// Found is what is known of an address or a network.
type Found struct {
	Lists []FoundIn
	// Exemptions are why it, or a part of it, is not blocked nevertheless.
	Exemptions []Exemption
	// Exempt is true if all of it is exempt on all hosts.
	Exempt bool
}

// FoundIn is a list that has an address, or a network that overlaps the one that was asked for.
type FoundIn struct {
	List List
	// Entries are the first ones of the list, [MaxFound] at most; More is true if there are others.
	Entries []Entry
	More    bool
	// Hosts are those that have just these contents in force, by name.
	Hosts []string
	// Packets and Bytes were dropped because of the list in the last [FoundDays] days, on all hosts.
	Packets, Bytes int64
}

// Limits of a look-up.
const (
	MaxFound  = 20
	FoundDays = 30
)

// Lookup tells which lists have an address or a network, and why it is not blocked nevertheless.
func (b *Blocklists) Lookup(ctx context.Context, network netip.Prefix) (Found, error) {
	lists, err := b.store.Blocklists(ctx)
	if err != nil {
		return Found{}, err
	}
	var found Found
	for _, list := range lists {
		entries, err := b.entriesOf(ctx, list.Contents.Revision, network, netip.Prefix{}, MaxFound+1)
		if err != nil {
			return Found{}, err
		}
		if len(entries) > 0 {
			found.Lists = append(found.Lists, FoundIn{List: list, Entries: entries[:min(len(entries), MaxFound)], More: len(entries) > MaxFound})
		}
	}
	if len(found.Lists) == 0 {
		return found, nil
	}
	if err := b.addHosts(ctx, &found); err != nil {
		return Found{}, err
	}
	if err := b.addDropped(ctx, &found); err != nil {
		return Found{}, err
	}
	found.Exemptions, err = b.exemptions(ctx, network)
	found.Exempt = slices.ContainsFunc(found.Exemptions, func(e Exemption) bool {
		return len(e.Hosts) == 0 && e.Network.Bits() <= network.Bits()
	})
	return found, err
}

// addHosts adds where the lists are in force.
func (b *Blocklists) addHosts(ctx context.Context, found *Found) error {
	states, err := b.store.HostStates(ctx)
	if err != nil {
		return err
	}
	for i, in := range found.Lists {
		for _, state := range states {
			if state.has(in.List) {
				found.Lists[i].Hosts = append(found.Lists[i].Hosts, state.Host)
			}
		}
	}
	return nil
}

// has tells whether the kernel of a host has just the contents that a list has.
func (h HostState) has(list List) bool {
	if !h.Report.Armed {
		return false
	}
	for _, l := range h.Report.Lists {
		if l.ID == list.ID && l.Digest == list.Contents.Digest {
			return true
		}
	}
	return false
}

func (b *Blocklists) addDropped(ctx context.Context, found *Found) error {
	now := b.now()
	cells, err := b.store.Dropped(ctx, DroppedQuery{From: now.Add(-FoundDays * 24 * time.Hour), To: now.Add(time.Hour)})
	if err != nil {
		return err
	}
	for i, in := range found.Lists {
		for _, c := range cells {
			if c.List == in.List.ID {
				found.Lists[i].Packets += c.Packets
				found.Lists[i].Bytes += c.Bytes
			}
		}
	}
	return nil
}
