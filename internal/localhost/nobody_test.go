package localhost_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

const (
	// nobodySocket and nobodyMay tell the child processes of these tests which socket there is, and whether they may use it.
	nobodySocket = "LOCALHOST_TEST_SOCKET"
	nobodyMay    = "LOCALHOST_TEST_MAY"
	// nobodyManager is the directory of their service manager.
	nobodyManager = "LOCALHOST_TEST_MANAGER"
	// nobody is a user who owns nothing.
	nobody = 65534
)

// TestNobody runs itself as a user who may not read fail2ban's files, once without and once with permission to use the socket.
func TestNobody(t *testing.T) {
	if socket := os.Getenv(nobodySocket); socket != "" {
		asNobody(t, open(t, localhost.Options{
			Socket: socket, ConfigDir: filepath.Dir(socket), Systemctl: filepath.Join(os.Getenv(nobodyManager), "systemctl"),
		}))
		return
	}
	t.Parallel()
	if os.Geteuid() != 0 {
		sandboxtest.Skip(t, "only root can become another user")
	}
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.NoAction()})
	order(t, open(t, optionsFor(t, server, sandbox.Version{})), "203.0.113.1")
	paths := server.Paths()
	program, manager := openProgram(t), newManager(t, server).dir
	check(t, os.Chmod(paths.Dir, 0o711))
	check(t, os.Chmod(filepath.Dir(paths.Socket), 0o711))
	runAsNobody(t, program, manager, paths.Socket, "no")
	check(t, os.Chmod(paths.Socket, 0o666))
	check(t, os.Chmod(paths.Log, 0o600))
	runAsNobody(t, program, manager, paths.Socket, "yes")
	put(t, manager, "deny", "")
	runAsNobody(t, program, manager, paths.Socket, "not restart")
}

// openProgram is the program of these tests where everybody may run it.
func openProgram(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localhost-test-")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755))
	from, err := os.Open(os.Args[0])
	check(t, err)
	defer from.Close()
	path := filepath.Join(dir, "localhost.test")
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	check(t, err)
	_, err = io.Copy(to, from)
	check(t, errors.Join(err, to.Close()))
	return path
}

func runAsNobody(t *testing.T, program, manager, socket, may string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^TestNobody$", "-test.timeout=1m")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), nobodySocket+"="+socket, nobodyMay+"="+may, nobodyManager+"="+manager)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as nobody, permission to use the socket: %s: %v\n%s", may, err, output)
	}
}

func asNobody(t *testing.T, h *localhost.Host) {
	status, err := h.Status(t.Context())
	check(t, err)
	if os.Getenv(nobodyMay) == "no" {
		if status.Problem == nil || status.Problem.Code != host.ProblemNoPermission || !strings.Contains(status.Problem.Mend, "SocketGroup") {
			t.Errorf("problem %+v", status.Problem)
		}
		if _, err := h.Banned(t.Context()); !errors.Is(err, fault.Unreachable) {
			t.Errorf("Banned: %v, want %v", err, fault.Unreachable)
		}
		return
	}
	if !status.Reachable || len(status.Jails) == 0 {
		t.Errorf("status %+v", status)
	}
	mayRestart(t, h, os.Getenv(nobodyMay) == "yes")
	if os.Getenv(nobodyMay) == "yes" {
		withoutFiles(t, h)
	}
}

// mayRestart asks whether fail2ban can be restarted by somebody who is not root: it depends on what systemd says to others.
func mayRestart(t *testing.T, h *localhost.Host, may bool) {
	t.Helper()
	s, err := h.Server(t.Context())
	check(t, err)
	o := s.Service.Obstacle
	if may != (o == nil) || o != nil && (!strings.Contains(o.Message, "Access denied") || !strings.Contains(o.Mend, "polkit")) {
		t.Errorf("may restart: %v, obstacle %+v", may, o)
	}
}

// withoutFiles uses a fail2ban whose database and log may not be read: everything works by the socket, without evidence.
func withoutFiles(t *testing.T, h *localhost.Host) {
	banned, err := h.Banned(t.Context())
	check(t, err)
	if len(banned) != 1 || banned[0].Until.Sub(banned[0].At) != 10*time.Minute {
		t.Errorf("banned %+v", banned)
	}
	_, err = h.Log(t.Context(), host.LogQuery{})
	if f, ok := errors.AsType[*fault.Fault](err); !ok || !errors.Is(err, fault.Unavailable) || f.Mend == "" {
		t.Errorf("Log: %v, want %v and what to do", err, fault.Unavailable)
	}
	l := keep(t, h)
	order(t, h, "203.0.113.2")
	l.eventually("ban", soon, func() bool { return l.has("ssh", "203.0.113.2") })
	lift(t, h, "203.0.113.1")
	l.eventually("unban", soon, func() bool { return !l.has("ssh", "203.0.113.1") })
	if bans, unbans := l.count(host.EventBan, "203.0.113.2"), l.count(host.EventUnban, "203.0.113.1"); bans != 1 || unbans != 1 {
		t.Errorf("%d events of the ban, %d of the unban", bans, unbans)
	}
}
