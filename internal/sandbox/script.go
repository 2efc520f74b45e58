package sandbox

import (
	"errors"
	"os/exec"
	"path/filepath"
)

// Script prepares a Python program that imports the modules of this version, for tests that ask its client many things at once.
func (v Version) Script(path string, args ...string) (*exec.Cmd, error) {
	if v.Reason != "" {
		return nil, errors.New(v.Reason)
	}
	python, err := FindPython()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(python, append([]string{"-c", boot, path}, args...)...)
	cmd.Env = cleanEnvironment()
	if v.Root != "" {
		cmd.Env = append(cmd.Env, "PYTHONPATH="+filepath.Join(v.Root, "usr/lib/python3/dist-packages"))
	}
	return cmd, nil
}
