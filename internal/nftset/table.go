package nftset

import (
	"sync"

	"golang.org/x/sys/unix"
)

// Name is that of our table, of family inet: `nft list table inet bangui`.
const Name = "bangui"

// Table is our table in the kernel, whether it is there or not. All methods may be called at the same time; they are carried out one after the
// other, and while a transaction of somebody else's is under way they wait for it.
//
// They fail with fault.Unsupported where the kernel or the rights of the process do not allow it, and with fault.Unavailable where the kernel has no room.
type Table struct {
	name string

	mu      sync.Mutex
	conn    *conn
	monitor *monitor
}

// Open connects to the kernel, in the network namespace of the thread that calls it, and stays there. It changes nothing: what it tries, to learn
// whether this kernel can do it, is a transaction that ends with an error on purpose. Close it when done.
func Open() (*Table, error) {
	c, err := dial()
	if err != nil {
		return nil, problem(err, "reached")
	}
	t := &Table{name: Name, conn: c}
	err = t.try()
	if err == nil {
		t.monitor, err = newMonitor()
	}
	if err != nil {
		c.close()
		return nil, problem(err, "tried")
	}
	return t, nil
}

// Close closes the connection. The table stays. Calls of [Table.Watch] must have ended before.
func (t *Table) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.conn.close()
	return t.monitor.close()
}

// Remove takes the table out of the kernel, with all that is in it. That it is not there is no error.
func (t *Table) Remove() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.conn.begin(nil)
	newTable(b, t.name) // so that there is one to delete
	b.add("delete the table", unix.NFT_MSG_DELTABLE, 0, func(w *writer) { w.text(unix.NFTA_TABLE_NAME, t.name) })
	return problem(b.commit(), "removed")
}

// newTable writes the order for the table; one that is there stays, and is switched on.
func newTable(b *batch, name string) {
	b.add("make the table", unix.NFT_MSG_NEWTABLE, unix.NLM_F_CREATE, func(w *writer) {
		w.text(unix.NFTA_TABLE_NAME, name)
		w.uint32(unix.NFTA_TABLE_FLAGS, 0)
	})
}

// try has the kernel prepare all that we need, and then something impossible, so that nothing of it is carried out.
func (t *Table) try() error {
	const trial = Name + "_trial"
	b := t.conn.begin(nil)
	newTable(b, trial)
	lists := []listSets{{id: 1, name: "trial"}}
	for k := range kinds {
		name := setName(1, k, 1)
		newSet(b, trial, name, k, 1)
		lists[0].sets = append(lists[0].sets, Set{Name: name, Kind: k})
	}
	newCounter(b, trial, List{ID: 1})
	newChains(b, trial)
	newRules(b, trial, nil, false, lists)
	b.add(impossible, unix.NFT_MSG_DELSET, 0, func(w *writer) {
		w.text(unix.NFTA_SET_TABLE, trial)
		w.text(unix.NFTA_SET_NAME, "nosuch")
	})
	if err := b.commit(); !isImpossible(err) {
		return err
	}
	return nil
}
