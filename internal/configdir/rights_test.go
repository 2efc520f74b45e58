package configdir_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"bangui/internal/configdir"
	"bangui/internal/fault"
)

// childVariable makes the test program change a directory as another user.
const childVariable = "CONFIGDIR_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		if err := changeAll(dir); err != nil {
			fmt.Println(err)
			if f, ok := errors.AsType[*fault.Fault](err); ok {
				fmt.Println(f.Mend)
			}
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func changeAll(dir string) error {
	d, err := configdir.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	all := changes()
	for _, c := range all {
		if err := d.CheckWritable(c.Name); err != nil {
			return err
		}
	}
	swap, err := d.Plan("id", all)
	if err != nil {
		return err
	}
	for i, f := range swap.Files {
		if err := d.Stage(f, all[i].Text); err != nil {
			return err
		}
	}
	for _, f := range swap.Files {
		if err := errors.Join(d.Swap(f), d.Discard(f)); err != nil {
			return err
		}
	}
	return nil
}

// TestRights changes files of root as another user: with the capabilities of the service they stay root's, and without them it is refused before
// anything is done.
func TestRights(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("does not apply: only root can become another user")
		return
	}
	for _, test := range []struct {
		name string
		caps []uintptr
		says string
	}{
		{"with both capabilities", []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_CHOWN}, ""},
		{"without CAP_CHOWN", []uintptr{unix.CAP_DAC_OVERRIDE}, "belongs to user id 0"},
		{"with none", nil, "may not be written by bangui"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, err := os.MkdirTemp("", "configdir")
			check(t, err)
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			check(t, os.Chmod(dir, 0o755))
			for path, text := range before {
				put(t, dir, path, strings.Replace(text, "0600", "0644", 1))
			}
			program := filepath.Join(dir, "..", filepath.Base(dir)+"-program")
			text, err := os.ReadFile(os.Args[0])
			check(t, err)
			check(t, os.WriteFile(program, text, 0o755))
			t.Cleanup(func() { _ = os.Remove(program) })
			was := list(t, dir)
			cmd := exec.Command(program)
			cmd.Env = []string{childVariable + "=" + dir}
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}, AmbientCaps: test.caps}
			output, err := cmd.CombinedOutput()
			if test.says != "" {
				if err == nil || !strings.Contains(string(output), test.says) {
					t.Errorf("%v, %s, want %q", err, output, test.says)
				}
				expect(t, "after it was refused", dir, was)
				return
			}
			if err != nil {
				t.Fatalf("%v: %s", err, output)
			}
			for _, name := range []string{"jail.d/a.local", "filter.d", "filter.d/c.local"} {
				var stat unix.Stat_t
				check(t, unix.Stat(filepath.Join(dir, name), &stat))
				if stat.Uid != 0 {
					t.Errorf("%s belongs to %d, want root", name, stat.Uid)
				}
			}
		})
	}
}
