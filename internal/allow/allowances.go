package allow

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"sync"

	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Allowances makes, ends and tends allowances. Make one with [New]. All methods may be called at the same time.
type Allowances struct {
	log      *slog.Logger
	store    Store
	fleet    *fleet.Fleet
	bans     *ban.Bans
	bus      *event.Bus
	resolver Resolver
	drafts   Drafts
	// mu guards busy, which has a lock for each host: its lists are changed by one of us at a time.
	mu   sync.Mutex
	busy map[string]*sync.Mutex
}

// New returns Allowances. Changes are published on bus as topic allowance with a [Change]. resolver tells what names stand for, and
// drafts is where changes of the configuration are prepared.
func New(
	log *slog.Logger, store Store, hosts *fleet.Fleet, bans *ban.Bans, bus *event.Bus, resolver Resolver, drafts Drafts,
) *Allowances {
	return &Allowances{
		log: log, store: store, fleet: hosts, bans: bans, bus: bus, resolver: resolver, drafts: drafts, busy: make(map[string]*sync.Mutex),
	}
}

// Change is an allowance that was made or has ended, as told to browsers.
type Change struct {
	ID int64
}

// tell tells browsers. Many at once are one event without a number.
func (a *Allowances) tell(changed ...Allowance) {
	switch len(changed) {
	case 0:
	case 1:
		a.bus.Publish(event.Allowance, Change{ID: changed[0].ID})
	default:
		a.bus.Publish(event.Allowance, Change{})
	}
}

// Detail is an allowance with where it is in force.
type Detail struct {
	Allowance
	// Places are the ignore lists that have it; of one that has ended, those that it has not been taken off yet.
	Places []Place
	// PendingHosts are the hosts on which not all is done, by name.
	PendingHosts []string
}

// List returns allowances, newest first.
func (a *Allowances) List(ctx context.Context, query Query) ([]Detail, error) {
	list, err := a.store.Allowances(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("list allowances: %w", err)
	}
	return a.Details(ctx, list)
}

// Get fails with fault.NotFound.
func (a *Allowances) Get(ctx context.Context, id int64) (Detail, error) {
	one, err := a.store.Allowance(ctx, id)
	if err != nil {
		return Detail{}, fmt.Errorf("look up allowance %d: %w", id, err)
	}
	details, err := a.Details(ctx, []Allowance{one})
	if err != nil {
		return Detail{}, err
	}
	return details[0], nil
}

// Covering returns the allowances in force that an address or a whole network lies in, newest first.
func (a *Allowances) Covering(ctx context.Context, network netip.Prefix) ([]Allowance, error) {
	active, err := a.inForce(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(active, func(one Allowance) bool { return !one.Covers(network) }), nil
}

func (a *Allowances) inForce(ctx context.Context) ([]Allowance, error) {
	active, err := a.store.Allowances(ctx, Query{Active: new(true), Limit: MaxInForce})
	if err != nil {
		return nil, fmt.Errorf("list allowances in force: %w", err)
	}
	return active, nil
}

// Details adds where allowances are in force.
func (a *Allowances) Details(ctx context.Context, list []Allowance) ([]Detail, error) {
	if len(list) == 0 {
		return nil, nil
	}
	places, err := a.store.Places(ctx, "")
	if err != nil {
		return nil, fmt.Errorf("list ignore lists: %w", err)
	}
	records, err := a.fleet.Records(ctx)
	if err != nil {
		return nil, err
	}
	active, err := a.inForce(ctx)
	if err != nil {
		return nil, err
	}
	details := make([]Detail, len(list))
	for i, one := range list {
		details[i] = detail(one, places, records, active)
	}
	return details, nil
}

func detail(one Allowance, places []Place, records []fleet.Record, active []Allowance) Detail {
	d, networks := Detail{Allowance: one}, one.Networks()
	for _, p := range places {
		if slices.Contains(networks, p.Address) && one.wants(p.Host, p.Jail) && (one.Active() || p.Ours && !wanted(active, p)) {
			d.Places = append(d.Places, p)
		}
	}
	for _, record := range records {
		if one.Concerns(record.Name) && !d.doneOn(record) {
			d.PendingHosts = append(d.PendingHosts, record.Name)
		}
	}
	return d
}

// wanted tells whether an allowance in force wants the place to be as it is.
func wanted(active []Allowance, p Place) bool {
	return slices.ContainsFunc(active, func(one Allowance) bool {
		return one.wants(p.Host, p.Jail) && slices.Contains(one.Networks(), p.Address)
	})
}

// doneOn tells whether there is nothing left to do on a host.
func (d Detail) doneOn(record fleet.Record) bool {
	on := func(jail string) (placed int) {
		for _, p := range d.Places {
			if p.Host == record.Name && p.Jail == jail && !p.PlacedAt.IsZero() {
				placed++
			}
		}
		return placed
	}
	if !d.Active() {
		return !slices.ContainsFunc(d.Places, func(p Place) bool { return p.Host == record.Name })
	}
	if !record.Status.Reachable {
		return false
	}
	for _, jail := range record.Status.Jails {
		if jail.State == host.JailStopped || !d.wants(record.Name, jail.Name) {
			continue
		}
		if on(jail.Name) < len(d.Networks()) {
			return false
		}
	}
	return true
}
