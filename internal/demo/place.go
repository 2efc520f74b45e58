package demo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const (
	// dirPattern names temporary directories of demos.
	dirPattern = "bangui-demo-*"
	// lockName is the file that marks a directory as a demo's. It is locked while the demo lives, so that one which was
	// killed can be told from one that runs.
	lockName = "demo.lock"
)

// place is the directory of one demo.
type place struct {
	dir  string
	lock *os.File
	keep bool
}

// claim takes the directory, or a new temporary one if it is empty, after clearing away what killed demos left.
func claim(dir string, keep bool) (*place, error) {
	clearAway()
	if dir == "" {
		made, err := os.MkdirTemp("", dirPattern)
		if err != nil {
			return nil, fmt.Errorf("make a directory for the demo: %w", err)
		}
		return lockPlace(&place{dir: made})
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the demo's directory: %w", err)
	}
	if err := checkOurs(dir); err != nil {
		return nil, err
	}
	return lockPlace(&place{dir: dir, keep: keep})
}

// checkOurs protects directories that are not a demo's: we write into it, and remove it at the end.
func checkOurs(dir string) error {
	inside, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(inside) == 0 {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(dir, lockName)); err != nil {
		return fmt.Errorf("directory %s is not empty and no demo made it: choose another", dir)
	}
	return nil
}

func lockPlace(p *place) (*place, error) {
	lock, err := tryLock(filepath.Join(p.dir, lockName), os.O_CREATE)
	if err != nil {
		return nil, fmt.Errorf("directory %s is in use by another demo: %w", p.dir, err)
	}
	p.lock = lock
	return p, nil
}

// release gives the directory up, and removes it unless it is to be kept.
func (p *place) release() error {
	var err error
	if !p.keep {
		err = os.RemoveAll(p.dir)
	}
	return errors.Join(err, p.lock.Close())
}

// clearAway removes the temporary directories of demos that were killed. What cannot be removed stays.
func clearAway() {
	found, _ := filepath.Glob(filepath.Join(os.TempDir(), dirPattern))
	for _, dir := range found {
		if !ownDirectory(dir) {
			continue
		}
		if lock, err := tryLock(filepath.Join(dir, lockName), 0); err == nil {
			_ = os.RemoveAll(dir)
			_ = lock.Close()
		}
	}
}

// ownDirectory reports whether dir is a directory of this user, and no link to one: anybody may write where it lies.
func ownDirectory(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid()
}

func tryLock(path string, flags int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOFOLLOW|flags, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}
