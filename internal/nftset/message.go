package nftset

import (
	"encoding/binary"
	"errors"
	"iter"

	"golang.org/x/sys/unix"
)

// Messages of netlink have lengths and types in the byte order of the machine, and the values of nftables in that of the network.
// Sources: netlink(7), include/uapi/linux/netlink.h, include/uapi/linux/netfilter/nf_tables.h.

const (
	// sizeofFamily is the size of nfgenmsg, which follows the header of netlink.
	sizeofFamily = 4
	// sizeofAttribute is the size of the header of an attribute. Attributes begin at multiples of alignment.
	sizeofAttribute = 4
	alignment       = 4
	// typeMask is what an attribute's type has beside flags. Source: NLA_TYPE_MASK.
	typeMask = 0x3fff
)

// writer puts messages together, one behind the other.
type writer struct{ data []byte }

// message writes a message; body writes its attributes.
func (w *writer) message(kind, flags uint16, seq uint32, family byte, resource uint16, body func()) {
	start := len(w.data)
	w.data = append(w.data, make([]byte, unix.SizeofNlMsghdr)...)
	w.data = append(w.data, family, unix.NFNETLINK_V0)
	w.data = binary.BigEndian.AppendUint16(w.data, resource)
	body()
	header := w.data[start:]
	binary.NativeEndian.PutUint32(header[0:], uint32(len(header)))
	binary.NativeEndian.PutUint16(header[4:], kind)
	binary.NativeEndian.PutUint16(header[6:], flags)
	binary.NativeEndian.PutUint32(header[8:], seq)
}

// nest writes an attribute that holds others.
func (w *writer) nest(kind uint16, body func()) {
	start := w.open(kind)
	body()
	w.close(start)
}

// open begins an attribute that holds others; close ends it.
func (w *writer) open(kind uint16) (start int) {
	start = len(w.data)
	w.data = append(w.data, 0, 0, 0, 0)
	binary.NativeEndian.PutUint16(w.data[start+2:], kind|unix.NLA_F_NESTED)
	return start
}

func (w *writer) close(start int) {
	binary.NativeEndian.PutUint16(w.data[start:], uint16(len(w.data)-start))
}

func (w *writer) bytes(kind uint16, value []byte) {
	w.data = binary.NativeEndian.AppendUint16(w.data, uint16(sizeofAttribute+len(value)))
	w.data = binary.NativeEndian.AppendUint16(w.data, kind)
	w.data = append(w.data, value...)
	for len(w.data)%alignment != 0 {
		w.data = append(w.data, 0)
	}
}

func (w *writer) text(kind uint16, value string) { w.bytes(kind, append([]byte(value), 0)) }

func (w *writer) uint32(kind uint16, value uint32) {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], value)
	w.bytes(kind, b[:])
}

func (w *writer) uint64(kind uint16, value uint64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], value)
	w.bytes(kind, b[:])
}

var errCutOff = errors.New("message of netlink is cut off")

// reply is one message that the kernel sent.
type reply struct {
	kind, flags uint16
	seq, port   uint32
	// body is all after the header of netlink.
	body []byte
}

// replies are the messages of what was read at once.
func replies(data []byte) iter.Seq2[reply, error] {
	return func(yield func(reply, error) bool) {
		for len(data) >= unix.SizeofNlMsghdr {
			size := int(binary.NativeEndian.Uint32(data))
			if size < unix.SizeofNlMsghdr || size > len(data) {
				yield(reply{}, errCutOff)
				return
			}
			one := reply{
				kind: binary.NativeEndian.Uint16(data[4:]), flags: binary.NativeEndian.Uint16(data[6:]),
				seq: binary.NativeEndian.Uint32(data[8:]), port: binary.NativeEndian.Uint32(data[12:]),
				body: data[unix.SizeofNlMsghdr:size],
			}
			if !yield(one, nil) {
				return
			}
			data = data[min(aligned(size), len(data)):]
		}
	}
}

// attributes are those of a message of nftables.
func (r reply) attributes() attributes {
	if len(r.body) < sizeofFamily {
		return nil
	}
	return attributes(r.body[sizeofFamily:])
}

// attributes are several, one behind the other. What is cut off is not there.
type attributes []byte

func (a attributes) all() iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(a) >= sizeofAttribute {
			size := int(binary.NativeEndian.Uint16(a))
			if size < sizeofAttribute || size > len(a) {
				return
			}
			if !yield(binary.NativeEndian.Uint16(a[2:])&typeMask, a[sizeofAttribute:size]) {
				return
			}
			a = a[min(aligned(size), len(a)):]
		}
	}
}

// get is the value of the first attribute of a kind; nil if there is none.
func (a attributes) get(kind uint16) []byte {
	for k, value := range a.all() {
		if k == kind {
			return value
		}
	}
	return nil
}

func (a attributes) in(kind uint16) attributes { return a.get(kind) }

func (a attributes) text(kind uint16) string {
	value := a.get(kind)
	if n := len(value); n > 0 && value[n-1] == 0 {
		value = value[:n-1]
	}
	return string(value)
}

// uint32 and uint64 are 0 if there is no such attribute.
func (a attributes) uint32(kind uint16) uint32 {
	if value := a.get(kind); len(value) >= 4 {
		return binary.BigEndian.Uint32(value)
	}
	return 0
}

func (a attributes) uint64(kind uint16) uint64 {
	if value := a.get(kind); len(value) >= 8 {
		return binary.BigEndian.Uint64(value)
	}
	return 0
}

// aligned is where the next message or attribute begins.
func aligned(size int) int { return (size + alignment - 1) &^ (alignment - 1) }
