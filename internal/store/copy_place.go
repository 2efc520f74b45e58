package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
)

// placePrefix begins the names of directories in which files are made before they get their names.
const placePrefix = ".bangui-unfinished-"

// place is a directory of our own beside the file that we make. A file in it is not there yet for anybody else. The kernel gives up
// its lock when we die, so the next one knows that it may remove it.
type place struct {
	dir  string
	lock *os.File
}

// newPlace makes one in a directory, and removes what processes left behind that were killed.
func newPlace(parent string) (*place, error) {
	removeLeftovers(parent)
	dir := filepath.Join(parent, placePrefix+strings.ToLower(rand.Text()[:10]))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, explainPlace(parent, err)
	}
	lock, err := os.Open(dir)
	if err == nil {
		err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	}
	if err != nil {
		return nil, errors.Join(explainPlace(parent, err), os.RemoveAll(dir))
	}
	return &place{dir: dir, lock: lock}, nil
}

func (p *place) file() string { return filepath.Join(p.dir, "bangui.db") }

// Close removes the directory with all that is in it.
func (p *place) Close() error { return errors.Join(os.RemoveAll(p.dir), p.lock.Close()) }

// removeLeftovers does what it can; what it cannot is no reason not to go on.
func removeLeftovers(parent string) {
	found, _ := filepath.Glob(filepath.Join(escapePattern(parent), placePrefix+"*"))
	for _, dir := range found {
		if lock, err := os.Open(dir); err == nil {
			if unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
				_ = os.RemoveAll(dir)
			}
			_ = lock.Close()
		}
	}
}

func escapePattern(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// publish gives the finished file its name. It survives the loss of power from then on. Without force it fails with fault.Conflict if
// the name is taken, even if somebody took it just now.
func (p *place) publish(path string, force bool) error {
	if err := syncFile(p.file()); err != nil {
		return explainPlace(filepath.Dir(path), err)
	}
	err := rename(p.file(), path, force)
	if errors.Is(err, fs.ErrExist) {
		return alreadyThere(path)
	}
	if err == nil {
		err = syncFile(filepath.Dir(path))
	}
	return explainPlace(filepath.Dir(path), err)
}

func rename(from, to string, force bool) error {
	if force {
		return os.Rename(from, to)
	}
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		err = os.Link(from, to) // some file systems cannot do better
	}
	return err
}

// syncFile brings a file or directory to the disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

func alreadyThere(path string) error {
	return fault.Conflict.Errorf("%s is there already", path).WithMend("Choose another name, or replace it with --force.")
}

func explainPlace(dir string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fault.Invalid.Wrapf(err, "the directory %s does not exist", dir).WithMend("Create it, or name another one.")
	case errors.Is(err, syscall.ENOTDIR):
		return fault.Invalid.Wrapf(err, "%s is not a directory", dir)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fault.Invalid.Wrapf(err, "this user may not write into the directory %s", dir).
			WithMend("Name another directory, or give it to the user that runs this program.")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fault.Unavailable.Wrapf(err, "the disk that holds %s is full", dir).WithMend("Free some space, or name a directory on another disk.")
	default:
		return fmt.Errorf("write into %s: %w", dir, err)
	}
}

// explainFull says which disk is full, if that is what err says: nobody else knows the file that was being made.
func (p *place) explainFull(err error) error {
	if isFull(err) {
		return explainPlace(filepath.Dir(p.dir), errors.Join(syscall.ENOSPC, err))
	}
	return err
}

// finish closes a SQLite database that is a file in the making: sealed, if nothing went wrong.
func (s *Store) finish(ctx context.Context, err error) error {
	if err != nil {
		_ = s.Close() // the file goes away
		return err
	}
	return s.seal(ctx)
}

// seal makes a SQLite database that nobody else has open one single file, which can be read where nothing can be written, and closes it.
func (s *Store) seal(ctx context.Context) error {
	err := s.read.Close()
	if err == nil {
		_, err = s.write.ExecContext(ctx, `pragma journal_mode = delete`)
	}
	return s.explain(ctx, "complete the file", errors.Join(err, s.write.Close()))
}
