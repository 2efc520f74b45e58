package nftset

import (
	"encoding/binary"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// conn is a socket of netlink to the kernel's packet filter, in the network namespace of the thread that opened it. One at a time may use it.
type conn struct {
	fd  int
	seq uint32
	in  []byte
	// room is how many bytes of a batch the socket takes.
	room int
}

const (
	// wishedRoom is the buffer that we ask for; without leave for it, the system's usual one is used.
	wishedRoom = 1 << 20
	// maxReply is larger than anything that the kernel sends at once. Source: NLMSG_GOODSIZE and the 32 KiB of netlink_dump.
	maxReply = 64 << 10
	// answerWithin is how long we wait for an answer, in seconds. The kernel has it ready before a request returns; waiting for it is a fault.
	answerWithin = 10
)

func dial() (*conn, error) {
	fd, err := socket(0)
	if err != nil {
		return nil, err
	}
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, wishedRoom) // what there is then is asked for below
	room, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF)
	if err == nil { // a refusal need not repeat what was refused
		err = unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_CAP_ACK, 1)
	}
	if err == nil {
		err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: answerWithin})
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("setsockopt", err)
	}
	const reserve = 4 << 10
	return &conn{fd: fd, in: make([]byte, maxReply), room: room - reserve}, nil
}

func socket(flags int) (int, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|flags, unix.NETLINK_NETFILTER)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		_ = unix.Close(fd)
		return -1, os.NewSyscallError("bind", err)
	}
	return fd, nil
}

func (c *conn) close() { _ = unix.Close(c.fd) } // it has nothing to tell

// port is the number by which the kernel knows the socket.
func (c *conn) port() uint32 {
	address, err := unix.Getsockname(c.fd)
	if netlink, ok := address.(*unix.SockaddrNetlink); ok && err == nil {
		return netlink.Pid
	}
	return 0
}

func (c *conn) send(data []byte) error {
	for {
		err := unix.Sendto(c.fd, data, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
		if !errors.Is(err, unix.EINTR) {
			return os.NewSyscallError("sendto", err)
		}
	}
}

// receive reads what the kernel sends; it is valid until the next call.
func (c *conn) receive() ([]byte, error) {
	for {
		n, _, flags, _, err := unix.Recvmsg(c.fd, c.in, nil, 0)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return nil, os.NewSyscallError("recvmsg", err)
		case flags&unix.MSG_TRUNC != 0:
			return nil, errCutOff
		default:
			return c.in[:n], nil
		}
	}
}

// refusal is the answer of the kernel in an NLMSG_ERROR; nil for an acknowledgement.
func (r reply) refusal() error {
	if len(r.body) < 4 {
		return errCutOff
	}
	if code := int32(binary.NativeEndian.Uint32(r.body)); code != 0 {
		return syscall.Errno(-code)
	}
	return nil
}

// ask sends one request and hands each message of the answer to take, until its end.
func (c *conn) ask(kind, flags uint16, family byte, body func(w *writer), take func(attributes)) error {
	c.seq++
	seq := c.seq
	var w writer
	w.message(message(kind), unix.NLM_F_REQUEST|flags, seq, family, 0, func() { body(&w) })
	if err := c.send(w.data); err != nil {
		return err
	}
	interrupted := false
	for {
		data, err := c.receive()
		if err != nil {
			return err
		}
		for one, err := range replies(data) {
			switch {
			case err != nil:
				return err
			case one.seq != seq:
			case one.kind == unix.NLMSG_ERROR:
				return one.refusal()
			case one.kind == unix.NLMSG_DONE && interrupted:
				return errInterrupted
			case one.kind == unix.NLMSG_DONE:
				return nil
			default:
				interrupted = interrupted || one.flags&unix.NLM_F_DUMP_INTR != 0
				take(one.attributes())
			}
		}
	}
}

// errInterrupted is a list that somebody changed while it was read: it may be neither the old one nor the new one.
var errInterrupted = errors.New("changed while it was read")

// get asks for one thing.
func (c *conn) get(kind uint16, body func(w *writer), take func(attributes)) error {
	return c.ask(kind, unix.NLM_F_ACK, unix.NFPROTO_INET, body, take)
}

// list asks for all things of a kind. begin is called before the first one, again if the list has to be read anew. A list that changes whenever
// it is read is taken as it is in the end: what is read of other tables does not matter to us, and what changes in our own is found the next time.
func (c *conn) list(kind uint16, body func(w *writer), begin func(), take func(attributes)) error {
	const times = 10
	for try := 1; ; try++ {
		begin()
		err := c.ask(kind, unix.NLM_F_DUMP, unix.NFPROTO_INET, body, take)
		if !errors.Is(err, errInterrupted) {
			return err
		}
		if try == times {
			return nil
		}
	}
}

// message is the type of a message of nftables.
func message(kind uint16) uint16 { return unix.NFNL_SUBSYS_NFTABLES<<8 | kind }
