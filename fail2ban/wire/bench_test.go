package wire_test

import (
	"bytes"
	"fmt"
	"testing"

	"bangui/fail2ban/wire"
)

// bannedReply is the answer to banned with n addresses in one jail, as Python's pickler writes it.
func bannedReply(n int) []byte {
	buf := []byte("\x80\x05K\x00]\x94}\x94\x8c\x04sshd\x94]\x94")
	for i := range n {
		if i%1000 == 0 {
			buf = append(buf, '(')
		}
		if i == 0 {
			buf = append(buf, "\x8c\x08builtins\x94\x8c\x03str\x94\x93\x94"...)
		} else {
			buf = append(buf, 'h', 6)
		}
		text := fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255)
		buf = append(append(buf, 0x8c, byte(len(text))), text...)
		buf = append(buf, "\x94\x85\x94R\x94"...)
		if i%1000 == 999 || i == n-1 {
			buf = append(buf, 'e')
		}
	}
	return append(append(buf, "sa\x86\x94."...), wire.EndMark...)
}

func TestDecodeManyBanned(t *testing.T) {
	got, err := wire.NewDecoder(bytes.NewReader(bannedReply(100_000)), wire.Limits{}).Decode()
	if err != nil {
		t.Fatal(err)
	}
	jail, _ := got.(wire.Tuple)[1].(wire.List)[0].(wire.Dict).Get("sshd")
	ids := jail.(wire.List)
	if len(ids) != 100_000 || ids[0] != wire.Value("10.0.0.0") || ids[99_999] != wire.Value("10.1.134.159") {
		t.Errorf("got %d addresses from %v to %v", len(ids), ids[0], ids[len(ids)-1])
	}
}

func BenchmarkDecodeBanned(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			reply := bannedReply(n)
			reader := bytes.NewReader(reply)
			decoder := wire.NewDecoder(reader, wire.Limits{})
			b.SetBytes(int64(len(reply)))
			b.ReportAllocs()
			for b.Loop() {
				reader.Reset(reply)
				if _, err := decoder.Decode(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendMessage(b *testing.B) {
	var buf []byte
	for b.Loop() {
		buf, _ = wire.AppendMessage(buf[:0], []string{"get", "sshd", "maxretry"})
	}
}
