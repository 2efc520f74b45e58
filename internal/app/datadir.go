package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

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
	if path := a.sqlitePath(); path != "" {
		return nothing, refuseNetworkFileSystem(filepath.Dir(path))
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

// refuseNetworkFileSystem keeps SQLite off file systems whose locks do not reach other machines.
// Source: https://www.sqlite.org/faq.html#q5; the numbers are those of statfs(2).
func refuseNetworkFileSystem(dir string) error {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return nil //nolint:nilerr // opening the database says better what is wrong with the directory
	}
	name, ok := networkFileSystem(uint32(stat.Type))
	if !ok {
		return nil
	}
	return fault.Conflict.Errorf("%s is on a network file system (%s), where SQLite loses data", dir, name).
		WithMend("use a directory on a local disk, or set BANGUI_DATABASE_URL to a PostgreSQL")
}

func networkFileSystem(magic uint32) (string, bool) {
	names := map[uint32]string{
		unix.NFS_SUPER_MAGIC: "NFS", unix.SMB_SUPER_MAGIC: "SMB", unix.CIFS_SUPER_MAGIC: "CIFS", unix.SMB2_SUPER_MAGIC: "SMB",
		unix.AFS_SUPER_MAGIC: "AFS", unix.AFS_FS_MAGIC: "AFS", unix.CODA_SUPER_MAGIC: "Coda", unix.V9FS_MAGIC: "9P",
		unix.CEPH_SUPER_MAGIC: "Ceph", unix.OCFS2_SUPER_MAGIC: "OCFS2", unix.NCP_SUPER_MAGIC: "NCP",
	}
	name, ok := names[magic]
	return name, ok
}
