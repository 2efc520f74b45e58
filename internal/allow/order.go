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
	// Addresses are addresses, networks and names as somebody typed them, 1 to [MaxAtOnce].
	Addresses []string
	// Lasts is [MinDuration] to [MaxDuration], in whole seconds; zero has no end.
	Lasts time.Duration
	// Hosts and Jails empty means all.
	Hosts, Jails []string
	// Note may be empty; at most 500 bytes on one line.
	Note string
	// Lift lifts the bans of the addresses, and those within the networks, in these jails; of names also those that come when they get
	// another address.
	Lift bool
	// Force allows networks of very many addresses, and names that stand for no address now.
	Force bool
}

// maxNote is the longest note, in bytes.
const maxNote = 500

// check returns what is to be allowed, each once. It fails with fault.Invalid, whose fields are those of a request.
func (o Order) check() ([]subject, error) {
	f := fault.Invalid.Errorf("this cannot be allowed as asked")
	if o.Lasts != 0 {
		checkLasts(f, o.Lasts)
	}
	checkNote(f, o.Note)
	if n := len(o.Addresses); n < 1 || n > MaxAtOnce {
		f.WithField("body.addresses", "name 1 to %d", MaxAtOnce)
		return nil, f
	}
	var subjects []subject
	for i, text := range o.Addresses {
		one, err := parse(text)
		if err == nil && one.wide && !o.Force {
			err = one.needsForce()
		}
		if err != nil {
			f.WithField(fmt.Sprintf("body.addresses[%d]", i), "%s", err)
		}
		if !slices.Contains(subjects, one) {
			subjects = append(subjects, one)
		}
	}
	if len(f.Fields) > 0 {
		return nil, mended(f)
	}
	return subjects, nil
}

// checkLasts adds what is wrong with how long an allowance is to last.
func checkLasts(f *fault.Fault, lasts time.Duration) {
	if lasts < MinDuration || lasts > MaxDuration || lasts%time.Second != 0 {
		f.WithField("body.duration_seconds", "use %d to %d, which is a minute to a year, or leave it out for no end",
			int64(MinDuration/time.Second), int64(MaxDuration/time.Second))
	}
}

// checkNote adds what is wrong with a note.
func checkNote(f *fault.Fault, note string) {
	if len(note) > maxNote {
		f.WithField("body.note", "use at most %d bytes", maxNote)
	}
	if strings.ContainsFunc(note, unicode.IsControl) {
		f.WithField("body.note", "write it on one line, without control characters")
	}
}

// mended says the first thing that is wrong with the addresses in the message, too, where people see it.
func mended(f *fault.Fault) error {
	for _, field := range f.Fields {
		if strings.HasPrefix(field.Location, "body.addresses") {
			f.Message = "this cannot be allowed as asked: " + field.Message
			return f.WithMend("Allow the address that you need, or the smallest network that holds it.")
		}
	}
	return f
}

// names are those of some subjects.
func names(subjects []subject) []string {
	var list []string
	for _, one := range subjects {
		if one.name != "" {
			list = append(list, one.name)
		}
	}
	return list
}

// askFor asks the name service for the names of an order. Without force, each must stand for an address, now or as was known before.
func (a *Allowances) askFor(ctx context.Context, order Order, subjects []subject) (map[string]Told, error) {
	list := names(subjects)
	told, err := a.askFirst(ctx, list)
	if err != nil {
		return nil, err
	}
	f := fault.Invalid.Errorf("this cannot be allowed as asked")
	for i, text := range order.Addresses {
		one, err := parse(text)
		if err != nil || one.name == "" || len(told[one.name].Addresses) > 0 || order.Force {
			continue
		}
		f.WithField(fmt.Sprintf("body.addresses[%d]", i), "%s stands for no address: %s", one.name, told[one.name].Problem)
	}
	if len(f.Fields) == 0 {
		return told, nil
	}
	f.Message = "this cannot be allowed as asked: " + f.Fields[0].Message
	return nil, f.WithMend("Correct the name, or send force to allow it once it stands for an address.")
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
	subjects, err := order.check()
	if err != nil {
		return Made{}, err
	}
	records, err := a.targets(ctx, order.Hosts, order.Jails)
	if err != nil {
		return Made{}, err
	}
	told, err := a.askFor(ctx, order, subjects)
	if err != nil {
		return Made{}, err
	}
	wanted := make([]Allowance, len(subjects))
	entries := make([]audit.Entry, len(subjects))
	for i, one := range subjects {
		wanted[i] = Allowance{
			Address: one.address, Name: one.name, Hosts: sorted(order.Hosts), Jails: sorted(order.Jails), Lift: order.Lift, Note: order.Note,
			Actor: actor.Name,
		}
		entries[i] = audit.Entry{
			Actor: actor, Action: "allowance.create", Target: wanted[i].Label(), Result: audit.OK, Detail: describe(order),
		}
	}
	made, err := a.store.MakeAllowances(ctx, wanted, order.Lasts, told, entries)
	if err != nil {
		return Made{}, fmt.Errorf("store allowances: %w", err)
	}
	a.tell(made...)
	results, lifted := a.apply(ctx, actor, records)
	networks := networksOf(made)
	return Made{Allowances: made, Results: about(results, networks), Lifted: liftedOf(lifted, networks)}, nil
}

func networksOf(list []Allowance) []netip.Prefix {
	var networks []netip.Prefix
	for _, one := range list {
		networks = append(networks, one.Networks()...)
	}
	return networks
}

func sorted(names []string) []string { return slices.Compact(slices.Sorted(slices.Values(names))) }

// describe writes an order for the audit log.
func describe(o Order) string {
	text := "without an end"
	if o.Lasts > 0 {
		text = "for " + o.Lasts.String()
	}
	if len(o.Jails) > 0 {
		text += " in " + strings.Join(sorted(o.Jails), ", ")
	}
	if len(o.Hosts) > 0 {
		text += " on " + strings.Join(sorted(o.Hosts), ", ")
	}
	if o.Lift {
		text += ", bans lifted"
	}
	if o.Note != "" {
		text += ": " + o.Note
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

// Edit is what is to be different about an allowance; nil stays.
type Edit struct {
	// Lasts is how long it is to last from now, which may also be shorter than before: [MinDuration] to [MaxDuration], in whole seconds. Zero
	// has no end.
	Lasts *time.Duration
	Note  *string
}

// Edit changes an allowance in force. It fails with fault.Invalid, with fault.NotFound, and with fault.Conflict if it has ended: then nothing
// ignores the address any more, and a new one must be made.
func (a *Allowances) Edit(ctx context.Context, actor audit.Actor, id int64, edit Edit) (Allowance, error) {
	f := fault.Invalid.Errorf("the allowance cannot be changed as asked")
	if edit.Lasts == nil && edit.Note == nil {
		f.WithField("body", "say what is to be different: duration_seconds, standing or note")
	}
	if edit.Lasts != nil && *edit.Lasts != 0 {
		checkLasts(f, *edit.Lasts)
	}
	if edit.Note != nil {
		checkNote(f, *edit.Note)
	}
	if len(f.Fields) > 0 {
		return Allowance{}, f
	}
	edited, err := a.store.EditAllowance(ctx, id, edit, actor)
	if err != nil {
		return Allowance{}, fmt.Errorf("change allowance %d: %w", id, err)
	}
	a.tell(edited)
	return edited, nil
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
	records = slices.DeleteFunc(records, func(r fleet.Record) bool { return !ended.Concerns(r.Name) })
	results, _ := a.apply(ctx, actor, records)
	return ended, about(results, ended.Networks()), nil
}
