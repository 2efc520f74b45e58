package archtest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/archtest"
)

func TestCodeKeepsToArchitecture(t *testing.T) {
	doc, err := os.Open("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	rules, err := archtest.ReadRules(doc)
	if err != nil {
		t.Fatal(err)
	}
	imports, err := archtest.Imports(os.DirFS("../.."), "bangui")
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range rules.Check(imports) {
		t.Error(broken)
	}
}

func TestCheckFindsBrokenRules(t *testing.T) {
	const block = "```layers\n" + `
top:      cmd
adapters: web store
domain:   a b
public:   client
kits:     kit
never:    cmd -> client
standard: client
` + "```\n"
	tests := []struct {
		name    string
		imports map[string][]string
		want    []string
	}{
		{"fine", map[string][]string{"cmd": {"web", "fmt"}, "web": {"b"}, "b": {"a"}, "kit": {"cmd"}}, nil},
		{"up", map[string][]string{"a": {"store"}}, []string{"a must not import store: imports point down and left"}},
		{"right", map[string][]string{"a": {"b"}}, []string{"a must not import b: imports point down and left"}},
		{"adapters", map[string][]string{"store": {"web"}}, []string{"store must not import web: imports point down and left"}},
		{"kit in code", map[string][]string{"b": {"kit"}}, []string{"b must not import kit: imports point down and left"}},
		{"unplaced", map[string][]string{"new": nil}, []string{"new is in no layer: give it a place in docs/architecture.md"}},
		{"third party", map[string][]string{"client": {"example.org/x"}}, []string{"client must import the standard library only, not example.org/x"}},
		{"chain", map[string][]string{"cmd": {"b"}, "b": {"client"}}, []string{"cmd must never reach client, but: cmd → b → client"}},
	}
	rules, err := archtest.ReadRules(strings.NewReader(block))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, name := range []string{"cmd", "web", "store", "a", "b", "client", "kit"} {
				if _, ok := test.imports[name]; !ok {
					test.imports[name] = nil
				}
			}
			if diff := cmp.Diff(test.want, rules.Check(test.imports)); diff != "" {
				t.Errorf("broken rules (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRulesRefuses(t *testing.T) {
	for name, doc := range map[string]string{
		"no block":       "# Architecture\n",
		"unfinished":     "```layers\ntop: a\n",
		"no colon":       "```layers\ntop a\n```\n",
		"bad never-rule": "```layers\nnever: a b\n```\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := archtest.ReadRules(strings.NewReader(doc)); err == nil {
				t.Error("accepted, want an error")
			}
		})
	}
}
