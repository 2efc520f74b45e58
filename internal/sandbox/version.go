package sandbox

import (
	"context"
	_ "embed" // the boot program
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// ErrNotInstalled says that this machine has no fail2ban.
var ErrNotInstalled = errors.New("fail2ban is not installed (on Debian and Ubuntu: apt-get install fail2ban)")

// Version is one fail2ban that can be run. The zero value is the one installed on this machine.
type Version struct {
	// Number is such as 1.0.2; it may be empty for the installed one, see [Installed].
	Number string
	// Root is the directory of an unpacked Debian package; empty means installed.
	Root string
	// Reason is why this version cannot be had here; empty if it can.
	Reason string
	// Recorded is true if Reason is what an attempt to get this version ended with, and not that nobody tried.
	Recorded bool
}

//go:embed boot.py
var boot string

// versionNumber is in the first line of what fail2ban-server --version prints.
var versionNumber = regexp.MustCompile(`v(\d\S*)`)

// Installed returns the version that is installed. Fails with [ErrNotInstalled].
func Installed(ctx context.Context) (Version, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	path, err := exec.LookPath("fail2ban-server")
	if err != nil {
		return Version{}, ErrNotInstalled
	}
	output, err := exec.CommandContext(ctx, path, "--version").CombinedOutput()
	if err != nil {
		return Version{}, fmt.Errorf("ask fail2ban for its version: %w: %s", err, output)
	}
	number := versionNumber.FindSubmatch(output)
	if number == nil {
		return Version{}, fmt.Errorf("no version number in %q", output)
	}
	return Version{Number: string(number[1])}, nil
}

// StockConfig is the configuration tree that came with this version, for [Options.Stock].
func (v Version) StockConfig() string { return filepath.Join(v.Root, "/etc/fail2ban") }

// Check tries whether the version really runs here, with this machine's Python: it starts a server without jails and stops it
// again. The error has the reason in one line.
func (v Version) Check(ctx context.Context) error {
	if v.Reason != "" {
		return errors.New(v.Reason)
	}
	s, err := Start(ctx, Options{Version: v, Jails: []Jail{}, NoDatabase: true})
	if errors.Is(err, ErrNotInstalled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if err != nil {
		return fmt.Errorf("does not run on this machine: %s", lastLine(err.Error()))
	}
	return s.Close()
}

// command prepares a program of this version. Its environment is ours, less what could lead it astray.
func (v Version) command(program string, args ...string) (*exec.Cmd, error) {
	if v.Reason != "" {
		return nil, fmt.Errorf("fail2ban %s: %s", v.Number, v.Reason)
	}
	if v.Root == "" {
		path, err := exec.LookPath(program)
		if err != nil {
			return nil, ErrNotInstalled
		}
		cmd := exec.Command(path, args...)
		cmd.Env = append(cleanEnvironment(), "PYTHONUNBUFFERED=1")
		return cmd, nil
	}
	python, err := FindPython()
	if err != nil {
		return nil, err
	}
	program = filepath.Join(v.Root, "usr/bin", program)
	cmd := exec.Command(python, append([]string{"-c", boot, program}, args...)...)
	cmd.Env = append(cleanEnvironment(), "PYTHONUNBUFFERED=1",
		"PYTHONPATH="+filepath.Join(v.Root, "usr/lib/python3/dist-packages"))
	return cmd, nil
}

// FindPython returns the program that runs fail2ban. It prefers the distribution's Python, for which the packages were made.
func FindPython() (string, error) {
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no python3 on this machine to run fail2ban with")
}

func cleanEnvironment() []string {
	var env []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "PYTHON") {
			env = append(env, variable)
		}
	}
	return env
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndex(text, "\n")+1:]
}
