package agent

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"

	"bangui/fail2ban"
	"bangui/internal/localhost"
)

// Mode says whether the fail2ban of this machine is looked after.
type Mode string

// The modes. Auto means: if there is one.
const (
	Auto Mode = "auto"
	On   Mode = "on"
	Off  Mode = "off"
)

// Detect tells whether the fail2ban of this machine is to be looked after. With [Auto] it is if its socket is there, or the directory of
// the socket, which is shared where fail2ban runs in a container, or if fail2ban is installed. An empty socket is the usual one. An
// unknown mode counts as Off.
func Detect(mode Mode, socket string) bool {
	switch mode {
	case On:
		return true
	case Auto:
		return present(cmp.Or(socket, fail2ban.DefaultSocket))
	}
	return false
}

func present(socket string) bool {
	if exists(socket) || exists(filepath.Join(localhost.DefaultConfigDir, "fail2ban.conf")) {
		return true
	}
	if dir := filepath.Dir(socket); dir != "/run" && dir != "/var/run" && dir != "/tmp" && exists(dir) {
		return true
	}
	_, err := exec.LookPath("fail2ban-server")
	return err == nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
