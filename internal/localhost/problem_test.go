package localhost_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/fail2ban/fail2bantest"
	"bangui/internal/host"
	"bangui/internal/localhost"
)

func TestProblems(t *testing.T) {
	installed := t.TempDir()
	check(t, os.WriteFile(filepath.Join(installed, "fail2ban.conf"), []byte("[Definition]\nsocket = /elsewhere/f2b.sock\n"), 0o600))
	stale := filepath.Join(t.TempDir(), "s")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: stale})
	check(t, err)
	listener.SetUnlinkOnClose(false)
	check(t, listener.Close())
	garbage := fail2bantest.Start(t, fail2bantest.Config{})
	garbage.Disturb(fail2bantest.Disturbance{Raw: []byte("HTTP/1.1 400 Bad Request\r\n\r\n"), Times: -1})
	slow := fail2bantest.Start(t, fail2bantest.Config{})
	slow.Disturb(fail2bantest.Disturbance{Part: -1, Stall: true, Times: -1})

	missing := filepath.Join(t.TempDir(), "s")
	tests := []struct {
		name, socket, config string
		want                 host.ProblemCode
		mend                 string
	}{
		{"not installed", missing, t.TempDir(), host.ProblemNotInstalled, "nstall"},
		{"not running, socket elsewhere", missing, installed, host.ProblemNotRunning, "/elsewhere/f2b.sock"},
		{"crashed", stale, installed, host.ProblemNotRunning, "start"},
		{"a plain file", filepath.Join(installed, "fail2ban.conf"), installed, host.ProblemNotRunning, "the path of fail2ban's socket"},
		{"a directory", installed, installed, host.ProblemNotRunning, "the path of fail2ban's socket"},
		{"something else answers", garbage.Socket(), installed, host.ProblemBadReply, "restart"},
		{"frozen", slow.Socket(), installed, host.ProblemNotAnswering, "restart"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, localhost.Options{Socket: test.socket, ConfigDir: test.config, Client: "no-such-client", Server: "no-such-server"})
			before := time.Now()
			status, err := h.Status(t.Context())
			check(t, err)
			if took := time.Since(before); took > 30*time.Second {
				t.Errorf("it took %s", took)
			}
			if status.Reachable || status.Problem == nil || status.Problem.Code != test.want || !strings.Contains(status.Problem.Mend, test.mend) {
				t.Errorf("problem %+v, want %s and %q", status.Problem, test.want, test.mend)
			}
		})
	}
}
