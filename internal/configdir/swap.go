package configdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
)

// Swap is the change of several files, as it is written down before it begins.
type Swap struct {
	// ID is in the names of the files that lie beside those that change.
	ID    string
	Files []SwapFile
	// Dirs are the directories that are made for new files.
	Dirs []string
}

// SwapFile is one of them.
type SwapFile struct {
	Name string
	// Old and New are hashes; empty for no file.
	Old, New string
	// Stage is the file beside it: with the new text before the exchange, and what was there before after it. fail2ban does not read it.
	Stage string
}

// Plan says what a change of files will need. It changes nothing.
func (d *Dir) Plan(id string, changes []Change) (Swap, error) {
	swap := Swap{ID: id}
	for n, c := range changes {
		dir := path.Dir(c.Name)
		if _, err := d.root.Stat(dir); errors.Is(err, fs.ErrNotExist) && !slices.Contains(swap.Dirs, dir) {
			swap.Dirs = append(swap.Dirs, dir)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Swap{}, d.unreadable(dir, err)
		}
		swap.Files = append(swap.Files, SwapFile{Name: c.Name, Old: c.Old, New: c.New, Stage: path.Join(dir, fmt.Sprintf(".bangui-%s-%d", id, n))})
	}
	return swap, nil
}

// Stage writes the new text of a file beside it, with the owner and the mode of the old one, and waits until the disk has it.
func (d *Dir) Stage(f SwapFile, text []byte) error {
	if f.New == "" {
		return nil
	}
	if dir := path.Dir(f.Name); dir != "." {
		if err := d.makeDir(dir); err != nil {
			return d.unwritten(dir, err)
		}
	}
	uid, gid, mode, err := d.ownerOf(f.Name)
	if err != nil {
		return err
	}
	return d.write(f.Stage, text, uid, gid, mode)
}

// makeDir makes a directory if there is none, with the owner of that above it.
func (d *Dir) makeDir(dir string) error {
	err := d.root.Mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil || !canChown() {
		return err
	}
	info, err := d.root.Stat(".")
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		err = d.root.Chown(dir, int(stat.Uid), int(stat.Gid))
	}
	return err
}

// ownerOf is the owner and the mode of a file, or what a new one of that name is given: the owner of its directory, and the right to read for
// all, but for actions, which may have passwords.
func (d *Dir) ownerOf(name string) (uid, gid int, mode fs.FileMode, err error) {
	file, ok, err := d.read(name)
	if err != nil || ok {
		return file.UID, file.GID, file.Mode, err
	}
	var stat unix.Stat_t
	at, err := d.root.Open(path.Dir(name))
	if err == nil {
		defer func() { _ = at.Close() }() // only looked at
		err = unix.Fstat(int(at.Fd()), &stat)
	}
	if err != nil {
		return 0, 0, 0, d.unreadable(path.Dir(name), err)
	}
	uid, gid, mode = int(stat.Uid), int(stat.Gid), 0o644
	if strings.HasPrefix(name, "action.d/") {
		mode = 0o640
	}
	if !canChown() {
		uid, gid = os.Geteuid(), os.Getegid()
	}
	return uid, gid, mode, nil
}

func (d *Dir) write(name string, text []byte, uid, gid int, mode fs.FileMode) (err error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return d.unwritten(name, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close() // it failed already
			_ = d.root.Remove(name)
			err = d.unwritten(name, err)
		}
	}()
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if uid != os.Geteuid() || gid != os.Getegid() { // last: then it may be somebody else's
		if err := f.Chown(uid, gid); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

func (d *Dir) unwritten(name string, err error) error {
	failed := fault.Refused.Wrapf(err, "%s cannot be written: %s", path.Join(d.path, path.Dir(name)), reason(err))
	switch {
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return failed.WithMend("Make room on the disk: `df %s`.", d.path)
	case errors.Is(err, fs.ErrExist):
		return failed.WithMend("A file of an earlier change lies there: %s. Remove it.", path.Join(d.path, name))
	}
	return failed
}

// Swap puts the new file in the place of the old one, which then lies in f.Stage, or removes it. If the file was changed since it was
// compared it stays as it is, and that is a fault.Conflict: the two are exchanged in one step, and what was there is looked at after it.
func (d *Dir) Swap(f SwapFile) error {
	dir, err := d.openDir(path.Dir(f.Name))
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // it was synced
	base, stage := path.Base(f.Name), path.Base(f.Stage)
	switch {
	case f.Old == "":
		err = d.renameNew(dir, stage, base)
	case f.New == "":
		err = d.renameNew(dir, base, stage)
	default:
		err = d.exchange(dir, stage, base)
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return Changed(Change{Name: f.Name, Old: f.Old}, errors.Is(err, fs.ErrExist))
	}
	if err != nil {
		return d.unwritten(f.Name, err)
	}
	if f.Old != "" && d.hash(f.Stage) != f.Old {
		if _, err := d.PutBack(f, nil); err != nil {
			return err
		}
		return Changed(Change{Name: f.Name, Old: f.Old}, true)
	}
	return d.sync(dir)
}

func (d *Dir) sync(dir *os.File) error {
	if err := dir.Sync(); err != nil {
		return d.unwritten(dir.Name(), err)
	}
	return nil
}

func (d *Dir) openDir(name string) (*os.File, error) {
	dir, err := d.root.Open(name)
	if err != nil {
		return nil, d.unreadable(name, err)
	}
	return dir, nil
}

// hash is that of a file; empty if there is none, and something that is no hash if it cannot be read.
func (d *Dir) hash(name string) string {
	file, ok, err := d.read(name)
	if err != nil {
		return "unreadable"
	}
	if !ok {
		return ""
	}
	return file.Hash
}

// PutBack brings one file back as it was before [Dir.Swap], whether that was done or not, and takes away what lies beside it. If somebody
// changed the file since, it stays as they made it, and left says so. old is the text from before, for the case that the file beside it is
// gone; nil if it is not known.
func (d *Dir) PutBack(f SwapFile, old []byte) (left bool, err error) {
	dir, err := d.openDir(path.Dir(f.Name))
	if errors.Is(err, fs.ErrNotExist) && f.Old == "" {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	defer func() { _ = dir.Close() }() // it was synced
	if err := d.finishExchange(dir, f); err != nil {
		return true, err
	}
	switch {
	case f.Old == "":
		left, err = d.unmake(dir, f)
	case f.New == "":
		left, err = d.unremove(dir, f, old)
	default:
		left, err = d.unreplace(dir, f, old)
	}
	if err != nil {
		return true, d.unwritten(f.Name, err)
	}
	if err := d.Discard(f); err != nil {
		return left, err
	}
	return left, d.sync(dir)
}

// unmake takes away a file that was made.
func (d *Dir) unmake(dir *os.File, f SwapFile) (left bool, err error) {
	if d.hash(f.Stage) != "" { // it was not put in its place
		return false, nil
	}
	now := d.hash(f.Name)
	if now != f.New {
		return now != "", nil
	}
	base, stage := path.Base(f.Name), path.Base(f.Stage)
	if err := d.renameNew(dir, base, stage); err != nil {
		return true, err
	}
	if d.hash(f.Stage) != f.New {
		return true, d.renameNew(dir, stage, base)
	}
	return false, nil
}

// unremove puts a file back that was removed.
func (d *Dir) unremove(dir *os.File, f SwapFile, old []byte) (left bool, err error) {
	now, stage := d.hash(f.Name), d.hash(f.Stage)
	switch {
	case now == f.Old:
		return false, nil
	case now != "":
		return true, nil
	case stage == "" && old == nil:
		return true, nil
	case stage == "":
		uid, gid, mode, err := d.ownerOf(f.Name)
		if err != nil {
			return true, err
		}
		if err := d.write(f.Stage, old, uid, gid, mode); err != nil {
			return true, err
		}
	}
	return false, d.renameNew(dir, path.Base(f.Stage), path.Base(f.Name))
}

// unreplace exchanges the old file and the new one again.
func (d *Dir) unreplace(dir *os.File, f SwapFile, old []byte) (left bool, err error) {
	now, stage := d.hash(f.Name), d.hash(f.Stage)
	switch {
	case stage == f.New: // it was not put in its place
		return false, nil
	case now != f.New:
		return now != f.Old && stage != "", nil
	case stage == "" && old == nil:
		return true, nil
	case stage == "":
		if err := d.Stage(SwapFile{Name: f.Name, New: f.Old, Stage: f.Stage}, old); err != nil {
			return true, err
		}
	}
	if err := d.exchange(dir, path.Base(f.Stage), path.Base(f.Name)); err != nil {
		return true, err
	}
	if d.hash(f.Stage) != f.New { // changed at the last moment: theirs goes back
		return true, d.exchange(dir, path.Base(f.Stage), path.Base(f.Name))
	}
	return false, nil
}

// Discard takes away what lies beside a file.
func (d *Dir) Discard(f SwapFile) error {
	for _, name := range []string{f.Stage, f.Stage + kept} {
		if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return d.unwritten(name, err)
		}
	}
	return nil
}

// RemoveDirs takes away directories that were made for new files, if nothing is in them.
func (d *Dir) RemoveDirs(swap Swap) {
	for _, dir := range swap.Dirs {
		_ = d.root.Remove(dir) // it is not empty, or not there
	}
}
