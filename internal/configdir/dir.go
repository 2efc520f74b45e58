package configdir

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
)

// Dir is the directory of a configuration. Nothing outside of it is reached, also not through links. All methods may be called at the same
// time; who changes files must make sure that nobody else does.
type Dir struct {
	path string
	root *os.Root
	// old is set for tests: the file system then takes no flags when it renames.
	old bool
}

// Open opens a directory. Close it when done. Fails with fault.Unavailable if it cannot be read.
func Open(dir string) (*Dir, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.Unavailable.Wrapf(err, "the directory of fail2ban's configuration, %s, cannot be opened: %s", dir, reason(err)).
			WithMend("Give bangui the right directory (`--fail2ban-config-dir`), or the right to read it.")
	}
	return &Dir{path: dir, root: root}, nil
}

// Close closes the directory.
func (d *Dir) Close() error { return d.root.Close() }

// Path is where the directory is.
func (d *Dir) Path() string { return d.path }

// File is one file as it is now.
type File struct {
	Text     []byte
	Hash     string
	Mode     fs.FileMode
	UID, GID int
	Modified time.Time
}

// Read reads a file; ok is false if there is none of this name. Fails with fault.Invalid for a name that is none, and with fault.Refused for what
// is no plain file, too large, or not to be read.
func (d *Dir) Read(name string) (file File, ok bool, err error) {
	if err := CheckName(name); err != nil {
		return File{}, false, err
	}
	return d.read(name)
}

func (d *Dir) read(name string) (file File, ok bool, err error) {
	info, err := d.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, false, nil
	}
	if err != nil {
		return File{}, false, d.unreadable(name, err)
	}
	if !info.Mode().IsRegular() {
		return File{}, false, fault.Refused.Errorf("%s is %s, and only plain files are read and written", name, kindOf(info.Mode())).
			WithMend("Put a plain file in its place, or edit what it leads to by hand.")
	}
	f, err := d.root.OpenFile(name, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return File{}, false, d.unreadable(name, err)
	}
	defer func() { _ = f.Close() }() // only read
	return d.readOpen(name, f)
}

func (d *Dir) readOpen(name string, f *os.File) (File, bool, error) {
	info, err := f.Stat()
	if err != nil {
		return File{}, false, d.unreadable(name, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, MaxText+1))
	if err != nil {
		return File{}, false, d.unreadable(name, err)
	}
	if len(text) > MaxText {
		return File{}, false, fault.TooLarge.Errorf("%s has more than %d bytes", name, MaxText)
	}
	file := File{Text: text, Hash: Hash(text), Mode: info.Mode().Perm(), Modified: info.ModTime()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		file.UID, file.GID = int(stat.Uid), int(stat.Gid)
	}
	return file, true, nil
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a link"
	}
	return "no file"
}

func (d *Dir) unreadable(name string, err error) error {
	return fault.Refused.Wrapf(err, "%s cannot be read: %s", path.Join(d.path, name), reason(err)).
		WithMend("Give the user that bangui runs as (user id %d) the right to read it.", os.Geteuid())
}

// CheckWritable fails with fault.Refused if files may not be written there, and says how to mend it. It changes nothing.
func (d *Dir) CheckWritable(names ...string) error {
	for _, name := range names {
		dir := path.Dir(name)
		if _, err := d.root.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			dir = "."
		}
		if err := d.mayWrite(dir); err != nil {
			return err
		}
		if err := d.mayReplace(name); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dir) mayWrite(dir string) error {
	at, err := d.root.Open(dir)
	if err == nil {
		defer func() { _ = at.Close() }() // only looked at
		err = unix.Faccessat(int(at.Fd()), ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS)
		if errors.Is(err, fs.ErrPermission) && canMake(at) {
			err = nil
		}
	}
	if err == nil {
		return nil
	}
	where := path.Join(d.path, dir)
	refused := fault.Refused.Wrapf(err, "%s may not be written by bangui: %s", where, reason(err))
	switch {
	case errors.Is(err, unix.EROFS):
		return refused.WithMend("It is mounted for reading only. In a container, mount the directory of the configuration without `ro`; in a systemd unit, add it "+
			"to ReadWritePaths: `systemctl edit bangui`, with [Service] ReadWritePaths=%s.", d.path)
	case errors.Is(err, fs.ErrPermission):
		return refused.WithMend("Run bangui as root, or give its user (user id %d) the directory. Who may write there can do what root can.", os.Geteuid())
	}
	return refused.WithMend("Is it a directory of its own, and not a link that leads out of %s?", d.path)
}

// canMake tries to make a file without a name, of which nothing is left: older kernels and filters of system calls do not know the question that heeds
// capabilities.
func canMake(dir *os.File) bool {
	fd, err := unix.Openat(int(dir.Fd()), ".", unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return false
	}
	_ = unix.Close(fd) // nothing was written
	return true
}

// canChown tells whether files can be given to others: root can, unless that was taken from it, and others with the capability.
func canChown() bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return os.Geteuid() == 0
	}
	return data[0].Effective&(1<<unix.CAP_CHOWN) != 0
}

// mayReplace fails if a file is there that we cannot replace by one of the same owner.
func (d *Dir) mayReplace(name string) error {
	file, ok, err := d.read(name)
	if err != nil || !ok || file.UID == os.Geteuid() || canChown() {
		return err
	}
	return fault.Refused.Errorf("%s belongs to user id %d, and bangui (user id %d) cannot keep it so when it writes the file anew", name, file.UID, os.Geteuid()).
		WithMend("Run bangui as root or with the capability CAP_CHOWN, or give it the file: `chown %d %s`.", os.Geteuid(), path.Join(d.path, name))
}

// reason is the short form of a failure of the system.
func reason(err error) string {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno.Error()
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err.Error()
	}
	return fmt.Sprint(err)
}
