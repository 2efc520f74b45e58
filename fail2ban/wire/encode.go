package wire

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// AppendMessage appends value as a pickle of protocol 2, which every fail2ban reads, and the end mark. Besides the types of
// [Value] that a request needs (nil, bool, int64, string, List, Tuple, Dict) it takes int, []string and []Value. Fails if
// value has anything else in it, an integer that needs more than 64 bits, text that is no UTF-8, or text with [EndMark] in it: the
// server would cut the message there.
func AppendMessage(dst []byte, value Value) ([]byte, error) {
	e := encoder{buf: append(dst, opProto, 2)}
	e.value(value, 0)
	if e.err != nil {
		return dst, e.err
	}
	return append(append(e.buf, opStop), EndMark...), nil
}

type encoder struct {
	buf []byte
	err error
}

func (e *encoder) value(v Value, depth int) {
	if depth > 32 {
		e.err = fmt.Errorf("value is nested too deeply to be sent")
		return
	}
	switch v := v.(type) {
	case nil:
		e.buf = append(e.buf, opNone)
	case bool:
		e.bool(v)
	case int:
		e.int(int64(v))
	case int64:
		e.int(v)
	case string:
		e.text(v)
	case []string:
		e.strings(v)
	case []Value:
		e.list(v, depth)
	case List:
		e.list(v, depth)
	case Tuple:
		e.tuple(v, depth)
	case Dict:
		e.dict(v, depth)
	default:
		e.err = fmt.Errorf("value of type %T cannot be sent", v)
	}
}

func (e *encoder) bool(v bool) {
	if v {
		e.buf = append(e.buf, opTrue)
		return
	}
	e.buf = append(e.buf, opFalse)
}

func (e *encoder) int(v int64) {
	switch {
	case v >= 0 && v <= math.MaxUint8:
		e.buf = append(e.buf, opBinInt1, byte(v))
	case v >= math.MinInt32 && v <= math.MaxInt32:
		e.buf = binary.LittleEndian.AppendUint32(append(e.buf, opBinInt), uint32(v))
	default:
		e.buf = binary.LittleEndian.AppendUint64(append(e.buf, opLong1, 8), uint64(v))
	}
}

func (e *encoder) text(v string) {
	switch {
	case strings.Contains(v, EndMark):
		e.err = fmt.Errorf("text contains %s and cannot be sent", EndMark)
	case !utf8.ValidString(v):
		e.err = fmt.Errorf("text is not UTF-8 and cannot be sent")
	case uint64(len(v)) > math.MaxUint32:
		e.err = fmt.Errorf("text is too long to be sent")
	}
	e.buf = binary.LittleEndian.AppendUint32(append(e.buf, opBinUnicode), uint32(len(v)))
	e.buf = append(e.buf, v...)
}

func (e *encoder) strings(v []string) {
	e.buf = append(e.buf, opEmptyList, opMark)
	for _, text := range v {
		e.text(text)
	}
	e.buf = append(e.buf, opAppends)
}

func (e *encoder) list(v []Value, depth int) {
	e.buf = append(e.buf, opEmptyList, opMark)
	for _, value := range v {
		e.value(value, depth+1)
	}
	e.buf = append(e.buf, opAppends)
}

func (e *encoder) tuple(v Tuple, depth int) {
	e.buf = append(e.buf, opMark)
	for _, value := range v {
		e.value(value, depth+1)
	}
	e.buf = append(e.buf, opTuple)
}

func (e *encoder) dict(v Dict, depth int) {
	e.buf = append(e.buf, opEmptyDict, opMark)
	for _, pair := range v {
		e.value(pair.Key, depth+1)
		e.value(pair.Value, depth+1)
	}
	e.buf = append(e.buf, opSetItems)
}
