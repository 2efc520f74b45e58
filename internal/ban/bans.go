package ban

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Bans takes orders to ban and to lift, and answers what is and was banned. Make one with [New]. All methods may be called at the
// same time.
type Bans struct {
	log   *slog.Logger
	store Store
	fleet *fleet.Fleet
	bus   *event.Bus
	now   func() time.Time
	// protection tells what the control plane protects.
	protection Protection
	expected   expectations
	// counting has a place for one exact count.
	counting chan struct{}
}

// New returns Bans. Changes are published on bus as topics ban and unban with a [Ban], or as one resync if they are many.
// now is the clock that all replicas share. protection tells what must not be banned by accident besides addresses of the hosts themselves.
func New(log *slog.Logger, store Store, hosts *fleet.Fleet, bus *event.Bus, now func() time.Time, protection Protection) *Bans {
	return &Bans{
		log: log, store: store, fleet: hosts, bus: bus, now: now, protection: protection, counting: make(chan struct{}, 1),
	}
}

// Now is the time by the clock that all replicas share.
func (b *Bans) Now() time.Time { return b.now() }

// Active returns bans in force, newest first, and how many match the query in all.
func (b *Bans) Active(ctx context.Context, query ActiveQuery) (Page, int, error) {
	if err := b.knownHost(ctx, query.Host); err != nil {
		return Page{}, 0, err
	}
	page, err := b.store.Active(ctx, query)
	if err != nil {
		return Page{}, 0, fmt.Errorf("list active bans: %w", err)
	}
	total, err := b.store.ActiveCount(ctx, query)
	if err != nil {
		return Page{}, 0, fmt.Errorf("count active bans: %w", err)
	}
	return page, total, nil
}

// List returns bans from the history, newest first.
func (b *Bans) List(ctx context.Context, query Query) (Page, error) {
	if err := b.knownHost(ctx, query.Host); err != nil {
		return Page{}, err
	}
	page, err := b.store.List(ctx, query)
	if err != nil {
		return Page{}, fmt.Errorf("list bans: %w", err)
	}
	return page, nil
}

// One returns one ban with all its evidence. It fails with fault.NotFound.
func (b *Bans) One(ctx context.Context, id int64) (Ban, error) {
	one, err := b.store.Ban(ctx, id)
	if err != nil {
		return Ban{}, fmt.Errorf("look up ban %d: %w", id, err)
	}
	return one, nil
}

// knownHost fails with fault.NotFound if name is not empty and no host has it.
func (b *Bans) knownHost(ctx context.Context, name string) error {
	if name == "" {
		return nil
	}
	_, err := b.fleet.Record(ctx, name)
	return err
}

// KnowsJail tells whether a host has the jail, or the history a ban of it. While a host that is looked after has never answered, any jail may be
// one of its own.
func (b *Bans) KnowsJail(ctx context.Context, jail string) (bool, error) {
	known, err := b.store.HasBansOf(ctx, jail)
	if err != nil {
		return false, fmt.Errorf("look for bans of a jail: %w", err)
	}
	if known {
		return true, nil
	}
	records, err := b.fleet.Records(ctx)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(records, func(record fleet.Record) bool {
		return (record.Holder != "" && record.Status.At.IsZero()) ||
			slices.ContainsFunc(record.Status.Jails, func(j host.JailStatus) bool { return j.Name == jail })
	}), nil
}

// target is a host that an order is for.
type target struct {
	record fleet.Record
	// jails are those of the order that the host has.
	jails []string
}

// targets finds the hosts of an order. Named hosts must exist and have all the jails, as far as they can be asked; without names
// it is all reachable hosts that have one of the jails.
func (b *Bans) targets(ctx context.Context, names, jails []string) ([]target, error) {
	if len(names) == 0 {
		return b.reachable(ctx, jails)
	}
	var targets []target
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		record, err := b.fleet.Record(ctx, name)
		if err != nil {
			return nil, err
		}
		for _, jail := range jails {
			if record.Status.Reachable && !b.hasJail(ctx, record, jail) {
				return nil, fault.NotFound.Errorf("no jail %q on host %s", jail, name)
			}
		}
		targets = append(targets, target{record: record, jails: jails})
	}
	return targets, nil
}

func (b *Bans) reachable(ctx context.Context, jails []string) ([]target, error) {
	records, err := b.fleet.Records(ctx)
	if err != nil {
		return nil, err
	}
	missing := slices.Clone(jails)
	var targets []target
	answering := 0
	for _, record := range records {
		if !record.Status.Reachable {
			continue
		}
		answering++
		has := func(jail string) bool { return b.hasJail(ctx, record, jail) }
		here := filter(jails, has)
		missing = slices.DeleteFunc(missing, func(jail string) bool { return slices.Contains(here, jail) })
		if len(here) > 0 || len(jails) == 0 {
			targets = append(targets, target{record: record, jails: here})
		}
	}
	if answering == 0 {
		return nil, noneReachable(records)
	}
	if len(missing) > 0 {
		return nil, fault.NotFound.Errorf("no jail %q on any reachable host", missing[0])
	}
	return targets, nil
}

func filter(items []string, keep func(string) bool) []string {
	var kept []string
	for _, item := range items {
		if keep(item) {
			kept = append(kept, item)
		}
	}
	return kept
}

func noneReachable(records []fleet.Record) error {
	for _, record := range records {
		if p := record.Status.Problem; p != nil {
			return fault.Unreachable.Errorf("host %s: %s", record.Name, p.Message).WithMend("%s", p.Mend)
		}
	}
	return fault.Unreachable.Errorf("no host is reachable")
}

// hasJail tells whether the host has the jail; one that its status does not know yet is asked for.
func (b *Bans) hasJail(ctx context.Context, record fleet.Record, jail string) bool {
	if slices.ContainsFunc(record.Status.Jails, func(j host.JailStatus) bool { return j.Name == jail }) {
		return true
	}
	h, err := b.fleet.Host(ctx, record.Name)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	_, err = h.Jail(ctx, jail)
	return err == nil
}
