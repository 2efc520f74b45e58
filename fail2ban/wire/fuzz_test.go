package wire_test

import (
	"strings"
	"testing"

	"bangui/fail2ban/wire"

	"github.com/google/go-cmp/cmp"
)

// FuzzDecode holds the decoder to its promise for any bytes: an error or a value within the limits, never a panic.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(bytesOf(f, statusDump) + wire.EndMark))
	f.Add([]byte("\x80\x02]q\x00X\x04\x00\x00\x00pingq\x01a." + wire.EndMark))
	f.Add([]byte("\x80\x05cos\nsystem\n\x8c\x02id\x85R}b." + wire.EndMark))
	f.Add([]byte("\x80\x05\x8f\x94(K\x01\x90(K\x02\x91\x86." + wire.EndMark))
	limits := wire.Limits{Bytes: 1 << 16, Items: 1000, Depth: 10, StringBytes: 1 << 12}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := decode(string(data), limits)
		if err != nil {
			return
		}
		if size, depth := measure(got); size > limits.Items || depth > limits.Depth {
			t.Errorf("value has %d items in %d levels, over the limits", size, depth)
		}
	})
}

func measure(v wire.Value) (size, depth int) {
	var inner []wire.Value
	switch v := v.(type) {
	case wire.List:
		inner = v
	case wire.Tuple:
		inner = v
	case wire.Set:
		inner = v
	case wire.Dict:
		for _, pair := range v {
			inner = append(inner, pair.Key, pair.Value)
		}
	case *wire.Object:
		inner = []wire.Value{v.Args, v.State}
		size-- // State may be absent
	}
	size, depth = size+1, 1
	for _, v := range inner {
		s, d := measure(v)
		size, depth = size+s, max(depth, d+1)
	}
	return size, depth
}

// FuzzRequestRoundTrip checks that what can be sent arrives unchanged.
func FuzzRequestRoundTrip(f *testing.F) {
	f.Add("set", "sshd", int64(600), true)
	f.Add("", "a\x00b", int64(-1), false)
	f.Add(wire.EndMark, "\xff", int64(1)<<62, true)
	f.Fuzz(func(t *testing.T, a, b string, n int64, flag bool) {
		value := wire.List{a, n, flag, nil, wire.List{b, wire.Tuple{b, wire.Dict{{Key: a, Value: n}}}}}
		message, err := wire.AppendMessage(nil, value)
		if err != nil {
			return
		}
		if at := strings.Index(string(message), wire.EndMark); at != len(message)-len(wire.EndMark) {
			t.Fatalf("end mark at %d of %d", at, len(message))
		}
		got, err := decode(string(message), wire.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wire.Value(value), got); diff != "" {
			t.Errorf("round trip (-sent +arrived):\n%s", diff)
		}
	})
}
