package record_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/record"
)

// The limits of the tests.
const (
	maxLines = 20
	maxBytes = 16 << 10
)

func TestBanData(t *testing.T) {
	tests := []struct {
		name, data string
		failures   int
		evidence   []string
	}{
		{"lines and parts", `{"matches": ["first", ["before ", "07:50", " after"]], "failures": 3, "user": "x"}`, 3, []string{"first", "before 07:50 after"}},
		{"terminal codes", `{"matches": ["a\u001b[31mb\u202ec\r\n"], "failures": 1.0}`, 1, []string{"a\uFFFD[31mb\uFFFDc"}},
		{"lone surrogate", `{"matches": ["a\udc80b"], "failures": 1}`, 1, []string{"a\uFFFDb"}},
		{"a reason for each failure", `{"matches": ["banned by alice: x", "banned by alice: x", ["banned by ", "", "alice: x"]], "failures": 3}`, 3, []string{"banned by alice: x"}},
		{"the same line later", `{"matches": ["a", "b", "b", "a"], "failures": 4}`, 4, []string{"a", "b", "a"}},
		{"invalid UTF-8", "{\"matches\": [\"a\xffb\"], \"failures\": 1}", 1, []string{"a\uFFFDb"}},
		{"zero bytes and line breaks", `{"matches": ["a\u0000b\nc\u2028d"], "failures": 1}`, 1, []string{"a\uFFFDb\uFFFDc\uFFFDd"}},
		{"manual", `{"matches": [], "failures": 0}`, 0, nil},
		{"odd types", `{"matches": [1, null, {"a": 2}, "b"], "failures": "many"}`, 0, []string{"", "b"}},
		{"matches of another type", `{"matches": "text", "failures": 2}`, 0, nil},
		{"no JSON", `\x80`, 0, nil},
		{"nothing", ``, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failures, evidence := record.ParseData([]byte(test.data), maxLines, maxBytes)
			if diff := cmp.Diff(test.evidence, evidence); diff != "" || failures != test.failures {
				t.Errorf("%d failures, want %d; evidence: %s", failures, test.failures, diff)
			}
		})
	}
}

func TestMatchesHaveLimits(t *testing.T) {
	var lines []string
	for i := range 30 {
		lines = append(lines, strconv.Quote(strconv.Itoa(i)+strings.Repeat("é", 900)))
	}
	failures, evidence := record.ParseData([]byte(`{"failures": 30, "matches": [`+strings.Join(lines, ",")+`]}`), maxLines, maxBytes)
	if failures != 30 || len(evidence) == 0 || len(evidence) > maxLines || len(strings.Join(evidence, "")) > maxBytes {
		t.Errorf("%d lines of %d bytes", len(evidence), len(strings.Join(evidence, "")))
	}
}

// TestCutsAreMarked has lines that do not fit: they are cut, and say so.
func TestCutsAreMarked(t *testing.T) {
	for _, test := range []struct {
		name, line string
		room       int
		want       string
	}{
		{"fits", "0123456789", 10, "0123456789"},
		{"too long", "0123456789", 9, "012345…"},
		{"within a character", "éééééé", 10, "ééé…"},
		{"no room for the mark", "0123", 2, "01"},
	} {
		_, lines := record.ParseData([]byte(`{"matches": ["`+test.line+`"]}`), maxLines, test.room)
		if diff := cmp.Diff([]string{test.want}, lines); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func FuzzBanData(f *testing.F) {
	f.Add([]byte(`{"matches": ["first", ["before ", "07:50", " after"]], "failures": 3}`))
	f.Add([]byte(`{"matches": [null], "failures": 1e300}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		failures, evidence := record.ParseData(data, maxLines, maxBytes)
		size := 0
		for _, line := range evidence {
			size += len(line)
			if !utf8.ValidString(line) || strings.ContainsAny(line, "\x1b\x00\n") {
				t.Errorf("%q is not harmless", line)
			}
		}
		if failures < 0 || len(evidence) > maxLines || size > maxBytes {
			t.Errorf("%d failures, %d lines, %d bytes", failures, len(evidence), size)
		}
	})
}
