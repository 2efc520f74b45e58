package allow

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// How long a host may take.
const (
	hostWithin = 45 * time.Second
	askWithin  = 5 * time.Second
	setWithin  = 20 * time.Second
)

// tending makes the ignore lists of one host what they should be, once.
type tending struct {
	allowances *Allowances
	// actor is who asked for it.
	actor  audit.Actor
	record fleet.Record

	wishes map[key]wish
	places map[key]Place
	// waiting is true if an allowance in force is for this host.
	waiting bool
	results []Result
	lifted  []ban.Result
	// fresh are places that are there now and were not made sure of before: their bans are lifted.
	fresh []Place
	// off are places that are not known any more.
	off []Place
	// entries are for the audit log, by what was done and address.
	entries map[deed]*audit.Entry
}

// wish is what the allowances in force want of one place.
type wish struct {
	lift bool
	// actor made the allowance that wants it.
	actor string
}

type deed struct {
	action  string
	address netip.Prefix
}

func (t *tending) run(ctx context.Context) {
	lock := t.allowances.lockOf(t.record.Name)
	lock.Lock()
	defer lock.Unlock()
	ctx, cancel := context.WithTimeout(ctx, hostWithin)
	defer cancel()
	jails, err := t.load(ctx)
	if err != nil {
		t.allowances.log.WarnContext(ctx, "ignore lists not looked after", "host", t.record.Name, "err", fault.Cause(err))
		return
	}
	if len(jails) == 0 && (t.record.Status.Reachable || !t.waiting) {
		return
	}
	h, err := t.host(ctx)
	if err != nil {
		t.fail("", err)
		return
	}
	for _, jail := range jails {
		t.jail(ctx, h, jail)
	}
	t.settle(ctx)
}

// load reads what is wanted and what is known, and returns the jails that are concerned.
func (t *tending) load(ctx context.Context) ([]string, error) {
	active, err := t.allowances.inForce(ctx)
	if err != nil {
		return nil, err
	}
	places, err := t.allowances.store.Places(ctx, t.record.Name)
	if err != nil {
		return nil, err
	}
	t.wishes, t.places, t.entries = make(map[key]wish), make(map[key]Place), make(map[deed]*audit.Entry)
	var jails []string
	for _, p := range places {
		t.places[key{p.Jail, p.Address}] = p
		jails = append(jails, p.Jail)
	}
	for _, one := range active {
		t.waiting = t.waiting || one.Concerns(t.record.Name)
		for _, jail := range jailsOf(t.record) {
			if one.wants(t.record.Name, jail) {
				t.wish(jail, one)
				jails = append(jails, jail)
			}
		}
	}
	slices.Sort(jails)
	return slices.Compact(jails), nil
}

// wish takes note of what an allowance wants of a jail.
func (t *tending) wish(jail string, one Allowance) {
	for _, network := range one.Networks() {
		before := t.wishes[key{jail, network}]
		t.wishes[key{jail, network}] = wish{lift: before.lift || one.Lift, actor: cmp.Or(before.actor, one.Actor)}
	}
}

func (t *tending) host(ctx context.Context) (host.Host, error) {
	if problem := t.record.Status.Problem; !t.record.Status.Reachable && problem != nil {
		return nil, fault.Unreachable.Errorf("%s", problem.Message)
	}
	return t.allowances.fleet.Host(ctx, t.record.Name)
}

// fail notes that a jail, or without a name the whole host, could not be looked after.
func (t *tending) fail(jail string, err error) {
	outcome, message := Failed, "something went wrong on our side; the log has more"
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		message = f.Message
	}
	if errors.Is(err, fault.Unreachable) || errors.Is(err, context.DeadlineExceeded) {
		outcome = Pending
	}
	if errors.Is(err, context.DeadlineExceeded) {
		message = "the host did not answer in time"
	}
	t.results = append(t.results, Result{Host: t.record.Name, Jail: jail, Outcome: outcome, Message: message})
	t.allowances.log.Debug("ignore list not looked after", "host", t.record.Name, "jail", jail, "err", fault.Cause(err))
}

// jail makes the list of one jail what it should be. One that does not run has forgotten all that was put there.
func (t *tending) jail(ctx context.Context, h host.Host, name string) {
	settings, err := ask(ctx, h, name)
	if errors.Is(err, fault.NotFound) || err == nil && settings.State == host.JailStopped {
		t.off = append(t.off, t.placesIn(name)...)
		return
	}
	if err != nil {
		t.fail(name, err)
		return
	}
	p := t.plan(name, settings.Ignore)
	if err := t.claim(ctx, &p); err != nil {
		t.fail(name, err)
		return
	}
	if err := t.carryOut(ctx, h, name, &p); err != nil {
		t.failed(ctx, name, p, err)
		return
	}
	t.done(p)
}

func ask(ctx context.Context, h host.Host, jail string) (host.Jail, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	return h.Jail(ctx, jail)
}

func (t *tending) placesIn(jail string) []Place {
	var found []Place
	for k, p := range t.places {
		if k.jail == jail {
			found = append(found, p)
		}
	}
	return found
}

// plan is what is to be done about one list.
type plan struct {
	// claim are places that are not known, or known as another's and not there any more.
	claim []Place
	// add are places to put on the list, there those that are on it and were not made sure of.
	add, there []Place
	// remove are ours that nobody wants any more, gone those of them that are not there, leave those that are not ours.
	remove, gone, leave []Place
	// configured are ours that nobody wants any more and that the configuration has there by now.
	configured []Place
}

func (t *tending) plan(jail string, list []string) plan {
	var p plan
	listed := networksOn(list)
	for k := range t.wishes {
		if k.jail == jail {
			t.planWanted(&p, k, listed[k.address])
		}
	}
	for _, place := range t.placesIn(jail) {
		switch _, wanted := t.wishes[key{jail, place.Address}]; {
		case wanted:
		case place.Ours && listed[place.Address]:
			p.remove = append(p.remove, place)
		case place.Ours:
			p.gone = append(p.gone, place)
		default:
			p.leave = append(p.leave, place)
		}
	}
	return p
}

func (t *tending) planWanted(p *plan, k key, listed bool) {
	place, known := t.places[k]
	if !known {
		place = Place{Host: t.record.Name, Jail: k.jail, Address: k.address}
	}
	if !listed && !place.Ours {
		place.Ours, known = true, false
	}
	if !known {
		p.claim = append(p.claim, place)
	}
	switch {
	case !listed:
		p.add = append(p.add, place)
	case place.PlacedAt.IsZero():
		p.there = append(p.there, place)
	}
}

// networksOn are the addresses and networks on a list, just as they are there.
func networksOn(list []string) map[netip.Prefix]bool {
	networks := make(map[netip.Prefix]bool, len(list))
	for _, entry := range list {
		if addr, err := netip.ParseAddr(entry); err == nil {
			addr = addr.Unmap()
			networks[netip.PrefixFrom(addr, addr.BitLen())] = true
		} else if network, err := netip.ParsePrefix(entry); err == nil {
			networks[network.Masked()] = true
		}
	}
	return networks
}

// claim takes note of what is ours before it is put there: whoever ends after that knows what to take off.
func (t *tending) claim(ctx context.Context, p *plan) error {
	if len(p.claim) == 0 {
		return nil
	}
	stored, err := t.allowances.store.ClaimPlaces(ctx, p.claim)
	if err != nil {
		return err
	}
	for _, place := range stored {
		for _, list := range [][]Place{p.add, p.there} {
			for i := range list {
				if list[i].Jail == place.Jail && list[i].Address == place.Address {
					list[i].Ours = place.Ours
				}
			}
		}
	}
	return nil
}

// carryOut changes the list. What the configuration has there stays, and is left.
func (t *tending) carryOut(ctx context.Context, h host.Host, jail string, p *plan) error {
	if len(p.add) == 0 && len(p.remove) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, setWithin)
	defer cancel()
	after, err := h.SetJail(ctx, jail, host.JailChange{AddIgnore: texts(p.add), RemoveIgnore: texts(p.remove), KeepConfigured: true})
	if err != nil {
		return err
	}
	listed := networksOn(after.Ignore)
	stays := func(place Place) bool { return listed[place.Address] }
	for _, place := range p.remove {
		if stays(place) {
			p.configured = append(p.configured, place)
		}
	}
	p.remove = slices.DeleteFunc(p.remove, stays)
	return nil
}

func texts(places []Place) []string {
	list := make([]string, len(places))
	for i, p := range places {
		list[i] = ban.FormatAddress(p.Address)
	}
	return list
}

// failed notes with each place why the list could not be changed.
func (t *tending) failed(ctx context.Context, jail string, p plan, err error) {
	t.fail(jail, err)
	message := t.results[len(t.results)-1].Message
	concerned := slices.Concat(p.add, p.remove)
	for i := range concerned {
		concerned[i].Problem = message
	}
	t.save(ctx, func(ctx context.Context) error { return t.allowances.store.SettlePlaces(ctx, concerned, nil) })
}

// done notes what was done. What is there is settled once bans have been lifted.
func (t *tending) done(p plan) {
	t.fresh = append(append(t.fresh, p.add...), p.there...)
	for _, place := range p.add {
		t.note("allowance.place", "put on the ignore list of ", place)
	}
	for _, place := range p.remove {
		t.note("allowance.remove", "taken off the ignore list of ", place)
		t.result(place, Removed, "")
	}
	for _, place := range p.gone {
		t.result(place, Removed, "it was not on the ignore list any more")
	}
	for _, place := range p.leave {
		t.result(place, Kept, "it was on the ignore list before")
	}
	for _, place := range p.configured {
		t.result(place, Kept, "fail2ban's configuration has it on the ignore list")
	}
	t.off = slices.Concat(t.off, p.remove, p.gone, p.leave, p.configured)
}

func (t *tending) result(place Place, outcome Outcome, message string) {
	t.results = append(t.results, Result{Host: place.Host, Jail: place.Jail, Address: place.Address, Outcome: outcome, Message: message})
}

// note adds to the audit entry of an address on this host.
func (t *tending) note(action, text string, place Place) {
	d := deed{action, place.Address}
	if entry := t.entries[d]; entry != nil {
		entry.Detail += ", " + place.Jail
		return
	}
	t.entries[d] = &audit.Entry{
		Actor: t.actor, Action: action, Host: place.Host, Target: ban.FormatAddress(place.Address), Result: audit.OK, Detail: text + place.Jail,
	}
}

// taken returns the entries of an action, each once.
func (t *tending) taken(action string) []audit.Entry {
	var entries []audit.Entry
	for d, entry := range t.entries {
		if d.action == action {
			entries = append(entries, *entry)
			delete(t.entries, d)
		}
	}
	slices.SortFunc(entries, func(a, b audit.Entry) int { return strings.Compare(a.Target, b.Target) })
	return entries
}

// settle notes what is over, lifts bans, and notes that the other places are as they should be.
func (t *tending) settle(ctx context.Context) {
	if len(t.off) > 0 {
		entries := t.taken("allowance.remove")
		t.save(ctx, func(ctx context.Context) error { return t.allowances.store.ForgetPlaces(ctx, t.off, entries) })
	}
	if len(t.fresh) == 0 {
		return
	}
	t.lift(ctx)
	for _, place := range t.fresh {
		switch {
		case place.Problem != "":
			t.result(place, Failed, place.Problem)
		case place.Ours:
			t.result(place, Placed, t.stillShut(ctx, place))
		default:
			t.result(place, AlreadyThere, "it was on the ignore list before, and stays there")
		}
	}
	entries := t.taken("allowance.place")
	t.save(ctx, func(ctx context.Context) error { return t.allowances.store.SettlePlaces(ctx, t.fresh, entries) })
}

// saveWithin is how long it may take to note what was done.
const saveWithin = 10 * time.Second

// save notes what was done, also if the request has ended meanwhile. What cannot be noted is found again by the next look.
func (t *tending) save(ctx context.Context, write func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveWithin)
	defer cancel()
	if err := write(ctx); err != nil {
		t.allowances.log.WarnContext(ctx, "ignore lists changed, but not noted", "host", t.record.Name, "err", fault.Cause(err))
	}
}
