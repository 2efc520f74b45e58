package conf_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bangui/fail2ban/conf"
)

func set(section, option, value string) func(*conf.File) error {
	return func(f *conf.File) error { return f.Set(section, option, value) }
}

func TestEdit(t *testing.T) {
	unset := func(section, option string) func(*conf.File) error {
		return func(f *conf.File) error { return f.Unset(section, option) }
	}
	add := func(section, option, line string) func(*conf.File) error {
		return func(f *conf.File) error { return f.Append(section, option, line) }
	}
	tests := []struct {
		name   string
		before string
		edit   func(*conf.File) error
		after  string
	}{
		{"set in place", "# x\n[a]\n  b  :  1  ; why\n# y\n", set("a", "b", "2"), "# x\n[a]\n  b  :  2  ; why\n# y\n"},
		{"set in another case", "[a]\nMaxRetry=1\n", set("a", "maxRETRY", "2"), "[a]\nMaxRetry=2\n"},
		{"set the same", "[a]\nb =   1 \n", set("a", "b", "1"), "[a]\nb =   1 \n"},
		{"set what was empty", "[a]\nb =\nc=\nd = ; x\n", set("a", "b", "1"), "[a]\nb = 1\nc=\nd = ; x\n"},
		{"set what was empty, tight", "[a]\nc=\n", set("a", "c", "1"), "[a]\nc=1\n"},
		{"set what has a comment only", "[a]\nd = ; x\n", set("a", "d", "1"), "[a]\nd = 1 ; x\n"},
		{"empty it", "[a]\nb = 1\nc = 1 ; x\n", set("a", "b", ""), "[a]\nb =\nc = 1 ; x\n"},
		{"empty it before a comment", "[a]\nc = 1 ; x\n", set("a", "c", ""), "[a]\nc =  ; x\n"},
		{"new option", "[a]\n  b = 1\n     2\n\n# end\n[c]\n", set("a", "d", "3"), "[a]\n  b = 1\n     2\n  d = 3\n\n# end\n[c]\n"},
		{"new option in an empty section", "[a]\n# x\n[c]\n", set("a", "d", "3"), "[a]\nd = 3\n# x\n[c]\n"},
		{"new option in an indented section", "  [a]\n  [c]\n", set("a", "d", "3"), "  [a]\n  d = 3\n  [c]\n"},
		{"new section", "[a]\nb = 1\n", set("c", "d", "3"), "[a]\nb = 1\n\n[c]\nd = 3\n"},
		{"new section behind an empty line", "[a]\nb = 1\n\n", set("c", "d", "3"), "[a]\nb = 1\n\n[c]\nd = 3\n"},
		{"empty file", "", set("c", "d", "3"), "[c]\nd = 3\n"},
		{"no line end", "[a]\nb = 1", set("a", "c", "2"), "[a]\nb = 1\nc = 2\n"},
		{"set without a line end", "[a]\nb = 1", set("a", "b", "2"), "[a]\nb = 2"},
		{"line ends of Windows", "[a]\r\nb = 1\r\n", set("a", "b", "1\n2"), "[a]\r\nb = 1\r\n    2\r\n"},
		{"more lines", "[a]\nb = 1\nc = 1\n", set("a", "b", "1\n2\n3"), "[a]\nb = 1\n    2\n    3\nc = 1\n"},
		{"more lines of the same depth", "[a]\nb = 1\n\t\t2\nc = 1\n", set("a", "b", "1\n2\n3"), "[a]\nb = 1\n\t\t2\n\t\t3\nc = 1\n"},
		{"value that begins on the next line", "[a]\n", set("a", "failregex", "\n^a\n^b"), "[a]\nfailregex =\n    ^a\n    ^b\n"},
		{"lines between", "[a]\nb = 1\n  # one\n  2 ; two\n  # three\n  3\n", set("a", "b", "1\nx\n2\n3"), "[a]\nb = 1\n  x\n  # one\n  2 ; two\n  # three\n  3\n"},
		{"first line", "[a]\nb = 1\n  # one\n  2 ; two\n", set("a", "b", "x\n2"), "[a]\nb = x\n  # one\n  2 ; two\n"},
		{"middle line", "[a]\nb = 1\n  # one\n  2 ; two\n  3\n", set("a", "b", "1\nx\n3"), "[a]\nb = 1\n  # one\n  x ; two\n  3\n"},
		{"fewer lines", "[a]\nb = 1\n  # one\n  2 ; two\n  3\n", set("a", "b", "1\n3"), "[a]\nb = 1\n  # one\n  3\n"},
		{"one line of many", "[a]\nb = 1\n  2\n  3\nc = 1\n", set("a", "b", "2"), "[a]\nb = 2\nc = 1\n"},
		{"last of many", "[a]\nb = 1\n  2\n  3\nc = 1\n", set("a", "b", "3"), "[a]\nb = 3\nc = 1\n"},
		{"empty line within", "[a]\nb = 1\n    2\n", set("a", "b", "1\n\n2"), "[a]\nb = 1\n\n    2\n"},
		{"empty line filled", "[a]\nb = 1\n\n    2\n", set("a", "b", "1\nx\n2"), "[a]\nb = 1\n    x\n    2\n"},
		{"defaults twice", "[DEFAULT]\na = 1\n[b]\n[DEFAULT]\nc = 1\n", set("DEFAULT", "d", "2"), "[DEFAULT]\na = 1\n[b]\n[DEFAULT]\nc = 1\nd = 2\n"},
		{"reference and hash", "[a]\n", set("a", "b", "#1 %(x)s 50%% a#b a;b"), "[a]\nb = #1 %(x)s 50%% a#b a;b\n"},

		{"append", "[a]\nb = 1 ; x\n  # y\n\n# z\n", add("a", "b", "2"), "[a]\nb = 1 ; x\n    2\n  # y\n\n# z\n"},
		{"append to many", "[a]\nb = 1\n\t2\n  # y\n\n# z\n", add("a", "b", "3"), "[a]\nb = 1\n\t2\n\t3\n  # y\n\n# z\n"},
		{"append to what begins on the next line", "[a]\nb =\n      1\n", add("a", "b", "2"), "[a]\nb =\n      1\n      2\n"},
		{"append to nothing", "[a]\nb =\n", add("a", "b", "2"), "[a]\nb = 2\n"},
		{"append to what is not there", "[a]\n", add("a", "b", "2"), "[a]\nb = 2\n"},

		{"unset", "[a]\n# x\nb = 1\n  2\n  # y\n  3\n# z\nc = 4\n", unset("a", "b"), "[a]\n# x\n# z\nc = 4\n"},
		{"unset what is not there", "[a]\nb = 1\n", unset("c", "b"), "[a]\nb = 1\n"},
		{"add a section", "[a]\nb = 1\n", func(f *conf.File) error { return f.AddSection("Init?family=inet6") }, "[a]\nb = 1\n\n[Init?family=inet6]\n"},
		{"add a section that is there", "[a]\n[b]\n", func(f *conf.File) error { return f.AddSection("a") }, "[a]\n[b]\n"},
		{"remove a section", "# x\n[a]\nb = 1\n\n# z\n[c]\nd = 1\n", func(f *conf.File) error { return f.RemoveSection("a") }, "# x\n# z\n[c]\nd = 1\n"},
		{"remove the last section", "[a]\nb = 1\n\n[c]\nd = 1\n", func(f *conf.File) error { return f.RemoveSection("c") }, "[a]\nb = 1\n"},
		{"remove what is not there", "[a]\n", func(f *conf.File) error { return f.RemoveSection("c") }, "[a]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := conf.Parse("f", []byte(tt.before))
			if err := tt.edit(f); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.after, string(f.Bytes())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEditRefuses(t *testing.T) {
	tests := []struct {
		name, before, section, option, value string
		message                              string
	}{
		{"blank in front", "", "a", "b", " 1", "begins or ends with white space"},
		{"blank behind", "", "a", "b", "1\n2 ", "line 2 of the value begins or ends with white space"},
		{"no-break space", "", "a", "b", "1\u00a0", "begins or ends with white space"},
		{"comment line", "", "a", "b", "1\n# 2", "begins like a comment"},
		{"comment", "", "a", "b", "1 ; 2", "where fail2ban begins a comment"},
		{"comment at once", "", "a", "b", "; 2", "where fail2ban begins a comment"},
		{"empty last line", "", "a", "b", "1\n", "is empty, and the last one"},
		{"carriage return", "", "a", "b", "1\r2", "carriage return"},
		{"bytes", "", "a", "b", "\xff", "cannot be written"},
		{"name with an equal sign", "", "a", "b=", "1", "cannot be written"},
		{"name of two lines", "", "a", "b\nc", "1", "a name has one line"},
		{"name like a section", "", "a", "[b]", "1", "cannot be written"},
		{"no name", "", "a", "", "1", "cannot be written"},
		{"name like a comment", "", "a", "#b", "1", "cannot be written"},
		{"section of two lines", "", "a]\n[b", "c", "1", "a name has one line"},
		{"no section", "", "", "c", "1", "no section can have the name"},
		{"broken file", "[a]\nb = 1\nb = 2\n", "a", "c", "1", "b is set in line 2 of the same section already"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := conf.Parse("f", []byte(tt.before))
			err := f.Set(tt.section, tt.option, tt.value)
			if _, ok := errors.AsType[*conf.Error](err); !ok || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v, want %q", err, tt.message)
			}
			if got := string(f.Bytes()); got != tt.before {
				t.Errorf("the file is now %q", got)
			}
		})
	}
}

// isWhole tells whether there is nothing wrong with a file: edits refuse one with which something is.
func isWhole(text string) bool { return len(conf.Parse("f", []byte(text)).Problems()) == 0 }

// TestGeneratedEdits sets options in files that nobody would write: the value is read again, and no other byte changes.
func TestGeneratedEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(drawFile).Filter(isWhole).Draw(t, "file")
		f := conf.Parse("f", []byte(text))
		section := rapid.SampledFrom([]string{"a", "b", "DEFAULT", "new"}).Draw(t, "section")
		option := rapid.SampledFrom([]string{"x", "y", "Z", "new"}).Draw(t, "option")
		value := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"", "1", "a b", "%(x)s", "#", "[a]", "c = d", ";", "\u00fc"}), 1, 4).Draw(t, "value"), "\n")
		old, had := f.Lookup(section, option)
		if err := f.Set(section, option, value); err != nil {
			if string(f.Bytes()) != text {
				t.Fatalf("refused, and changed: %q", f.Bytes())
			}
			return
		}
		again := conf.Parse("f", f.Bytes())
		o, ok := again.Lookup(section, option)
		if !ok || o.Value != value || len(again.Problems()) > 0 {
			t.Fatalf("read %q %v %+v, want %q", o.Value, ok, again.Problems(), value)
		}
		rest := without(text, old, had)
		got := without(string(f.Bytes()), o, true)
		if !had && !hasSection(conf.Parse("f", []byte(text)), section) {
			got = strings.TrimSuffix(got, "["+section+"]\n")
			rest, got = strings.TrimRight(rest, "\r\n"), strings.TrimRight(got, "\r\n")
		}
		if strings.TrimRight(got, "\r\n") != strings.TrimRight(rest, "\r\n") {
			t.Fatalf("other lines change: %q, before %q", got, rest)
		}
		if err := f.Unset(section, option); err != nil {
			t.Fatal(err)
		}
		if _, ok := f.Lookup(section, option); ok {
			t.Fatal("still there")
		}
	})
}

func hasSection(f *conf.File, name string) bool {
	return slices.ContainsFunc(f.Sections(), func(s conf.Section) bool { return s.Name == name })
}

// without is a file without the lines of an option, but with the comments between them.
func without(text string, o conf.Option, there bool) string {
	var rest strings.Builder
	for i, line := range strings.SplitAfter(text, "\n") {
		isComment := i >= o.Line && strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") || strings.HasPrefix(strings.TrimLeft(line, " \t"), ";")
		if !there || i < o.Line-1 || i >= o.End || isComment {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// drawFile draws a file with line feeds.
func drawFile(t *rapid.T) string {
	var text strings.Builder
	for _, section := range []string{"DEFAULT", "a", "b"} {
		fmt.Fprintf(&text, "%s[%s]\n", rapid.SampledFrom([]string{"", "# x\n", "\n"}).Draw(t, "before"), section)
		for _, option := range []string{"x", "y", "z"} {
			if rapid.Bool().Draw(t, option) {
				continue
			}
			indent := rapid.SampledFrom([]string{"", "", "", "  "}).Draw(t, "indent")
			fmt.Fprintf(&text, "%s%s%s", indent, option, rapid.SampledFrom([]string{" = ", "=", ":", " =\n    "}).Draw(t, "separator"))
			n := rapid.IntRange(1, 4).Draw(t, "lines")
			for i := range n {
				if i > 0 {
					text.WriteString(rapid.SampledFrom([]string{"\n      ", "\n\t\t\t", "\n\n      ", "\n# c\n      ", "\n      ; c\n      "}).Draw(t, "between"))
				}
				text.WriteString(rapid.SampledFrom([]string{"1", "a b", "", "1 ; c", "; c", "#"}).Draw(t, "line"))
			}
			text.WriteString(rapid.SampledFrom([]string{"\n", "\n", "\n\n", "\n# c\n"}).Draw(t, "end"))
		}
	}
	return text.String()
}
