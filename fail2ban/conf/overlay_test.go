package conf_test

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
)

func TestOverlay(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"kept": "kept", "changed": "old", "gone": "gone", "sub/kept": ""})
	in := func(name string) string { return filepath.Join(dir, name) }
	files := conf.Overlay(conf.OS(), map[string][]byte{
		in("changed"): []byte("new one"), in("gone"): nil, in("added"): {}, in("sub/added"): []byte("x"), in("new/deep/added"): []byte("y"), in("never"): nil,
	})
	for name, want := range map[string]string{"kept": "kept", "changed": "new one", "added": "", "sub/../sub/added": "x", "new/deep/added": "y", "sub/kept": ""} {
		f, err := files.Open(in(name))
		if err != nil {
			t.Error(err)
			continue
		}
		text, err := io.ReadAll(f)
		info, err2 := f.Stat()
		if string(text) != want || err != nil || err2 != nil || info.Size() != int64(len(want)) || !info.Mode().IsRegular() || f.Close() != nil {
			t.Errorf("%s is %q, %v, %v", name, text, err, err2)
		}
	}
	for _, name := range []string{"gone", "never", "new/nothing"} {
		_, err := files.Open(in(name))
		_, err2 := files.Stat(in(name))
		_, err3 := files.Lstat(in(name))
		if !errors.Is(err, fs.ErrNotExist) || !errors.Is(err2, fs.ErrNotExist) || !errors.Is(err3, fs.ErrNotExist) {
			t.Errorf("%s is there: %v %v %v", name, err, err2, err3)
		}
	}
	for name, want := range map[string][]string{
		".": {"added", "changed", "kept", "new", "sub"}, "sub": {"added", "kept"}, "new": {"deep"}, "new/deep": {"added"},
	} {
		if diff := cmp.Diff(want, listed(t, files, in(name), 100)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if info, err := files.Stat(in(name)); err != nil || !info.IsDir() || !info.Mode().IsDir() {
			t.Errorf("%s is no directory: %v", name, err)
		}
	}
	if got := listed(t, files, dir, 2); len(got) != 2 {
		t.Errorf("got %v", got)
	}
	if _, err := files.ReadDir(in("nothing"), 1); err == nil {
		t.Error("read a directory that is not there")
	}
}

func listed(t *testing.T, files conf.FileSystem, dir string, most int) []string {
	t.Helper()
	entries, err := files.ReadDir(dir, most)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}
