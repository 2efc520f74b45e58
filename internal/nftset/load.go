package nftset

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// listSets are a list and its sets, as the rules need them.
type listSets struct {
	id   int64
	name string
	sets []Set
}

// loading is one call of [Table.Load].
type loading struct {
	*Table
	ctx  context.Context //nolint:containedctx // it is one call
	plan Plan
	// was is what is in the kernel and still as it was loaded; the zero value if it is not.
	was Loaded
	// now is what was found, to be cleared away.
	now State
	// number is that of the sets that are made.
	number int
	made   []string
	// late are elements to be deleted once the rules are exchanged: until then they may be what keeps somebody out.
	late   []late
	result Loaded
	// rules is how many there are to be.
	rules int
}

// late are elements of a set that was changed in place.
type late struct {
	set      Set
	networks iter.Seq[netip.Prefix]
	// at is where the result has the set: the list, and the set of it.
	list, at int
}

// Load makes the kernel block what the plan says and nothing else. was is what the last Load returned: what is in the kernel as it was then is used again,
// and all else made anew. Until the rules are exchanged, in one step, what was blocked and let through before still is; only sources that the plan blocks may
// be blocked a moment earlier. When it fails the rules are as they were, or as the plan says if that much was done; what it returns then is nothing, and the
// next Load makes everything anew. It breaks off when ctx ends.
func (t *Table) Load(ctx context.Context, plan Plan, was Loaded) (Loaded, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.monitor.mute()
	defer t.monitor.unmute()
	loaded, err := t.load(ctx, plan, was)
	return loaded, problem(err, "loaded")
}

func (t *Table) load(ctx context.Context, plan Plan, was Loaded) (Loaded, error) {
	now, err := t.look()
	if err != nil {
		return Loaded{}, err
	}
	l := &loading{Table: t, ctx: ctx, plan: plan, now: now, number: nextNumber(now)}
	if was.Differs(now) == "" {
		l.was = was
	}
	for _, step := range []func() error{l.enableTable, l.fill} {
		if err := step(); err != nil {
			l.unmake()
			return Loaded{}, err
		}
	}
	for _, step := range []func() error{l.exchange, l.deleteLate, l.clear, l.prove} {
		if err := step(); err != nil {
			return Loaded{}, err
		}
	}
	return l.result, nil
}

// nextNumber is larger than that of any set there.
func nextNumber(now State) int {
	most := 0
	for name := range now.Sets {
		if n, err := strconv.Atoi(name[strings.LastIndexByte(name, '_')+1:]); err == nil {
			most = max(most, n)
		}
	}
	return most + 1
}

func (l *loading) enableTable() error {
	b := l.conn.begin(nil)
	newTable(b, l.name)
	return b.commit()
}

// fill makes and fills all sets that are needed, and changes those that may be changed in place.
func (l *loading) fill() error {
	for _, k := range []kind{networks4, networks6} {
		set, err := l.newSet(passName(k, l.number), k, passOf(l.plan.Pass, k))
		if err != nil {
			return err
		}
		l.result.Pass = append(l.result.Pass, set)
	}
	for _, list := range l.plan.Lists {
		if err := l.fillList(list); err != nil {
			return err
		}
	}
	return nil
}

// passOf are the sources of a family, single ones too: what is let through has one set of intervals for each.
func passOf(all iter.Seq[netip.Prefix], k kind) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for network := range all {
			if network.Addr().Is4() == k.is4() && !yield(network) {
				return
			}
		}
	}
}

// ofKind are the networks that belong into sets of a kind.
func ofKind(all iter.Seq[netip.Prefix], k kind) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for network := range all {
			if kindOf(network) == k && !yield(network) {
				return
			}
		}
	}
}

func count(all iter.Seq[netip.Prefix]) int {
	n := 0
	for range all {
		n++
	}
	return n
}

func (l *loading) fillList(list List) error {
	before, known := l.was.list(list.ID)
	after := LoadedList{ID: list.ID, Content: list.Content}
	if known && before.Content == list.Content {
		after.Sets = before.Sets
		l.result.Lists = append(l.result.Lists, after)
		return nil
	}
	for k := range kinds {
		set, ok, err := l.change(list, before, k, len(after.Sets))
		if err == nil && !ok {
			set, err = l.newSet(setName(list.ID, k, l.number), k, ofKind(list.Networks, k))
		}
		if err != nil {
			return err
		}
		if set.Name != "" {
			after.Sets = append(after.Sets, set)
		}
	}
	l.result.Lists = append(l.result.Lists, after)
	return nil
}

// change uses a set again that is there, if it has not changed, or not by much and may be changed in place. Sets of intervals may not: kernels from before
// 2026 now and then do not find one while others come and go. Source: Linux, 7e43e0a1141d, nft_set_rbtree: translate rbtree to array for binary search.
func (l *loading) change(list List, before LoadedList, k kind, at int) (set Set, ok bool, err error) {
	c := list.Change
	if c == nil || before.Content == "" || before.Content != c.From {
		return Set{}, false, nil
	}
	added, removed := count(ofKind(c.Added, k)), count(ofKind(c.Removed, k))
	set, there := before.of(k)
	switch {
	case added+removed == 0:
		return set, true, nil
	case !there || k.intervals() || !isSmall(added+removed, set.Networks) || set.Elements+added > set.Size:
		return Set{}, false, nil
	}
	content, err := l.filler(set, unix.NFT_MSG_NEWSETELEM).fill(ofKind(c.Added, k))
	if err != nil {
		return Set{}, false, err
	}
	set.Networks += content.Elements
	set.Content = Content{set.Elements + content.Elements, set.Sum + content.Sum}
	if removed > 0 {
		l.late = append(l.late, late{set, ofKind(c.Removed, k), len(l.result.Lists), at})
	}
	return set, true, nil
}

// isSmall tells whether so many changes are better made in place.
func isSmall(changes, of int) bool {
	const always, part = 1000, 8
	return changes <= max(always, of/part)
}

func (l *loading) filler(set Set, order uint16) *filler {
	return &filler{ctx: l.ctx, conn: l.conn, table: l.name, name: set.Name, kind: set.Kind, order: order}
}

// newSet makes a set and fills it. One of a list that would be empty is not made: its name is empty.
func (l *loading) newSet(name string, k kind, networks iter.Seq[netip.Prefix]) (Set, error) {
	n := count(networks)
	if n == 0 && !strings.HasPrefix(name, "pass") {
		return Set{}, nil
	}
	set := Set{Name: name, Kind: k}
	if !k.intervals() {
		set.Size = roomFor(n)
	}
	b := l.conn.begin(nil)
	newSet(b, l.name, name, k, set.Size)
	if err := b.commit(); err != nil {
		return Set{}, err
	}
	l.made = append(l.made, name)
	f := l.filler(set, unix.NFT_MSG_NEWSETELEM)
	var err error
	set.Content, err = f.fill(networks)
	set.Networks = f.networks
	return set, err
}

// newCounter writes the order for the counter of a list.
func newCounter(b *batch, table string, list List) {
	name := counterName(list.ID)
	b.add("make counter "+name, unix.NFT_MSG_NEWOBJ, unix.NLM_F_CREATE, func(w *writer) {
		w.text(unix.NFTA_OBJ_TABLE, table)
		w.text(unix.NFTA_OBJ_NAME, name)
		w.uint32(unix.NFTA_OBJ_TYPE, unix.NFT_OBJECT_COUNTER)
		w.nest(unix.NFTA_OBJ_DATA, func() {
			w.uint64(unix.NFTA_COUNTER_BYTES, list.Bytes)
			w.uint64(unix.NFTA_COUNTER_PACKETS, list.Packets)
		})
	})
}

// exchange puts the new rules in the place of all that are there, in one transaction: the chains, too, if somebody changed them.
func (l *loading) exchange() error {
	b := l.conn.begin(nil)
	newTable(b, l.name)
	if len(l.now.Rules) > 0 {
		b.add("delete the rules", unix.NFT_MSG_DELRULE, 0, func(w *writer) { w.text(unix.NFTA_RULE_TABLE, l.name) })
	}
	for _, chain := range l.now.Chains {
		if !isOurs(chain) {
			deleteNamed(b, unix.NFT_MSG_DELCHAIN, unix.NFTA_CHAIN_TABLE, unix.NFTA_CHAIN_NAME, l.name, chain.Name)
		}
	}
	newChains(b, l.name)
	var lists []listSets
	for i, list := range l.plan.Lists {
		if _, there := l.now.Counters[counterName(list.ID)]; !there {
			newCounter(b, l.name, list)
		}
		lists = append(lists, listSets{list.ID, list.Name, l.result.Lists[i].Sets})
	}
	l.rules = newRules(b, l.name, l.result.Pass, l.plan.Forwards, lists)
	return b.commit()
}

// isOurs tells whether a chain is as we make it.
func isOurs(c Chain) bool {
	if c.Name == chainSources {
		return !c.Based
	}
	return slices.ContainsFunc(bases(), func(b base) bool {
		return c.Name == b.name && c.Based && c.Hook == b.hook && c.Priority == priority && c.Policy == policyAccept
	})
}

// deleteNamed writes the order to delete something of the table that has a name.
func deleteNamed(b *batch, order, tableKind, nameKind uint16, table, name string) {
	b.add("delete "+name, order, 0, func(w *writer) {
		w.text(tableKind, table)
		w.text(nameKind, name)
	})
}

// deleteLate deletes from sets that were changed in place what is not blocked any more.
func (l *loading) deleteLate() error {
	for _, one := range l.late {
		gone, err := l.filler(one.set, unix.NFT_MSG_DELSETELEM).fill(one.networks)
		if err != nil {
			return err
		}
		set := &l.result.Lists[one.list].Sets[one.at]
		set.Networks -= gone.Elements
		set.Content = Content{set.Elements - gone.Elements, set.Sum - gone.Sum}
	}
	return nil
}

// clear deletes what the rules do not need any more.
func (l *loading) clear() error {
	used := map[string]bool{}
	for _, set := range l.result.sets() {
		used[set.Name] = true
	}
	for _, list := range l.plan.Lists {
		used[counterName(list.ID)] = true
	}
	b := l.conn.begin(nil)
	for name := range l.now.Sets {
		if !used[name] {
			deleteNamed(b, unix.NFT_MSG_DELSET, unix.NFTA_SET_TABLE, unix.NFTA_SET_NAME, l.name, name)
		}
	}
	for name := range l.now.Counters {
		if !used[name] {
			b.add("delete "+name, unix.NFT_MSG_DELOBJ, 0, func(w *writer) {
				w.text(unix.NFTA_OBJ_TABLE, l.name)
				w.text(unix.NFTA_OBJ_NAME, name)
				w.uint32(unix.NFTA_OBJ_TYPE, unix.NFT_OBJECT_COUNTER)
			})
		}
	}
	return b.commit()
}

// unmake deletes the sets that were made for rules that will not come.
func (l *loading) unmake() {
	b := l.conn.begin(nil)
	for _, name := range l.made {
		deleteNamed(b, unix.NFT_MSG_DELSET, unix.NFTA_SET_TABLE, unix.NFTA_SET_NAME, l.name, name)
	}
	_ = b.commit() // the next Load clears them away, too
}

// sets are all of them.
func (l Loaded) sets() []Set {
	all := slices.Clone(l.Pass)
	for _, list := range l.Lists {
		all = append(all, list.Sets...)
	}
	return all
}

// errMeddled is what happens if somebody else changes our table at the same time.
var errMeddled = errors.New("somebody else changed it at the same time")

// prove looks whether all is there: what somebody else changed meanwhile must not be taken for ours.
func (l *loading) prove() error {
	now, err := l.look()
	if err != nil {
		return err
	}
	sets := l.result.sets()
	if !now.There || now.Dormant || len(now.Rules) != l.rules || len(now.Chains) != 1+len(bases()) || len(now.Sets) != len(sets) {
		return errMeddled
	}
	for _, set := range sets {
		if there, ok := now.Sets[set.Name]; !ok || there.Counted && !set.hasAbout(there.Elements) {
			return fmt.Errorf("set %s: %w", set.Name, errMeddled)
		}
	}
	l.result.State = now
	return nil
}

// hasAbout tells whether a set may have as many elements as the kernel says, which halves them for sets of intervals.
// Source: Linux 6.17, net/netfilter/nft_set_rbtree.c, nft_rbtree_usize.
func (s Set) hasAbout(elements int) bool {
	return elements == s.Elements || s.Kind.intervals() && (elements == s.Elements/2 || elements == s.Networks)
}
