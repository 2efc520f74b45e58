package nftset

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"
)

// State is how our table is in the kernel. The kernel gives everything a number that it never gives again as long as the table is there, so that
// something that was deleted and made anew is told from what was there before.
type State struct {
	// There is false if there is no table; all else is empty then.
	There bool `json:"there"`
	// Number is that of the table. Dormant means that somebody switched it off.
	Number  uint64 `json:"number"`
	Dormant bool   `json:"dormant,omitempty"`
	// Chains and Rules are in the order of the kernel; Sets and Counters are by name.
	Chains   []Chain           `json:"chains"`
	Rules    []Rule            `json:"rules"`
	Sets     map[string]SetNow `json:"sets"`
	Counters map[string]Count  `json:"counters"`
}

// Chain is one as the kernel has it.
type Chain struct {
	Name   string `json:"name"`
	Number uint64 `json:"number"`
	// Hook and Priority say when packets come to it by themselves; Based is false if they do not.
	Based    bool   `json:"based,omitempty"`
	Hook     uint32 `json:"hook,omitempty"`
	Priority int32  `json:"priority,omitempty"`
	Policy   uint32 `json:"policy,omitempty"`
}

// Rule is one as the kernel has it; what it says cannot be changed without changing its number.
type Rule struct {
	Chain  string `json:"chain"`
	Number uint64 `json:"number"`
}

// SetNow is a set as the kernel has it.
type SetNow struct {
	Number uint64 `json:"number"`
	// Elements is how many there are; kernels before 6.17 do not say, and Counted is false then.
	Elements int  `json:"elements,omitempty"`
	Counted  bool `json:"counted,omitempty"`
}

// Count is the value of a counter.
type Count struct {
	Number  uint64 `json:"number"`
	Packets uint64 `json:"packets"`
	Bytes   uint64 `json:"bytes"`
}

// Packets and Bytes tell what has been dropped because of a list, since its counter was made.
func (s State) Packets(list int64) (packets, bytes uint64) {
	c := s.Counters[counterName(list)]
	return c.Packets, c.Bytes
}

// HasCounter tells whether the counter of a list is still the one that there was when it was loaded.
func (l Loaded) HasCounter(now State, list int64) bool {
	name := counterName(list)
	was, known := l.State.Counters[name]
	is, there := now.Counters[name]
	return known && there && l.State.Number == now.Number && was.Number == is.Number
}

// Attributes that are younger than the names of golang.org/x/sys. Source: include/uapi/linux/netfilter/nf_tables.h of Linux 6.18.
const (
	setHandle    = 16
	setCount     = 20
	objectHandle = 6
	tableHandle  = 4
)

// Look tells how the table is. It costs a few questions to the kernel, whatever the size of the sets.
func (t *Table) Look() (State, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	state, err := t.look()
	return state, problem(err, "looked at")
}

func (t *Table) look() (State, error) {
	var s State
	err := t.conn.get(unix.NFT_MSG_GETTABLE, func(w *writer) { w.text(unix.NFTA_TABLE_NAME, t.name) }, func(a attributes) {
		s.There, s.Number = true, a.uint64(tableHandle)
		s.Dormant = a.uint32(unix.NFTA_TABLE_FLAGS)&unix.NFT_TABLE_F_DORMANT != 0
	})
	if errors.Is(err, unix.ENOENT) {
		return State{}, nil
	}
	for _, look := range []func(*State) error{t.lookChains, t.lookRules, t.lookSets, t.lookCounters} {
		if err == nil {
			err = look(&s)
		}
	}
	return s, err
}

func (t *Table) lookChains(s *State) error {
	return t.conn.list(unix.NFT_MSG_GETCHAIN, func(*writer) {}, func() { s.Chains = nil }, func(a attributes) {
		if a.text(unix.NFTA_CHAIN_TABLE) != t.name {
			return
		}
		c := Chain{Name: a.text(unix.NFTA_CHAIN_NAME), Number: a.uint64(unix.NFTA_CHAIN_HANDLE)}
		if hook := a.in(unix.NFTA_CHAIN_HOOK); hook != nil {
			c.Based = true
			c.Hook, c.Priority = hook.uint32(unix.NFTA_HOOK_HOOKNUM), int32(hook.uint32(unix.NFTA_HOOK_PRIORITY))
			c.Policy = a.uint32(unix.NFTA_CHAIN_POLICY)
		}
		s.Chains = append(s.Chains, c)
	})
}

func (t *Table) lookRules(s *State) error {
	ours := func(w *writer) { w.text(unix.NFTA_RULE_TABLE, t.name) }
	return t.conn.list(unix.NFT_MSG_GETRULE, ours, func() { s.Rules = nil }, func(a attributes) {
		if a.text(unix.NFTA_RULE_TABLE) == t.name {
			s.Rules = append(s.Rules, Rule{a.text(unix.NFTA_RULE_CHAIN), a.uint64(unix.NFTA_RULE_HANDLE)})
		}
	})
}

func (t *Table) lookSets(s *State) error {
	ours := func(w *writer) { w.text(unix.NFTA_SET_TABLE, t.name) }
	return t.conn.list(unix.NFT_MSG_GETSET, ours, func() { s.Sets = map[string]SetNow{} }, func(a attributes) {
		if a.text(unix.NFTA_SET_TABLE) != t.name {
			return
		}
		s.Sets[a.text(unix.NFTA_SET_NAME)] = SetNow{
			Number: a.uint64(setHandle), Elements: int(a.uint32(setCount)), Counted: a.get(setCount) != nil,
		}
	})
}

func (t *Table) lookCounters(s *State) error {
	ours := func(w *writer) { w.text(unix.NFTA_OBJ_TABLE, t.name) }
	return t.conn.list(unix.NFT_MSG_GETOBJ, ours, func() { s.Counters = map[string]Count{} }, func(a attributes) {
		if a.text(unix.NFTA_OBJ_TABLE) != t.name || a.uint32(unix.NFTA_OBJ_TYPE) != unix.NFT_OBJECT_COUNTER {
			return
		}
		data := a.in(unix.NFTA_OBJ_DATA)
		s.Counters[a.text(unix.NFTA_OBJ_NAME)] = Count{
			a.uint64(objectHandle), data.uint64(unix.NFTA_COUNTER_PACKETS), data.uint64(unix.NFTA_COUNTER_BYTES),
		}
	})
}

// Differs tells what has been changed since, for the user; empty if nothing was. What was changed within a set of a kernel that does not count is told by
// [Table.Watch] and [Table.Verify] only.
func (l Loaded) Differs(now State) string {
	was := l.State
	switch {
	case !was.There && !now.There:
		return ""
	case !now.There:
		return "the table is gone: somebody deleted it, as `nft flush ruleset` does"
	case !was.There:
		return "there is a table that is not known here"
	case now.Number != was.Number:
		return "the table was deleted and made anew by somebody"
	case now.Dormant:
		return "the table was switched off (flag dormant)"
	case !slices.Equal(was.Chains, now.Chains):
		return "a chain was added, deleted or changed"
	case !slices.Equal(was.Rules, now.Rules):
		return "a rule was added, deleted or changed"
	}
	return cmp.Or(differentSets(was, now), differentCounters(was, now))
}

func differentSets(was, now State) string {
	for name, before := range was.Sets {
		set, there := now.Sets[name]
		switch {
		case !there:
			return fmt.Sprintf("set %s is gone", name)
		case set.Number != before.Number:
			return fmt.Sprintf("set %s was deleted and made anew", name)
		case set.Counted && set.Elements != before.Elements:
			return fmt.Sprintf("set %s has %d elements, not %d", name, set.Elements, before.Elements)
		}
	}
	for name := range now.Sets {
		if _, known := was.Sets[name]; !known {
			return fmt.Sprintf("set %s was added", name)
		}
	}
	return ""
}

func differentCounters(was, now State) string {
	for name, before := range was.Counters {
		if now.Counters[name].Number != before.Number {
			return fmt.Sprintf("counter %s is gone or was made anew", name)
		}
	}
	return ""
}
