package nftset

import (
	"context"
	"iter"
	"net/netip"

	"golang.org/x/sys/unix"
)

const (
	// maxBatch bounds a transaction, in bytes: the kernel does nobody else's meanwhile, such as a ban of fail2ban. This much takes it some
	// milliseconds.
	maxBatch = 128 << 10
	// maxElements bounds the elements of one message, in bytes: the length of an attribute has 16 bits.
	maxElements = 60 << 10
)

// filler adds elements to a set, or deletes them, in as many transactions as are needed. No rule may refer to the set yet, or what is added only adds to
// what is blocked.
type filler struct {
	ctx   context.Context //nolint:containedctx // a filler is one call of fill
	conn  *conn
	table string
	name  string
	kind  kind
	// order is NFT_MSG_NEWSETELEM or NFT_MSG_DELSETELEM.
	order uint16

	batch    *batch
	elements writer
	// content is what was added, and networks how many addresses or intervals.
	content  Content
	networks int
	// from and to are the interval that the next network may prolong; valid if there is one.
	from, to netip.Addr
}

// fill adds all networks to the set, or deletes them. They are sorted and disjoint. Networks that touch each other become one interval.
func (f *filler) fill(networks iter.Seq[netip.Prefix]) (Content, error) {
	f.batch = f.conn.begin(nil)
	for network := range networks {
		if err := f.add(network); err != nil {
			return f.content, err
		}
	}
	if err := f.interval(); err != nil {
		return f.content, err
	}
	f.message()
	return f.content, f.commit()
}

func (f *filler) add(network netip.Prefix) error {
	if !f.kind.intervals() {
		return f.element(network.Addr(), false)
	}
	if f.from.IsValid() && f.to.Next() == network.Addr() {
		f.to = lastOf(network)
		return nil
	}
	if err := f.interval(); err != nil {
		return err
	}
	f.from, f.to = network.Addr(), lastOf(network)
	return nil
}

// interval writes the one that is not prolonged any more. Its edges stay in one transaction: in between it would have no end.
func (f *filler) interval() error {
	if !f.from.IsValid() {
		return nil
	}
	if err := f.element(f.from, false); err != nil {
		return err
	}
	if end := f.to.Next(); end.IsValid() {
		f.write(end, true)
	}
	f.from = netip.Addr{}
	return nil
}

// element writes one, after those before it have been sent if they are enough.
func (f *filler) element(key netip.Addr, end bool) error {
	if len(f.elements.data) > maxElements {
		f.message()
	}
	if len(f.batch.data)+len(f.elements.data) > min(maxBatch, f.conn.room) {
		f.message()
		if err := f.commit(); err != nil {
			return err
		}
	}
	f.write(key, end)
	return nil
}

func (f *filler) write(key netip.Addr, end bool) {
	all := key.As16()
	bytes := all[len(all)-f.kind.keyLength():]
	f.elements.element(bytes, end)
	if !end {
		f.networks++
	}
	f.content.add(bytes, end)
}

// message puts the elements written so far into the transaction.
func (f *filler) message() {
	if len(f.elements.data) == 0 {
		return
	}
	flags := uint16(0)
	if f.order == unix.NFT_MSG_NEWSETELEM {
		flags = unix.NLM_F_CREATE
	}
	f.batch.add("change elements of set "+f.name, f.order, flags, func(w *writer) {
		w.text(unix.NFTA_SET_ELEM_LIST_TABLE, f.table)
		w.text(unix.NFTA_SET_ELEM_LIST_SET, f.name)
		w.nest(unix.NFTA_SET_ELEM_LIST_ELEMENTS, func() { w.data = append(w.data, f.elements.data...) })
	})
	f.elements.data = f.elements.data[:0]
}

// commit sends the transaction and begins the next one in the same memory.
func (f *filler) commit() error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	if err := f.batch.commit(); err != nil {
		return err
	}
	f.batch = f.conn.begin(f.batch.data)
	return nil
}
