package configdir_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/configdir"
	"bangui/internal/fault"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"jail.local": true, "jail.d/zz-bangui.local": true, "filter.d/sshd.local": true, "fail2ban.d/a_b-c.1.local": true,
		"": false, ".": false, "..": false, "/": false, "/jail.local": false, "jail.d/": false, "jail.d//x.local": false, "./jail.local": false,
		"../jail.local": false, "jail.d/../x.local": false, "jail.d/x/y.local": false, "x.d/y.local": false, ".jail.local": false, "jail.d/-x.local": false,
		"jail local": false, "jail.local\n": false, "jäil.local": false, "jail.local\x00": false, "jail.d\\x.local": false, "jail.txt": false, "jail": false,
		strings.Repeat("a", 250) + ".local": false,
		"jail.conf":                         false, "filter.d/sshd.conf": false, "action.d/x.py": false,
	} {
		err := configdir.CheckWritableName(name)
		if (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v is not %v", name, err, fault.Invalid)
		}
	}
	for _, name := range []string{"jail.conf", "paths-debian.conf", "action.d/x.py"} {
		if err := configdir.CheckName(name); err != nil {
			t.Errorf("%q may not be read: %v", name, err)
		}
	}
}

func TestTexts(t *testing.T) {
	for _, test := range []struct{ text, says string }{
		{"", ""}, {"[a]\nb = ü\n", ""}, {strings.Repeat("x", 1<<20), ""},
		{strings.Repeat("x", 1<<20+1), "1048577"}, {"\ufeff[a]\n", "line 1"}, {"a\nb\n\x00", "line 3"}, {"a\n\xff", "line 2"}, {"a\nb\xc3", "line 2"},
	} {
		err := configdir.CheckText("jail.local", []byte(test.text))
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%.20q: %v, want %q", test.text, err, test.says)
		}
	}
}

// before is the directory before a change of every kind.
var before = map[string]string{"jail.d/a.local": "0640 old a", "jail.d/b.local": "0600 old b", "jail.conf": "0644 stock"}

func changes() []configdir.Change {
	return []configdir.Change{
		{Name: "jail.d/a.local", Old: configdir.Hash([]byte("old a")), New: configdir.Hash([]byte("new a")), Text: []byte("new a")},
		{Name: "jail.d/b.local", Old: configdir.Hash([]byte("old b"))},
		{Name: "filter.d/c.local", New: configdir.Hash([]byte("new c")), Text: []byte("new c")},
		{Name: "action.d/d.local", New: configdir.Hash([]byte("new d")), Text: []byte("new d")},
	}
}

var after = map[string]string{"jail.d/a.local": "0640 new a", "filter.d/c.local": "0644 new c", "action.d/d.local": "0640 new d", "jail.conf": "0644 stock"}

func texts() map[string][]byte {
	return map[string][]byte{"jail.d/a.local": []byte("old a"), "jail.d/b.local": []byte("old b")}
}

// both runs a test on a file system with all that Linux can, and on one without.
func both(t *testing.T, test func(t *testing.T, dir string, d *configdir.Dir)) {
	t.Helper()
	for _, name := range []string{"exchanging", "renaming"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for path, text := range before {
				put(t, dir, path, text)
			}
			d, err := configdir.Open(dir)
			check(t, err)
			t.Cleanup(func() { _ = d.Close() })
			if name == "renaming" {
				d.Old()
			}
			test(t, dir, d)
		})
	}
}

func put(t *testing.T, dir, path, text string) {
	t.Helper()
	full := filepath.Join(dir, path)
	check(t, os.MkdirAll(filepath.Dir(full), 0o755))
	mode := map[string]fs.FileMode{"0600": 0o600, "0640": 0o640, "0644": 0o644}[text[:4]]
	check(t, os.WriteFile(full, []byte(text[5:]), mode))
	check(t, os.Chmod(full, mode))
}

func list(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	check(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		info, err := entry.Info()
		check(t, err)
		text, err := os.ReadFile(path)
		all[name] = octal(info.Mode()) + " " + string(text)
		return err
	}))
	return all
}

func octal(mode fs.FileMode) string {
	digits := []byte("0000")
	for i, perm := len(digits)-1, mode.Perm(); perm > 0; i, perm = i-1, perm>>3 {
		digits[i] = byte('0' + perm&7)
	}
	return string(digits)
}

func expect(t *testing.T, what, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, list(t, dir)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestSwap(t *testing.T) {
	both(t, func(t *testing.T, dir string, d *configdir.Dir) {
		swap := staged(t, d)
		for _, f := range swap.Files {
			check(t, d.Swap(f))
		}
		for _, f := range swap.Files {
			check(t, d.Discard(f))
		}
		expect(t, "after a swap", dir, after)
	})
}

func staged(t *testing.T, d *configdir.Dir) configdir.Swap {
	t.Helper()
	all := changes()
	check(t, configdir.CheckChanges(all))
	check(t, d.Compare(all))
	swap, err := d.Plan("id", all)
	check(t, err)
	for i, f := range swap.Files {
		check(t, d.Stage(f, all[i].Text))
	}
	return swap
}

// TestPutBack stops a swap after each of its parts, puts back in each of its parts twice, and finds everything as before.
func TestPutBack(t *testing.T) {
	both(t, func(t *testing.T, dir string, d *configdir.Dir) {
		for stop := range len(changes()) + 1 {
			swap := staged(t, d)
			for _, f := range swap.Files[:stop] {
				check(t, d.Swap(f))
			}
			for range 2 {
				for _, f := range swap.Files {
					left, err := d.PutBack(f, texts()[f.Name])
					check(t, err)
					if left {
						t.Errorf("stopped at %d: %s was left", stop, f.Name)
					}
				}
			}
			d.RemoveDirs(swap)
			expect(t, "after putting back", dir, before)
			if _, err := os.Stat(filepath.Join(dir, "filter.d")); err == nil {
				t.Error("the directory that was made is still there")
			}
		}
	})
}

// TestPutBackHalfAnExchange is killed in the middle of replacing a file where two names cannot be exchanged.
func TestPutBackHalfAnExchange(t *testing.T) {
	for _, renamed := range []bool{false, true} {
		both(t, func(t *testing.T, dir string, d *configdir.Dir) {
			swap := staged(t, d)
			f := swap.Files[0]
			check(t, os.Link(filepath.Join(dir, f.Name), filepath.Join(dir, f.Stage+"-kept")))
			if renamed {
				check(t, os.Rename(filepath.Join(dir, f.Stage), filepath.Join(dir, f.Name)))
			}
			for _, f := range swap.Files {
				_, err := d.PutBack(f, texts()[f.Name])
				check(t, err)
			}
			expect(t, "after half an exchange", dir, before)
		})
	}
}

// TestPutBackWithoutStage lost what lay beside the files: the texts are known.
func TestPutBackWithoutStage(t *testing.T) {
	both(t, func(t *testing.T, dir string, d *configdir.Dir) {
		swap := staged(t, d)
		for _, f := range swap.Files {
			check(t, d.Swap(f))
			check(t, d.Discard(f))
		}
		for _, f := range swap.Files {
			if left, err := d.PutBack(f, texts()[f.Name]); left || err != nil {
				t.Errorf("%s: left %v, %v", f.Name, left, err)
			}
		}
		got := list(t, dir)
		if got["jail.d/a.local"] != "0640 old a" || !strings.HasSuffix(got["jail.d/b.local"], "old b") || len(got) != 3 {
			t.Errorf("%v", got)
		}
	})
}

// TestOthersEdit has somebody else change files between the steps: theirs is kept.
func TestOthersEdit(t *testing.T) {
	names := []string{"jail.d/a.local", "jail.d/b.local", "filter.d/c.local"}
	both(t, func(t *testing.T, dir string, d *configdir.Dir) {
		swap := staged(t, d)
		for i, name := range names {
			put(t, dir, name, "0644 theirs")
			if err := d.Swap(swap.Files[i]); !errors.Is(err, fault.Conflict) {
				t.Errorf("%s before: %v", name, err)
			}
			if got := list(t, dir)[name]; got != "0644 theirs" && got != "0640 theirs" && got != "0600 theirs" {
				t.Errorf("%s before: %q", name, got)
			}
			if _, err := d.PutBack(swap.Files[i], nil); err != nil {
				t.Errorf("%s before: put back %v", name, err)
			}
			if got := list(t, dir)[name]; !strings.HasSuffix(got, "theirs") {
				t.Errorf("%s before, put back: %q", name, got)
			}
		}
	})
	both(t, func(t *testing.T, dir string, d *configdir.Dir) {
		swap := staged(t, d)
		for i, name := range names {
			check(t, d.Swap(swap.Files[i]))
			put(t, dir, name, "0644 theirs")
			left, err := d.PutBack(swap.Files[i], texts()[name])
			if got := list(t, dir)[name]; err != nil || !left || !strings.HasSuffix(got, "theirs") {
				t.Errorf("%s after: left %v, %v, %q", name, left, err, got)
			}
		}
	})
}

func TestLinksAreNotFollowed(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	check(t, os.Symlink(filepath.Join(outside, "x"), filepath.Join(dir, "jail.local")))
	check(t, os.Symlink(outside, filepath.Join(dir, "jail.d")))
	check(t, os.WriteFile(filepath.Join(outside, "x"), []byte("x"), 0o600))
	check(t, os.WriteFile(filepath.Join(outside, "y.local"), []byte("y"), 0o600))
	d, err := configdir.Open(dir)
	check(t, err)
	defer func() { _ = d.Close() }()
	for _, name := range []string{"jail.local", "jail.d/y.local"} {
		if file, ok, err := d.Read(name); err == nil || ok {
			t.Errorf("%s was read: %q", name, file.Text)
		}
		if err := d.CheckWritable(name); err == nil {
			t.Errorf("%s may be written", name)
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
