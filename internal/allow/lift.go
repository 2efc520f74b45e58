package allow

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// lift lifts the bans of fresh places whose allowance wants that, and notes with each place what could not be lifted.
func (t *tending) lift(ctx context.Context) {
	for _, group := range t.liftGroups() {
		for part := range slices.Chunk(t.banned(ctx, group), host.MaxOrder) {
			order := ban.LiftOrder{Addresses: part, Hosts: []string{t.record.Name}, Jails: group.jails}
			if slices.Equal(group.jails, jailsOf(t.record)) {
				order.Jails = nil
			}
			results, err := t.allowances.bans.Lift(ctx, group.actor, order)
			t.lifted = append(t.lifted, results...)
			t.noteUnlifted(group, results, err)
		}
	}
}

// liftGroup is what can be lifted by one order.
type liftGroup struct {
	actor audit.Actor
	jails []string
	// places are indices of fresh.
	places []int
}

// liftGroups puts addresses together whose bans are lifted in the same jails for the same person.
func (t *tending) liftGroups() []*liftGroup {
	jails, places := make(map[wishKey][]string), make(map[wishKey][]int)
	for i, p := range t.fresh {
		if w := t.wishes[key{p.Jail, p.Address}]; w.lift {
			k := wishKey{w.actor, p.Address.String()}
			jails[k], places[k] = append(jails[k], p.Jail), append(places[k], i)
		}
	}
	groups := make(map[wishKey]*liftGroup)
	for k, in := range jails {
		slices.Sort(in)
		name := wishKey{k.actor, strings.Join(in, "\n")}
		if groups[name] == nil {
			groups[name] = &liftGroup{actor: t.actorOf(k.actor), jails: in}
		}
		groups[name].places = append(groups[name].places, places[k]...)
	}
	list := make([]*liftGroup, 0, len(groups))
	for _, group := range groups {
		list = append(list, group)
	}
	return list
}

type wishKey struct{ actor, rest string }

// actorOf is who made an allowance: whoever asked just now, or somebody earlier.
func (t *tending) actorOf(name string) audit.Actor {
	if t.actor.Name == name {
		return t.actor
	}
	return audit.Actor{Name: name}
}

// banned returns the addresses and networks of a group, and what is banned within the networks.
func (t *tending) banned(ctx context.Context, group *liftGroup) []string {
	var ids []string
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, i := range group.places {
		add(ban.FormatAddress(t.fresh[i].Address))
		if t.fresh[i].Address.IsSingleIP() {
			continue
		}
		within, _, err := t.allowances.bans.InForceWithin(ctx, t.fresh[i].Address, t.record.Name, 0)
		if err != nil {
			t.fresh[i].Problem = "what is banned within the network could not be looked up"
			t.allowances.log.WarnContext(ctx, "bans within a network not looked up", "err", fault.Cause(err))
		}
		for _, b := range within {
			if slices.Contains(group.jails, b.Jail) {
				add(b.Address)
			}
		}
	}
	return ids
}

// noteUnlifted notes with the places of a group what could not be lifted there.
func (t *tending) noteUnlifted(group *liftGroup, results []ban.Result, err error) {
	for _, i := range group.places {
		p := &t.fresh[i]
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			p.Problem = "bans not lifted: " + f.Message
			continue
		}
		if err != nil {
			p.Problem = "bans not lifted; the log has more"
			continue
		}
		for _, r := range results {
			concerned := r.Jail == p.Jail || r.Jail == ""
			if address, err := ban.ParseAddress(r.Address); err != nil || !p.Address.Overlaps(address) {
				concerned = false
			}
			if concerned && (r.Outcome == ban.Failed || r.Outcome == ban.Unreachable) {
				p.Problem = "ban of " + r.Address + " not lifted: " + r.Message
			}
		}
	}
}

// stillShut says which banned network keeps an address out although its own bans were lifted; empty if none does.
func (t *tending) stillShut(ctx context.Context, place Place) string {
	if !t.wishes[key{place.Jail, place.Address}].lift {
		return ""
	}
	over, err := t.allowances.bans.InForceOver(ctx, place.Address)
	if err != nil {
		t.allowances.log.WarnContext(ctx, "banned networks not looked up", "err", fault.Cause(err))
		return ""
	}
	for _, b := range over {
		if b.Host == place.Host && b.Jail == place.Jail {
			return "the network " + b.Address + ", which it lies in, is banned there: lift that, too, to let it in"
		}
	}
	return ""
}
