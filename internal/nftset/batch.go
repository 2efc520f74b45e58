package nftset

import (
	"cmp"
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// batch is a transaction in the making: the kernel carries out all of it or nothing.
type batch struct {
	conn *conn
	writer
	first, last uint32
	// lastAt is where the last message begins.
	lastAt int
	// what says for each message what it is about, for whoever reads a refusal.
	what []string
}

// begin begins one; buffer is memory that may be used for it.
func (c *conn) begin(buffer []byte) *batch {
	c.seq++
	b := &batch{conn: c, writer: writer{buffer[:0]}, first: c.seq, last: c.seq}
	b.edge(unix.NFNL_MSG_BATCH_BEGIN)
	return b
}

func (b *batch) edge(kind uint16) {
	b.message(kind, unix.NLM_F_REQUEST, b.conn.seq, unix.AF_UNSPEC, unix.NFNL_SUBSYS_NFTABLES, func() {})
}

// add adds an order.
func (b *batch) add(what string, kind, flags uint16, body func(w *writer)) {
	b.conn.seq++
	b.last, b.lastAt = b.conn.seq, len(b.data)
	b.what = append(b.what, what)
	b.message(message(kind), unix.NLM_F_REQUEST|flags, b.last, unix.NFPROTO_INET, 0, func() { body(&b.writer) })
}

// empty tells whether there is no order in it.
func (b *batch) empty() bool { return b.first == b.last }

// commit has the kernel carry it out. An error is that of the first message that was refused. Only the last message asks for an
// acknowledgement: the kernel drops those that do not fit into our buffer.
func (b *batch) commit() error {
	if b.empty() {
		return nil
	}
	flags := b.data[b.lastAt+6:]
	binary.NativeEndian.PutUint16(flags, binary.NativeEndian.Uint16(flags)|unix.NLM_F_ACK)
	b.conn.seq++
	b.edge(unix.NFNL_MSG_BATCH_END)
	if err := b.conn.send(b.data); err != nil {
		return err
	}
	var first error
	for {
		data, err := b.conn.receive()
		if err != nil {
			return cmp.Or(first, err)
		}
		over, err := b.hear(data)
		first = cmp.Or(first, err)
		if over {
			return first
		}
	}
}

// hear looks at a piece of the answer; over is true if it was the last one.
func (b *batch) hear(data []byte) (over bool, first error) {
	for one, err := range replies(data) {
		if err != nil {
			return true, cmp.Or(first, err)
		}
		if one.kind != unix.NLMSG_ERROR || one.seq < b.first || one.seq > b.last {
			continue
		}
		if err := one.refusal(); err != nil && first == nil {
			first = b.refused(one.seq, err)
		}
		// What concerns all of it is answered as if it were about the beginning. Source: net/netfilter/nfnetlink.c, nfnetlink_rcv_batch.
		over = over || one.seq == b.last || one.seq == b.first
	}
	return over, first
}

func (b *batch) refused(seq uint32, err error) error {
	if seq == b.first {
		return err
	}
	return &refused{b.what[seq-b.first-1], err}
}

// refused is an order that the kernel did not take.
type refused struct {
	what string
	err  error
}

func (r *refused) Error() string { return r.what + ": " + r.err.Error() }

func (r *refused) Unwrap() error { return r.err }
