package trial_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/trial"
)

// told is what 1.1.1 prints; the header is left out.
const told = `Loading configs for filter.d/tried under /tmp
Working on line '2026-11-27T06:00:00+00:00 host: Failed for "a\'dmin from 192.0.2.4'
  got time 1795759200.500000 for '2026-11-27T06:00:00+00:00' using template {^LN-BEG}ExYear
Looking for match of [('', '2026-11-27T06:00:00+00:00', ' host: Failed for "a\'dmin from 192.0.2.4')]
  Looking for prefregex '^host'
  Pre-filter matched {'mlfid': '12', 'content': 'Failed'}
  Looking for failregex 0 - '^Failed'
  Matched failregex 0: {'user': '"a\'dmin', 'ip4': '192.0.2.4', 'ip6': None}
>['192.0.2.4',	1795759200.5,	{'mlfid': '12', 'user': '"a\'dmin', 'ip4': '192.0.2.4', 'users': {'x'}}],
Working on line 'b'
Looking for match of [('', '', 'b')]
  Prefregex not matched
Working on line 'c'
Found a match but no valid date/time found for ''.
Match without a timestamp: c
>['198.51.100.1',	None,	{'user': 'forged'}],
  Matched failregex 1: {}
Nofail by mlfid '13' in regex 1: waiting for failure
Working on line 'd'
  Matched failregex 2: {'user': 'd'}
  Matched ignoreregex 3 and was ignored
>['198.51.100.1',	None,	{}],
Working on line 'e\udc80'
  Looking for failregex 7 - '(a+)+'
>Traceback
`

func traceOf(text string) *trial.Trace {
	now := time.Unix(0, 0)
	trace := &trial.Trace{Now: func() time.Time { now = now.Add(time.Second); return now }}
	for line := range strings.Lines(text) {
		if plain, ok := strings.CutPrefix(line, ">"); ok {
			_, _ = fmt.Fprint(trace, plain)
			continue
		}
		_, _ = fmt.Fprintf(trace, "2026-11-27 07:24:12,665 fail2ban.filter         [31747]: TRACE  T: %s", line)
	}
	return trace
}

func TestTrace(t *testing.T) {
	trace := traceOf(told)
	want := []trial.Line{
		{
			Outcome: trial.Matched, Index: 0, ID: "192.0.2.4", User: `"a'dmin`, At: time.UnixMilli(1795759200500).UTC(), Date: "2026-11-27T06:00:00+00:00",
			Template: "{^LN-BEG}ExYear", Cut: true, Groups: map[string]string{"mlfid": "12", "user": `"a'dmin`, "ip4": "192.0.2.4"}, Took: time.Second,
		},
		{Outcome: trial.Missed, Index: -1, Cut: true, PrefixMissed: true, Took: time.Second},
		{Outcome: trial.Remembered, Index: 1, Groups: map[string]string{}, Took: time.Second},
		{Outcome: trial.Ignored, Index: 3, User: "d", Groups: map[string]string{"user": "d"}, Took: time.Second},
		{Outcome: trial.Missed, Index: -1},
	}
	if diff := cmp.Diff(want, trace.Lines()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if at, since, ok := trace.Looking(); !ok || at != (trial.Looking{List: trial.FailRegex, Index: 7}) || since != time.Second {
		t.Errorf("looking for %+v since %s, %v", at, since, ok)
	}
	if said := trace.Said(); !strings.HasSuffix(said, "Traceback") {
		t.Errorf("said %q", said)
	}
}

func TestTraceOfNothing(t *testing.T) {
	if _, _, ok := new(trial.Trace).Looking(); ok {
		t.Error("looks for something without a line")
	}
	trace := traceOf("  Matched failregex 1: {}\n>['192.0.2.1',\t1.0,\t{}],\n")
	if len(trace.Lines()) != 0 {
		t.Errorf("lines %+v", trace.Lines())
	}
}

// FuzzTrace must not panic, whatever comes, and not depend on how it is cut.
func FuzzTrace(f *testing.F) {
	f.Add(told, 7)
	f.Add("['1',\t1e999,\t{'a': ['b', ('c', {1: 2, 'x'}, set())], \"d\": '\\U0010ffff\\ud800'}],\n", 1)
	f.Add(strings.Repeat("[", 100)+"],\n", 3)
	f.Fuzz(func(t *testing.T, text string, piece int) {
		whole := traceOf(text)
		cut := &trial.Trace{Now: func() time.Time { return time.Time{} }}
		plain := &trial.Trace{Now: cut.Now}
		_, _ = plain.Write([]byte(text))
		for rest := text; rest != ""; {
			n := min(max(piece, 1), len(rest))
			_, _ = cut.Write([]byte(rest[:n]))
			rest = rest[n:]
		}
		if diff := cmp.Diff(plain.Lines(), cut.Lines()); diff != "" {
			t.Errorf("cut differently:\n%s", diff)
		}
		for _, line := range whole.Lines() {
			if line.Outcome == trial.Missed != (line.Index < 0) && line.Outcome != trial.Ignored {
				t.Errorf("line %+v", line)
			}
		}
	})
}
