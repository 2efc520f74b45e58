package localhost_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestDiskFull fills the disk of the configuration, or that of the journal, at different points of a change.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		sandboxtest.Skip(t, "only root can mount a small disk")
	}
	for _, test := range []struct {
		point   string
		journal bool
		text    string
		want    host.Phase
	}{
		{"before stage ", false, "[ssh]\nmaxretry = 8\n", host.PhaseRefused},
		{"stage 1", false, "[ssh]\nmaxretry = 8\n", host.PhaseRefused},
		{"before swap ", false, "[ssh]\nmaxretry = 8\n", host.PhaseApplied},
		{"before swap ", false, "[ssh]\naction = sick\n", host.PhaseRolledBack},
		{"before rules ", true, "[ssh]\nmaxretry = 8\n", host.PhaseRefused},
		{"before stage ", true, "[ssh]\nmaxretry = 8\n", host.PhaseRefused},
		{"before swap ", true, "[ssh]\nmaxretry = 8\n", host.PhaseRolledBack},
		{"before settle ", true, "[ssh]\nmaxretry = 8\n", host.PhaseRolledBack},
		{"commit", true, "[ssh]\nmaxretry = 8\n", host.PhaseRolledBack},
	} {
		name := "configuration "
		if test.journal {
			name = "journal "
		}
		t.Run(name+strings.TrimSpace(test.point)+" "+string(test.want), func(t *testing.T) {
			t.Parallel()
			r := prepare(t, sandbox.Options{Files: map[string]string{"jail.d/big.local": "[web]\nmaxretry = 3\n"}})
			small := r.server.Paths().Config
			if test.journal {
				small = r.options.Changes
			}
			mountSmall(t, small)
			full := false
			r.options = localhost.WithReached(r.options, func(point string) {
				if !full && point == test.point {
					full = true
					fill(t, small)
				}
			})
			r.host = open(t, r.options)
			r.ban("ssh")
			r.ban("web")
			before := r.picture()
			big := "[web]\nmaxretry = 3\n" + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 500)
			o := newOrder(r.change(ours, test.text), r.change("jail.d/big.local", big))
			check(t, r.host.Apply(t.Context(), o))
			state := r.wait(o.ID, host.Phase.Over)
			if state.Phase != test.want || !full {
				t.Errorf("%s", show(state))
			}
			check(t, os.Remove(filepath.Join(small, "filler")))
			if state.Phase != host.PhaseApplied {
				r.same(before, "a full disk")
				return
			}
			r.banned("a full disk", "ssh", "web")
		})
	}
}

// mountSmall puts a disk of half a megabyte under a directory, with what is in it, until the end of the test.
func mountSmall(t *testing.T, dir string) {
	t.Helper()
	aside := t.TempDir()
	check(t, os.CopyFS(aside, os.DirFS(dir)))
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k,mode=0700"); err != nil {
		sandboxtest.Skip(t, "no small disk can be mounted here: "+err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	check(t, os.CopyFS(dir, os.DirFS(aside)))
}

// fill leaves no room on the disk.
func fill(t *testing.T, dir string) {
	f, err := os.Create(filepath.Join(dir, "filler"))
	check(t, err)
	zeros, err := os.Open("/dev/zero")
	check(t, err)
	if _, err := io.Copy(f, zeros); err == nil {
		t.Error("the disk is not full")
	}
	_ = f.Close()
	_ = zeros.Close()
}
