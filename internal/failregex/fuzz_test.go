package failregex_test

import (
	"strings"
	"testing"
	"time"

	"bangui/internal/failregex"
)

// FuzzExplain gives expressions and lines that nobody has looked at: it must return in time, and cut the line without losing any of it.
func FuzzExplain(f *testing.F) {
	f.Add(`^\s*\S+ sshd\[\d+\]: Failed for (?P<user>\S+) from `+addr, ``, `health`, "2026-01-31 12:00:00 host sshd[1]: Failed for x from 192.0.2.1")
	f.Add(`(a+)+$`, `^(?P<content>.+)$`, ``, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")
	f.Add(`(?P<q>["'])x(?P=q)(?(q)y)`, `[[]`, `(?i)(?x)a{,3}`, "Jan  1 12:00:00 \xff\x00é")
	f.Add(`((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})`, ``, `\`, strings.Repeat("a", 200))
	f.Fuzz(func(t *testing.T, fail, prefix, ignore, line string) {
		began := time.Now()
		report := failregex.Explain(failregex.Expressions{Prefix: prefix, Fail: []string{fail, fail}, Ignore: []string{ignore}}, []string{line}, failregex.Within)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("took %s", took)
		}
		var whole strings.Builder
		for _, part := range report.Findings[0].Parts {
			whole.WriteString(part.Text)
		}
		if want := string([]rune(strings.TrimRight(line, "\r\n"))); whole.String() != want && report.Findings[0].Outcome != failregex.TooLong {
			t.Errorf("the parts make %q, the line is %q", whole.String(), want)
		}
	})
}
