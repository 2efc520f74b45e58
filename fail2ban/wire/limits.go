package wire

import "math"

// Limits bound what one message may cost. A zero field means the default.
type Limits struct {
	// Bytes is the length of the message without its end mark; default 256 MiB.
	Bytes int64
	// Items is the number of values, each counted as often as the message refers to it; default 8,000,000.
	Items int
	// Depth is how deep values may be nested; default 64.
	Depth int
	// StringBytes is the length of one string or number; default 64 MiB.
	StringBytes int
}

func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 256 << 20
	}
	if l.Items == 0 {
		l.Items = 8_000_000
	}
	l.Items = min(l.Items, math.MaxInt32)
	if l.Depth == 0 {
		l.Depth = 64
	}
	if l.StringBytes == 0 {
		l.StringBytes = 64 << 20
	}
	return l
}
