package nftset

import (
	"iter"
	"net/netip"
)

// Plan is what the kernel is to block.
type Plan struct {
	// Pass are sources that are let through whatever the lists say: sorted and disjoint.
	Pass iter.Seq[netip.Prefix]
	// Forwards is whether this machine passes packets on. The answers that are passed on to a source of Pass go through, too, whoever they are from. Only
	// connection tracking knows what is an answer; a machine that passes nothing on does not need it, and is not made to use it.
	Forwards bool
	// Lists are asked one after the other; each ID is there once.
	Lists []List
}

// List is what is blocked because of one list.
type List struct {
	// ID is 1 or more. It names the sets and the counter; a counter lives as long as there is a list of its ID.
	ID int64
	// Name is for people who look at the rules.
	Name string
	// Content names what the networks are: a list with the content that the kernel has already is left as it is.
	Content string
	// Networks are sorted and disjoint: no zones, no host bits set. They may be walked several times.
	Networks iter.Seq[netip.Prefix]
	// Change is how they differ from what was loaded before, if that is known. A small change is made in the set that is there.
	Change *Change
	// Packets and Bytes are where the counter begins if the kernel has none.
	Packets, Bytes uint64
}

// Change is the difference between two contents of a list.
type Change struct {
	// From is the Content to which it applies.
	From string
	// Added and Removed are sorted and disjoint.
	Added, Removed iter.Seq[netip.Prefix]
}

// Loaded is what [Table.Load] has put into the kernel, as far as one must know it afterwards. The zero value is nothing. It may be kept as JSON; after
// a boot it is worth nothing, because the kernel numbers what it has anew.
type Loaded struct {
	// State is how the table was then.
	State State `json:"state"`
	// Pass are the sets of what is let through.
	Pass []Set `json:"pass"`
	// Lists are in the order of the plan.
	Lists []LoadedList `json:"lists"`
}

// LoadedList is a list in the kernel.
type LoadedList struct {
	ID      int64  `json:"id"`
	Content string `json:"content"`
	// Sets are those that are not empty, at most one of a kind.
	Sets []Set `json:"sets"`
}

// Set is a set in the kernel.
type Set struct {
	Name string `json:"name"`
	Kind kind   `json:"kind"`
	// Size is how many elements it has room for; 0 means that there is no limit.
	Size int `json:"size,omitempty"`
	// Networks is how many addresses or intervals it holds.
	Networks int `json:"networks"`
	Content
}

// Addresses and Networks are how many elements of their kind a list has in the kernel, of both families. Networks that touch are one there.
func (l LoadedList) Addresses() int { return l.count(false) }

// Networks is said with Addresses.
func (l LoadedList) Networks() int { return l.count(true) }

func (l LoadedList) count(intervals bool) int {
	n := 0
	for _, s := range l.Sets {
		if s.Kind.intervals() == intervals {
			n += s.Networks
		}
	}
	return n
}

// list is the one of an ID; ok is false if there is none.
func (l Loaded) list(id int64) (list LoadedList, ok bool) {
	for _, list := range l.Lists {
		if list.ID == id {
			return list, true
		}
	}
	return LoadedList{}, false
}

// of is the set of a kind; ok is false if the list has none.
func (l LoadedList) of(k kind) (set Set, ok bool) {
	for _, s := range l.Sets {
		if s.Kind == k {
			return s, true
		}
	}
	return Set{}, false
}
