package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
	"bangui/internal/mount"
	"bangui/internal/settings"
)

// lockDataDir makes sure that no other process uses the data directory, or the SQLite file. The kernel gives the locks up when this
// process ends, however it ends.
//
// The file is locked besides the directory because it has many names: it may lie elsewhere, or be reached by links and bind mounts. A
// lock of flock(2) is on the file itself, and does not touch those that SQLite takes with fcntl(2).
func (a *app) lockDataDir(context.Context) (undo, error) {
	var held []io.Closer
	release := func() error {
		var errs []error
		for _, h := range held {
			errs = append(errs, h.Close())
		}
		return errors.Join(errs...)
	}
	lock, err := lockFile(lockPath(a.Settings.DataDir), a.Settings.DataDir)
	if err != nil {
		return nil, err
	}
	held = append(held, lock)
	if path := a.Settings.SQLitePath(); path != "" {
		files, err := lockDatabase(path, a.Settings.DataDir)
		held = append(held, files...)
		if err != nil {
			return nil, errors.Join(err, release())
		}
	}
	return release, nil
}

// lockPath is the file that is locked for as long as somebody uses the directory.
func lockPath(dataDir string) string { return filepath.Join(dataDir, "lock") }

// lockDatabase locks a SQLite file, and one beside it that says by whom if it is not in the data directory.
func lockDatabase(path, dataDir string) ([]io.Closer, error) {
	real, err := mount.Resolve(path)
	if err != nil {
		return nil, nil //nolint:nilerr // opening the database says better what is wrong with the path
	}
	file, err := os.OpenFile(real, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil //nolint:nilerr // the same
	}
	held := []io.Closer{file}
	if err := flock(file); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = heldFault(path, databaseHolder(real))
		}
		return held, err
	}
	if sameFile(filepath.Dir(real), dataDir) {
		return held, nil
	}
	name, err := lockFile(real+".lock", path)
	if err != nil {
		return held, err
	}
	return append(held, name), nil
}

// databaseHolder reads who has a SQLite file: from beside it, or from the data directory that it lies in.
func databaseHolder(path string) string {
	for _, name := range []string{path + ".lock", lockPath(filepath.Dir(path))} {
		if file, err := os.Open(name); err == nil {
			who := readHolder(file)
			_ = file.Close() // it was only read
			if who != "" {
				return who
			}
		}
	}
	return ""
}

// lockFile takes the lock that stands for something, and writes into the file who has it. It fails with fault.Conflict naming who has
// it already.
func lockFile(path, what string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, dataDirFault(filepath.Dir(path), "cannot be written", err)
	}
	err = flock(file)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = heldFault(what, readHolder(file))
	}
	if err == nil {
		err = overwrite(file, holderText(os.Getpid(), machineName(), time.Now()))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// flock does not wait; it fails with EWOULDBLOCK if another process has the lock.
func flock(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil || errors.Is(err, syscall.EWOULDBLOCK) {
		return err
	}
	return fault.Invalid.Wrapf(err, "%s cannot be locked: its file system has no locks", file.Name()).
		WithMend("use a directory on a local disk").WithReadMore(settings.ReadAboutStorage)
}

// readHolder returns what the holder wrote of itself; empty if it did not.
func readHolder(file io.Reader) string {
	text, err := io.ReadAll(io.LimitReader(file, 1<<10))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// heldFault says what is in use, and by whom.
func heldFault(what, who string) error {
	if who == "" {
		who = "another process, which does not say which"
	}
	return settings.ExplainOneProcess(fault.Conflict.Errorf("another BanGUI uses %s already: %s", what, who)).
		WithMend("stop that one first, or give this one data of its own with --data-dir or BANGUI_DATA_DIR; %s", settings.UsePostgreSQL)
}

func overwrite(file *os.File, text string) error {
	if err := file.Truncate(0); err != nil {
		return fmt.Errorf("write %s: %w", file.Name(), err)
	}
	if _, err := file.WriteAt([]byte(text+"\n"), 0); err != nil {
		return dataDirFault(filepath.Dir(file.Name()), "cannot be written", err)
	}
	return nil
}

// holderText tells who somebody is, for whoever finds the lock taken.
func holderText(pid int, machine string, since time.Time) string {
	return fmt.Sprintf("process %d on %s since %s", pid, machine, since.UTC().Format(time.RFC3339))
}

// sameFile tells whether two paths lead to the same file or directory.
func sameFile(a, b string) bool {
	one, oneErr := os.Stat(a)
	two, twoErr := os.Stat(b)
	return oneErr == nil && twoErr == nil && os.SameFile(one, two)
}

// Running tells whether a process uses the data directory, and who it says it is. The lock is tried for a moment, and not kept.
func Running(dataDir string) (who string, running bool, err error) {
	file, err := os.Open(lockPath(dataDir))
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer file.Close()
	err = unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return readHolder(file), true, nil
	}
	return "", false, err
}
