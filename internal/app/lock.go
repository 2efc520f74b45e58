package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
)

// lockDataDir makes sure that no other process uses the data directory, or a SQLite file that lies elsewhere. The kernel gives
// the locks up when this process ends, however it ends.
func (a *app) lockDataDir(context.Context) (undo, error) {
	paths := []string{filepath.Join(a.Settings.DataDir, "lock")}
	if path := a.sqlitePath(); path != "" && filepath.Dir(path) != a.Settings.DataDir {
		paths = append(paths, path+".lock")
	}
	var held []io.Closer
	release := func() error {
		var errs []error
		for _, h := range held {
			errs = append(errs, h.Close())
		}
		return errors.Join(errs...)
	}
	for _, path := range paths {
		file, err := lockFile(path, holder(time.Now()))
		if err != nil {
			return nil, errors.Join(err, release())
		}
		held = append(held, file)
	}
	return release, nil
}

// lockFile takes the lock and writes into the file who has it. It fails with fault.Conflict naming who has it already.
func lockFile(path, holder string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, dataDirFault(filepath.Dir(path), "cannot be written", err)
	}
	err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = heldFault(path, file)
	}
	if err == nil {
		err = overwrite(file, holder)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// heldFault names the holder as it wrote itself into the file.
func heldFault(path string, file *os.File) error {
	text, err := io.ReadAll(io.LimitReader(file, 1<<10))
	who := strings.TrimSpace(string(text))
	if err != nil || who == "" {
		who = "another process"
	}
	dir := filepath.Dir(path)
	return fault.Conflict.Errorf("another BanGUI uses %s already: %s", dir, who).
		WithMend("stop that one first, or give this one a directory of its own with --data-dir or BANGUI_DATA_DIR; " +
			"several on the same data need PostgreSQL (BANGUI_DATABASE_URL)")
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

// holder tells who we are, for whoever finds the lock taken.
func holder(now time.Time) string {
	return fmt.Sprintf("process %d on %s since %s", os.Getpid(), machineName(), now.UTC().Format(time.RFC3339))
}
