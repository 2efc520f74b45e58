package wire_test

import (
	"strings"
	"testing"

	"bangui/fail2ban/wire"

	"github.com/google/go-cmp/cmp"
)

// TestAppendMessage checks the bytes of a request, opcode by opcode.
func TestAppendMessage(t *testing.T) {
	got, err := wire.AppendMessage(nil, []string{"ping"})
	if err != nil {
		t.Fatal(err)
	}
	want := "\x80\x02](X\x04\x00\x00\x00pinge." + wire.EndMark
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("request ping (-want +got):\n%s", diff)
	}
}

func TestPong(t *testing.T) {
	reply := "\x80\x05\x95\x0c\x00\x00\x00\x00\x00\x00\x00K\x00\x8c\x04pong\x94\x86\x94." + wire.EndMark
	got, err := wire.NewDecoder(strings.NewReader(reply), wire.Limits{}).Decode()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wire.Value(wire.Tuple{int64(0), "pong"}), got); diff != "" {
		t.Errorf("reply to ping (-want +got):\n%s", diff)
	}
}
