package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"bangui/internal/fault"
)

// prepareDataDir creates the data directory for its owner alone, and sees that SQLite can work in it.
func (a *app) prepareDataDir(context.Context) (undo, error) {
	dir := a.Settings.DataDir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, dataDirFault(dir, "cannot be created", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, dataDirFault(dir, "cannot be read", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		a.log.Warn("data directory can be read by others; make it 0700", "dir", dir, "mode", fmt.Sprintf("%#o", info.Mode().Perm()))
	}
	if path := a.Settings.SQLitePath(); path != "" {
		return nothing, a.checkFileSystem(path)
	}
	return nothing, nil
}

// dataDirFault says which directory, what is wrong and how to mend it.
func dataDirFault(dir, what string, err error) error {
	f := fault.Invalid.Wrapf(err, "the data directory %s %s: %s", dir, what, reason(err))
	switch {
	case errors.Is(err, syscall.EROFS):
		return f.WithMend("mount it writable, or choose another with --data-dir or BANGUI_DATA_DIR")
	case errors.Is(err, fs.ErrPermission):
		return f.WithMend("give it to the user that runs this program, or choose another with --data-dir or BANGUI_DATA_DIR")
	case errors.Is(err, syscall.ENOTDIR):
		return f.WithMend("a file is in the way; remove it, or choose another place with --data-dir or BANGUI_DATA_DIR")
	case errors.Is(err, syscall.ENOSPC):
		return fault.Unavailable.Wrapf(err, "the data directory %s %s: the disk is full", dir, what).WithMend("free some space and start again")
	}
	return f.WithMend("choose another with --data-dir or BANGUI_DATA_DIR")
}

// reason is the part of a file error that does not repeat the path.
func reason(err error) string {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err.Error()
	}
	return err.Error()
}
