package wire

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
)

// step executes one opcode.
func (m *machine) step(op byte) error {
	switch op {
	case opProto:
		return m.proto()
	case opFrame:
		_, err := m.src.uint(8)
		return err
	case opMark:
		return m.mark()
	case opNone:
		return m.push(nil)
	case opTrue:
		return m.push(true)
	case opFalse:
		return m.push(false)
	case opBinInt1, opBinInt2, opBinInt, opLong1, opBinFloat:
		return m.number(op)
	case opShortBinUnicode, opBinUnicode, opBinUnicode8, opShortBinBytes, opBinBytes:
		return m.text(op)
	case opEmptyTuple, opTuple, opTuple1, opTuple2, opTuple3:
		return m.tuple(op)
	case opEmptyList, opEmptyDict, opEmptySet, opFrozenSet:
		return m.container(op)
	case opAppend, opAppends, opAddItems, opSetItem, opSetItems:
		return m.fill(op)
	case opMemoize, opBinPut, opLongBinPut, opBinGet, opLongBinGet:
		return m.remember(op)
	case opGlobal, opStackGlobal, opReduce, opNewObj, opBuild:
		return m.object(op)
	}
	return m.src.fail("opcode " + hex(op) + " is not allowed")
}

func (m *machine) mark() error {
	if len(m.marks) >= m.src.limits.Depth {
		return m.src.fail("nested too deeply")
	}
	m.marks = append(m.marks, len(m.stack))
	return nil
}

func hex(b byte) string {
	const digits = "0123456789abcdef"
	return "0x" + string([]byte{digits[b>>4], digits[b&15]})
}

func (m *machine) proto() error {
	version, err := m.src.byte()
	if err == nil && version > maxProto {
		return m.src.fail("pickle protocol is too new")
	}
	return err
}

func (m *machine) number(op byte) error {
	switch op {
	case opBinInt1:
		n, err := m.src.uint(1)
		return m.pushOr(int64(n), err)
	case opBinInt2:
		n, err := m.src.uint(2)
		return m.pushOr(int64(n), err)
	case opBinInt:
		n, err := m.src.uint(4)
		return m.pushOr(int64(int32(n)), err)
	case opBinFloat:
		return m.float()
	default:
		return m.long()
	}
}

func (m *machine) pushOr(value Value, err error) error {
	if err != nil {
		return err
	}
	return m.push(value)
}

func (m *machine) float() error {
	data, err := m.src.take(8)
	if err != nil {
		return err
	}
	return m.push(math.Float64frombits(binary.BigEndian.Uint64(data)))
}

// long reads a little-endian number in two's complement.
func (m *machine) long() error {
	length, err := m.src.uint(1)
	if err != nil {
		return err
	}
	data, err := m.src.take(length)
	if err != nil {
		return err
	}
	return m.push(longValue(slices.Clone(data)))
}

func longValue(data []byte) Value {
	negative := len(data) > 0 && data[len(data)-1]&0x80 != 0
	bits := uint(len(data)) * 8
	slices.Reverse(data)
	n := new(big.Int).SetBytes(data)
	if negative {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), bits))
	}
	if n.IsInt64() {
		return n.Int64()
	}
	return n
}

func (m *machine) text(op byte) error {
	length, err := m.src.uint(lengthWidth(op))
	if err != nil {
		return err
	}
	if op == opShortBinBytes || op == opBinBytes {
		data, err := m.src.take(length)
		return m.pushOr(slices.Clone(data), err)
	}
	value, err := m.src.text(length)
	return m.pushOr(value, err)
}

// lengthWidth is the number of bytes that the length of a string takes.
func lengthWidth(op byte) int {
	switch op {
	case opShortBinUnicode, opShortBinBytes:
		return 1
	case opBinUnicode8:
		return 8
	default:
		return 4
	}
}

func (m *machine) tuple(op byte) error {
	var items []item
	var err error
	switch op {
	case opTuple:
		items, err = m.popMark()
	case opTuple1, opTuple2, opTuple3:
		items, err = m.popN(int(op-opTuple1) + 1)
	}
	if err != nil {
		return err
	}
	values, cost, err := m.gather(items)
	if err != nil {
		return err
	}
	return m.pushItem(item{Tuple(values), cost})
}

// gather copies values out of the stack and adds up their cost.
func (m *machine) gather(items []item) ([]Value, cost, error) {
	sum := cost{1, 1}
	values := make([]Value, len(items))
	for i, it := range items {
		values[i] = it.value
		if err := m.grow(&sum, it); err != nil {
			return nil, sum, err
		}
	}
	return values, sum, nil
}

func (m *machine) container(op byte) error {
	switch op {
	case opEmptyList:
		return m.pushNode(List(nil))
	case opEmptyDict:
		return m.pushNode(Dict(nil))
	case opEmptySet:
		return m.pushNode(Set(nil))
	}
	items, err := m.popMark()
	if err != nil {
		return err
	}
	values, cost, err := m.gather(items)
	if err != nil {
		return err
	}
	return m.pushItem(item{Set(values), cost})
}

// fill moves values from the stack into the container below them.
func (m *machine) fill(op byte) error {
	items, err := m.filling(op)
	if err != nil {
		return err
	}
	n, err := m.top()
	if err != nil {
		return err
	}
	for _, it := range items {
		if err := m.grow(&n.cost, it); err != nil {
			return err
		}
	}
	return m.put(n, op, items)
}

func (m *machine) filling(op byte) ([]item, error) {
	switch op {
	case opAppend:
		return m.popN(1)
	case opSetItem:
		return m.popN(2)
	default:
		return m.popMark()
	}
}

func (m *machine) put(n *node, op byte, items []item) error {
	switch n.kind.(type) {
	case List, Set:
		_, isSet := n.kind.(Set)
		if isSet != (op == opAddItems) || op == opSetItem || op == opSetItems {
			break
		}
		n.list = slices.Grow(n.list, len(items))
		for _, it := range items {
			n.list = append(n.list, it.value)
		}
		return nil
	case Dict:
		if op != opSetItem && op != opSetItems || len(items)%2 != 0 {
			break
		}
		for i := 0; i < len(items); i += 2 {
			if !hashable(items[i].value) {
				return m.src.fail("key cannot be compared")
			}
			n.pairs = append(n.pairs, Pair{items[i].value, items[i+1].value})
		}
		return nil
	}
	return m.src.fail("container does not take this")
}

func hashable(v Value) bool {
	switch v.(type) {
	case nil, bool, int64, float64, string:
		return true
	}
	return false
}

func (m *machine) remember(op byte) error {
	switch op {
	case opMemoize:
		return m.memoize(uint64(m.memo.n))
	case opBinPut:
		return m.at(1, m.memoize)
	case opLongBinPut:
		return m.at(4, m.memoize)
	case opBinGet:
		return m.at(1, m.recall)
	default:
		return m.at(4, m.recall)
	}
}

func (m *machine) at(width int, do func(uint64) error) error {
	index, err := m.src.uint(width)
	if err != nil {
		return err
	}
	return do(index)
}

// memoize stores the uppermost value. Picklers number from 0, Python 2's C pickler from 1.
func (m *machine) memoize(index uint64) error {
	if len(m.stack) <= m.floor() {
		return m.src.fail("value is missing")
	}
	if index > uint64(m.memo.n)+1 || m.memo.n > m.src.limits.Items {
		return m.src.fail("memo index is out of order")
	}
	for uint64(m.memo.n) <= index {
		m.memo.add(item{})
	}
	*m.memo.at(int(index)) = m.stack[len(m.stack)-1]
	return nil
}

func (m *machine) recall(index uint64) error {
	if index >= uint64(m.memo.n) || m.memo.at(int(index)).size == 0 {
		return m.src.fail("memo has no such index")
	}
	return m.pushItem(m.seal(*m.memo.at(int(index))))
}
