package nftset

import (
	"net/netip"
	"strconv"

	"golang.org/x/sys/unix"
)

// kind is what the elements of a set are.
type kind int

// The kinds of sets. Single addresses are in hash sets, in which one is added or deleted as fast as it is found; networks are in sets of
// intervals.
const (
	addresses4 kind = iota
	networks4
	addresses6
	networks6
	kinds
)

func kindOf(network netip.Prefix) kind {
	switch is4, single := network.Addr().Is4(), network.IsSingleIP(); {
	case is4 && single:
		return addresses4
	case is4:
		return networks4
	case single:
		return addresses6
	}
	return networks6
}

func (k kind) word() string { return [...]string{"ip4", "net4", "ip6", "net6"}[k] }

func (k kind) is4() bool { return k == addresses4 || k == networks4 }

func (k kind) intervals() bool { return k == networks4 || k == networks6 }

// keyLength is the size of an address, in bytes.
func (k kind) keyLength() int {
	if k.is4() {
		return 4
	}
	return 16
}

// keyType is the number that the program nft gives to types of addresses; the kernel keeps it for nft. Source: nft, include/datatype.h.
func (k kind) keyType() uint32 {
	const typeIP4, typeIP6 = 7, 8
	if k.is4() {
		return typeIP4
	}
	return typeIP6
}

// setName is the name of a set of a list. Each time a set is made anew it gets a number that none had before.
func setName(list int64, k kind, number int) string {
	return counterName(list) + "_" + k.word() + "_" + strconv.Itoa(number)
}

// passName is the name of a set of what is let through.
func passName(k kind, number int) string {
	return "pass_" + k.word() + "_" + strconv.Itoa(number)
}

// counterName is that of the counter of a list.
func counterName(list int64) string { return "list" + strconv.FormatInt(list, 10) }

// newSet writes the order for a set. size is how many elements a hash set has room for.
func newSet(b *batch, table, name string, k kind, size int) {
	b.add("make set "+name, unix.NFT_MSG_NEWSET, unix.NLM_F_CREATE|unix.NLM_F_EXCL, func(w *writer) {
		w.text(unix.NFTA_SET_TABLE, table)
		w.text(unix.NFTA_SET_NAME, name)
		w.uint32(unix.NFTA_SET_KEY_TYPE, k.keyType())
		w.uint32(unix.NFTA_SET_KEY_LEN, uint32(k.keyLength()))
		w.uint32(unix.NFTA_SET_ID, b.last)
		if k.intervals() {
			w.uint32(unix.NFTA_SET_FLAGS, unix.NFT_SET_INTERVAL)
			return
		}
		w.uint32(unix.NFTA_SET_FLAGS, 0)
		w.nest(unix.NFTA_SET_DESC, func() { w.uint32(unix.NFTA_SET_DESC_SIZE, uint32(size)) })
	})
}

// roomFor is the size of a hash set that has n elements now: it may grow by a quarter before it is made anew.
func roomFor(n int) int {
	const least = 1024
	return n + n/4 + least
}
