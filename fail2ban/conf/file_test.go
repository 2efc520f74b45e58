package conf_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestStockFilesAreKept prints every file that fail2ban ships as it was.
func TestStockFilesAreKept(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		n := 0
		err := filepath.WalkDir(version.StockConfig(), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			f := conf.Parse(path, raw)
			if !bytes.Equal(f.Bytes(), raw) {
				t.Errorf("%s is printed differently:\n%s", path, cmp.Diff(string(raw), string(f.Bytes())))
			}
			if strings.HasSuffix(path, ".conf") && len(f.Problems()) > 0 {
				t.Errorf("%s: %+v", path, f.Problems())
			}
			n++
			return nil
		})
		if err != nil || n < 100 {
			t.Errorf("%d files, %v", n, err)
		}
	})
}

func TestParse(t *testing.T) {
	tests := []struct {
		name string
		text string
		// want are sections, and options with their lines, as dump writes them; then the codes of what is wrong.
		want []string
	}{
		{"empty", "", nil},
		{"simple", "[a]\nb = c\n", []string{"[a] 1", `b 2-2 "c"`}},
		{"no line end, colon, case", "[a]\nBc:d", []string{"[a] 1", `bc 2-2 "d"`}},
		{"all line ends", "[a]\r\nb=1\rc=2\nd=3", []string{"[a] 1", `b 2-2 "1"`, `c 3-3 "2"`, `d 4-4 "3"`}},
		{"continued", "[a]\nb = 1\n  2\n\n\t3\n\nc = 4\n", []string{"[a] 1", `b 2-5 "1\n2\n\n3"`, `c 7-7 "4"`}},
		{"begins with a line end", "[a]\nb =\n  1\n  2\n", []string{"[a] 1", `b 2-4 "\n1\n2"`}},
		{"comments", "# x\n[a] ; x\n; x\nb = 1 ; x\n  # x\n  2;3 ;x\n #4\n\n", []string{"[a] 2", `b 4-6 "1\n2;3"`}},
		{"hash is no comment behind a value", "[a]\nb = 1 # x\n", []string{"[a] 1", `b 2-2 "1 # x"`}},
		{"only a comment behind", "[a]\nb = ; x\nc = ;\n", []string{"[a] 1", `b 2-2 ""`, `c 3-3 ""`}},
		{"indented options", "  [a]\n  b = 1\n  c = 2\n   3\n d = 4\n", []string{"[a] 1", `b 2-2 "1"`, `c 3-4 "2\n3"`, `d 5-5 "4"`}},
		{"section in a value", "[a]\nb = 1\n [c]\n", []string{"[a] 1", `b 2-3 "1\n[c]"`}},
		{"odd sections", "[a]b]\nc=1\n[[d]\n[]]\n[e] = 1\n", []string{"[a]b] 1", `c 2-2 "1"`, "[[d] 3", "[]] 4", "[e] 5"}},
		{"brackets without a name", "[a]\n[] = 1\n", []string{"[a] 1", `[] 2-2 "1"`}},
		{"defaults twice", "[DEFAULT]\na=1\n[DEFAULT]\nb=1\n", []string{"[DEFAULT] 1", `a 2-2 "1"`, "[DEFAULT] 3", `b 4-4 "1"`}},
		{"equal signs", "[a]\nb==\nc := 1\n", []string{"[a] 1", `b 2-2 "="`, `c 3-3 "= 1"`}},
		{"spaces of all kinds", "[a]\nb\u00a0=\u20031\u00a0\x1f\n\u20032\n", []string{"[a] 1", `b 2-3 "1\n2"`}},

		{"no section", "b = 1\n[a]\nc = 2\n", []string{"[a] 2", `c 3-3 "2"`, "no-section 1"}},
		{"no option", "[a]\nb\nc = 1\nd\n", []string{"[a] 1", `c 3-3 "1"`, "syntax 2", "syntax 4"}},
		{"no name", "[a]\n= 1\n", []string{"[a] 1", "syntax 2"}},
		{"twice", "[a]\nb = 1\nB = 2\n[c]\n[a]\nb = 3\n", []string{"[a] 1", `b 2-2 "1"`, `b 3-3 "2"`, "[c] 4", "[a] 5", `b 6-6 "3"`,
			"duplicate-option 3", "duplicate-section 5", "duplicate-option 6"}},
		{"byte order mark", "\ufeff[a]\nb = 1\n", []string{"[a] 1", `b 2-2 "1"`, "byte-order-mark 1"}},
		{"not UTF-8", "[a]\nb = \xff\n", []string{"encoding 2"}},
		{"byte order mark, and not UTF-8", "\ufeff[a]\nb = \xff\n", []string{"encoding 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := conf.Parse("f", []byte(tt.text))
			if diff := cmp.Diff(tt.want, dump(f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := string(f.Bytes()); got != tt.text {
				t.Errorf("printed %q", got)
			}
		})
	}
}

func dump(f *conf.File) []string {
	var lines []string
	for _, s := range f.Sections() {
		lines = append(lines, fmt.Sprintf("[%s] %d", s.Name, s.Line))
		for _, o := range s.Options {
			lines = append(lines, fmt.Sprintf("%s %d-%d %q", o.Name, o.Line, o.End, o.Value))
		}
	}
	for _, p := range f.Problems() {
		lines = append(lines, fmt.Sprintf("%s %d", p.Code, p.Line))
	}
	return lines
}

func TestFileTooLarge(t *testing.T) {
	f := conf.Parse("f", bytes.Repeat([]byte("[a]\n"), 1<<19))
	if diff := cmp.Diff([]string{"too-large 0"}, dump(f)); diff != "" {
		t.Error(diff)
	}
	f = conf.Parse("f", []byte(strings.Repeat("[DEFAULT]\n", 20_000)))
	if p := f.Problems(); len(p) != 1 || p[0].Line != 10_001 {
		t.Errorf("%+v", p)
	}
}
