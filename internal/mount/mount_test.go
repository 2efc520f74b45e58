package mount_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/mount"
)

const sample = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:27 / /srv rw,relatime - nfs4 10.0.0.1:/srv rw,vers=4.2
31 22 0:28 / /srv/local\040disk rw shared:7 master:1 - xfs /dev/sdb1 rw
32 22 8:1 /var/data /data rw - ext4 /dev/sda1 rw
33 22 0:40 /x /bound rw - fuse.sshfs ann@host:/x rw,user_id=0
34 32 0:41 / /data ro,nosuid - tmpfs tmpfs rw
35 22 0:42 / /a\134b\011c\012d\043 rw - btrfs /dev/sdc rw
`

func TestCovering(t *testing.T) {
	mounts, err := mount.Parse(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ path, want string }{
		{"/var/lib/bangui", "ext4 at /"},
		{"/", "ext4 at /"},
		{"/srv", "nfs4 at /srv"},
		{"/srv/x", "nfs4 at /srv"},
		{"/srvx", "ext4 at /"},
		{"/srv/local disk/bangui", "xfs at /srv/local disk"},
		{"/data/bangui", "tmpfs at /data"}, // it hides the bind mount below
		{"/bound/y", "fuse.sshfs at /bound"},
		{"/a\\b\tc\nd#/e", "btrfs at /a\\b\tc\nd#"},
	}
	for _, tt := range tests {
		m, ok := mount.Covering(mounts, tt.path)
		if diff := cmp.Diff(tt.want, m.String()); diff != "" || !ok {
			t.Errorf("%s (-want +got):\n%s", tt.path, diff)
		}
	}
	if m, _ := mount.Covering(mounts, "/data"); !m.ReadOnly() {
		t.Error("/data is not read-only")
	}
	if _, ok := mount.Covering(nil, "/x"); ok {
		t.Error("found a mount in an empty list")
	}
}

func TestKind(t *testing.T) {
	tests := []struct {
		kind   string
		source string
		want   mount.Kind
	}{
		{"ext4", "/dev/sda1", mount.Local}, {"overlay", "overlay", mount.Local}, {"virtiofs", "share", mount.Local}, {"fuseblk", "/dev/sdb1", mount.Local},
		{"fusectl", "fusectl", mount.Local}, {"fuse.fuse-overlayfs", "x", mount.Local}, {"fuse.shfs", "shfs", mount.Local}, {"fuse.gocryptfs", "/x", mount.Local},
		{"nfs", "h:/x", mount.Network}, {"nfs4", "h:/x", mount.Network}, {"cifs", "//h/x", mount.Network}, {"smb3", "//h/x", mount.Network},
		{"9p", "x", mount.Network}, {"ceph", "x", mount.Network}, {"afs", "#root", mount.Network}, {"lustre", "x", mount.Network},
		{"fuse.sshfs", "ann@host:/x", mount.Network}, {"fuse.glusterfs", "h:/v", mount.Network}, {"fuse.s3fs", "s3fs", mount.Network},
		{"fuse.rclone", "remote:", mount.Network}, {"fuse.gcsfuse", "bucket", mount.Network}, {"fuse.davfs2", "x", mount.Network},
		{"fuse", "https://dav.example.org/", mount.Network}, {"fuse", "curlftpfs#ftp://h/", mount.Network}, {"fuse", "s3fs", mount.Network},
		{"fuse.ceph-fuse", "ceph-fuse", mount.Network}, {"fuse.grpcfuse", "grpcfuse", mount.Network}, {"fuse.juicefs", "JuiceFS:x", mount.Network},
		{"fuse.newcomer", "host:/x", mount.Network},
		{"fuse.mergerfs", "/mnt/a:/mnt/b", mount.Unsure}, {"fuse.newcomer", "newcomer", mount.Unsure}, {"fuse", "/dev/fuse", mount.Unsure},
	}
	for _, tt := range tests {
		kind, name := mount.Mount{Type: tt.kind, Source: tt.source}.Kind()
		if kind != tt.want || name == "" {
			t.Errorf("%s of %s is %q (%s), want %q", tt.kind, tt.source, kind, name, tt.want)
		}
	}
}

func TestOf(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("a file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	dangling := filepath.Join(filepath.Dir(link), "dangling")
	if err := os.Symlink(filepath.Join(dir, "later.db"), dangling); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "not", "there", "yet"), link, filepath.Join(link, "x"), dangling} {
		m, err := mount.Of(path)
		if err != nil || m.Point != dir || m.Type != "tmpfs" {
			t.Errorf("%s is on %v, %v; want tmpfs at %s", path, m, err, dir)
		}
	}
}

func TestOrdinaryPlace(t *testing.T) {
	if m, err := mount.Of("/proc/self"); err != nil || m.Type != "proc" {
		t.Errorf("got %v, %v; want proc", m, err)
	}
}

func TestRefusedLists(t *testing.T) {
	for name, text := range map[string]string{
		"words":      "no list at all\n",
		"no dash":    "22 1 8:1 / / rw,relatime shared:1 ext4 /dev/sda1 rw\n",
		"no number":  "x 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
		"no point":   "22 1 8:1 / x rw - ext4 /dev/sda1 rw\n",
		"long line":  strings.Repeat("x", 1<<20),
		"empty line": "\n",
	} {
		if m, err := mount.Parse(strings.NewReader(text)); err == nil {
			t.Errorf("%s: got %v, want an error", name, m)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add(`1 1 1:1 / /\0 - - - a b`)
	f.Add(`1 1 1:1 / /\777\400 rw - a b`)
	f.Fuzz(func(t *testing.T, text string) {
		mounts, err := mount.Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, m := range mounts {
			if found, ok := mount.Covering(mounts, m.Point); !ok || len(found.Point) < 1 {
				t.Errorf("nothing covers %q", m.Point)
			}
			if kind, name := m.Kind(); kind == "" || name == "" {
				t.Errorf("%q has no kind", m.Type)
			}
		}
	})
}
