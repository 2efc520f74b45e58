package localhost_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/host"
	"bangui/internal/localhost"
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
		{"manual", `{"matches": [], "failures": 0}`, 0, nil},
		{"odd types", `{"matches": [1, null, {"a": 2}, "b"], "failures": "many"}`, 0, []string{"", "b"}},
		{"matches of another type", `{"matches": "text", "failures": 2}`, 0, nil},
		{"no JSON", `\x80`, 0, nil},
		{"nothing", ``, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failures, evidence := localhost.ParseBanData([]byte(test.data))
			if diff := cmp.Diff(test.evidence, evidence); diff != "" || failures != test.failures {
				t.Errorf("%d failures, want %d; evidence: %s", failures, test.failures, diff)
			}
		})
	}
}

func TestEvidenceHasLimits(t *testing.T) {
	lines := strings.TrimSuffix(strings.Repeat(`"`+strings.Repeat("é", 3000)+`",`, 30), ",")
	_, evidence := localhost.ParseBanData([]byte(`{"matches": [` + lines + `]}`))
	if len(evidence) == 0 || len(evidence) > host.MaxEvidenceLines || len(strings.Join(evidence, "")) > host.MaxEvidenceBytes {
		t.Errorf("%d lines of %d bytes", len(evidence), len(strings.Join(evidence, "")))
	}
}

func FuzzBanData(f *testing.F) {
	f.Add([]byte(`{"matches": ["first", ["before ", "07:50", " after"]], "failures": 3}`))
	f.Add([]byte(`{"matches": [null], "failures": 1e300}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		failures, evidence := localhost.ParseBanData(data)
		size := 0
		for _, line := range evidence {
			size += len(line)
			if !utf8.ValidString(line) || strings.ContainsAny(line, "\x1b\x00\n") {
				t.Errorf("%q is not harmless", line)
			}
		}
		if failures < 0 || len(evidence) > host.MaxEvidenceLines || size > host.MaxEvidenceBytes {
			t.Errorf("%d failures, %d lines, %d bytes", failures, len(evidence), size)
		}
	})
}

func TestCursorsOfOthers(t *testing.T) {
	for _, text := range []host.Cursor{`{"v":99}`, `[]`, `x`, host.Cursor(strings.Repeat(" ", 100_000))} {
		if _, err := localhost.NormalCursor(text); err == nil {
			t.Errorf("%.20q was taken", text)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(`{"v":1,"db":"/x","rows":{"id":5,"jail":"a","ip":"b","at":7,"seen":[1,2]},"log":"/y","log_at":{"dev":1,"ino":2,"off":3,"head":4,"sum":5}}`)
	f.Fuzz(func(t *testing.T, text string) {
		once, err := localhost.NormalCursor(host.Cursor(text))
		if err != nil {
			return
		}
		twice, err := localhost.NormalCursor(once)
		if err != nil || once != twice {
			t.Errorf("%s was written again as %s, %v", once, twice, err)
		}
	})
}
