package mount

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// list is the kernel's list of what this process sees.
const list = "/proc/self/mountinfo"

// Of returns the mount that a path lies on, with symbolic links followed. What does not exist yet lies where its nearest directory
// does.
func Of(path string) (Mount, error) {
	real, err := Resolve(path)
	if err != nil {
		return Mount{}, err
	}
	file, err := os.Open(list)
	if err != nil {
		return Mount{}, err
	}
	defer file.Close()
	mounts, err := Parse(file)
	if err != nil {
		return Mount{}, fmt.Errorf("read %s: %w", list, err)
	}
	if m, ok := byID(mounts, real); ok {
		return m, nil
	}
	if m, ok := Covering(mounts, real); ok {
		return m, nil
	}
	return Mount{}, fmt.Errorf("%s has no mount for %s", list, real)
}

// byID asks the kernel itself, from Linux 5.8 on. It knows better than any comparison of names what hides what.
func byID(mounts []Mount, path string) (Mount, bool) {
	var stat unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, existing(path), 0, unix.STATX_MNT_ID, &stat)
	if err != nil || stat.Mask&unix.STATX_MNT_ID == 0 {
		return Mount{}, false
	}
	for _, m := range mounts {
		if m.ID == int(stat.Mnt_id) { //nolint:gosec // the kernel's mount numbers are ints, fs/mount.h
			return m, true
		}
	}
	return Mount{}, false
}

// Resolve returns the path without symbolic links. The last parts need not exist.
func Resolve(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(absolute)
	if err == nil || absolute == "/" {
		return real, err
	}
	if target, linkErr := os.Readlink(absolute); linkErr == nil { // a link to what does not exist yet
		return resolveTarget(absolute, target)
	}
	dir, err := Resolve(filepath.Dir(absolute))
	return filepath.Join(dir, filepath.Base(absolute)), err
}

// resolveTarget follows one link whose end does not exist. A circle of links ends with an error.
func resolveTarget(link, target string) (string, error) {
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(link), target)
	}
	if _, err := os.Readlink(target); err == nil {
		return "", fmt.Errorf("%s leads to another link, %s, whose end does not exist", link, target)
	}
	return Resolve(target)
}

// existing is the nearest directory that is there.
func existing(path string) string {
	for path != "/" {
		if _, err := os.Lstat(path); err == nil {
			break
		}
		path = filepath.Dir(path)
	}
	return path
}
