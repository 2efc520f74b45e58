package localhost

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bangui/fail2ban"
	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// problem says why fail2ban cannot be reached and what to do about it.
func (h *Host) problem(err *fail2ban.ConnError) host.Problem {
	switch {
	case errors.Is(err, fail2ban.NoPermission):
		return h.noPermission()
	case errors.Is(err, fail2ban.NoSocket) && !h.installed():
		return host.Problem{
			Code: host.ProblemNotInstalled, Message: "fail2ban is not installed on this machine",
			Mend: installCommand(osRelease("/etc/os-release")),
		}
	case errors.Is(err, fail2ban.NotRunning), errors.Is(err, fail2ban.ShuttingDown):
		return h.notRunning(err)
	case errors.Is(err, fail2ban.BadReply):
		return host.Problem{
			Code: host.ProblemBadReply, Message: "what answers on " + h.opts.Socket + " does not speak as fail2ban does",
			Mend: "Make sure that the socket belongs to fail2ban 0.11 or newer; if it does, restart fail2ban: " + h.serviceCommand("restart"),
		}
	}
	return host.Problem{
		Code: host.ProblemNotAnswering, Message: "fail2ban runs and does not answer",
		Mend: "It may be busy with many bans or a reload: wait a minute. If it stays like this, a regular expression may have frozen it; " +
			"restart it: " + h.serviceCommand("restart"),
	}
}

func (h *Host) noPermission() host.Problem {
	user := fmt.Sprintf("user id %d", os.Geteuid())
	return host.Problem{
		Code:    host.ProblemNoPermission,
		Message: fmt.Sprintf("fail2ban's socket %s may not be used by us (%s)", h.opts.Socket, user),
		Mend: "Run bangui as the user that fail2ban runs as, usually root. Or, from fail2ban 1.1.1 on, give the socket a group of ours: " +
			"`systemctl edit fail2ban.socket`, with [Socket] SocketGroup=bangui and SocketMode=0660. " +
			"A plain chgrp lasts only until fail2ban is restarted. Who may use the socket can do what root can.",
	}
}

func (h *Host) notRunning(err *fail2ban.ConnError) host.Problem {
	problem := host.Problem{
		Code: host.ProblemNotRunning, Message: "fail2ban is not running",
		Mend: "Start it: " + h.serviceCommand("start"),
	}
	switch {
	case errors.Is(err, fail2ban.StaleSocket) && !isSocket(h.opts.Socket):
		problem.Message = h.opts.Socket + " is no socket"
		problem.Mend = "Give bangui the path of fail2ban's socket, which by default is " + fail2ban.DefaultSocket + "."
	case errors.Is(err, fail2ban.StaleSocket):
		problem.Message = "fail2ban is not running; it ended without cleaning up its socket " + h.opts.Socket
	case errors.Is(err, fail2ban.ShuttingDown):
		problem.Message = "fail2ban is shutting down"
	default:
		if other := configuredSocket(h.opts.ConfigDir); other != "" && !sameFile(other, h.opts.Socket) {
			problem.Message = "there is no socket at " + h.opts.Socket
			problem.Mend = "fail2ban's configuration names another socket, " + other + ": give bangui that path. " + problem.Mend
		}
	}
	return problem
}

// installed tells whether there is a fail2ban on this machine, or one whose files are shared with us.
func (h *Host) installed() bool {
	for _, program := range []string{h.opts.Server, h.opts.Client} {
		if _, err := exec.LookPath(program); err == nil {
			return true
		}
	}
	_, err := os.Stat(filepath.Join(h.opts.ConfigDir, "fail2ban.conf"))
	return err == nil
}

// serviceCommand is how a person starts or restarts fail2ban on this machine.
func (h *Host) serviceCommand(verb string) string {
	if h.opts.Socket != fail2ban.DefaultSocket || h.opts.ConfigDir != DefaultConfigDir {
		return fmt.Sprintf("`fail2ban-client -c %s -s %s %s`", h.opts.ConfigDir, h.opts.Socket, verb)
	}
	if isDir("/run/systemd/system") {
		return "`systemctl " + verb + " fail2ban` (what went wrong: `journalctl -u fail2ban -n 50`)"
	}
	if _, err := exec.LookPath("rc-service"); err == nil {
		return "`rc-service fail2ban " + verb + "`"
	}
	return "`fail2ban-client " + verb + "`"
}

func isSocket(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().Type() == fs.ModeSocket
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func sameFile(a, b string) bool {
	return filepath.Clean(strings.Replace(a, "/var/run/", "/run/", 1)) == filepath.Clean(strings.Replace(b, "/var/run/", "/run/", 1))
}

// installCommand names the package for a family of distributions. Source: os-release(5), ID and ID_LIKE.
func installCommand(release map[string]string) string {
	for id := range strings.FieldsSeq(release["ID"] + " " + release["ID_LIKE"]) {
		switch id {
		case "debian", "ubuntu":
			return "Install it: `apt-get install fail2ban`"
		case "fedora":
			return "Install it: `dnf install fail2ban`"
		case "rhel", "centos":
			return "Install it: `dnf install epel-release && dnf install fail2ban`"
		case "suse", "opensuse":
			return "Install it: `zypper install fail2ban`"
		case "arch":
			return "Install it: `pacman -S fail2ban`"
		case "alpine":
			return "Install it: `apk add fail2ban`"
		}
	}
	return "Install the package fail2ban of this distribution, or share the directory of its socket with us if it runs in a container."
}

// osRelease reads the file of that name; empty if there is none.
func osRelease(path string) map[string]string {
	values := make(map[string]string)
	eachLine(path, func(line string) {
		if name, value, ok := strings.Cut(line, "="); ok {
			values[name] = strings.Trim(value, `"'`)
		}
	})
	return values
}

// configuredSocket is what fail2ban's configuration says in so many words; empty if it does not.
func configuredSocket(dir string) string {
	socket := ""
	for _, name := range []string{"fail2ban.conf", "fail2ban.local"} {
		eachLine(filepath.Join(dir, name), func(line string) {
			name, value, ok := strings.Cut(line, "=")
			if value = strings.TrimSpace(value); ok && strings.TrimSpace(name) == "socket" && strings.HasPrefix(value, "/") {
				socket = record.Harmless(value)
			}
		})
	}
	return socket
}

// eachLine calls do for the lines of a file that may not be there; only its first megabyte is looked at.
func eachLine(path string, do func(line string)) {
	file, err := os.Open(path)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }() // only read
	lines := bufio.NewScanner(file)
	for read := 0; lines.Scan() && read < 1<<20; read += len(lines.Bytes()) + 1 {
		do(lines.Text())
	}
}
