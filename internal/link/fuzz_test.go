package link

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

func testSealer(t testing.TB, fill byte, now func() time.Time) *sealer {
	t.Helper()
	s, err := newSealer(bytes.Repeat([]byte{fill}, 32), now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedMessages(t *testing.T) {
	now := time.Now()
	clock := func(d time.Duration) func() time.Time { return func() time.Time { return now.Add(d) } }
	message := testSealer(t, 1, clock(0)).seal("a.b", kindRequest, []byte("text"))
	changed := bytes.Clone(message)
	changed[len(changed)-1] ^= 1
	tests := []struct {
		name    string
		with    *sealer
		subject string
		message []byte
		ok      bool
	}{
		{"as sent", testSealer(t, 1, clock(0)), "a.b", message, true},
		{"a clock that is a bit off", testSealer(t, 1, clock(-59*time.Second)), "a.b", message, true},
		{"another secret", testSealer(t, 2, clock(0)), "a.b", message, false},
		{"another subject", testSealer(t, 1, clock(0)), "a.c", message, false},
		{"changed", testSealer(t, 1, clock(0)), "a.b", changed, false},
		{"old", testSealer(t, 1, clock(61*time.Second)), "a.b", message, false},
		{"of the future", testSealer(t, 1, clock(-61*time.Second)), "a.b", message, false},
		{"short", testSealer(t, 1, clock(0)), "a.b", message[:20], false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k, text, err := test.with.open(test.subject, test.message)
			if (err == nil) != test.ok || test.ok && (k != kindRequest || string(text) != "text") {
				t.Errorf("open = %c, %q, %v", k, text, err)
			}
		})
	}
}

func TestOrdersAreDoneOnce(t *testing.T) {
	var o orders
	done := 0
	do := func() outcome { done++; return outcome{text: []byte("first")} }
	for range 3 {
		if got := o.once("one", do); string(got.text) != "first" {
			t.Errorf("got %q", got.text)
		}
	}
	if done != 1 {
		t.Errorf("done %d times, want once", done)
	}
	for i := range maxRemembered + 10 {
		o.once(token(string(rune(i))), do)
	}
	if len(o.all) > maxRemembered || o.old.Len() > maxRemembered {
		t.Errorf("%d remembered, want at most %d", len(o.all), maxRemembered)
	}
}

// FuzzForeignBytes gives everything that decodes what others sent any bytes at all.
func FuzzForeignBytes(f *testing.F) {
	now := func() time.Time { return time.Unix(1_700_000_000, 0) }
	sealer := testSealer(f, 1, now)
	f.Add(sealer.seal("s", kindEvent, []byte("{}")))
	f.Add([]byte(`{"id":"0123456789abcdef01234567","from":"0123456789abcdef01234567","verb":"ban","args":{"Jail":"x"}}`))
	f.Add([]byte(`{"kind":"invalid","message":"m","fields":[{"Location":"a"}],"retry_after":5}`))
	f.Add([]byte(`{"replica":"a","start":"b","n":3,"topic":"ban","data":{"ID":1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if k, payload, err := sealer.open("s", data); err == nil {
			decodeFrame(k, payload)
		}
		if fr, ok := decodeFrame(kindPart, data); ok && !bytes.Equal(fr.encode(), data) {
			t.Error("frame changed")
		}
		_ = decodeFailure(data)
		if r, err := decodeRequest(data); err == nil && (!isWord(r.ID) || !isWord(r.From)) {
			t.Errorf("accepted %+v", r)
		}
		for _, decode := range decoders() {
			_, _ = decode(data) // it must not panic
		}
		var e envelope
		if json.Unmarshal(data, &e) == nil {
			var p peers
			p.heard(e, now())
			p.heard(e, now())
		}
		hand(frame{kind: kindAlive, data: data}, make(chan stored, 1))
		c := &call{remote: &remote{name: "h"}}
		for _, k := range []kind{kindProgress, kindPart, kindBatch, kindEnd, nobody} {
			if fr, ok := decodeFrame(k, data); ok {
				_, _ = c.take(fr) // it must not panic
			}
		}
	})
}
