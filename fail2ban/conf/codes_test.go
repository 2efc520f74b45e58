package conf_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCodesAreInTheGuide finds codes of findings that operators cannot look up.
func TestCodesAreInTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guide/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, parts := range regexp.MustCompile(`(?m)^\s*(?:const )?Code\w+\s+Code = "(.*)"`).FindAllStringSubmatch(string(text), -1) {
			n++
			if !strings.Contains(string(guide), "`"+parts[1]+"`") {
				t.Errorf("%s is not in docs/guide/configuration.md", parts[1])
			}
		}
	}
	if n < 30 {
		t.Errorf("found %d codes only", n)
	}
}
