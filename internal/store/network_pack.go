package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bangui/internal/ban"
)

// A pack has all counts of networks of one piece of time and host: the form, how many origins there are, and for each origin its length
// and name, how many networks there are, and for each network, in the order of their numbers, how much larger its number is than the one
// before and how many bans it has. All numbers are varints, those of bans with a sign.

// packForm tells how a pack is written.
const packForm = 1

// networkCount is one count of the dimension byNetwork.
type networkCount struct {
	origin ban.Origin
	asn    uint32
	n      int64
}

// networkCounts reads keys with their numbers, as [inOneText] puts them together.
func networkCounts(text string) ([]networkCount, error) {
	if text == "" {
		return nil, nil
	}
	list := make([]networkCount, 0, strings.Count(text, pairSeparator)+1)
	for pair := range strings.SplitSeq(text, pairSeparator) {
		key, number, _ := strings.Cut(pair, numberSeparator)
		network, origin, _ := strings.Cut(key, keySeparator)
		asn, err := strconv.ParseUint(network, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("count of a network: %w", err)
		}
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("count of a network: %w", err)
		}
		list = append(list, networkCount{ban.Origin(origin), uint32(asn), n})
	}
	return list, nil
}

// pack writes a pack.
func pack(counts []networkCount) []byte {
	slices.SortFunc(counts, func(a, b networkCount) int { return cmp.Or(cmp.Compare(a.origin, b.origin), cmp.Compare(a.asn, b.asn)) })
	var parts [][]networkCount
	for from := 0; from < len(counts); from += len(parts[len(parts)-1]) {
		part := counts[from:]
		if end := slices.IndexFunc(part, func(c networkCount) bool { return c.origin != part[0].origin }); end > 0 {
			part = part[:end]
		}
		parts = append(parts, part)
	}
	packed := binary.AppendUvarint([]byte{packForm}, uint64(len(parts)))
	for _, part := range parts {
		packed = binary.AppendUvarint(packed, uint64(len(part[0].origin)))
		packed = append(packed, part[0].origin...)
		packed = binary.AppendUvarint(packed, uint64(len(part)))
		before := uint32(0)
		for _, c := range part {
			packed = binary.AppendUvarint(packed, uint64(c.asn-before))
			packed = binary.AppendVarint(packed, c.n)
			before = c.asn
		}
	}
	return packed
}

var errPack = errors.New("a pack of counts of networks cannot be read; `bangui store recount` has them made anew")

// unpack calls add with every count of an origin, or of all if it is empty.
func unpack(packed []byte, origin ban.Origin, add func(asn uint32, n int64)) error {
	r := packReader{rest: packed}
	if r.number() != packForm {
		return errPack
	}
	for parts := r.number(); parts > 0 && !r.broken; parts-- {
		name := ban.Origin(r.text(r.number()))
		wanted := origin == "" || origin == name
		asn := uint32(0)
		for n := r.number(); n > 0 && !r.broken; n-- {
			asn += uint32(r.number()) //nolint:gosec // it was made of one
			if bans := r.signed(); wanted && !r.broken {
				add(asn, bans)
			}
		}
	}
	if r.broken || len(r.rest) > 0 {
		return errPack
	}
	return nil
}

// packReader reads one thing after the other; broken is true once something was not there.
type packReader struct {
	rest   []byte
	broken bool
}

func (r *packReader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	return took(r, v, n)
}

func (r *packReader) signed() int64 {
	v, n := binary.Varint(r.rest)
	return took(r, v, n)
}

func took[T uint64 | int64](r *packReader, v T, n int) T {
	if n <= 0 {
		r.broken, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *packReader) text(length uint64) string {
	if length > uint64(len(r.rest)) {
		r.broken, r.rest = true, nil
		return ""
	}
	text := string(r.rest[:length])
	r.rest = r.rest[length:]
	return text
}
