package allow

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// Preview is what would come of an order.
type Preview struct {
	// Entries has one for each input, in their order.
	Entries []PreviewEntry
	// Bans are in force and would be lifted, newest first; at most [MaxPreviewed]. Total is how many there are, AtLeast set if there are more than
	// were counted.
	Bans    []ban.Ban
	Total   int
	AtLeast bool
}

// Limits of a preview.
const (
	MaxPreviewed = 50
	maxCounted   = 2000
)

// PreviewEntry is what would come of one input.
type PreviewEntry struct {
	// Input is as it was typed, Label as it would be on the list; empty if it cannot be.
	Input, Label string
	// Networks are what jails would ignore; of a name as the name service tells now.
	Networks []netip.Prefix
	// Problem is why it cannot be allowed, or not without a second yes if NeedsForce is set; empty if it can.
	Problem    string
	NeedsForce bool
	// Warning is what is odd about the answer to a name that can be allowed; may be empty.
	Warning string
	// Over are bans in force of networks that it lies in. They would not be lifted.
	Over []ban.Ban
	// Allowed are allowances in force that cover it already.
	Allowed []Allowance
}

// Preview tells what would come of an order, and changes nothing. It fails with fault.Invalid if there are too many inputs or none, and with
// fault.NotFound for an unknown host or jail.
func (a *Allowances) Preview(ctx context.Context, order Order) (Preview, error) {
	if n := len(order.Addresses); n < 1 || n > MaxAtOnce {
		return Preview{}, fault.Invalid.Errorf("name 1 to %d addresses", MaxAtOnce).WithField("body.addresses", "name 1 to %d", MaxAtOnce)
	}
	if _, err := a.targets(ctx, order.Hosts, order.Jails); err != nil {
		return Preview{}, err
	}
	subjects := make([]subject, len(order.Addresses))
	problems := make([]error, len(order.Addresses))
	for i, text := range order.Addresses {
		subjects[i], problems[i] = parse(text)
	}
	told, err := a.askForKnown(ctx, subjects, problems)
	if err != nil {
		return Preview{}, err
	}
	active, err := a.inForce(ctx)
	if err != nil {
		return Preview{}, err
	}
	var preview Preview
	for i, text := range order.Addresses {
		entry := previewOf(text, subjects[i], problems[i], told)
		entry.addAllowed(active)
		if err := a.addBans(ctx, &preview, &entry, order); err != nil {
			return Preview{}, err
		}
		preview.Entries = append(preview.Entries, entry)
	}
	slices.SortFunc(preview.Bans, func(x, y ban.Ban) int { return y.BannedAt.Compare(x.BannedAt) })
	preview.Total = len(preview.Bans)
	preview.Bans = preview.Bans[:min(len(preview.Bans), MaxPreviewed)]
	return preview, nil
}

// askForKnown asks for the names among the inputs that can be read.
func (a *Allowances) askForKnown(ctx context.Context, subjects []subject, problems []error) (map[string]Told, error) {
	var good []subject
	for i, one := range subjects {
		if problems[i] == nil && !slices.Contains(good, one) {
			good = append(good, one)
		}
	}
	return a.askFirst(ctx, names(good))
}

func previewOf(text string, one subject, problem error, told map[string]Told) PreviewEntry {
	entry := PreviewEntry{Input: text}
	if problem != nil {
		entry.Problem = "it cannot be read"
		if f, ok := errors.AsType[*fault.Fault](problem); ok {
			entry.Problem = f.Message
		}
		return entry
	}
	allowance := Allowance{Address: one.address, Name: one.name, Answer: Answer{Addresses: told[one.name].Addresses}}
	entry.Label, entry.Networks = allowance.Label(), allowance.Networks()
	switch {
	case one.wide:
		entry.Problem, entry.NeedsForce = one.address.String()+" holds very many addresses", true
	case one.name != "" && len(entry.Networks) == 0:
		entry.Problem, entry.NeedsForce = told[one.name].Problem, true
	case one.name != "":
		entry.Warning = told[one.name].Problem
	}
	return entry
}

func (e *PreviewEntry) addAllowed(active []Allowance) {
	for _, one := range active {
		same := one.Name != "" && one.Name == e.Label
		covered := len(e.Networks) > 0 && !slices.ContainsFunc(e.Networks, func(network netip.Prefix) bool { return !one.Covers(network) })
		if same || covered {
			e.Allowed = append(e.Allowed, one)
		}
	}
}

// countWithin is how long bans are looked for.
const countWithin = 5 * time.Second

// addBans looks for the bans in force that would be lifted, and those around that would not.
func (a *Allowances) addBans(ctx context.Context, preview *Preview, entry *PreviewEntry, order Order) error {
	ctx, cancel := context.WithTimeout(ctx, countWithin)
	defer cancel()
	concerned := func(one ban.Ban) bool {
		return (len(order.Hosts) == 0 || slices.Contains(order.Hosts, one.Host)) && (len(order.Jails) == 0 || slices.Contains(order.Jails, one.Jail))
	}
	for _, network := range entry.Networks {
		within, more, err := a.bans.InForceWithin(ctx, network, "", maxCounted)
		if err != nil {
			return err
		}
		preview.AtLeast = preview.AtLeast || more
		for _, one := range within {
			if concerned(one) && !slices.ContainsFunc(preview.Bans, func(other ban.Ban) bool { return other.ID == one.ID }) {
				preview.Bans = append(preview.Bans, one)
			}
		}
		over, err := a.bans.InForceOver(ctx, network)
		if err != nil {
			return err
		}
		for _, one := range over {
			if concerned(one) && ban.FormatAddress(network) != one.Address {
				entry.Over = append(entry.Over, one)
			}
		}
	}
	return nil
}
