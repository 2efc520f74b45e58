package prefixset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"bangui/internal/fault"
)

// mark6 is added to the number of bits of a network of IPv6 where it is written in one byte.
const mark6 = 64

// AppendBinary appends the packed form of the set and returns the longer slice. The form has no head: for each network, in the order of [Set.All], one
// byte with the number of its bits, to which 64 are added for IPv6, and as many bytes of its address as these bits need. So the forms of two slices of a
// set, one behind the other, are the form of both, and a set has one form only. The error is always nil: the method is an [encoding.BinaryAppender].
func (s Set) AppendBinary(b []byte) ([]byte, error) {
	for _, n := range s.four {
		b = n.append(b)
	}
	for _, n := range s.six {
		b = n.append(b)
	}
	return b, nil
}

// Digest is the SHA-256 of the packed form, in lower-case hexadecimal digits: sets are equal if their digests are.
func (s Set) Digest() string {
	const atOnce = 32 << 10
	hash := sha256.New()
	buffer := make([]byte, 0, atOnce+1+bits6/8)
	flush := func(least int) {
		if len(buffer) >= least {
			hash.Write(buffer)
			buffer = buffer[:0]
		}
	}
	for _, n := range s.four {
		buffer = n.append(buffer)
		flush(atOnce)
	}
	for _, n := range s.six {
		buffer = n.append(buffer)
		flush(atOnce)
	}
	flush(0)
	return hex.EncodeToString(hash.Sum(nil))
}

// Decode reads the form that [Set.AppendBinary] writes. What is not exactly that is refused with fault.Invalid: networks out of order, one that
// lies in another one, bits behind a network's own. A set of more than maxEntries networks is refused with fault.TooLarge. The memory that
// is taken is that of the set, and nothing of b is kept.
func Decode(b []byte, maxEntries int) (Set, error) {
	fours, sixes, err := measure(b, maxEntries)
	if err != nil {
		return Set{}, err
	}
	set, ok := Set{four: make([]net4, 0, fours), six: make([]net6, 0, sixes)}, true
	for ok && len(b) > 0 {
		size := 1 + addressBytes(b[0])
		if b[0] < mark6 {
			set.four, ok = appendNext(set.four, decode4(b[0], b[1:size]))
			ok = ok && len(set.six) == 0
		} else {
			n := decode6(b[0]-mark6, b[1:size])
			set.six, ok = appendNext(set.six, n)
			ok = ok && !mapped().covers(n)
		}
		b = b[size:]
	}
	if !ok {
		return Set{}, errDamaged()
	}
	return set, nil
}

// appendNext appends a network, and says whether the networks are still sorted, disjoint and without bits behind their own.
func appendNext[N network[N]](networks []N, n N) ([]N, bool) {
	ok := n.covers(n)
	if len(networks) > 0 {
		last := networks[len(networks)-1]
		ok = ok && last.compare(n) < 0 && !last.covers(n)
	}
	return append(networks, n), ok
}

func errDamaged() error {
	return fault.Invalid.Errorf("the packed form of a set of networks is damaged")
}

// measure counts the networks of a packed form, and makes sure that each is there to its last byte.
func measure(b []byte, maxEntries int) (fours, sixes int, err error) {
	for len(b) > 0 {
		four, six := b[0] <= bits4, b[0] >= mark6 && b[0] <= mark6+bits6
		size := 1 + addressBytes(b[0])
		if !four && !six || size > len(b) {
			return 0, 0, errDamaged()
		}
		if four {
			fours++
		} else {
			sixes++
		}
		if fours+sixes > maxEntries {
			return 0, 0, fault.TooLarge.Errorf("a set of networks has more than %d of them", maxEntries)
		}
		b = b[size:]
	}
	return fours, sixes, nil
}

// addressBytes is how many bytes of an address follow a first byte.
func addressBytes(first byte) int {
	if first >= mark6 {
		first -= mark6
	}
	return (int(first) + 7) / 8
}

func (n net4) append(b []byte) []byte {
	var address [bits4 / 8]byte
	binary.BigEndian.PutUint32(address[:], n.addr)
	b = append(b, n.bits)
	return append(b, address[:addressBytes(n.bits)]...)
}

func (n net6) append(b []byte) []byte {
	var address [bits6 / 8]byte
	binary.BigEndian.PutUint64(address[:8], n.high)
	binary.BigEndian.PutUint64(address[8:], n.low)
	b = append(b, mark6+n.bits)
	return append(b, address[:addressBytes(mark6+n.bits)]...)
}

func decode4(bits byte, b []byte) net4 {
	var address [bits4 / 8]byte
	copy(address[:], b)
	return net4{binary.BigEndian.Uint32(address[:]), bits}
}

func decode6(bits byte, b []byte) net6 {
	var address [bits6 / 8]byte
	copy(address[:], b)
	return net6{binary.BigEndian.Uint64(address[:8]), binary.BigEndian.Uint64(address[8:]), bits}
}
