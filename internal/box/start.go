package box

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// nobody is the user without rights, and its group. Source: Linux, the default of /proc/sys/kernel/overflowuid.
const nobody = 65534

// furnish makes the private directory and its files. If we are root they belong to nobody, who may then read them, and nobody else.
func furnish(files map[string][]byte) (dir string, err error) {
	dir, err = os.MkdirTemp("", "bangui-box-")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir)
		}
	}()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return "", fmt.Errorf("%q is not below the directory", name)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, content, 0o400); err != nil {
			return "", err
		}
	}
	if os.Geteuid() != 0 {
		return dir, nil
	}
	return dir, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, nobody, nobody)
	})
}

// start starts the program in a process group of its own, by way of [Enter]; as root also in namespaces of its own for the network and for
// what processes share. Where namespaces cannot be had, as in many containers, it goes without.
func start(path string, order Order, dir string, printed, complaints io.Writer) (*exec.Cmd, error) {
	const namespaces = syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC
	prepare := func(flags uintptr) *exec.Cmd {
		cmd := exec.Command("/proc/self/exe")
		cmd.Args = append(order.Limits.words(), append([]string{path}, order.Args(dir)...)...)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, order.Env, printed, complaints, time.Second
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Cloneflags: flags}
		return cmd
	}
	if os.Geteuid() != 0 {
		cmd := prepare(0)
		return cmd, cmd.Start()
	}
	cmd := prepare(namespaces)
	err := cmd.Start()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC) {
		cmd = prepare(0)
		err = cmd.Start()
	}
	return cmd, err
}
