package localhost_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/wire"
	"bangui/internal/localhost"
)

func TestParseLiteral(t *testing.T) {
	tests := []struct {
		text string
		want any
	}{
		{`['set', 'syslogsocket', 'auto']`, []any{"set", "syslogsocket", "auto"}},
		{`['add', "it's", 'x']`, []any{"add", "it's", "x"}},
		{`['multi-set', 'ssh', 'action', 'a', [['timeout', 60], ['norestored', False], ['b', None], ['f', 1.5],]]`,
			[]any{"multi-set", "ssh", "action", "a", []any{[]any{"timeout", int64(60)}, []any{"norestored", false}, []any{"b", nil}, []any{"f", 1.5}}}},
		{`['set', 'thread', {'stacksize': 0}]`, []any{"set", "thread", wire.Dict{{Key: "stacksize", Value: int64(0)}}}},
		{`[]`, []any{}},
		{`()`, wire.Tuple{}},
		{`('a',)`, wire.Tuple{"a"}},
		{`'\\d\'\n\t\x41\u00e9\U0001f600é'`, "\\d'\n\tAé😀é"},
		{`-1`, int64(-1)},
	}
	for _, test := range tests {
		got, err := localhost.ParseLiteral(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.text, diff)
		}
	}
}

func TestParseLiteralRefuses(t *testing.T) {
	for _, text := range []string{
		``, `[`, `['a'`, `['a' 'b']`, `'a`, `'\q'`, `'\ud800'`, `'\x4'`, `__import__('os')`, `1 2`, `{1}`, `[,]`, `b'a'`, `999999999999999999999999x`,
		"'\xff'", strings.Repeat("[", 100),
	} {
		if got, err := localhost.ParseLiteral(text); err == nil {
			t.Errorf("%s: got %v, want an error", text, got)
		}
	}
}

func FuzzLiteral(f *testing.F) {
	f.Add(`['multi-set', 'ssh', 'action', 'a', [['timeout', 60], ['b', "c\x41"]], {'k': (1, 2.5, None, True)}]`)
	f.Add(`'\U0001f600`)
	f.Fuzz(func(t *testing.T, text string) {
		value, err := localhost.ParseLiteral(text)
		if err != nil {
			return
		}
		if _, err := wire.AppendMessage(nil, value); err != nil && !strings.Contains(err.Error(), wire.EndMark) && !isFloat(err) {
			t.Errorf("%q was read and cannot be sent: %v", text, err)
		}
	})
}

// isFloat tells of numbers that fail2ban's streams do not have.
func isFloat(err error) bool { return strings.Contains(err.Error(), "float64") }
