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
	// start is the offset of the line, seen when it was read.
	start int64
	seen  time.Time
	file  *openLog
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
	// read are the beginnings of the last files before this one.
	read [][]byte
	// gap is set when lines may have been missed.
	gap bool
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
	// head is the beginning, at least as far as it was read.
	head []byte
	// before is the end of the file before this one; nil if that is not known.
	before *place
}

// newFollower begins at a place, or at the end of the file if that is nil. If the file of the place has been renamed, or copied and cut
// off, it is looked for beside the path; if it is gone, the follower begins with the oldest one that was written after last, and whole
// is false: lines may be missing. It fails with fs.ErrNotExist or fs.ErrPermission where that is why.
func newFollower(path string, from *place, last time.Time) (f *follower, whole bool, err error) {
	f = &follower{path: path, buffer: make([]byte, chunkSize)}
	f.file, err = open(path)
	if errors.Is(err, fs.ErrNotExist) && from != nil { // it is just being rotated
		if f.file = findRotated(path, *from); f.file != nil {
			err = nil
		}
	}
	if err != nil {
		return nil, false, err
	}
	if from == nil {
		return f, true, f.file.toEnd()
	}
	if f.file.has(*from) {
		f.file.goTo(from.Off)
		return f, true, nil
	}
	old, off := findRotated(path, *from), from.Off
	if whole = old != nil; !whole {
		old, off = f.next(last, nil), 0
	}
	if old != nil {
		_ = f.file.Close() // only read
		f.file = old
		f.file.goTo(off)
	}
	return f, whole, nil
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
	return l.dev == at.Dev && l.ino == at.Ino && l.begins(at) && l.reaches(at.Off)
}

// copies tells whether the file is a copy of the one of a place, and has it.
func (l *openLog) copies(at place) bool { return at.Head > 0 && l.begins(at) && l.reaches(at.Off) }

// begins tells whether the file begins as that of a place.
func (l *openLog) begins(at place) bool {
	if at.Head < 0 || at.Head > headSize {
		return false
	}
	head := make([]byte, at.Head)
	if _, err := l.ReadAt(head, 0); err != nil && at.Head > 0 {
		return false
	}
	return sum(head) == at.Sum
}

func (l *openLog) reaches(off int64) bool {
	info, err := l.Stat()
	return err == nil && off >= 0 && info.Size() >= off
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
	l.goTo(start + int64(bytes.LastIndexByte(tail[:n], '\n')+1))
	return nil
}

// goTo puts the file at an offset.
func (l *openLog) goTo(off int64) {
	l.read = off
	l.know(off)
}

// know reads the beginning, as far as a place needs it by which the file is to be known again.
func (l *openLog) know(off int64) {
	if want := min(off, headSize); int64(len(l.head)) < want {
		l.head = make([]byte, want)
		n, _ := l.ReadAt(l.head, 0) // what cannot be read is not known by it
		l.head = l.head[:n]
	}
}

// place is the place after an offset.
func (l *openLog) place(off int64) place {
	l.know(off)
	n := int(min(off, int64(len(l.head))))
	return place{Dev: l.dev, Ino: l.ino, Off: off, Head: n, Sum: sum(l.head[:n])}
}

// resume is the place from which to go on after an offset. Of a file of which nothing was read, nothing is known by which to find it
// again: that is the end of the one before.
func (l *openLog) resume(off int64) place {
	if off == 0 && l.before != nil {
		return *l.before
	}
	return l.place(off)
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
	if have := int64(len(l.head)); have < headSize && from <= have {
		l.head = append(l.head[:from], buffer[:min(int64(n), headSize-from)]...)
	}
	now := time.Now()
	for data := buffer[:n]; len(data) > 0; {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			l.keep(data)
			break
		}
		l.keep(data[:end])
		*to = append(*to, logLine{text: string(l.partial), start: l.read, seen: now, file: l})
		l.read += int64(len(l.partial)) + l.skipped + 1
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
	gone := errors.Is(err, fs.ErrNotExist) // renamed, and the new one is not there yet
	if err != nil && !gone {
		return false, err
	}
	if !gone {
		if dev, ino := identity(info); dev == f.file.dev && ino == f.file.ino {
			return false, nil
		}
	}
	if n, err := f.file.lines(f.buffer, &f.pending); n > 0 || err != nil {
		return true, err
	}
	next := f.after()
	switch {
	case next != nil:
	case gone, info.Size() == 0: // fail2ban writes into the old file until it is told to begin a new one
		return false, nil
	default:
		next, err = open(f.path)
		if errors.Is(err, fs.ErrNotExist) { // renamed just now
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	f.replace(next)
	return true, nil
}

// after opens the file that was the log after this one and has been renamed, or copied and cut off, by now; nil if there is none.
func (f *follower) after() *openLog {
	own, err := f.file.Stat()
	if err != nil {
		return nil
	}
	return f.next(own.ModTime(), own)
}

// next opens the oldest of the rotated files that were written at a time or later and not read, other than own; nil if there is none.
func (f *follower) next(since time.Time, own fs.FileInfo) *openLog {
	var next *openLog
	var nextTime time.Time
	for _, name := range rotated(f.path) {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() || info.ModTime().Before(since) || compressed(name) ||
			(own != nil && os.SameFile(info, own)) || (next != nil && !info.ModTime().Before(nextTime)) {
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

// wasRead tells whether a file is this one or one of those before it, or a copy: times of files are not exact enough to tell. A copy
// that was made early has less than was read.
func (f *follower) wasRead(file *openLog) bool {
	f.file.know(f.file.read)
	head := make([]byte, headSize)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return slices.ContainsFunc(append(slices.Clone(f.read), f.file.head), func(read []byte) bool {
		same := min(n, len(read))
		return same > 0 && bytes.Equal(head[:same], read[:same])
	})
}

// cut tells whether the file was cut off or written anew since it was read.
func (l *openLog) cut() bool {
	return !l.has(l.place(l.read)) || !l.reaches(l.read+int64(len(l.partial))+l.skipped)
}

// restart reads what a file had before it was cut off, in the copy that was made of it, or if there is none the file from its beginning.
func (f *follower) restart() {
	at := f.file.place(f.file.read)
	if rest := findRotated(f.path, at); rest != nil {
		rest.before = f.file.before
		rest.goTo(at.Off)
		_ = f.file.Close() // only read
		f.file = rest
		return
	}
	f.gap = true
	f.keepRead()
	f.file = &openLog{File: f.file.File, dev: f.file.dev, ino: f.file.ino, before: &at}
}

func (f *follower) replace(next *openLog) {
	at := f.file.place(f.file.read)
	f.keepRead()
	next.before = &at
	_ = f.file.Close() // only read
	f.file = next
}

func (f *follower) keepRead() {
	const most = 4
	f.read = append(f.read, f.file.head)
	f.read = f.read[max(0, len(f.read)-most):]
}

// take removes n pending lines.
func (f *follower) take(n int) { f.pending = slices.Delete(f.pending, 0, n) }

// here is the place before the first pending line.
func (f *follower) here() place {
	if len(f.pending) == 0 {
		return f.file.resume(f.file.read)
	}
	first := f.pending[0]
	return first.file.resume(first.start)
}

// Close closes the file.
func (f *follower) Close() error { return f.file.Close() }
