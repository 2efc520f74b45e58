package localhost

import (
	"cmp"
	"context"
	"maps"
	"net/netip"
	"runtime/debug"
	"slices"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/nftset"
	"bangui/internal/prefixset"
)

// checkEnforceOrder refuses an order that makes no sense.
func checkEnforceOrder(order host.EnforceOrder) error {
	const maxID = 1 << 31
	if order.Revision < 1 {
		return fault.Invalid.Errorf("revision %d: revisions begin at 1", order.Revision)
	}
	if len(order.Lists) > maxOrderLists || len(order.Allow)+len(order.Protected) > maxOrderNetworks {
		return fault.Invalid.Errorf("at most %d lists, and %d networks that are allowed or protected", maxOrderLists, maxOrderNetworks)
	}
	seen := map[int64]bool{}
	for _, l := range order.Lists {
		if l.ID < 1 || l.ID > maxID || seen[l.ID] || !digestForm.MatchString(l.Digest) {
			return fault.Invalid.Errorf("list %q with number %d: the number must be from 1 to 2^31 and there once, and the digest be one", l.Name, l.ID)
		}
		seen[l.ID] = true
	}
	bad := func(p netip.Prefix) bool { return !p.IsValid() }
	if slices.ContainsFunc(order.Allow, bad) || slices.ContainsFunc(order.Protected, func(p host.ProtectedNetwork) bool { return bad(p.Network) }) {
		return fault.Invalid.Errorf("one of the networks that are allowed or protected is none")
	}
	return nil
}

// applying is one call of apply.
type applying struct {
	*Enforcer
	// was is what the kernel was told before, as far as that is known, and state what it has.
	was   inKernel
	state nftset.State
	// before and pass are what was let through, and what is now.
	before, pass prefixset.Set
	next         inKernel
}

// apply makes the kernel block what an order says, without what is protected or allowed, and writes down what it was told. What is in force before stays so if
// it fails. The caller has begun.
func (e *Enforcer) apply(ctx context.Context, table *nftset.Table, order inForce) error {
	a, err := e.prepare(table, order)
	if err != nil {
		return err
	}
	plan := nftset.Plan{Pass: a.pass.Joined().All(), Forwards: a.next.Forwards}
	entries := 0
	for _, l := range order.Order.Lists {
		one, err := a.list(l)
		if err != nil {
			return err
		}
		entries += l.Entries
		plan.Lists = append(plan.Lists, one)
	}
	a.next.Loaded, err = table.Load(ctx, plan, a.was.Loaded)
	if err != nil {
		_ = e.kept.keepKernel(a.was.brokenOff()) // what is not known is made anew when it is looked at the next time
		return err
	}
	e.forgetOthers(order.Order.Lists)
	const many = 50_000
	if entries > many {
		plan = nftset.Plan{}
		debug.FreeOSMemory() // it was needed for a second
	}
	return e.kept.keepKernel(a.next)
}

// prepare reads what is there, and finds what must not be blocked.
func (e *Enforcer) prepare(table *nftset.Table, order inForce) (*applying, error) {
	a := &applying{Enforcer: e}
	was, err := e.kept.kernel()
	if err != nil {
		e.log.Warn("what the kernel was told is not known, making it anew", "err", err)
	}
	if err == nil && was.Boot == bootID() {
		a.was = was
	}
	if a.state, err = table.Look(); err != nil {
		return nil, err
	}
	e.remember(a.state, a.was)
	protected := together(order.Order.Protected, order.Own)
	a.before, a.pass = prefixset.Of(a.was.Pass), passed(order.Order.Allow, protected)
	a.next = inKernel{
		Boot: bootID(), Revision: order.Order.Revision, Pass: slices.AppendSeq([]netip.Prefix{}, a.pass.All()),
		Forwards: forwards(), Protected: protected, Lists: []listInKernel{},
	}
	return a, nil
}

// together are the protected networks of both, each once, sorted.
func together(order, own []host.ProtectedNetwork) []host.ProtectedNetwork {
	all := slices.Concat(own, order)
	slices.SortStableFunc(all, func(a, b host.ProtectedNetwork) int {
		return cmp.Or(a.Network.Addr().Compare(b.Network.Addr()), a.Network.Bits()-b.Network.Bits())
	})
	return slices.CompactFunc(all, func(a, b host.ProtectedNetwork) bool { return a.Network == b.Network })
}

// passed is all that is let through.
func passed(allow []netip.Prefix, protected []host.ProtectedNetwork) prefixset.Set {
	var b prefixset.Builder
	for _, p := range allow {
		b.Add(p)
	}
	for _, p := range protected {
		b.Add(p.Network)
	}
	all, _ := b.Set()
	return all
}

// list reads a list and takes out what must not be blocked.
func (a *applying) list(l host.EnforcedList) (nftset.List, error) {
	whole, err := a.kept.list(l.Digest)
	if err != nil {
		return nftset.List{}, err
	}
	left := whole.Minus(a.pass)
	one := nftset.List{ID: l.ID, Name: l.Name, Content: left.Digest(), Networks: left.All()}
	entry := listInKernel{EnforcedList: l, Subtracted: whole.Overlap(a.pass), CountedSince: time.Now().UTC()}
	if i := slices.IndexFunc(a.was.Lists, func(was listInKernel) bool { return was.ID == l.ID }); i >= 0 {
		entry.CountedSince = a.was.Lists[i].CountedSince
		one.Change = a.change(a.was.Lists[i], one.Content, left)
		a.mu.Lock()
		one.Packets, one.Bytes = a.counts[l.ID].packets, a.counts[l.ID].bytes
		a.mu.Unlock()
	}
	a.next.Lists = append(a.next.Lists, entry)
	return one, nil
}

// change is how a list differs from what the kernel has of it; nil if that is not known, or nothing.
func (a *applying) change(was listInKernel, content string, left prefixset.Set) *nftset.Change {
	i := slices.IndexFunc(a.was.Loaded.Lists, func(l nftset.LoadedList) bool { return l.ID == was.ID })
	if i < 0 || a.was.Loaded.Lists[i].Content == content {
		return nil
	}
	whole, err := a.kept.list(was.Digest)
	if err != nil {
		return nil // it was swept away: the list is loaded as a whole
	}
	old := whole.Minus(a.before)
	added, removed := prefixset.Diff(old, left)
	return &nftset.Change{From: old.Digest(), Added: added.All(), Removed: removed.All()}
}

// remember keeps what the counters are at, for the case that somebody deletes them. One that was loaded is right whatever it says, also after somebody has
// set it to zero; another one only if it says more.
func (e *Enforcer) remember(state nftset.State, known inKernel) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, l := range known.Lists {
		if packets, bytes := state.Packets(l.ID); known.Loaded.HasCounter(state, l.ID) || packets >= e.counts[l.ID].packets {
			e.counts[l.ID] = counted{packets, bytes}
		}
	}
}

// forgetOthers forgets the counters of lists that are not blocked any more: should one come back, it begins anew.
func (e *Enforcer) forgetOthers(lists []host.EnforcedList) {
	e.mu.Lock()
	defer e.mu.Unlock()
	maps.DeleteFunc(e.counts, func(id int64, _ counted) bool {
		return !slices.ContainsFunc(lists, func(l host.EnforcedList) bool { return l.ID == id })
	})
}
