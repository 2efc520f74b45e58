package mount

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of what is read: the kernel allows 100,000 mounts (sysctl fs.mount-max), and a line has a few paths.
const (
	maxMounts = 100_000
	maxLine   = 64 << 10
)

// Mount is one line of the kernel's list.
type Mount struct {
	// ID is what statx(2) calls a file's mount.
	ID int
	// Root is which directory of the file system is seen at Point; another than / means a bind mount.
	Root string
	// Point is where it is mounted.
	Point string
	// Type is the kernel's word for the file system, such as ext4, nfs4 or fuse.sshfs.
	Type string
	// Source is a device, or whatever the file system calls it, such as server:/export. It may hold a password: see [Mount.String].
	Source string
	// Options are those of the mount, such as rw and noatime.
	Options []string
}

// ReadOnly tells whether nothing may be written below.
func (m Mount) ReadOnly() bool {
	for _, o := range m.Options {
		if o == "ro" {
			return true
		}
	}
	return false
}

// String names it for people, without the source.
func (m Mount) String() string { return m.Type + " at " + m.Point }

// Parse reads a list in the format of /proc/self/mountinfo. It fails with an error that names the line, and on lists that no kernel
// writes. Source: proc_pid_mountinfo(5).
func Parse(from io.Reader) ([]Mount, error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	var mounts []Mount
	for lines.Scan() {
		if len(mounts) == maxMounts {
			return nil, fmt.Errorf("more than %d mounts", maxMounts)
		}
		m, err := parseLine(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(mounts)+1, err)
		}
		mounts = append(mounts, m)
	}
	return mounts, lines.Err()
}

// parseLine reads
//
//	36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
//
// where any number of optional fields stand before the dash.
func parseLine(line string) (Mount, error) {
	before, after, ok := strings.Cut(line, " - ")
	front, back := strings.Split(before, " "), strings.Split(after, " ")
	if !ok || len(front) < 6 || len(back) < 2 {
		return Mount{}, errors.New("too few fields")
	}
	id, err := strconv.Atoi(front[0])
	if err != nil || id < 0 {
		return Mount{}, errors.New("the first field is not a number")
	}
	m := Mount{
		ID: id, Root: unescape(front[3]), Point: unescape(front[4]), Options: strings.Split(front[5], ","),
		Type: unescape(back[0]), Source: unescape(back[1]),
	}
	if !strings.HasPrefix(m.Point, "/") || m.Type == "" {
		return Mount{}, errors.New("no mount point or no type")
	}
	return m, nil
}

// unescape turns \040 into a space and so on. Source: mangle_path in the kernel's fs/seq_file.c.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+3 < len(text) {
			if n, err := strconv.ParseUint(text[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// Covering returns the mount that a path without symbolic links lies on: that with the longest mount point, and of several at the same
// point the newest, which hides the others. ok is false if there is none, as in a chroot.
func Covering(mounts []Mount, path string) (found Mount, ok bool) {
	for _, m := range mounts {
		if below(path, m.Point) && len(m.Point) >= len(found.Point) {
			found, ok = m, true
		}
	}
	return found, ok
}

// below tells whether path is dir or in it.
func below(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, strings.TrimSuffix(dir, "/"))
	return ok && (rest == "" || rest[0] == '/')
}
