package conf

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// Overlay is a file system with other contents for some files, to look at a change before it is made. The keys of changes are absolute
// paths; a nil value stands for a file that is removed, and a new file makes its directories. Symbolic links in the middle of a path are
// not followed to find a change.
func Overlay(base FileSystem, changes map[string][]byte) FileSystem {
	o := overlay{base: base, files: make(map[string][]byte), dirs: make(map[string]bool)}
	for name, text := range changes {
		name = filepath.Clean(name)
		o.files[name] = text
		if text == nil {
			continue
		}
		for dir := filepath.Dir(name); !o.dirs[dir]; dir = filepath.Dir(dir) {
			o.dirs[dir] = true
		}
	}
	return o
}

type overlay struct {
	base FileSystem
	// files are the changes, and dirs the directories of those that are there.
	files map[string][]byte
	dirs  map[string]bool
}

func (o overlay) Open(name string) (fs.File, error) {
	text, changed := o.files[filepath.Clean(name)]
	switch {
	case !changed:
		return o.base.Open(name)
	case text == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &overlayFile{Reader: bytes.NewReader(text), info: overlayInfo{name: filepath.Base(name), size: len(text)}}, nil
}

func (o overlay) Stat(name string) (fs.FileInfo, error)  { return o.stat(name, o.base.Stat) }
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return o.stat(name, o.base.Lstat) }

func (o overlay) stat(name string, base func(string) (fs.FileInfo, error)) (fs.FileInfo, error) {
	clean := filepath.Clean(name)
	text, changed := o.files[clean]
	switch {
	case changed && text == nil:
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	case changed:
		return overlayInfo{name: filepath.Base(clean), size: len(text)}, nil
	case o.dirs[clean]:
		return overlayInfo{name: filepath.Base(clean), dir: true}, nil
	}
	return base(name)
}

// ReadDir returns what the base has, less what is removed, and then what is new.
func (o overlay) ReadDir(name string, most int) ([]fs.DirEntry, error) {
	clean := filepath.Clean(name)
	entries, err := o.base.ReadDir(name, most)
	if err != nil && !o.dirs[clean] {
		return nil, err
	}
	known := make(map[string]bool)
	entries = slices.DeleteFunc(slices.Clone(entries), func(e fs.DirEntry) bool {
		known[e.Name()] = true
		text, changed := o.files[filepath.Join(clean, e.Name())]
		return changed && text == nil
	})
	for _, info := range o.added(clean) {
		if !known[info.name] {
			entries = append(entries, fs.FileInfoToDirEntry(info))
		}
	}
	return entries[:min(len(entries), most)], nil
}

// added are the files and directories that the changes put into a directory, by name.
func (o overlay) added(dir string) []overlayInfo {
	var all []overlayInfo
	for name, text := range o.files {
		if text != nil && filepath.Dir(name) == dir {
			all = append(all, overlayInfo{name: filepath.Base(name), size: len(text)})
		}
	}
	for name := range o.dirs {
		if name != dir && filepath.Dir(name) == dir {
			all = append(all, overlayInfo{name: filepath.Base(name), dir: true})
		}
	}
	slices.SortFunc(all, func(a, b overlayInfo) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return all
}

// overlayFile is an open file of the changes.
type overlayFile struct {
	*bytes.Reader
	info overlayInfo
}

func (f *overlayFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *overlayFile) Close() error               { return nil }

// overlayInfo tells about a file or directory of the changes.
type overlayInfo struct {
	name string
	size int
	dir  bool
}

func (i overlayInfo) Name() string       { return i.name }
func (i overlayInfo) Size() int64        { return int64(i.size) }
func (i overlayInfo) ModTime() time.Time { return time.Time{} }
func (i overlayInfo) IsDir() bool        { return i.dir }
func (i overlayInfo) Sys() any           { return nil }

func (i overlayInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
