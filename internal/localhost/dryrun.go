package localhost

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"bangui/fail2ban"
	"bangui/internal/fault"
)

// tryTime is how long a trial may take, the start of the scratch server included.
const tryTime = 30 * time.Second

// try sends the commands of one jail to a scratch server, which has no jails, no database and a directory of its own. The jail is not
// started there, so that no action runs. It fails with fault.Refused in fail2ban's own words.
//
// fail2ban's own test of a configuration does not find bad expressions, times or backends, and a real reload that fails on them
// deletes the jail.
func (h *Host) try(ctx context.Context, jail string, commands stream) error {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	scratch, err := h.startScratch(ctx)
	if err != nil {
		return err
	}
	defer scratch.close()
	for _, command := range commands {
		if text(command, 0) == "start" {
			continue
		}
		_, err := scratch.client.Do(ctx, command...)
		if refused, ok := errors.AsType[*fail2ban.CommandError](err); ok {
			return fault.Refused.Wrapf(err, "fail2ban does not accept the configuration of jail %s: %s (option %s)",
				jail, oneLine(refused.Text()), text(command, 2)).
				WithMend("The jail was left as it is. Correct the configuration and reload again.")
		}
		if err != nil {
			return fmt.Errorf("try the configuration of jail %s: %w", jail, err)
		}
	}
	return nil
}

// scratch is a fail2ban server that does nothing.
type scratch struct {
	dir    string
	client *fail2ban.Client
	cmd    *exec.Cmd
}

func (h *Host) startScratch(ctx context.Context) (*scratch, error) {
	path, err := exec.LookPath(h.opts.Server)
	if err != nil {
		return nil, fault.Unsupported.Wrapf(err, "a reload cannot be tried before here: %s is not installed beside us", h.opts.Server)
	}
	dir, err := os.MkdirTemp("", "bangui-try-")
	if err != nil {
		return nil, fault.Unavailable.Wrapf(err, "there is no room to try the configuration")
	}
	s := &scratch{dir: dir}
	if err := s.start(ctx, path); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *scratch) start(ctx context.Context, program string) error {
	socket, pid := filepath.Join(s.dir, "s"), filepath.Join(s.dir, "p")
	config := fmt.Sprintf("[Definition]\nloglevel = ERROR\nlogtarget = %s\nsyslogsocket = auto\nsocket = %s\npidfile = %s\ndbfile = None\n"+
		"dbpurgeage = 1d\ndbmaxmatches = 10\nallowipv6 = auto\n", filepath.Join(s.dir, "log"), socket, pid)
	for name, content := range map[string]string{"fail2ban.conf": config, "jail.conf": "[DEFAULT]\n"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o600); err != nil {
			return fault.Unavailable.Wrapf(err, "the configuration cannot be tried: %s cannot be written", name)
		}
	}
	ready := newReadyWriter()
	s.cmd = exec.Command(program, "-c", s.dir, "-s", socket, "-p", pid, "-f", "start")
	s.cmd.Stdout, s.cmd.Stderr = ready, ready
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	s.cmd.WaitDelay = time.Second
	ended, err := startBound(s.cmd)
	if err != nil {
		s.cmd = nil
		return fmt.Errorf("start a scratch server: %w", err)
	}
	s.client = fail2ban.NewClient(socket)
	return s.waitReady(ctx, ready, ended)
}

// startBound starts a program that does not outlive us, however we end, and returns what is closed when it has ended. The kernel ends it when the
// thread that started it ends (prctl(2), PR_SET_PDEATHSIG), so that thread is held until then.
func startBound(cmd *exec.Cmd) (ended chan struct{}, err error) {
	started := make(chan error, 1)
	ended = make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended does not matter
		}
	}()
	return ended, <-started
}

func (s *scratch) waitReady(ctx context.Context, ready *readyWriter, ended <-chan struct{}) error {
	select {
	case <-ready.ready:
		return nil
	case <-ended:
		return fault.Unavailable.Errorf("the configuration cannot be tried, the scratch server ended: %s", words(ready.String()))
	case <-ctx.Done():
		return fault.Unavailable.Wrapf(ctx.Err(), "the configuration cannot be tried, the scratch server did not start in time")
	}
}

// close kills the server and removes its directory: it has nothing to tidy up.
func (s *scratch) close() {
	if s.client != nil {
		_ = s.client.Close() // it has no errors of its own
	}
	if s.cmd != nil {
		_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) // it may be gone already
	}
	_ = os.RemoveAll(s.dir) // what is left is in the directory for temporary files
}

// readyWriter waits for the words of a server that is ready. Source: fail2ban/client/fail2banclient.py.
type readyWriter struct {
	mu    sync.Mutex
	said  limitedBuffer
	ready chan struct{}
	once  sync.Once
}

func newReadyWriter() *readyWriter {
	return &readyWriter{said: limitedBuffer{most: 64 << 10}, ready: make(chan struct{})}
}

// Write implements [io.Writer] and never fails.
func (w *readyWriter) Write(data []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _ = w.said.Write(data) // never fails
	if bytes.Contains(w.said.Bytes(), []byte("Server ready")) {
		w.once.Do(func() { close(w.ready) })
	}
	return len(data), nil
}

func (w *readyWriter) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.String()
}
