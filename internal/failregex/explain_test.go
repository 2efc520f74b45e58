package failregex_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/failregex"
)

// patient is for tests of what is found, not of how long it takes: machines have much to do at once.
const patient = 20 * time.Second

// addr is what fail2ban makes of the tag ADDR, in short.
const addr = `\[?(?:(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})|(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)))\]?`

// short writes a finding in one line: what it is, which expression, address, user, and the parts with their roles.
func short(f failregex.Finding) string {
	var b strings.Builder
	b.WriteString(string(f.Outcome))
	if f.Index >= 0 {
		b.WriteString(" #" + string(rune('0'+f.Index)))
	}
	if f.Address != "" {
		b.WriteString(" from " + f.Address)
	}
	if f.User != "" {
		b.WriteString(" as " + f.User)
	}
	b.WriteString(":")
	for _, p := range f.Parts {
		mark := map[failregex.Role]string{
			failregex.RoleNone: "", failregex.RoleDate: "D", failregex.RoleMatched: "M", failregex.RoleAddress: "A", failregex.RoleUser: "U",
			failregex.RoleCaptured: "C",
		}[p.Role]
		b.WriteString(" " + mark + "‹" + p.Text + "›")
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	tests := []struct {
		name        string
		expressions failregex.Expressions
		line, want  string
	}{
		{
			"a syslog line without its date", failregex.Expressions{Fail: []string{`^nothing`, `^\s*\S+ sshd\[\d+\]: Failed \S+ for (?P<user>\S+) from ` + addr}},
			"2026-01-31T12:00:00.123456+01:00 host sshd[7]: Failed password for root from 192.0.2.1 port 22",
			"matched #1 from 192.0.2.1 as root: D‹2026-01-31T12:00:00.123456+01:00› M‹ host sshd[7]: Failed password for › U‹root› M‹ from › A‹192.0.2.1› ‹ port 22›",
		},
		{
			"the old syslog date", failregex.Expressions{Fail: []string{`^ host su: ` + addr + `$`}}, "Jan  1 12:00:00 host su: 2001:db8::1",
			"matched #0 from 2001:db8::1: D‹Jan  1 12:00:00› M‹ host su: › A‹2001:db8::1›",
		},
		{
			"brackets of a date stay", failregex.Expressions{Fail: []string{`^\[\] \[error\] \[client ` + addr + `\]`}},
			"[Sat Jan 31 12:00:00.123456 2026] [error] [client 192.0.2.1] no",
			"matched #0 from 192.0.2.1: M‹[› D‹Sat Jan 31 12:00:00.123456 2026› M‹] [error] [client › A‹192.0.2.1› M‹]› ‹ no›",
		},
		{
			"a date in the middle", failregex.Expressions{Fail: []string{`^` + addr + ` - - \[\] "GET`}}, `192.0.2.1 - - [31/Jan/2026:12:00:00 +0100] "GET / HTTP/1.1" 401`,
			`matched #0 from 192.0.2.1: A‹192.0.2.1› M‹ - - [› D‹31/Jan/2026:12:00:00 +0100› M‹] "GET› ‹ / HTTP/1.1" 401›`,
		},
		{
			"an expression that wants the date", failregex.Expressions{Fail: []string{`^2026-01-31 12:00:00 ` + addr}}, "2026-01-31 12:00:00 192.0.2.1",
			"matched #0 from 192.0.2.1: M‹2026-01-31 12:00:00 › A‹192.0.2.1›",
		},
		{
			"the second date is the one that is in the way", failregex.Expressions{Fail: []string{`^2026-01-31 12:00:00 at  from ` + addr}},
			"2026-01-31 12:00:00 at 31.01.2026 12:00:00 from 192.0.2.1",
			"matched #0 from 192.0.2.1: M‹2026-01-31 12:00:00 at › D‹31.01.2026 12:00:00› M‹ from › A‹192.0.2.1›",
		},
		{
			"a prefix", failregex.Expressions{Prefix: `^ \S+ app\[(?P<mlfid>\d+)\]: (?P<content>.+)$`, Fail: []string{`^no ` + addr + `$`}},
			"12:00:00 host app[77]: no 192.0.2.1",
			"matched #0 from 192.0.2.1: D‹12:00:00› M‹ host app[› C‹77› M‹]: no › A‹192.0.2.1›",
		},
		{"a prefix that does not match", failregex.Expressions{Prefix: `^x`, Fail: []string{addr}}, "192.0.2.1", "unmatched: ‹192.0.2.1›"},
		{
			"ignored after it matched", failregex.Expressions{Fail: []string{addr}, Ignore: []string{`health`}}, "health 192.0.2.1",
			"ignored #0: M‹health› ‹ 192.0.2.1›",
		},
		{
			"ignored before anything else", failregex.Expressions{Fail: []string{"a", "b", "c", "d"}, Ignore: []string{`health`}}, "health",
			"ignored #0: M‹health›",
		},
		{"nothing", failregex.Expressions{}, "192.0.2.1", "unmatched: ‹192.0.2.1›"},
		{"an empty line", failregex.Expressions{Fail: []string{addr}}, "", "unmatched:"},
		{"the end of the line is one", failregex.Expressions{Fail: []string{`^\S+$`}}, "x\r\n", "matched #0: M‹x›"},
		{"several lines", failregex.Expressions{Fail: []string{"^b$"}, SeveralLines: true}, "a\nb", "matched #0: ‹a\n› M‹b›"},
		{"other than ASCII", failregex.Expressions{Fail: []string{`für (?P<user>\w+) von (?P<dns>\S+)`}}, "für Jürgen von müller.example 👍", "matched #0 from müller.example as Jürgen: M‹für › U‹Jürgen› M‹ von › A‹müller.example› ‹ 👍›"},
		{
			"alternative groups", failregex.Expressions{Fail: []string{`(?:u=(?P<user>\w+)|v=(?P<alt_user_1>\w+)) (?P<fid>\S+)`}}, "v=eve id-7",
			"matched #0 from id-7 as eve: M‹v=› U‹eve› M‹ › A‹id-7›",
		},
		{"a group within another", failregex.Expressions{Fail: []string{`<(?P<session>[^>]*?` + addr + `[^>]*)>`}}, "<x 192.0.2.1 y>", "matched #0 from 192.0.2.1: M‹<› C‹x › A‹192.0.2.1› C‹ y› M‹>›"},
		{"seconds since 1970", failregex.Expressions{Fail: []string{`^ ` + addr}}, "1769860800.123 192.0.2.1", "matched #0 from 192.0.2.1: D‹1769860800.123› M‹ › A‹192.0.2.1›"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := failregex.Explain(tt.expressions, []string{tt.line}, patient)
			if len(report.Findings) != 1 || len(report.Problems) > 0 || report.TimeUp {
				t.Fatalf("report %+v", report)
			}
			if diff := cmp.Diff(tt.want, short(report.Findings[0])); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestPython holds the translation to what Python does. Each expression was tried with Python 3.11 on the same line.
func TestPython(t *testing.T) {
	tests := []struct {
		name, expression, line string
		want                   failregex.Outcome
	}{
		{"named reference", `(?P<q>["'])x(?P=q)`, `"x"`, failregex.Matched},
		{"named reference, another quote", `(?P<q>["'])x(?P=q)`, `"x'`, failregex.Unmatched},
		{"numbers count named groups, too", `(?P<a>a)(b)\2`, "abb", failregex.Matched},
		{"numbers count in order", `(?P<a>a)(b)\1`, "aba", failregex.Matched},
		{"condition by name", `^(?P<a>\[)?x(?(a)\])$`, "[x]", failregex.Matched},
		{"condition by name, not met", `^(?P<a>\[)?x(?(a)\])$`, "[x", failregex.Unmatched},
		{"condition by number", `^(\[)?x(?(1)\]|!)$`, "x!", failregex.Matched},
		{"look behind", `(?<=a)b(?<!xb)`, "ab", failregex.Matched},
		{"look ahead", `^(?!x)\w+(?=:)`, "y:", failregex.Matched},
		{"very end", `x\Z`, "x", failregex.Unmatched}, // the end of the line comes after it
		{"end before the end of the line", `x$`, "x", failregex.Matched},
		{"bracket in a set", `^[[]a[^]b]$`, "[ac", failregex.Matched},
		{"set that .NET would subtract", `^[a-z-[b]$`, "[", failregex.Matched},
		{"bracket first in a set", `^[]]$`, "]", failregex.Matched},
		{"at most, without a least", `^a{,2}$`, "aa", failregex.Matched},
		{"at most, exceeded", `^a{,2}$`, "aaa", failregex.Unmatched},
		{"brace", `^a{x$`, "a{x", failregex.Matched},
		{"flags for all", `(?i)ABC`, "abc", failregex.Matched},
		{"flags for a part", `A(?i:B)C`, "AbC", failregex.Matched},
		{"flags for a part, not the rest", `A(?i:B)C`, "abC", failregex.Unmatched},
		{"flags that choose the kind of text", `(?u)(?a:\w)`, "x", failregex.Matched},
		{"flags taken away", `(?i:a(?-i:B))`, "AB", failregex.Matched},
		{"comment", `a(?#not b)c`, "ac", failregex.Matched},
		{"underscore", `a\_b`, "a_b", failregex.Matched},
		{"possessive", `a++b`, "aab", failregex.Matched},
		{"atomic", `(?>a+)ab`, "aab", failregex.Unmatched},
		{"letters of all languages", `^\w+$`, "Größe", failregex.Matched},
		{"dot and the end of the line", `^.+x`, "a\nx", failregex.Unmatched},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := failregex.Explain(failregex.Expressions{Fail: []string{tt.expression}}, []string{tt.line}, patient)
			if len(report.Problems) > 0 || report.Findings[0].Outcome != tt.want {
				t.Errorf("%q on %q: %+v, want %s", tt.expression, tt.line, report, tt.want)
			}
		})
	}
}

func TestCaptures(t *testing.T) {
	report := failregex.Explain(failregex.Expressions{
		Prefix: `^(?P<host>\S+) (?P<content>.*)$`, Fail: []string{`(?P<user>\w+)@` + addr + `(?P<none>x)?(y)?`},
	}, []string{"web eve@192.0.2.1y"}, patient)
	want := []failregex.Capture{{Name: "host", Text: "web"}, {Name: "ip4", Text: "192.0.2.1"}, {Name: "user", Text: "eve"}}
	if diff := cmp.Diff(want, report.Findings[0].Captures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHostileExpressions gives the engine what would keep it busy for longer than anybody waits.
func TestHostileExpressions(t *testing.T) {
	line := strings.Repeat("a", 60) + "!"
	tests := []struct {
		name, expression string
		lines            []string
	}{
		{"nested repetition", `(a+)+$`, []string{line, line, line}},
		{"alternatives that overlap", `^(a|aa)+$`, []string{line}},
		{"many repetitions", `^(\w*\s?)*:$`, []string{strings.Repeat("a", 5000)}},
		{"references", `^(a*)\1\1\1\1\1\1\1\1(a*)\2\2\2\2\2x$`, []string{strings.Repeat("a", 4000)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := time.Now()
			e := failregex.Expressions{Fail: []string{tt.expression, `!$|a$`}}
			report := failregex.Explain(e, tt.lines, patient)
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			want := failregex.Place{List: failregex.Fail, Index: 0}
			if len(report.Problems) != 1 || report.Problems[0].Place != want || !strings.HasPrefix(report.Problems[0].Message, "takes too long") && !strings.HasPrefix(report.Problems[0].Message, "needs too much") {
				t.Fatalf("problems %+v, want one of the first expression", report.Problems)
			}
			for i, f := range report.Findings {
				if f.Outcome != failregex.Matched || f.Index != 1 {
					t.Errorf("line %d: %s, want the other expression", i, short(f))
				}
			}
		})
	}
}

func TestTimeIsUp(t *testing.T) {
	hostile := make([]string, 50)
	for i := range hostile {
		hostile[i] = `(a+)+$`
	}
	began := time.Now()
	line := strings.Repeat("a", 60) + "!"
	report := failregex.Explain(failregex.Expressions{Fail: hostile}, []string{line, line}, failregex.Within)
	if took := time.Since(began); took > 10*failregex.Within {
		t.Errorf("took %s", took)
	}
	if !report.TimeUp || len(report.Findings) != 2 || report.Findings[0].Outcome != failregex.Untried || report.Findings[1].Outcome != failregex.Untried {
		t.Errorf("report %+v, want that the time was up", report)
	}
	if n := len(report.Problems); n == 0 || n == 50 {
		t.Errorf("%d problems, want those of the expressions that were tried", n)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	many := make([]string, 301)
	for i := range many {
		many[i] = "x"
	}
	tests := []struct {
		name        string
		expressions failregex.Expressions
		line        string
		outcome     failregex.Outcome
		problems    []failregex.Problem
	}{
		{
			"not an expression", failregex.Expressions{Fail: []string{`(`, `[`, `x`}}, "x", failregex.Matched, []failregex.Problem{
				{Place: failregex.Place{List: failregex.Fail, Index: 0}, Message: "uses something that cannot be read here"},
				{Place: failregex.Place{List: failregex.Fail, Index: 1}, Message: "uses something that cannot be read here"},
			},
		},
		{
			"prefix", failregex.Expressions{Prefix: `(?P<content`, Fail: []string{`x`}}, "x", failregex.Unmatched, []failregex.Problem{
				{Place: failregex.Place{List: failregex.Prefix}, Message: "uses something that cannot be read here"},
			},
		},
		{
			"too long", failregex.Expressions{Fail: []string{`x`}, Ignore: []string{strings.Repeat("y", 17<<10)}}, "x", failregex.Matched, []failregex.Problem{
				{Place: failregex.Place{List: failregex.Ignore}, Message: "is too long to be read, or no text"},
			},
		},
		{"too many", failregex.Expressions{Fail: many}, "y", failregex.Unmatched, []failregex.Problem{
			{Place: failregex.Place{List: failregex.Fail, Index: 300}, Message: "is one of too many to be tried"},
		}},
		{"a line that is too long", failregex.Expressions{Fail: []string{"x"}}, strings.Repeat("x", 9<<10), failregex.TooLong, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := failregex.Explain(tt.expressions, []string{tt.line}, patient)
			if report.Findings[0].Outcome != tt.outcome {
				t.Errorf("%s, want %s", report.Findings[0].Outcome, tt.outcome)
			}
			if diff := cmp.Diff(tt.problems, report.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTooManyLines(t *testing.T) {
	report := failregex.Explain(failregex.Expressions{Fail: []string{"x"}}, strings.Split(strings.Repeat("x\n", 60), "\n"), patient)
	if len(report.Findings) != 61 || report.Findings[49].Outcome != failregex.Matched || report.Findings[50].Outcome != failregex.Untried || !report.TimeUp {
		t.Errorf("%d findings, the last one tried %s, the next %s", len(report.Findings), report.Findings[49].Outcome, report.Findings[50].Outcome)
	}
}
