package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"bangui/internal/app"
	"bangui/internal/mount"
)

// How much free space is little, and how much is too little to go on for long, in bytes.
const (
	littleSpace  = 512 << 20
	hardlyAny    = 32 << 20
	bytesOfAMega = 1 << 20
)

func (e *examination) dataDirectory() {
	const check = "data directory"
	dir := e.Settings.DataDir
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.add(check, Warning, "%s does not exist yet (%s)", dir, e.Settings.Origin("data_dir"))
		e.mend("the first start of `bangui serve` creates it; or name the right one with --data-dir or BANGUI_DATA_DIR")
	case err != nil:
		e.add(check, Problem, "%s cannot be read: %v", dir, err)
		e.mend("run this as the user of the server, or give the directory to that user")
	case !info.IsDir():
		e.add(check, Problem, "%s is not a directory", dir)
		e.mend("remove the file, or choose another place with --data-dir or BANGUI_DATA_DIR")
	case unix.Access(dir, unix.R_OK|unix.W_OK|unix.X_OK) != nil:
		e.add(check, Problem, "this user may not write in %s", dir)
		e.mend("run this as the user of the server, or give the directory to that user")
	case info.Mode().Perm()&0o077 != 0:
		e.add(check, Warning, "%s can be read by others (mode %#o)", dir, info.Mode().Perm())
		e.mend("`chmod 0700 %s`", dir)
	default:
		e.add(check, OK, "%s is there and can be written", dir)
	}
	e.fileSystem()
	e.space()
}

func (e *examination) fileSystem() {
	const check = "file system"
	path := e.Settings.SQLitePath()
	if path == "" {
		return
	}
	switch kind, name := mount.KindOf(filepath.Dir(path)); kind {
	case mount.Network:
		e.add(check, Problem, "%s is on a network file system (%s), where SQLite loses data", path, name)
		e.mend("use a directory on a local disk, or PostgreSQL")
	case mount.Unsure:
		e.add(check, Warning, "%s is on a file system that may be one over a network (%s)", path, name)
		e.mend("if it is, use a directory on a local disk, or PostgreSQL")
	case mount.Local:
		e.add(check, OK, "%s is on a local one (%s)", path, name)
	}
}

func (e *examination) space() {
	const check = "disk space"
	var stat unix.Statfs_t
	if err := unix.Statfs(e.Settings.DataDir, &stat); err != nil {
		return // there is no directory, which was said
	}
	free := stat.Bavail * uint64(stat.Bsize) //nolint:gosec // a block has a positive size
	switch {
	case free < hardlyAny:
		e.add(check, Problem, "only %d MB are free in %s", free/bytesOfAMega, e.Settings.DataDir)
		e.mend("free some space")
	case free < littleSpace:
		e.add(check, Warning, "%d MB are free in %s", free/bytesOfAMega, e.Settings.DataDir)
		e.mend("free some space before it is full")
	default:
		e.add(check, OK, "%d MB are free in %s", free/bytesOfAMega, e.Settings.DataDir)
	}
}

func (e *examination) lock() {
	const check = "server"
	who, running, err := app.Running(e.Settings.DataDir)
	switch {
	case err != nil:
		e.add(check, Warning, "whether a server runs cannot be told: %v", err)
		e.mend("run this as the user of the server")
	case running:
		e.add(check, OK, "it runs: %s", who)
	default:
		e.add(check, Warning, "none uses this data directory on this machine")
		e.mend("start it with `bangui serve`, or with your service manager")
	}
}
