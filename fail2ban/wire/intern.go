package wire

import "hash/maphash"

// interner remembers recent short strings, so that a word or address that is read again and again is allocated once.
// It is a table of fixed size: a newer string takes the place of an older one.
type interner struct {
	seed  maphash.Seed
	slots []Value
}

const (
	internSlots    = 4096
	internMaxBytes = 64
)

func newInterner() interner {
	return interner{seed: maphash.MakeSeed(), slots: make([]Value, internSlots)}
}

func (t *interner) value(data []byte) Value {
	if len(data) > internMaxBytes {
		return string(data)
	}
	slot := &t.slots[maphash.Bytes(t.seed, data)%internSlots]
	if known, ok := (*slot).(string); ok && known == string(data) {
		return *slot
	}
	*slot = string(data)
	return *slot
}
