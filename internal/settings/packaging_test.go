package settings_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

// TestPackagingNamesRealSettings reads all that is shipped, and the guide, for variables that nobody knows.
func TestPackagingNamesRealSettings(t *testing.T) {
	known := []string{"BANGUI_CONFIG", "BANGUI_WORKERS", "BANGUI_SITE"} // the last one is of a compose file, for its proxy
	for _, name := range settings.Names() {
		known = append(known, "BANGUI_"+strings.ToUpper(name))
	}
	for _, dir := range []string{"../../packaging", "../../docs/guide"} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(path, ".png") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, name := range regexp.MustCompile(`\bBANGUI_[A-Z0-9_]*[A-Z0-9]\b`).FindAllString(string(text), -1) {
				if !slices.Contains(known, name) && !strings.HasPrefix(name, "BANGUI_TEST_") {
					t.Errorf("%s names %s, which is no setting", path, name)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhatToReadIsThere looks up each section of the guide that a message of ours names.
func TestWhatToReadIsThere(t *testing.T) {
	named := regexp.MustCompile(`docs/guide/(\w+\.md), section \\"([^"\\]+)\\"`)
	found := 0
	for _, dir := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, match := range named.FindAllStringSubmatch(string(source), -1) {
				found++
				guide, err := os.ReadFile("../../docs/guide/" + match[1])
				if err != nil || !regexp.MustCompile(`(?m)^#+ `+regexp.QuoteMeta(match[2])+`$`).Match(guide) {
					t.Errorf("%s names the section %q of %s, which is not there", path, match[2], match[1])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 4 {
		t.Errorf("only %d sections are named; the search for them is wrong", found)
	}
}

// TestPackagedFileIsUnderstood reads the file of settings that packages install, with all its examples switched on.
func TestPackagedFileIsUnderstood(t *testing.T) {
	text, err := os.ReadFile("../../packaging/bangui.conf")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile(`(?m)^#(\w+ =)`).ReplaceAllString(string(text), "$1")
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("postgres://bangui@db.example.org/bangui"), 0o600); err != nil {
		t.Fatal(err)
	}
	examples = regexp.MustCompile(`(?m)^database_url = .*\n`).ReplaceAllString(examples, "") // the same as its _file
	examples = regexp.MustCompile(`(?m)^(\w+_file) = .*$`).ReplaceAllString(examples, "$1 = "+secret)
	for name, content := range map[string]string{"as it is": string(text), "with all examples": examples} {
		file := filepath.Join(t.TempDir(), "bangui.conf")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := settings.Load(settings.Sources{File: file}); err != nil {
			f, _ := errors.AsType[*fault.Fault](err)
			t.Errorf("%s: %v %+v", name, err, f.Fields)
		}
	}
}
