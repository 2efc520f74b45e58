package allow

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Order asks for allowances.
type Order struct {
	// Addresses are addresses and networks as somebody typed them, 1 to [MaxAtOnce].
	Addresses []string
	// Lasts is [MinDuration] to [MaxDuration], in whole seconds.
	Lasts time.Duration
	// Hosts and Jails empty means all.
	Hosts, Jails []string
	// Reason may be empty; at most 500 bytes on one line.
	Reason string
	// Lift lifts the bans of the addresses, and those within the networks, in these jails.
	Lift bool
	// Force allows networks of very many addresses.
	Force bool
}

// maxReason is the longest reason, in bytes.
const maxReason = 500

// check returns the addresses, each once. It fails with fault.Invalid, whose fields are those of a request.
func (o Order) check() ([]netip.Prefix, error) {
	f := fault.Invalid.Errorf("the addresses cannot be allowed as asked")
	checkLasts(f, o.Lasts)
	if len(o.Reason) > maxReason {
		f.WithField("body.reason", "use at most %d bytes", maxReason)
	}
	if strings.ContainsFunc(o.Reason, unicode.IsControl) {
		f.WithField("body.reason", "write it on one line, without control characters")
	}
	if n := len(o.Addresses); n < 1 || n > MaxAtOnce {
		f.WithField("body.addresses", "name 1 to %d", MaxAtOnce)
		return nil, f
	}
	var prefixes []netip.Prefix
	for i, text := range o.Addresses {
		prefix, err := parse(text, o.Force)
		if err != nil {
			f.WithField(fmt.Sprintf("body.addresses[%d]", i), "%s", err)
		}
		prefixes = append(prefixes, prefix)
	}
	if len(f.Fields) > 0 {
		return nil, mended(f)
	}
	return unique(prefixes), nil
}

// checkLasts adds what is wrong with how long an allowance is to last.
func checkLasts(f *fault.Fault, lasts time.Duration) {
	if lasts < MinDuration || lasts > MaxDuration || lasts%time.Second != 0 {
		f.WithField("body.duration_seconds", "use %d to %d, which is a minute to 90 days", int64(MinDuration/time.Second), int64(MaxDuration/time.Second))
	}
}

// mended says the first thing that is wrong with the addresses in the message, too, where people see it.
func mended(f *fault.Fault) error {
	for _, field := range f.Fields {
		if strings.HasPrefix(field.Location, "body.addresses") {
			f.Message = "the addresses cannot be allowed as asked: " + field.Message
			return f.WithMend("Allow the address that you need, or the smallest network that holds it.")
		}
	}
	return f
}

func unique(prefixes []netip.Prefix) []netip.Prefix {
	var kept []netip.Prefix
	for _, p := range prefixes {
		if !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// Made is what became of an order.
type Made struct {
	Allowances []Allowance
	// Results are what was done at once, by host.
	Results []Result
	// Lifted are the bans that were lifted at once, and those that were not.
	Lifted []ban.Result
}

// Allow makes allowances and puts them into force where that can be done at once; what cannot is done later. It fails, and does nothing, with
// fault.Invalid, with fault.NotFound for an unknown host or jail, and with fault.Conflict if there are too many.
func (a *Allowances) Allow(ctx context.Context, actor audit.Actor, order Order) (Made, error) {
	prefixes, err := order.check()
	if err != nil {
		return Made{}, err
	}
	records, err := a.targets(ctx, order.Hosts, order.Jails)
	if err != nil {
		return Made{}, err
	}
	wanted := make([]Allowance, len(prefixes))
	entries := make([]audit.Entry, len(prefixes))
	for i, prefix := range prefixes {
		wanted[i] = Allowance{
			Address: prefix, Hosts: sorted(order.Hosts), Jails: sorted(order.Jails), Lift: order.Lift, Reason: order.Reason, Actor: actor.Name,
		}
		entries[i] = audit.Entry{
			Actor: actor, Action: "allowance.create", Target: ban.FormatAddress(prefix), Result: audit.OK, Detail: describe(order),
		}
	}
	made, err := a.store.MakeAllowances(ctx, wanted, order.Lasts, entries)
	if err != nil {
		return Made{}, fmt.Errorf("store allowances: %w", err)
	}
	a.tell(made...)
	results, lifted := a.apply(ctx, actor, records)
	return Made{Allowances: made, Results: about(results, prefixes), Lifted: liftedOf(lifted, prefixes)}, nil
}

func sorted(names []string) []string { return slices.Compact(slices.Sorted(slices.Values(names))) }

// describe writes an order for the audit log.
func describe(o Order) string {
	text := "for " + o.Lasts.String()
	if len(o.Jails) > 0 {
		text += " in " + strings.Join(sorted(o.Jails), ", ")
	}
	if len(o.Hosts) > 0 {
		text += " on " + strings.Join(sorted(o.Hosts), ", ")
	}
	if o.Lift {
		text += ", bans lifted"
	}
	if o.Reason != "" {
		text += ": " + o.Reason
	}
	return text
}

// targets finds the hosts of an order. Named ones must exist; each named jail must be known on one of the hosts at least.
func (a *Allowances) targets(ctx context.Context, names, jails []string) ([]fleet.Record, error) {
	records, err := a.fleet.Records(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !slices.ContainsFunc(records, func(r fleet.Record) bool { return r.Name == name }) {
			return nil, fault.NotFound.Errorf("no host %q", name)
		}
	}
	if len(names) > 0 {
		records = slices.DeleteFunc(records, func(r fleet.Record) bool { return !slices.Contains(names, r.Name) })
	}
	for _, jail := range jails {
		if !slices.ContainsFunc(records, func(r fleet.Record) bool { return hasJail(r, jail) }) {
			return nil, fault.NotFound.Errorf("no jail %q on any of the hosts", jail)
		}
	}
	return records, nil
}

func hasJail(record fleet.Record, jail string) bool {
	return slices.ContainsFunc(record.Status.Jails, func(j host.JailStatus) bool { return j.Name == jail })
}

// about leaves the results that are about these addresses.
func about(results []Result, prefixes []netip.Prefix) []Result {
	return slices.DeleteFunc(results, func(r Result) bool { return r.Address.IsValid() && !slices.Contains(prefixes, r.Address) })
}

// liftedOf leaves the results that are about these addresses and what lies in these networks.
func liftedOf(results []ban.Result, prefixes []netip.Prefix) []ban.Result {
	return slices.DeleteFunc(results, func(r ban.Result) bool {
		address, err := ban.ParseAddress(r.Address)
		return err == nil && !slices.ContainsFunc(prefixes, address.Overlaps)
	})
}

// Extend makes an allowance in force last so long from now, which may also be shorter than before. It fails with fault.Invalid, with
// fault.NotFound, and with fault.Conflict if it has ended: then nothing ignores the address any more, and a new one must be made.
func (a *Allowances) Extend(ctx context.Context, actor audit.Actor, id int64, lasts time.Duration) (Allowance, error) {
	f := fault.Invalid.Errorf("the allowance cannot last so long")
	if checkLasts(f, lasts); len(f.Fields) > 0 {
		return Allowance{}, f
	}
	extended, err := a.store.ExtendAllowance(ctx, id, lasts, actor)
	if err != nil {
		return Allowance{}, fmt.Errorf("extend allowance %d: %w", id, err)
	}
	a.tell(extended)
	return extended, nil
}

// End ends an allowance before its time and takes it off where that can be done at once; what cannot is done later. It fails with
// fault.NotFound, and with fault.Conflict if it has ended.
func (a *Allowances) End(ctx context.Context, actor audit.Actor, id int64) (Allowance, []Result, error) {
	ended, err := a.store.EndAllowance(ctx, id, actor)
	if err != nil {
		return Allowance{}, nil, fmt.Errorf("end allowance %d: %w", id, err)
	}
	a.tell(ended)
	records, err := a.fleet.Records(ctx)
	if err != nil {
		return Allowance{}, nil, err
	}
	records = slices.DeleteFunc(records, func(r fleet.Record) bool { return !ended.wantsHost(r.Name) })
	results, _ := a.apply(ctx, actor, records)
	return ended, about(results, []netip.Prefix{ended.Address}), nil
}
