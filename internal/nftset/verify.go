package nftset

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Verify reads every element of every set and tells what somebody else has changed, for the user; empty if nothing was. It takes about as long as
// loading, and none of the memory.
func (t *Table) Verify(loaded Loaded) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, err := t.look()
	if err != nil {
		return "", problem(err, "looked at")
	}
	if differs := loaded.Differs(now); differs != "" {
		return differs, nil
	}
	for _, set := range loaded.sets() {
		found, err := t.read(set)
		if err != nil {
			return "", problem(err, "looked at")
		}
		if found != set.Content {
			return fmt.Sprintf("elements of set %s were added or deleted", set.Name), nil
		}
	}
	return "", nil
}

// read reads the elements of a set.
func (t *Table) read(set Set) (Content, error) {
	var found Content
	ask := func(w *writer) {
		w.text(unix.NFTA_SET_ELEM_LIST_TABLE, t.name)
		w.text(unix.NFTA_SET_ELEM_LIST_SET, set.Name)
	}
	err := t.conn.list(unix.NFT_MSG_GETSETELEM, ask, func() { found = Content{} }, func(a attributes) {
		elementsIn(a, func(key []byte, end bool) {
			if len(key) == set.Kind.keyLength() {
				found.add(key, end)
			}
		})
	})
	return found, err
}
