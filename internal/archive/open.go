package archive

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// Format is what a file is.
type Format string

// The formats.
const (
	// Auto looks at the content.
	Auto Format = "auto"
	// Log is fail2ban's log, plain or gzipped.
	Log Format = "log"
	// Table is the archive of an earlier system: a SQLite file with the table history_archive.
	Table Format = "archive"
	// Database is fail2ban's own database: a SQLite file with the table bans.
	Database Format = "fail2ban-db"
)

// Options say how files are read.
type Options struct {
	// Format is what all files are; [Auto] looks at each.
	Format Format
	// Location is the zone of times that have none, which are those of logs.
	Location *time.Location
	// Now is when the files are read. Nothing can have begun later.
	Now time.Time
	// Progress is told by and by how many bytes have been read, and of which file; may be nil.
	Progress func(Progress)
}

// Progress is how far the reading is.
type Progress struct {
	File string
	// Done and Total are bytes of all files.
	Done, Total int64
}

// Files are files to be read.
type Files struct {
	options Options
	files   []*file
	report  *Report
	// done are the bytes of the files that have been read, total those of all.
	done, total int64
}

// file is one of them.
type file struct {
	path   string
	format Format
	size   int64
	// changed is when it was written last.
	changed time.Time
	// first is the time of the first record of a log.
	first time.Time
}

// Open looks at files. What is wrong with one of them stands in the report of [Files.Read]. It fails with fault.Invalid if there is none
// that can be read, and says of each why.
func Open(ctx context.Context, paths []string, options Options) (*Files, error) {
	f := &Files{options: options, report: &Report{Skipped: []Skipped{}, Problems: []Problem{}}}
	if f.options.Progress == nil {
		f.options.Progress = func(Progress) {}
	}
	for _, path := range paths {
		found, err := f.look(ctx, path)
		if err != nil {
			f.problem(path, err)
			continue
		}
		f.files, f.total = append(f.files, found), f.total+found.size
	}
	if len(f.files) == 0 {
		return nil, nothingToRead(f.report.Problems)
	}
	// Databases first: they know more of a ban than a log does.
	slices.SortStableFunc(f.files, func(a, b *file) int {
		return cmp.Or(cmp.Compare(order(a.format), order(b.format)), a.first.Compare(b.first))
	})
	return f, nil
}

func order(format Format) int { return slices.Index([]Format{Database, Table, Log}, format) }

// Logs tells whether there are logs among the files, whose times have no zone.
func (f *Files) Logs() bool {
	return slices.ContainsFunc(f.files, func(one *file) bool { return one.format == Log })
}

// Read tells the bans of all files, logs in the order of time, and closes past. It fails only with what past fails with, and when ctx ends.
func (f *Files) Read(ctx context.Context, past *ban.Past) (*Report, error) {
	logs := newLogReader(f, past)
	for _, one := range f.files {
		before := f.done
		err := f.readFile(ctx, one, logs, past)
		if ctx.Err() != nil {
			return f.report, ctx.Err()
		}
		if failed, ok := errors.AsType[*takeError](err); ok {
			return f.report, failed.error
		}
		if err != nil {
			f.problem(one.path, err)
		}
		f.done = before + one.size
	}
	slices.SortStableFunc(f.report.Skipped, func(a, b Skipped) int { return cmp.Compare(b.N, a.N) })
	return f.report, past.Close()
}

func (f *Files) readFile(ctx context.Context, one *file, logs *logReader, past *ban.Past) error {
	if one.format == Log {
		return logs.read(ctx, one)
	}
	read := f.readDatabase
	if one.format == Table {
		read = f.readTable
	}
	// Each database and the logs together tell a past of their own: the same ban has different times in them.
	return errors.Join(read(ctx, one, past), taken(past.Close()))
}

// takeError is what past failed with: not a problem of a file.
type takeError struct{ error }

// taken marks what past failed with.
func taken(err error) error {
	if err == nil {
		return nil
	}
	return &takeError{err}
}

func (f *Files) problem(path string, err error) {
	p := Problem{File: path, Message: err.Error()}
	if known, ok := errors.AsType[*fault.Fault](err); ok {
		p.Message, p.Mend = known.Message, known.Mend
	}
	f.report.Problems = append(f.report.Problems, p)
}

func nothingToRead(problems []Problem) error {
	if len(problems) == 1 {
		return fault.Invalid.Errorf("%s: %s", problems[0].File, problems[0].Message).WithMend("%s", cmp.Or(problems[0].Mend, "Name another file."))
	}
	failed := fault.Invalid.Errorf("none of the files can be read")
	for _, p := range problems {
		failed = failed.WithField(p.File, "%s", p.Message)
	}
	return failed
}

// The first bytes of files. Source: sqlite.org/fileformat.html, RFC 1952, and the manuals of the other programs.
const (
	sqliteMagic = "SQLite format 3\x00"
	gzipMagic   = "\x1f\x8b"
)

// look finds out what a file is.
func (f *Files) look(ctx context.Context, path string) (*file, error) {
	opened, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = opened.Close() }() // only read
	info, err := opened.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, len(sqliteMagic))
	n, err := io.ReadFull(opened, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	found := &file{path: path, size: info.Size(), changed: info.ModTime()}
	if found.format, err = f.formatOf(ctx, path, head[:n]); err != nil {
		return nil, err
	}
	if found.format == Log {
		found.first, err = f.firstTime(found)
	}
	return found, err
}

// formatOf compares what a file is with what it is said to be.
func (f *Files) formatOf(ctx context.Context, path string, head []byte) (Format, error) {
	wanted := f.options.Format
	if name := packer(head); name != "" {
		return "", fault.Invalid.Errorf("it is packed with %s", name).WithMend("Unpack it first, for example with `%s -dk`.", name)
	}
	if string(head) != sqliteMagic {
		if wanted != Auto && wanted != Log {
			return "", fault.Invalid.Errorf("it is no SQLite database").WithMend("Use --format auto, or name another file.")
		}
		return Log, nil
	}
	if wanted == Log {
		return "", fault.Invalid.Errorf("it is a SQLite database and no log").WithMend("Use --format auto.")
	}
	return lookAtTables(ctx, path, wanted)
}

// packer names the program that has packed a file in a way that is not read here.
func packer(head []byte) string {
	for magic, name := range map[string]string{"\xfd7zXZ\x00": "xz", "BZh": "bzip2", "\x28\xb5\x2f\xfd": "zstd"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return name
		}
	}
	return ""
}

// openRegular opens a file, and nothing that could make us wait.
func openRegular(path string) (*os.File, error) {
	opened, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.Invalid.Wrapf(err, "there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return nil, fault.Invalid.Wrapf(err, "it may not be read by us").WithMend("Run the command as root, or make a copy that may be read.")
	case err != nil:
		return nil, err
	}
	info, err := opened.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fault.Invalid.Errorf("it is no regular file").WithMend("Name files, not directories; a pattern such as /var/log/fail2ban.log* names several.")
	}
	if err != nil {
		_ = opened.Close() // only read
		return nil, err
	}
	return opened, nil
}
