package localhost

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"time"
)

// place is a place in a log file. The file is known by its inode and by its beginning: inodes are used again.
type place struct {
	Dev uint64 `json:"dev"`
	Ino uint64 `json:"ino"`
	Off int64  `json:"off"`
	// Sum is of the first Head bytes.
	Head int    `json:"head"`
	Sum  uint64 `json:"sum"`
}

// logLine is one whole line without its end.
type logLine struct {
	text string
	// end is the offset after the line, seen when it was read.
	end  int64
	seen time.Time
	file *openLog
}

const (
	// headSize is how much of its beginning a file is known by.
	headSize = 256
	// longestLine is what is kept of a line; failed reloads write whole streams of commands into one.
	longestLine = 64 << 10
	chunkSize   = 256 << 10
)

// follower reads a log as it grows. It survives that the file is renamed and made anew, and that it is copied and cut off. It is
// used by one goroutine.
type follower struct {
	path string
	file *openLog
	// pending are lines that have been read and not taken.
	pending []logLine
	buffer  []byte
	// read are places in the last files before this one.
	read []place
}

// openLog is one file of the log.
type openLog struct {
	*os.File
	dev, ino uint64
	// read is the offset after the last whole line that was read; partial is the line after it, as far as it is there.
	read    int64
	partial []byte
	// skipping is set within a line that is longer than longestLine.
	skipped int64
	head    []byte
}

// newFollower begins at a place, or at the end of the file if that is nil. If the file of the place has been renamed it is looked for
// beside the path; if it is gone, the follower begins with the file that there is now, and whole is false: lines may be missing.
// It fails with fs.ErrNotExist or fs.ErrPermission where that is why.
func newFollower(path string, from *place) (f *follower, whole bool, err error) {
	f = &follower{path: path, buffer: make([]byte, chunkSize)}
	if f.file, err = open(path); err != nil {
		return nil, false, err
	}
	if from == nil {
		return f, true, f.file.toEnd()
	}
	if f.file.has(*from) {
		f.file.read = from.Off
		return f, true, nil
	}
	if old := findRotated(path, *from); old != nil {
		_ = f.file.Close() // only read
		f.file = old
		f.file.read = from.Off
		return f, true, nil
	}
	return f, false, nil
}

func open(path string) (*openLog, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe must not block us
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", path)
	}
	if err != nil {
		_ = file.Close() // only read
		return nil, err
	}
	log := &openLog{File: file}
	log.dev, log.ino = identity(info)
	return log, nil
}

func identity(info fs.FileInfo) (dev, ino uint64) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Dev), stat.Ino //nolint:unconvert // Dev has another type on other platforms
	}
	return 0, 0
}

// has tells whether the file is the one of a place, and still has it.
func (l *openLog) has(at place) bool {
	if l.dev != at.Dev || l.ino != at.Ino || at.Head < 0 || at.Head > headSize || at.Off < 0 {
		return false
	}
	info, err := l.Stat()
	if err != nil || info.Size() < at.Off {
		return false
	}
	head := make([]byte, at.Head)
	if _, err := l.ReadAt(head, 0); err != nil && at.Head > 0 {
		return false
	}
	return sum(head) == at.Sum
}

func sum(head []byte) uint64 {
	hash := fnv.New64a()
	_, _ = hash.Write(head) // never fails
	return hash.Sum64()
}

// toEnd puts the file behind its last whole line.
func (l *openLog) toEnd() error {
	info, err := l.Stat()
	if err != nil {
		return err
	}
	tail := make([]byte, min(info.Size(), longestLine))
	start := info.Size() - int64(len(tail))
	n, err := l.ReadAt(tail, start)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	l.read = start + int64(bytes.LastIndexByte(tail[:n], '\n')+1)
	return nil
}

// place is the place after an offset.
func (l *openLog) place(off int64) place {
	n := int(min(off, headSize))
	if len(l.head) < n {
		head := make([]byte, headSize)
		got, _ := l.ReadAt(head, 0) // what cannot be read is not known by it
		l.head = head[:got]
	}
	n = min(n, len(l.head))
	return place{Dev: l.dev, Ino: l.ino, Off: off, Head: n, Sum: sum(l.head[:n])}
}

// fill reads on until there are at least want pending lines or no more to be had.
func (f *follower) fill(want int) error {
	for len(f.pending) < want {
		n, err := f.file.lines(f.buffer, &f.pending)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if again, err := f.turn(); err != nil || !again {
			return err
		}
	}
	return nil
}

// lines reads one chunk and appends the whole lines; it returns the number of bytes.
func (l *openLog) lines(buffer []byte, to *[]logLine) (int, error) {
	from := l.read + int64(len(l.partial)) + l.skipped
	n, err := l.ReadAt(buffer, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, fmt.Errorf("read fail2ban's log: %w", err)
	}
	now := time.Now()
	for data := buffer[:n]; len(data) > 0; {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			l.keep(data)
			break
		}
		l.keep(data[:end])
		l.read += int64(len(l.partial)) + l.skipped + 1
		*to = append(*to, logLine{text: string(l.partial), end: l.read, seen: now, file: l})
		l.partial, l.skipped = l.partial[:0], 0
		data = data[end+1:]
	}
	return n, nil
}

// keep adds to the line that is not whole yet; what is too much is only counted.
func (l *openLog) keep(data []byte) {
	room := min(longestLine-len(l.partial), len(data))
	l.partial = append(l.partial, data[:room]...)
	l.skipped += int64(len(data) - room)
}

// turn looks whether the log goes on in another file, or from the beginning, and tells whether it is worth reading again.
func (f *follower) turn() (bool, error) {
	if f.file.cut() {
		f.restart()
		return true, nil
	}
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // renamed, and the new one is not there yet
	}
	if err != nil {
		return false, err
	}
	if dev, ino := identity(info); dev == f.file.dev && ino == f.file.ino {
		return false, nil
	}
	// fail2ban writes into the old file until it is told to begin a new one.
	if info.Size() == 0 {
		return false, nil
	}
	if n, err := f.file.lines(f.buffer, &f.pending); n > 0 || err != nil {
		return true, err
	}
	next := f.after()
	if next == nil {
		if next, err = open(f.path); err != nil {
			return false, err
		}
	}
	f.replace(next)
	return true, nil
}

// after opens the file that was the log after this one and has been renamed as well by now; nil if there is none.
func (f *follower) after() *openLog {
	own, err := f.file.Stat()
	if err != nil {
		return nil
	}
	var next *openLog
	var nextTime time.Time
	for _, name := range rotated(f.path) {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() || info.ModTime().Before(own.ModTime()) || os.SameFile(info, own) || compressed(name) ||
			(next != nil && !info.ModTime().Before(nextTime)) {
			continue
		}
		file, err := open(name)
		switch {
		case err != nil:
			continue
		case f.wasRead(file):
			_ = file.Close() // only read
			continue
		case next != nil:
			_ = next.Close() // only read
		}
		next, nextTime = file, info.ModTime()
	}
	return next
}

// wasRead tells whether a file is one of those before this one: times of files are not exact enough to tell.
func (f *follower) wasRead(file *openLog) bool { return slices.ContainsFunc(f.read, file.has) }

// cut tells whether the file was cut off or written anew since it was read.
func (l *openLog) cut() bool {
	return l.read > 0 && !l.has(l.place(l.read))
}

// restart reads the same file from its beginning.
func (f *follower) restart() {
	next := &openLog{File: f.file.File, dev: f.file.dev, ino: f.file.ino}
	f.file = next
}

func (f *follower) replace(next *openLog) {
	const most = 4
	f.read = append(f.read, f.file.place(f.file.read))
	f.read = f.read[max(0, len(f.read)-most):]
	_ = f.file.Close() // only read
	f.file = next
}

// take removes n pending lines.
func (f *follower) take(n int) { f.pending = slices.Delete(f.pending, 0, n) }

// here is the place before the first pending line.
func (f *follower) here() place {
	if len(f.pending) == 0 {
		return f.file.place(f.file.read)
	}
	first := f.pending[0]
	return first.file.place(first.end - int64(len(first.text)) - 1)
}

// Close closes the file.
func (f *follower) Close() error { return f.file.Close() }
