package ipinfo

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"
	"golang.org/x/sys/unix"
)

// maxSize is that of the largest file that is taken, in bytes: enough for all cities of the world, many times over.
const maxSize = 2<<30 - 1

// What is wrong with a file, beside what the system says.
var (
	errNotRegular = errors.New("it is not a file")
	errEmpty      = errors.New("it is empty")
	errTooLarge   = errors.New("it is larger than 2 GB")
	errChanging   = errors.New("it changes while it is read")
	errNotMMDB    = errors.New("it is not an MMDB file, or not all of it is there")
	errDamaged    = errors.New("it is damaged")
)

// openCopy opens a private copy of an operator's file and returns it with what the file was like.
//
// The copy is there because the program would be killed if somebody shortened or overwrote the file while it is mapped (SIGBUS, mmap(2)).
// It is made in dir, has no name any more when this returns, and the system takes its space back when the last look-up that uses
// it has ended and the collector has noticed: nobody needs to close it.
func openCopy(path, dir string) (*file, fs.FileInfo, error) {
	from, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // does not wait for the other end of a pipe
	if err != nil {
		return nil, nil, err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return nil, nil, err
	}
	if err := acceptable(info); err != nil {
		return nil, info, err
	}
	data, id, err := mapCopy(from, info, dir)
	if err != nil {
		return nil, info, err
	}
	f, err := openBytes(data)
	if err != nil {
		return nil, info, errors.Join(err, unix.Munmap(data))
	}
	f.id, f.loadedAt = id, time.Now().UTC()
	// From here on it is read here and there; what the check has read need not stay in memory. Both are advice only.
	_ = unix.Madvise(data, unix.MADV_DONTNEED)
	_ = unix.Madvise(data, unix.MADV_RANDOM)
	runtime.AddCleanup(f, func(data []byte) { _ = unix.Munmap(data) }, data)
	return f, info, nil
}

func acceptable(info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return errNotRegular
	case info.Size() == 0:
		return errEmpty
	case info.Size() > maxSize:
		return errTooLarge
	}
	return nil
}

// mapCopy copies a file and maps the copy; id is made from the content.
func mapCopy(from *os.File, info fs.FileInfo, dir string) (data []byte, id string, err error) {
	to, err := os.CreateTemp(dir, ".mmdb-*")
	if err != nil {
		return nil, "", &copyError{err}
	}
	defer to.Close()
	if err := os.Remove(to.Name()); err != nil {
		return nil, "", &copyError{err}
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, sum), io.LimitReader(from, maxSize))
	if err != nil {
		return nil, "", &copyError{err}
	}
	if after, err := from.Stat(); err != nil || n != info.Size() || !sameFile(info, after) {
		return nil, "", errors.Join(errChanging, err)
	}
	data, err = unix.Mmap(int(to.Fd()), 0, int(n), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, "", &copyError{err}
	}
	return data, hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// copyError is a copy that could not be made: the file may be good.
type copyError struct{ cause error }

func (e *copyError) Error() string { return "it could not be copied: " + e.cause.Error() }
func (e *copyError) Unwrap() error { return e.cause }

// sameFile tells whether nothing was written in between.
func sameFile(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// openBytes opens and checks the bytes of a file from outside.
func openBytes(data []byte) (*file, error) {
	reader, err := maxminddb.OpenBytes(data, maxminddb.DisableStringCache())
	if err != nil {
		return nil, errors.Join(errNotMMDB, err)
	}
	f := &file{reader: reader}
	if err := f.check(data); err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	return f, nil
}
