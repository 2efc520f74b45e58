package localhost

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"time"

	"bangui/internal/fault"
)

// versionKept is how long the version of a program is taken as told, while its file stays the same: as long as a change asks again and
// again. A script may start a program that lies elsewhere, and that can become another one at any time.
const versionKept = 10 * time.Second

// toldVersion is what fail2ban-client said last of its version.
type toldVersion struct {
	mu      sync.Mutex
	version string
	program os.FileInfo
	at      time.Time
}

// of returns the version if it was told by this file not long ago; nil is no file.
func (v *toldVersion) of(program os.FileInfo) (string, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	same := v.program != nil && os.SameFile(v.program, program) && v.program.ModTime().Equal(program.ModTime()) && v.program.Size() == program.Size()
	return v.version, same && time.Since(v.at) < versionKept
}

func (v *toldVersion) keep(program os.FileInfo, version string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.version, v.program, v.at = version, program, time.Now()
}

var clientVersionForm = regexp.MustCompile(`(?i)v(\d+\.\d+\.\d+[-+~.\w]*)`)

// clientVersion is the version of the fail2ban-client beside us.
func (h *Host) clientVersion(ctx context.Context) (string, error) {
	program := h.clientFile()
	if version, ok := h.clientTold.of(program); ok {
		return version, nil
	}
	output, _, err := h.runClient(ctx, "--version")
	if err != nil {
		return "", err
	}
	found := clientVersionForm.FindSubmatch(output)
	if found == nil {
		return "", fault.Unsupported.Errorf("the fail2ban-client beside us does not tell its version: %.100s", oneLine(string(output)))
	}
	version := string(found[1])
	h.clientTold.keep(program, version)
	return version, nil
}

// clientFile is the file of fail2ban-client; nil if there is none, which shows when it is run.
func (h *Host) clientFile() os.FileInfo {
	path, err := exec.LookPath(h.opts.Client)
	if err != nil {
		return nil
	}
	file, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return file
}
