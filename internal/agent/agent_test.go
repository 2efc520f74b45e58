package agent_test

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"bangui/internal/agent"
	"bangui/internal/host"
)

func TestDetect(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // no fail2ban is installed there
	dir := t.TempDir()
	socket := filepath.Join(dir, "fail2ban.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, err = os.Stat("/etc/fail2ban/fail2ban.conf")
	installed := err == nil
	tests := []struct {
		name   string
		mode   agent.Mode
		socket string
		want   bool
	}{
		{"on without anything", agent.On, "/nowhere/fail2ban.sock", true},
		{"off with a socket", agent.Off, socket, false},
		{"auto with a socket", agent.Auto, socket, true},
		{"auto with the directory of a socket", agent.Auto, filepath.Join(dir, "later.sock"), true},
		{"auto without anything", agent.Auto, "/nowhere/at/all/fail2ban.sock", installed},
		{"unknown mode", "sometimes", socket, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := agent.Detect(test.mode, test.socket); got != test.want {
				t.Errorf("Detect(%q, %q) = %v, want %v", test.mode, test.socket, got, test.want)
			}
		})
	}
}

func TestOpenLocalNeedsNoFail2ban(t *testing.T) {
	h, closer, err := agent.OpenLocal(agent.LocalOptions{Socket: filepath.Join(t.TempDir(), "s")})
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	status, err := h.Status(t.Context())
	if err != nil || status.Reachable || status.Problem == nil {
		t.Fatalf("status %+v, %v, want a problem", status, err)
	}
	if status.Problem.Code != host.ProblemNotInstalled && status.Problem.Code != host.ProblemNotRunning {
		t.Errorf("problem %q", status.Problem.Code)
	}
}
