package wire_test

import (
	"encoding/hex"
	"errors"
	"io"
	"math"
	"math/big"
	"strings"
	"testing"
	"testing/iotest"

	"bangui/fail2ban/wire"

	"github.com/google/go-cmp/cmp"
)

// bytesOf turns a dump into bytes: pairs of hexadecimal digits, and texts in quotes.
func bytesOf(t testing.TB, dump string) string {
	t.Helper()
	var b strings.Builder
	for i, part := range strings.Split(dump, `"`) {
		if i%2 == 1 {
			b.WriteString(part)
			continue
		}
		data, err := hex.DecodeString(strings.Join(strings.Fields(part), ""))
		if err != nil {
			t.Fatal(err)
		}
		b.Write(data)
	}
	return b.String()
}

func decode(message string, limits wire.Limits) (wire.Value, error) {
	return wire.NewDecoder(strings.NewReader(message), limits).Decode()
}

const frame = "80 05 95 00 00 00 00 00 00 00 00 "

// statusDump is the answer to status ssh by 1.0.2 on Python 3.11, with one ban.
const statusDump = frame + `4b 00 5d 94 28 8c 06 "Filter" 94 5d 94 28
	8c 10 "Currently failed" 94 4b 00 86 94
	8c 0c "Total failed" 94 4b 03 86 94
	8c 09 "File list" 94 5d 94 8c 11 "/var/log/auth.log" 94 61 86 94 65 86 94
	8c 07 "Actions" 94 5d 94 28
	8c 10 "Currently banned" 94 4b 01 86 94
	8c 0c "Total banned" 94 4b 01 86 94
	8c 0e "Banned IP list" 94 5d 94
	8c 08 "builtins" 94 8c 03 "str" 94 93 94 8c 0b "203.0.113.7" 94 85 94 52 94 61
	86 94 65 86 94 65 86 94 2e`

// statusValue is what statusDump says.
func statusValue() wire.Value {
	return wire.Tuple{int64(0), wire.List{
		wire.Tuple{"Filter", wire.List{
			wire.Tuple{"Currently failed", int64(0)},
			wire.Tuple{"Total failed", int64(3)},
			wire.Tuple{"File list", wire.List{"/var/log/auth.log"}},
		}},
		wire.Tuple{"Actions", wire.List{
			wire.Tuple{"Currently banned", int64(1)},
			wire.Tuple{"Total banned", int64(1)},
			wire.Tuple{"Banned IP list", wire.List{"203.0.113.7"}},
		}},
	}}
}

func object(module, name string, state wire.Value, args ...wire.Value) *wire.Object {
	return &wire.Object{Class: wire.Class{Module: module, Name: name}, Args: append(wire.Tuple{}, args...), State: state}
}

func TestDecode(t *testing.T) {
	huge := new(big.Int).Lsh(big.NewInt(1), 70)
	long := strings.Repeat("x", 300)
	for _, test := range []struct {
		name, dump string
		want       wire.Value
	}{
		{"ping", `80 05 95 0c 00 00 00 00 00 00 00 4b 00 8c 04 "pong" 94 86 94 2e`, wire.Tuple{int64(0), "pong"}},
		{"ping by Python 3.6", `80 04 95 0c 00 00 00 00 00 00 00 4b 00 8c 04 "pong" 94 86 94 2e`, wire.Tuple{int64(0), "pong"}},
		{"protocol 2 with memo", `80 02 5d 71 00 58 04 00 00 00 "ping" 71 01 61 2e`, wire.List{"ping"}},
		{"Python 2 numbers the memo from 1", `80 02 4b 00 58 01 00 00 00 "x" 71 01 86 71 02 2e`, wire.Tuple{int64(0), "x"}},
		{"protocol 3", `80 03 4b 00 4e 86 2e`, wire.Tuple{int64(0), nil}},
		{"status", statusDump, statusValue()},
		{"unknown jail", frame + `4b 01 8c 13 "fail2ban.exceptions" 94 8c 14 "UnknownJailException" 94 93 94
			8c 06 "nojail" 94 85 94 52 94 86 94 2e`,
			wire.Tuple{int64(1), object("fail2ban.exceptions", "UnknownJailException", nil, "nojail")}},
		{"exception with state", frame + `4b 01 8c 08 "builtins" 94 8c 0e "AttributeError" 94 93 94
			8c 01 "m" 94 85 94 52 94 7d 94 28 8c 04 "name" 94 8c 01 "x" 94 8c 03 "obj" 94 4e 75 62 86 94 2e`,
			wire.Tuple{int64(1), object("builtins", "AttributeError", wire.Dict{{Key: "name", Value: "x"}, {Key: "obj"}}, "m")}},
		{"exception by Python 2", `80 02 4b 01 63 "exceptions" 0a "IndexError" 0a 71 01 58 01 00 00 00 "m" 85 52 71 02 86 2e`,
			wire.Tuple{int64(1), object("exceptions", "IndexError", nil, "m")}},
		{"NEWOBJ", `80 02 63 "a" 0a "B" 0a 29 81 2e`, object("a", "B", nil)},
		{"address by Python 2", `80 02 63 "__builtin__" 0a "unicode" 0a 58 07 00 00 00 "1.2.3.4" 85 52 2e`, "1.2.3.4"},
		{"address class from the memo", frame + `5d 94 28 8c 08 "builtins" 94 8c 03 "str" 94 93 94 8c 01 "a" 94 85 94 52 94
			68 03 8c 01 "b" 94 85 94 52 94 65 2e`, wire.List{"a", "b"}},
		{"file of addresses", frame + `8c 15 "fail2ban.server.ipdns" 94 8c 0d "FileIPAddrSet" 94 93 94 5d 94 85 94 52 94
			7d 94 8c 08 "fileName" 94 8c 04 "/a/b" 94 73 62 2e`,
			object("fail2ban.server.ipdns", "FileIPAddrSet", wire.Dict{{Key: "fileName", Value: "/a/b"}}, wire.List(nil))},
		{"error text", frame + `8c 0b "ERROR: oops" 94 2e`, "ERROR: oops"},
		{"shutdown", frame + `5d 94 8c 08 "SHUTDOWN" 94 61 2e`, wire.List{"SHUTDOWN"}},
		{"integers", frame + `28 4b ff 4d ff ff 4a ff ff ff ff 4a 00 00 01 00 74 2e`,
			wire.Tuple{int64(255), int64(65535), int64(-1), int64(65536)}},
		{"big integers", frame + `28 8a 00 8a 01 ff 8a 05 00 00 00 00 01 8a 09 00 00 00 00 00 00 00 00 40 74 2e`,
			wire.Tuple{int64(0), int64(-1), int64(1 << 32), huge}},
		{"floats", frame + `47 40 29 00 00 00 00 00 00 2e`, 12.5},
		{"constants", frame + `4e 88 89 87 94 2e`, wire.Tuple{nil, true, false}},
		{"empty ones", frame + `28 29 5d 94 7d 94 8f 94 28 91 94 74 94 2e`,
			wire.Tuple{wire.Tuple{}, wire.List(nil), wire.Dict(nil), wire.Set(nil), wire.Set{}}},
		{"sets", frame + `8f 94 28 4b 01 4b 02 90 28 4b 03 91 94 86 2e`,
			wire.Tuple{wire.Set{int64(1), int64(2)}, wire.Set{int64(3)}}},
		{"dict", frame + `7d 94 8c 01 "a" 94 4b 01 73 2e`, wire.Dict{{Key: "a", Value: int64(1)}}},
		{"bytes", frame + `43 02 ff 00 42 01 00 00 00 41 86 2e`, wire.Tuple{[]byte{0xff, 0}, []byte("A")}},
		{"long text", frame + `58 2c 01 00 00 "` + long + `" 94 2e`, long},
		{"text with 8 bytes of length", frame + `8d 01 00 00 00 00 00 00 00 "x" 94 2e`, "x"},
		{"long references", frame + `8c 01 "x" 72 00 00 00 00 6a 00 00 00 00 86 2e`, wire.Tuple{"x", "x"}},
		{"list twice", frame + `5d 94 4b 01 61 68 00 86 2e`, wire.Tuple{wire.List{int64(1)}, wire.List{int64(1)}}},
		{"lone surrogates", frame + `8c 08 61 ed b2 80 ed b3 bf 62 94 2e`, "a\ufffd\ufffdb"},
		{"no UTF-8", frame + `8c 03 61 ff 62 94 2e`, "a\ufffdb"},
		{"not a number", frame + `47 7f f0 00 00 00 00 00 00 2e`, math.Inf(1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			message := bytesOf(t, test.dump) + wire.EndMark
			for name, reader := range map[string]io.Reader{
				"whole":        strings.NewReader(message),
				"byte by byte": iotest.OneByteReader(strings.NewReader(message)),
			} {
				got, err := wire.NewDecoder(reader, wire.Limits{}).Decode()
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				bigs := cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 })
				if diff := cmp.Diff(test.want, got, bigs); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

func TestDecodeTwo(t *testing.T) {
	d := wire.NewDecoder(strings.NewReader("\x80\x02N."+wire.EndMark+"\x80\x02K\x07."+wire.EndMark), wire.Limits{})
	for _, want := range []wire.Value{nil, int64(7)} {
		if got, err := d.Decode(); err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	if _, err := d.Decode(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

// TestTruncated cuts an answer at every place.
func TestTruncated(t *testing.T) {
	message := bytesOf(t, statusDump) + wire.EndMark
	for n := 1; n < len(message); n++ {
		if got, err := decode(message[:n], wire.Limits{}); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("first %d of %d bytes: %v, %v, want io.ErrUnexpectedEOF", n, len(message), got, err)
		}
	}
}

func TestHostile(t *testing.T) {
	deep := strings.Repeat("]\x94", 100) + strings.Repeat("a", 99)
	doubling := "]\x94K\x01a" // each list holds the one before twice: 2^60 values in 400 bytes
	for i := range 60 {
		doubling += "]\x94(h" + string(rune(i)) + "h" + string(rune(i)) + "e"
	}
	doublingTuples := "K\x01\x94"
	for i := range 60 {
		doublingTuples += "h" + string(rune(i)) + "\x86\x94"
	}
	for name, body := range map[string]string{
		"nothing on the stack":  "",
		"two values left":       "NN",
		"mark left":             "N(",
		"opcode INST":           "(ios\nsystem\n",
		"opcode OBJ":            "(o",
		"opcode INT":            "I1\n",
		"opcode POP":            "N0N",
		"opcode EXT1":           "\x82\x01",
		"opcode PERSID":         "Px\n",
		"opcode NEWOBJ_EX":      "cos\nx\n)}\x92",
		"newer protocol":        "\x80\x06N",
		"tuple of too few":      "N\x86",
		"tuple reaches mark":    "N(N\x86t",
		"tuple without mark":    "Nt",
		"append to nothing":     "Na",
		"append to tuple":       ")Na",
		"append to text":        "\x8c\x01xNa",
		"append to dict":        "}Na",
		"add to list":           "](N\x90",
		"setitem on list":       "]NNs",
		"odd setitems":          "}(NNNu",
		"list as key":           "}]Ns",
		"object as key":         "}cos\nx\n)RNs",
		"memo index missing":    "h\x00",
		"memo index far":        "Nr\xff\xff\xff\xff",
		"memoize nothing":       "\x94",
		"call of text":          "\x8c\x01x)R",
		"call without tuple":    "cos\nsystem\nNR",
		"class of number":       "K\x01K\x02\x93",
		"class name too long":   "c" + strings.Repeat("x", 1000) + "\nx\n",
		"text object of number": "cbuiltins\nstr\nK\x01\x85R",
		"text object of two":    "cbuiltins\nstr\nNN\x86R",
		"state of text":         "\x8c\x01xNb",
		"state of list":         "]Nb",
		"state twice":           "cos\nx\n)R}b}b",
		"list in itself":        "]\x94h\x00a",
		"list in itself deeper": "]\x94(h\x00]h\x00ae",
		"dict in itself":        "}\x94K\x01h\x00s",
		"object in itself":      "cos\nx\n)R\x94h\x00b",
		"list changes later":    "]\x94h\x00N\x86h\x00Na",
		"too deep":              deep,
		"marks too deep":        strings.Repeat("(", 1000),
		"doubling lists":        doubling,
		"doubling tuples":       doublingTuples,
		"false length":          "X\xff\xff\xff\xff",
		"false long length":     "\x8d\xff\xff\xff\xff\xff\xff\xff\xff",
		"many items":            strings.Repeat("N", 20000),
		"many memos":            "N" + strings.Repeat("\x94", 20000),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := decode("\x80\x05"+body+"."+wire.EndMark, wire.Limits{Items: 10000})
			if _, ok := errors.AsType[*wire.SyntaxError](err); !ok {
				t.Errorf("got %v, %v, want a *SyntaxError", got, err)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	text := "\x80\x05\x8c\x0a0123456789." + wire.EndMark
	for name, test := range map[string]struct {
		message string
		limits  wire.Limits
		ok      bool
	}{
		"all within":          {text, wire.Limits{Bytes: 15, StringBytes: 10, Items: 1, Depth: 1}, true},
		"too many bytes":      {text, wire.Limits{Bytes: 14}, false},
		"too long a text":     {text, wire.Limits{StringBytes: 9}, false},
		"list within":         {"\x80\x05](NNe." + wire.EndMark, wire.Limits{Items: 3, Depth: 2}, true},
		"too many items":      {"\x80\x05](NNe." + wire.EndMark, wire.Limits{Items: 2}, false},
		"too deep":            {"\x80\x05](NNe." + wire.EndMark, wire.Limits{Depth: 1}, false},
		"text over long read": {"\x80\x05X\x00\x00\x01\x00" + strings.Repeat("y", 1<<16) + "." + wire.EndMark, wire.Limits{Bytes: 1 << 16}, false},
		"long text within":    {"\x80\x05X\x00\x00\x01\x00" + strings.Repeat("y", 1<<16) + "." + wire.EndMark, wire.Limits{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := decode(test.message, test.limits); (err == nil) != test.ok {
				t.Errorf("got %v, want success to be %t", err, test.ok)
			}
		})
	}
}

func TestAppendMessage(t *testing.T) {
	for _, test := range []struct {
		name  string
		value wire.Value
		dump  string
	}{
		{"words", []string{"ping"}, `80 02 5d 28 58 04 00 00 00 "ping" 65 2e`},
		{"same words as values", []wire.Value{"ping"}, `80 02 5d 28 58 04 00 00 00 "ping" 65 2e`},
		{"constants", wire.List{nil, true, false}, `80 02 5d 28 4e 88 89 65 2e`},
		{"integers", wire.Tuple{7, int64(-1), 70000, int64(1) << 40}, `80 02 28 4b 07 4a ff ff ff ff 4a 70 11 01 00
			8a 08 00 00 00 00 00 01 00 00 74 2e`},
		{"nested", wire.List{"a", []string{"b"}}, `80 02 5d 28 58 01 00 00 00 "a" 5d 28 58 01 00 00 00 "b" 65 65 2e`},
		{"dict", wire.Dict{{Key: "s", Value: 0}}, `80 02 7d 28 58 01 00 00 00 "s" 4b 00 75 2e`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := wire.AppendMessage([]byte("before "), test.value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("before "+bytesOf(t, test.dump)+wire.EndMark, string(got)); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAppendMessageRefuses(t *testing.T) {
	var deep wire.Value
	for range 100 {
		deep = wire.List{deep}
	}
	for name, value := range map[string]wire.Value{
		"end mark":      []string{"set", "x" + wire.EndMark + "y"},
		"no UTF-8":      "\xff",
		"bytes":         []byte("x"),
		"float":         1.5,
		"object":        &wire.Object{},
		"inside a list": wire.List{"ok", wire.List{struct{}{}}},
		"in a dict key": wire.Dict{{Key: wire.EndMark}},
		"too deep":      deep,
	} {
		t.Run(name, func(t *testing.T) {
			before := []byte("before")
			if got, err := wire.AppendMessage(before, value); err == nil || string(got) != "before" {
				t.Errorf("got %q, %v, want an error and nothing appended", got, err)
			}
		})
	}
}

func TestDictGet(t *testing.T) {
	d := wire.Dict{{Key: int64(1), Value: "one"}, {Key: "a", Value: int64(2)}}
	if v, ok := d.Get("a"); !ok || v != wire.Value(int64(2)) {
		t.Errorf("a is %v, %t", v, ok)
	}
	if v, ok := d.Get("b"); ok || v != nil {
		t.Errorf("b is %v, %t", v, ok)
	}
}
