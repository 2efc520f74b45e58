package fail2bantest

import (
	"encoding/binary"
	"fmt"
	"math"

	"bangui/fail2ban/wire"
)

// address is an address object: Python pickles it as builtins.str with its text.
type address string

// pickle writes v as Python 3.8 and newer do: protocol 5, one frame, everything memoized. Fakes of wrong values are programming
// errors and panic.
func pickle(v any) []byte {
	p := pickler{memo: make(map[any]int)}
	p.value(v)
	p.buf = append(p.buf, '.')
	head := binary.LittleEndian.AppendUint64([]byte{0x80, 5, 0x95}, uint64(len(p.buf)))
	return append(append(head, p.buf...), wire.EndMark...)
}

type pickler struct {
	buf []byte
	// memo has the places of texts and classes, next is the next place.
	memo map[any]int
	next int
}

func (p *pickler) value(v any) {
	switch v := v.(type) {
	case nil:
		p.op('N')
	case bool:
		p.bool(v)
	case int:
		p.int(int64(v))
	case int64:
		p.int(v)
	case float64:
		p.buf = binary.BigEndian.AppendUint64(append(p.buf, 'G'), math.Float64bits(v))
	case string:
		p.text(v)
	case address:
		p.object(wire.Class{Module: "builtins", Name: "str"}, wire.Tuple{string(v)})
	case *wire.Object:
		p.object(v.Class, v.Args)
		p.state(v.State)
	default:
		p.container(v)
	}
}

func (p *pickler) container(v any) {
	switch v := v.(type) {
	case []string:
		p.list(anys(v))
	case []any:
		p.list(v)
	case wire.List:
		p.list(v)
	case wire.Tuple:
		p.tuple(v)
	case wire.Dict:
		p.dict(v)
	default:
		panic(fmt.Sprintf("fail2bantest: cannot pickle %T", v))
	}
}

func anys[T any](values []T) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
	}
	return list
}

func (p *pickler) op(bytes ...byte) { p.buf = append(p.buf, bytes...) }

func (p *pickler) memoize() {
	p.op(0x94)
	p.next++
}

// recall writes a reference to what is in the memo already.
func (p *pickler) recall(key any) bool {
	at, ok := p.memo[key]
	switch {
	case !ok:
		p.memo[key] = p.next
	case at < 256:
		p.op('h', byte(at))
	default:
		p.buf = binary.LittleEndian.AppendUint32(append(p.buf, 'j'), uint32(at))
	}
	return ok
}

func (p *pickler) bool(v bool) {
	if v {
		p.op(0x88)
		return
	}
	p.op(0x89)
}

func (p *pickler) int(v int64) {
	switch {
	case v >= 0 && v < 1<<8:
		p.op('K', byte(v))
	case v >= 0 && v < 1<<16:
		p.op('M', byte(v), byte(v>>8))
	case v >= math.MinInt32 && v <= math.MaxInt32:
		p.buf = binary.LittleEndian.AppendUint32(append(p.buf, 'J'), uint32(v))
	default:
		p.buf = binary.LittleEndian.AppendUint64(append(p.buf, 0x8a, 8), uint64(v))
	}
}

func (p *pickler) text(v string) {
	if p.recall(v) {
		return
	}
	if len(v) < 256 {
		p.op(0x8c, byte(len(v)))
	} else {
		p.buf = binary.LittleEndian.AppendUint32(append(p.buf, 'X'), uint32(len(v)))
	}
	p.buf = append(p.buf, v...)
	p.memoize()
}

func (p *pickler) object(class wire.Class, args wire.Tuple) {
	if _, ok := p.memo[class]; ok {
		p.recall(class)
	} else {
		p.text(class.Module)
		p.text(class.Name)
		p.op(0x93)
		p.memo[class] = p.next
		p.memoize()
	}
	p.tuple(args)
	p.op('R')
	p.memoize()
}

func (p *pickler) state(v any) {
	if v != nil {
		p.value(v)
		p.op('b')
	}
}

// list writes values in batches of 1000, a single one without a mark.
func (p *pickler) list(values []any) {
	p.op(']')
	p.memoize()
	for len(values) > 0 {
		n := min(1000, len(values))
		p.values('e', 'a', values[:n])
		values = values[n:]
	}
}

func (p *pickler) values(many, one byte, values []any) {
	if len(values) == 1 {
		p.value(values[0])
		p.op(one)
		return
	}
	p.op('(')
	for _, value := range values {
		p.value(value)
	}
	p.op(many)
}

func (p *pickler) tuple(values []any) {
	if len(values) == 0 {
		p.op(')')
		return
	}
	if len(values) > 3 {
		p.op('(')
	}
	for _, value := range values {
		p.value(value)
	}
	if len(values) > 3 {
		p.op('t')
	} else {
		p.op(0x84 + byte(len(values)))
	}
	p.memoize()
}

func (p *pickler) dict(pairs wire.Dict) {
	p.op('}')
	p.memoize()
	if len(pairs) == 0 {
		return
	}
	if len(pairs) > 1 {
		p.op('(')
	}
	for _, pair := range pairs {
		p.value(pair.Key)
		p.value(pair.Value)
	}
	if len(pairs) > 1 {
		p.op('u')
	} else {
		p.op('s')
	}
}
