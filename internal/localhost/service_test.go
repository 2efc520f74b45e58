package localhost_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// manager is a systemd that looks after a fail2ban of the tests: a program that answers as systemctl does and passes restarts on to us.
type manager struct {
	t       *testing.T
	dir     string
	program string
}

// newManager looks after a server until the test ends. If restart is false, restarts fail.
func newManager(t *testing.T, server *sandbox.Server) *manager {
	t.Helper()
	dir, err := os.MkdirTemp("", "localhost-manager-")
	check(t, err)
	m := &manager{t: t, dir: dir, program: filepath.Join(dir, "systemctl")}
	check(t, os.Chmod(dir, 0o755))
	put(t, dir, "systemctl", `#!/bin/sh
cd `+dir+` || exit 9
{ echo "$@" >>asked; } 2>/dev/null
case "$*" in
*"--no-ask-password"*" show --property=LoadState,ActiveState,MainPID fail2ban.service") cat shown ;;
*"--no-ask-password"*" reset-failed fail2ban.service") [ ! -e deny ] || { echo "Access denied" >&2; exit 4; } ;;
*"--no-ask-password"*" restart fail2ban.service")
	[ ! -e deny ] || { echo "Access denied" >&2; exit 4; }
	touch restart
	while [ -e restart ]; do sleep 0.02; done ;;
*) echo "Unknown command verb" >&2; exit 1 ;;
esac
`)
	check(t, os.Chmod(m.program, 0o755))
	m.shows("loaded", server.PID())
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.obey(ctx, server)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		_ = os.RemoveAll(dir)
	})
	return m
}

// obey restarts the server when the program asks for it.
func (m *manager) obey(ctx context.Context, server *sandbox.Server) {
	order := filepath.Join(m.dir, "restart")
	for ctx.Err() == nil {
		if _, err := os.Stat(order); err == nil {
			if err := server.Restart(ctx); err != nil {
				m.t.Errorf("restart: %v", err)
			}
			m.shows("loaded", server.PID())
			_ = os.Remove(order)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (m *manager) shows(state string, pid int) {
	text := fmt.Sprintf("LoadState=%s\nActiveState=active\nMainPID=%d\n", state, pid)
	if err := os.WriteFile(filepath.Join(m.dir, "shown"), []byte(text), 0o644); err != nil {
		m.t.Error(err)
	}
}

func (m *manager) asked() string {
	text, _ := os.ReadFile(filepath.Join(m.dir, "asked")) // nobody asked if it is not there
	return string(text)
}

// asRoot skips a test for others: they would have to be permitted by systemd.
func asRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		sandboxtest.Skip(t, "only root may restart services without asking")
	}
}

func TestRestartServer(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		asRoot(t)
		server := sandboxtest.Start(t, sandbox.Options{Version: version})
		options := optionsFor(t, server, version)
		options.Systemctl = newManager(t, server).program
		h := open(t, options)
		order(t, h, "203.0.113.1")
		before := server.PID()
		s, err := h.Server(t.Context())
		check(t, err)
		if s.Service.Obstacle != nil || s.Service.Unit != "fail2ban.service" || s.Bans != 1 || s.Database == "" || s.PurgeAge != 24*time.Hour || s.MaxMatches == 0 ||
			s.LogLevel != "INFO" || s.LogTarget != server.Paths().Log || s.Version == "" {
			t.Errorf("server %+v, obstacle %+v", s, s.Service.Obstacle)
		}
		check(t, h.RestartServer(t.Context(), host.Restart{}))
		if after := server.PID(); after == before || after == 0 {
			t.Errorf("fail2ban was process %d and is %d", before, after)
		}
		for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			banned, err := h.Banned(t.Context())
			check(t, err)
			if len(banned) == 1 {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("banned %+v", banned)
			}
		}
	})
}

// TestRestartRefused are restarts that would not come back, or would lose something.
func TestRestartRefused(t *testing.T) {
	t.Parallel()
	asRoot(t)
	refused := func(t *testing.T, h *localhost.Host, order host.Restart, kind fault.Kind, says string) {
		t.Helper()
		err := h.RestartServer(t.Context(), order)
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || !errors.Is(err, kind) || !strings.Contains(err.Error(), says) || f.Mend == "" {
			t.Errorf("%v, want %v with %q and what to do", err, kind, says)
		}
	}
	server := sandboxtest.Start(t, sandbox.Options{NoDatabase: true})
	options := optionsFor(t, server, sandbox.Version{})
	m := newManager(t, server)
	options.Systemctl = m.program
	h := open(t, options)
	order(t, h, "203.0.113.1")
	before := server.PID()
	refused(t, h, host.Restart{}, fault.Conflict, "1 ban would be lost")

	put(t, options.ConfigDir, "jail.d/broken.local", "nonsense\n")
	refused(t, h, host.Restart{AcceptLoss: true}, fault.Refused, "would not start")
	check(t, os.Remove(filepath.Join(options.ConfigDir, "jail.d/broken.local")))

	put(t, m.dir, "deny", "")
	refused(t, h, host.Restart{AcceptLoss: true}, fault.Refused, "Access denied")
	m.shows("not-found", 0)
	refused(t, h, host.Restart{AcceptLoss: true}, fault.Unsupported, "systemd has no fail2ban.service")
	m.shows("loaded", os.Getpid())
	refused(t, h, host.Restart{AcceptLoss: true}, fault.Unsupported, "is not the one of fail2ban.service")
	check(t, os.WriteFile(m.program, []byte("#!/bin/sh\necho 'Failed to connect to bus: No such file or directory' >&2\nexit 1\n"), 0o755))
	refused(t, h, host.Restart{AcceptLoss: true}, fault.Unsupported, "Failed to connect to bus")
	options.Systemctl = "/nowhere/systemctl"
	refused(t, open(t, options), host.Restart{AcceptLoss: true}, fault.Unsupported, "not installed")
	if server.PID() != before {
		t.Error("fail2ban was restarted")
	}
	if strings.Contains(m.asked(), "stop") {
		t.Errorf("systemctl was asked for %s", m.asked())
	}
}
