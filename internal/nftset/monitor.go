package nftset

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// monitor hears of every change of the kernel's packet filter. The kernel writes down each element for those who listen, so nobody listens while
// we load.
type monitor struct {
	file *os.File
	fd   int

	mu sync.Mutex
	// muted is how often mute was called without unmute; watched is true during [Table.Watch].
	muted   int
	watched bool
}

func newMonitor() (*monitor, error) {
	fd, err := socket(unix.SOCK_NONBLOCK)
	if err != nil {
		return nil, err
	}
	const room = 1 << 20
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, room) // with less, more is lost, which is told
	return &monitor{file: os.NewFile(uintptr(fd), "netlink"), fd: fd}, nil
}

func (m *monitor) close() error { return m.file.Close() }

func (m *monitor) mute() { m.change(func() { m.muted++ }) }

func (m *monitor) unmute() { m.change(func() { m.muted-- }) }

func (m *monitor) watch(on bool) { m.change(func() { m.watched = on }) }

// change joins or leaves the group of those who are told, as what was changed demands.
func (m *monitor) change(do func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	listens := func() bool { return m.watched && m.muted == 0 }
	before := listens()
	do()
	if listens() == before {
		return
	}
	option := unix.NETLINK_DROP_MEMBERSHIP
	if !before {
		option = unix.NETLINK_ADD_MEMBERSHIP
	}
	_ = unix.SetsockoptInt(m.fd, unix.SOL_NETLINK, option, unix.NFNLGRP_NFTABLES) // whoever watches looks now and then all the same
}

// Watch calls changed each time when somebody else has changed our table, until ctx ends; it returns ctx's error then. lost means that so much was
// changed at once that we do not know. What is changed while [Table.Load] works is not heard: Load finds most of it itself. At most one call at a time.
func (t *Table) Watch(ctx context.Context, changed func(lost bool)) error {
	m := t.monitor
	if err := m.file.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	m.watch(true)
	defer m.watch(false)
	stop := context.AfterFunc(ctx, func() { _ = m.file.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	own := t.conn.port()
	data := make([]byte, maxReply)
	for {
		n, err := m.file.Read(data)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, unix.ENOBUFS):
			changed(true)
		case err != nil:
			return problem(err, "watched")
		case t.concerns(data[:n], own):
			changed(false)
		}
	}
}

// concerns tells whether a piece of news is about our table and from somebody else.
func (t *Table) concerns(data []byte, own uint32) bool {
	for one, err := range replies(data) {
		if err != nil {
			return true
		}
		// The table is the first attribute of all that has one.
		if one.kind != message(unix.NFT_MSG_NEWGEN) && one.port != own && one.attributes().text(unix.NFTA_TABLE_NAME) == t.name {
			return true
		}
	}
	return false
}
