package configdir

import (
	"errors"
	"io/fs"
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// kept is the ending of a second name of the old file, where a file system cannot exchange two names.
const kept = "-kept"

// renameNew renames a file within a directory. It fails with fs.ErrExist if the new name is taken.
func (d *Dir) renameNew(dir *os.File, from, to string) error {
	at := int(dir.Fd())
	if !d.old {
		err := unix.Renameat2(at, from, at, to, unix.RENAME_NOREPLACE)
		if !unknownFlag(err) {
			return err
		}
	}
	if err := unix.Linkat(at, from, at, to, 0); err != nil {
		return err
	}
	return unix.Unlinkat(at, from, 0)
}

// exchange exchanges two names of a directory: what was called one is called the other, in one step. Where the file system cannot do that,
// the old file gets a second name first, so that there is a file of the name at any time and none is lost.
func (d *Dir) exchange(dir *os.File, stage, base string) error {
	at := int(dir.Fd())
	if !d.old {
		err := unix.Renameat2(at, stage, at, base, unix.RENAME_EXCHANGE)
		if !unknownFlag(err) {
			return err
		}
	}
	if err := unix.Linkat(at, base, at, stage+kept, 0); err != nil {
		return err
	}
	if err := unix.Renameat(at, stage, at, base); err != nil {
		return err
	}
	return unix.Renameat(at, stage+kept, at, stage)
}

func unknownFlag(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP)
}

// finishExchange finishes one that was interrupted where two names cannot be exchanged: the old file has the second name still.
func (d *Dir) finishExchange(dir *os.File, f SwapFile) error {
	if _, err := d.root.Lstat(f.Stage + kept); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	at, stage := int(dir.Fd()), path.Base(f.Stage)
	if _, err := d.root.Lstat(f.Stage); err == nil { // the new file is not in its place
		return unix.Unlinkat(at, stage+kept, 0)
	}
	return unix.Renameat(at, stage+kept, at, stage)
}
