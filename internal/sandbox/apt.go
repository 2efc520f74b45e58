package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// debianKeys are the keys of Debian's archive as the package debian-archive-keyring has them.
const debianKeys = "/usr/share/keyrings/debian-archive-keyring.gpg"

// apt downloads from one suite of a Debian archive with lists and caches of its own: the machine's apt is not touched, and
// no privilege is needed. Source: sources.list(5), apt.conf(5).
type apt struct {
	dir string
}

func newAPT(dir, mirror, suite string) (apt, error) {
	a := apt{dir: dir}
	for _, sub := range []string{"state/lists/partial", "cache/archives/partial", "download"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return apt{}, err
		}
	}
	// An empty list of installed packages: what this machine has must not count.
	if err := os.WriteFile(filepath.Join(dir, "state", "status"), nil, 0o600); err != nil {
		return apt{}, err
	}
	source := fmt.Sprintf("deb [signed-by=%s target=Packages lang=none] %s %s main\n", debianKeys, mirror, suite)
	return a, os.WriteFile(filepath.Join(dir, "sources.list"), []byte(source), 0o600)
}

// download leaves a package as a file and returns its path. Fails in apt's own words.
func (a apt) download(ctx context.Context, name string) (string, error) {
	if err := a.get(ctx, "update"); err != nil {
		return "", err
	}
	if err := a.get(ctx, "download", name); err != nil {
		return "", err
	}
	found, err := filepath.Glob(filepath.Join(a.dir, "download", name+"_*.deb"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("apt-get download %s left %d files", name, len(found))
	}
	return found[0], nil
}

func (a apt) get(ctx context.Context, args ...string) error {
	options := []string{
		"-q", "-o", "Dir::Etc::sourcelist=" + filepath.Join(a.dir, "sources.list"), "-o", "Dir::Etc::sourceparts=-",
		"-o", "Dir::Etc::preferences=-", "-o", "Dir::Etc::preferencesparts=-",
		"-o", "Dir::State=" + filepath.Join(a.dir, "state"),
		"-o", "Dir::State::status=" + filepath.Join(a.dir, "state", "status"), "-o", "Dir::Cache=" + filepath.Join(a.dir, "cache"),
		"-o", "APT::Sandbox::User=", "-o", "APT::Update::Error-Mode=any",
		"-o", "APT::Update::Post-Invoke::=", "-o", "APT::Update::Post-Invoke-Success::=",
		"-o", "Acquire::Retries=2", "-o", "Acquire::http::Timeout=30",
	}
	_, err := runIn(ctx, filepath.Join(a.dir, "download"), "apt-get", append(options, args...)...)
	return err
}

// debianMirror is the Debian archive that this machine's own apt uses.
func debianMirror(ctx context.Context) (string, error) {
	if _, err := os.Stat(debianKeys); err != nil {
		return "", errors.New("no keys of Debian's archive here (package debian-archive-keyring)")
	}
	output, err := runIn(ctx, "/", "apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages")
	if err != nil {
		return "", err
	}
	for site := range strings.Lines(output) {
		site = strings.TrimRight(site, "/\n")
		if strings.HasSuffix(site, "/debian") {
			return site, nil
		}
	}
	return "", errors.New("the apt of this machine has no source of Debian packages")
}

// runIn runs a program and returns what it prints; if it fails, the error has its complaints, or else its last line.
func runIn(ctx context.Context, dir, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive")
	output, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", program, args[len(args)-1], err, complaint(string(output)))
	}
	return string(output), nil
}

// complaint is the first line that apt marks as an error, or the last line.
func complaint(output string) string {
	for line := range strings.Lines(output) {
		if text, ok := strings.CutPrefix(line, "E: "); ok {
			return strings.TrimSpace(text)
		}
	}
	return lastLine(output)
}
