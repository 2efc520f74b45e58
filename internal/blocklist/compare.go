package blocklist

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/netip"
	"time"

	"bangui/internal/prefixset"
)

// A list that grew more than that, or shrank more than that, waits for somebody to accept it.
const (
	shrankTo = 2
	grewTo   = 5
	// grewBy is how many more IPv4 addresses a list may cover all at once, a /8, if it covers grewTo times as many or more.
	grewBy = 1 << 24
)

// suspicion is why new contents must wait until somebody accepts them; nil if they need not. Those of another source than before are not compared, but empty
// ones must wait all the same.
func suspicion(list List, after Contents, now time.Time) *Alert {
	before := list.Contents
	if before.Revision == 0 || !list.Compare && after.Entries > 0 {
		return nil
	}
	alert := &Alert{At: now, Before: before.Entries, After: after.Entries}
	switch {
	case after.Entries == 0 && before.Entries > 0:
		alert.Kind, alert.Message = AlertEmpty, fmt.Sprintf("the list has become empty; it had %d entries", before.Entries)
	case after.Entries*shrankTo <= before.Entries && before.Entries > 0:
		alert.Kind, alert.Message = AlertShrank, fmt.Sprintf("the list has shrunk from %d to %d entries", before.Entries, after.Entries)
	case after.Entries >= before.Entries*grewTo && before.Entries > 0:
		alert.Kind, alert.Message = AlertGrew, fmt.Sprintf("the list has grown from %d to %d entries", before.Entries, after.Entries)
	case after.Covered4 >= before.Covered4*grewTo && after.Covered4-before.Covered4 >= grewBy && before.Entries > 0:
		alert.Kind = AlertGrew
		alert.Message = fmt.Sprintf("the list covers %.1f %% of all IPv4 addresses, before %.1f %%", share(after.Covered4), share(before.Covered4))
	default:
		return nil
	}
	return alert
}

// share is how many of a hundred IPv4 addresses there are.
func share(covered int64) float64 { return 100 * float64(covered) / (1 << 32) }

// compare counts what is new against a revision, and what is not there any more. Revision 0 has nothing.
func (b *Blocklists) compare(ctx context.Context, revision int64, set prefixset.Set) (added, removed int, err error) {
	next, stop := iter.Pull2(b.entries(ctx, revision))
	defer stop()
	m := merge{next: next}
	for network := range set.All() {
		if _, err := m.since(network); err != nil {
			return 0, 0, err
		}
	}
	err = m.rest()
	return m.added, m.removed, err
}

// entries are those of a revision in order; the last one may come with an error.
func (b *Blocklists) entries(ctx context.Context, revision int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if revision == 0 {
			return
		}
		err := b.walk(ctx, revision, netip.IPv4Unspecified(), func(e Entry) bool { return yield(e, nil) })
		if err != nil {
			yield(Entry{}, err)
		}
	}
}

// merge goes through the entries of a revision beside those of another one, both in order, and counts.
type merge struct {
	next           func() (Entry, error, bool)
	old            Entry
	has            bool
	added, removed int
}

// since returns from when on the revision has had a network; zero if it does not have it.
func (m *merge) since(network netip.Prefix) (time.Time, error) {
	for {
		if err := m.fill(); err != nil {
			return time.Time{}, err
		}
		order := -1
		if m.has {
			order = inOrder(network, m.old.Network)
		}
		switch {
		case order < 0:
			m.added++
			return time.Time{}, nil
		case order == 0:
			m.has = false
			return m.old.Since, nil
		}
		m.has = false
		m.removed++
	}
}

// fill makes sure that there is an old entry, unless there are no more.
func (m *merge) fill() error {
	if m.has {
		return nil
	}
	old, err, ok := m.next()
	if err != nil {
		return err
	}
	m.old, m.has = old, ok
	return nil
}

// rest counts the old entries that are left.
func (m *merge) rest() error {
	for {
		if err := m.fill(); err != nil || !m.has {
			return err
		}
		m.has = false
		m.removed++
	}
}

// inOrder compares networks by the order of sets: IPv4 first, then by address, wider ones first.
func inOrder(a, b netip.Prefix) int {
	return cmp.Or(cmp.Compare(a.Addr().BitLen(), b.Addr().BitLen()), a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}
