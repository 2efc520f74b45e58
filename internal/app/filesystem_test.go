package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bangui/internal/app"
	"bangui/internal/fault"
	"bangui/internal/mount"
)

// mounted tells of paths in dir what a line of the kernel's list of mounts with this type and source would.
func mounted(t *testing.T, dir, fsType, source string) func(path string) (mount.Kind, string) {
	t.Helper()
	kind, name := mount.Mount{Type: fsType, Source: source}.Kind()
	return func(path string) (mount.Kind, string) {
		if path == dir || strings.HasPrefix(path, dir+"/") {
			return kind, name
		}
		return mount.Local, "ext4"
	}
}

func TestNetworkFileSystems(t *testing.T) {
	cases := []struct{ name, fsType, source, shown string }{
		{"NFS", "nfs4", "server:/export", "NFS"},
		{"CIFS", "cifs", "//server/share", "SMB"},
		{"9P", "9p", "share", "9P"},
		{"FUSE over a network", "fuse.sshfs", "ann@server:/home", "FUSE, sshfs"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := dataDir(t)
			o, _ := options(t, dir, nil)
			o.FileSystem = mounted(t, dir, c.fsType, c.source)
			refusedFor(t, o, filepath.Join(dir, "bangui.db")+" is on a network file system ("+c.shown+"), as data_dir says (flag --data-dir)")
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("%v was made there, %v", left, err)
			}
		})
	}
	t.Run("only the file is there", func(t *testing.T) {
		share := dataDir(t)
		if err := os.MkdirAll(share, 0o700); err != nil {
			t.Fatal(err)
		}
		o, _ := options(t, dataDir(t), map[string]string{"database_url": "sqlite:" + share + "/x.db"})
		o.FileSystem = mounted(t, share, "nfs", "server:/export")
		refusedFor(t, o, share+"/x.db is on a network file system (NFS), as database_url says (flag --database-url)")
	})
}

// refusedFor fails unless the server refuses to start, and says all that there is to say.
func refusedFor(t *testing.T, o app.Options, message string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o.Started = func(app.Started) { stop() } // it must not come to that
	err := app.Run(ctx, o)
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || app.ExitCode(err) != 78 || !strings.Contains(f.Message, message) {
		t.Fatalf("got %v with exit code %d, want 78 and %q", err, app.ExitCode(err), message)
	}
	for what, has := range map[string]bool{
		"why it matters": strings.Contains(f.Why, "locks"), "PostgreSQL as a way out": strings.Contains(f.Mend, "--database-url-file"),
		"where to read more": strings.Contains(f.ReadMore, "Where the data may live"),
	} {
		if !has {
			t.Errorf("%+v does not say %s", f, what)
		}
	}
}

func TestFileSystemThatMayBeOneOverANetwork(t *testing.T) {
	dir := dataDir(t)
	i := startWith(t, dir, nil, func(o *app.Options) { o.FileSystem = mounted(t, dir, "fuse.mergerfs", "a:b") })
	if said := i.log.String(); !strings.Contains(said, "may be one over a network") || !strings.Contains(said, "mergerfs") {
		t.Errorf("the log has no warning: %s", said)
	}
}
