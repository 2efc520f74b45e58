package localhost

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"bangui/internal/fault"
)

// pieceOfLog is what one call looks at. The first warm lines belong to the piece before.
type pieceOfLog struct {
	lines       []string
	warm        int
	done, total int64
	source      string
	left        []string
	// next is nil at the end.
	next *pieceCursor
}

func (h *Host) readPiece(ctx context.Context, from source, since time.Time, at pieceCursor) (pieceOfLog, error) {
	if from.journal() {
		return h.readEntries(ctx, from, since, at)
	}
	files, left := logFiles(from.logs, since)
	piece := pieceOfLog{left: left, source: strings.Join(from.logs, ", ")}
	if len(files) == 0 {
		if len(from.logs) == 0 {
			return piece, fault.Unavailable.Errorf("this jail reads no log that is there")
		}
		return piece, nil
	}
	i := 0
	if at.File != "" {
		if i = indexOf(files, at); i < 0 {
			return piece, rotatedMeanwhile()
		}
	}
	for _, f := range files {
		piece.total += f.size
	}
	return piece, piece.read(files, i, at)
}

// indexOf is the file of a cursor, whatever its name is by now, or else a copy of it; -1 if neither is there.
func indexOf(files []logFile, at pieceCursor) int {
	copied := -1
	for i, f := range files {
		if f.log != at.File {
			continue
		}
		file, err := open(f.path)
		if err != nil {
			continue
		}
		has, copies := file.has(at.Place), file.copies(at.Place)
		_ = file.Close() // only read
		if has {
			return i
		}
		if copies {
			copied = i
		}
	}
	return copied
}

func rotatedMeanwhile() error {
	return fault.Conflict.Errorf("the log was rotated meanwhile, and the file that was being read is gone or packed").WithMend("Begin anew.")
}

// read reads a piece of a file, and says where it goes on.
func (p *pieceOfLog) read(files []logFile, i int, at pieceCursor) error {
	file, err := open(files[i].path)
	if err != nil {
		return noPiece(err, files[i].path)
	}
	defer func() { _ = file.Close() }() // only read
	if at.File != "" && !file.has(at.Place) && !file.copies(at.Place) {
		return rotatedMeanwhile()
	}
	end, err := p.readFile(file, files[i], at.From)
	if err != nil {
		return err
	}
	p.done = at.Before
	if !files[i].packed {
		p.done += at.From
	}
	switch {
	case at.Before+at.From > maxRehearsed:
		p.left = append(p.left, fmt.Sprintf("what comes after the first %d MB", maxRehearsed>>20))
		p.done = p.total
	case end > 0:
		p.next = files[i].cursor(file, end, at.Before)
	case i+1 < len(files):
		next, err := open(files[i+1].path)
		if err != nil {
			return noPiece(err, files[i+1].path)
		}
		p.next = files[i+1].cursor(next, 0, at.Before+files[i].size)
		_ = next.Close() // only read
		p.done = p.next.Before
	default:
		p.done = p.total
	}
	return nil
}

// logFile is a log or one that it was before.
type logFile struct {
	// log is the name of the log that it is, or was.
	log, path string
	size      int64
	modified  time.Time
	packed    bool
}

// cursor is a place in the file, known by all of its beginning that is there: logs only grow. A packed one is known as it lies there.
func (f logFile) cursor(file *openLog, from, before int64) *pieceCursor {
	file.know(headSize)
	at := place{Dev: file.dev, Ino: file.ino, Off: from, Head: len(file.head), Sum: sum(file.head)}
	if f.packed {
		at.Off = 0
	}
	return &pieceCursor{File: f.log, Place: at, From: from, Before: before}
}

// rotatedName is what rotations put behind the name of a log. Source: logrotate(8).
var rotatedName = regexp.MustCompile(`^[.-]\d[\d.-]*(\.[A-Za-z0-9]+)?$`)

// logFiles are the files of a jail that were written to since a time, those of each log from the oldest on; left are those that cannot be read here.
func logFiles(logs []string, since time.Time) (files []logFile, left []string) {
	for _, path := range logs {
		var own []logFile
		for _, name := range append([]string{path}, rotated(path)...) {
			behind := strings.TrimPrefix(name, path)
			info, err := os.Stat(name)
			if err != nil || !info.Mode().IsRegular() || info.ModTime().Before(since) || behind != "" && !rotatedName.MatchString(behind) {
				continue
			}
			if compressed(name) && filepath.Ext(name) != ".gz" {
				left = append(left, name)
				continue
			}
			own = append(own, logFile{path, name, info.Size(), info.ModTime(), compressed(name)})
		}
		slices.SortStableFunc(own, func(a, b logFile) int { return a.modified.Compare(b.modified) })
		files = append(files, own...)
	}
	return files, left
}

// readFile reads lines from an offset on, and some before that for the sessions; next is where the next piece begins, 0 at the end of the file.
func (p *pieceOfLog) readFile(file io.ReadSeeker, f logFile, from int64) (next int64, err error) {
	begin := max(0, from-warmBytes)
	var in io.Reader = file
	if f.packed {
		packed, err := gzip.NewReader(bufio.NewReader(file))
		if err != nil {
			return 0, fault.Unavailable.Wrapf(err, "%s cannot be unpacked", f.path)
		}
		in = packed
		_, err = io.CopyN(io.Discard, in, begin)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, fault.Unavailable.Wrapf(err, "%s cannot be unpacked", f.path)
		}
	} else if _, err := file.Seek(begin, io.SeekStart); err != nil {
		return 0, noPiece(err, f.path)
	}
	text, err := io.ReadAll(io.LimitReader(in, from-begin+pieceBytes))
	if err != nil {
		return 0, noPiece(err, f.path)
	}
	return p.cut(text, begin, from, int64(len(text)) == from-begin+pieceBytes), nil
}

// cut makes lines of a text that begins at an offset; more tells that the file goes on behind it.
func (p *pieceOfLog) cut(text []byte, begin, from int64, more bool) (next int64) {
	if begin > 0 {
		_, rest, _ := bytes.Cut(text, []byte("\n"))
		begin += int64(len(text) - len(rest))
		text = rest
	}
	at := begin
	for len(text) > 0 {
		line, rest, whole := bytes.Cut(text, []byte("\n"))
		if !whole && more && at > from {
			return at
		}
		if at < from {
			p.warm++
		} else if len(p.lines)-p.warm >= pieceLines {
			return at
		}
		p.lines = append(p.lines, string(line))
		at += int64(len(text) - len(rest))
		text = rest
	}
	if drop := p.warm - warmLines; drop > 0 {
		p.lines, p.warm = p.lines[drop:], warmLines
	}
	if more {
		return at
	}
	return 0
}

// entryCursor are the cursors of the journal.
var entryCursor = regexp.MustCompile(`^[A-Za-z0-9=;_-]{1,400}$`)

// readEntries reads a piece of the journal. Sessions that go on across pieces are not known there.
func (h *Host) readEntries(ctx context.Context, from source, since time.Time, at pieceCursor) (pieceOfLog, error) {
	piece := pieceOfLog{source: "the journal", total: int64(math.Max(1, time.Since(since).Seconds()))}
	options := []string{fmt.Sprintf("--since=@%d", since.Unix())}
	if at.Entry != "" {
		if !entryCursor.MatchString(at.Entry) {
			return piece, fault.Invalid.Errorf("the cursor is not one of the journal")
		}
		options = append(options, "--after-cursor="+at.Entry)
	}
	args, err := journalArgs(from, options)
	if err != nil {
		return piece, err
	}
	path, err := exec.LookPath(h.opts.Journal)
	if err != nil {
		return piece, fault.Unsupported.Wrapf(err, "the journal cannot be read here: %s is not installed beside us", h.opts.Journal)
	}
	ctx, cancel := context.WithTimeout(ctx, journalTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	complaints := &limitedBuffer{most: 64 << 10}
	cmd.Stderr, cmd.WaitDelay = complaints, time.Second
	output, err := cmd.StdoutPipe()
	if err != nil {
		return piece, err
	}
	if err := cmd.Start(); err != nil {
		return piece, fault.Unavailable.Wrapf(err, "the journal cannot be read")
	}
	full := piece.entries(output, since)
	if full {
		cancel() // it has more than we want
	}
	if err := cmd.Wait(); err != nil && !full {
		return piece, fault.Unavailable.Wrapf(err, "the journal cannot be read: %s", words(complaints.String()))
	}
	if !full {
		piece.next, piece.done = nil, piece.total
	}
	return piece, nil
}

// entries reads until there are enough, and tells whether there may be more.
func (p *pieceOfLog) entries(from io.Reader, since time.Time) (full bool) {
	in, size := bufio.NewReaderSize(from, 64<<10), 0
	for {
		text, err := in.ReadBytes('\n')
		var entry struct {
			journalEntry
			Cursor string `json:"__CURSOR"`
		}
		if json.Unmarshal(text, &entry) == nil {
			p.lines = append(p.lines, entry.line())
			p.done = max(0, int64(entry.at().Sub(since).Seconds()))
			p.next = &pieceCursor{Entry: entry.Cursor}
		}
		size += len(text)
		if err != nil {
			return false
		}
		if len(p.lines) >= pieceLines || cmp.Compare(size, 8*pieceBytes) > 0 {
			return true
		}
	}
}
