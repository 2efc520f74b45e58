package localhost

import (
	"bytes"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// rotated are the names that rotations give to earlier files of a log; at most a hundred.
func rotated(path string) []string {
	names, err := filepath.Glob(globQuote(path) + `[.\-]*`)
	if err != nil {
		return nil
	}
	return names[:min(len(names), 100)]
}

// findRotated looks for the file of a place under the names that rotations give, or for its longest copy; nil if neither is there.
func findRotated(path string, at place) *openLog {
	var found *openLog
	size := int64(-1)
	for _, name := range rotated(path) {
		file, err := open(name)
		if err != nil {
			continue
		}
		info, err := file.Stat()
		switch {
		case err == nil && file.has(at):
			size = math.MaxInt64
		case err == nil && file.copies(at) && info.Size() > size:
			size = info.Size()
		default:
			_ = file.Close() // only read
			continue
		}
		if found != nil {
			_ = found.Close() // only read
		}
		found = file
	}
	return found
}

// globQuote makes a path a pattern that matches it. Source: path/filepath, Match.
func globQuote(path string) string {
	var quoted []byte
	for _, c := range []byte(path) {
		if bytes.IndexByte([]byte(`*?[\`), c) >= 0 {
			quoted = append(quoted, '\\')
		}
		quoted = append(quoted, c)
	}
	return string(quoted)
}

// olderLog opens the file that was the log before this one; nil if there is none, or it was compressed.
func olderLog(path string, than *openLog) *openLog {
	own, err := than.Stat()
	if err != nil {
		return nil
	}
	newest := func(info fs.FileInfo) bool { return info.ModTime().After(own.ModTime()) }
	if current, err := os.Stat(path); err != nil || !os.SameFile(current, own) {
		newest = func(info fs.FileInfo) bool { return !info.ModTime().Before(own.ModTime()) } // never in circles
	}
	var older *openLog
	var olderTime time.Time
	for _, name := range rotated(path) {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() || os.SameFile(info, own) || newest(info) ||
			info.ModTime().Before(olderTime) || info.Size() == 0 || compressed(name) {
			continue
		}
		if file, err := open(name); err == nil {
			if older != nil {
				_ = older.Close() // only read
			}
			older, olderTime = file, info.ModTime()
		}
	}
	return older
}

func compressed(name string) bool {
	return slices.Contains([]string{".gz", ".xz", ".bz2", ".zst"}, filepath.Ext(name))
}

func olderExists(path string, than *openLog) bool {
	older := olderLog(path, than)
	if older == nil {
		return false
	}
	_ = older.Close() // only read
	return true
}
