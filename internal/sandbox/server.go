package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	startTimeout = 30 * time.Second
	stopTimeout  = 30 * time.Second
	pollInterval = 10 * time.Millisecond
)

// Server is one private fail2ban. All methods may be called at the same time.
type Server struct {
	opts      Options
	paths     Paths
	temporary []string
	thread    thread

	// mu guards child and closed; it is held while the server starts or stops.
	mu     sync.Mutex
	child  *child
	closed bool
	// logBefore is how many lines the log had before the last start.
	logBefore int
}

// Start starts a fail2ban and waits until it is ready: it answers, and all jails run. The context is for the start only.
// Call [Server.Close] at the end. Fails with [ErrNotInstalled] if there is no fail2ban to start; if fail2ban does not like
// its configuration, the error has its own words.
func Start(ctx context.Context, opts Options) (*Server, error) {
	opts = opts.withDefaults()
	if err := opts.check(); err != nil {
		return nil, err
	}
	paths, temporary, err := makePaths(opts.Dir)
	s := &Server{opts: opts, paths: paths, temporary: temporary, thread: newThread()}
	if err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) prepare(ctx context.Context) error {
	if s.opts.NetNS {
		if err := s.thread.enterNetNS(); err != nil {
			return err
		}
	}
	if err := writeConfig(s.paths, s.opts); err != nil {
		return err
	}
	return s.Restart(ctx)
}

// Paths tells where everything is.
func (s *Server) Paths() Paths { return s.paths }

// Running reports whether the server's process exists; it may be paused.
func (s *Server) Running() bool { return s.PID() != 0 }

// PID is the server's process, 0 if it does not run.
func (s *Server) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child == nil || !s.child.running() {
		return 0
	}
	return s.child.cmd.Process.Pid
}

// Restart stops the server if it runs and starts it again, with the configuration as it stands in the files now.
func (s *Server) Restart(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("this fail2ban is closed")
	}
	s.stop(ctx)
	return s.start(ctx)
}

// Stop ends the server as a service manager does, and by force after ten seconds or when ctx ends. The files stay.
func (s *Server) Stop(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stop(ctx)
}

// Kill ends the server at once with SIGKILL: its socket and its pid file stay behind.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child != nil {
		s.child.kill()
	}
}

// Pause freezes the server with SIGSTOP: connections are accepted by the kernel, but nothing answers.
func (s *Server) Pause() { s.signal(syscall.SIGSTOP) }

// Resume lets a paused server go on.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

// Close ends the server at once, without lifting its bans, and removes the directory unless it was given in [Options.Dir].
// Call Stop before where the server shall end in good order. Close may be called more than once.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.child != nil {
		s.child.kill()
	}
	s.thread.close()
	var errs []error
	for _, dir := range s.temporary {
		errs = append(errs, remove(dir))
	}
	return errors.Join(errs...)
}

// remove tries again for a while: commands of actions run in sessions of their own, outlive the server and may write meanwhile.
func remove(dir string) error {
	const within, pause = 20 * time.Second, 20 * time.Millisecond
	err := os.RemoveAll(dir)
	for end := time.Now().Add(within); err != nil && time.Now().Before(end); err = os.RemoveAll(dir) {
		time.Sleep(pause)
	}
	return err
}

func (s *Server) signal(signal syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child != nil {
		s.child.signal(signal)
	}
}

func (s *Server) stop(ctx context.Context) {
	if s.child == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	s.child.stop(ctx)
	s.child = nil
}

func (s *Server) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	s.logBefore = len(s.LogLines())
	output, err := os.Create(s.paths.Output)
	if err != nil {
		return err
	}
	defer func() { _ = output.Close() }()
	// -x: a socket that a killed server left behind is no obstacle.
	cmd, err := s.opts.Version.command("fail2ban-server", s.arguments("-x", "-f", "start")...)
	if err != nil {
		return err
	}
	cmd.Env = append(cmd.Env, s.opts.Env...)
	cmd.Dir = s.paths.Dir
	cmd.Stdout, cmd.Stderr = output, output
	if s.child, err = startChild(s.thread, cmd); err != nil {
		return fmt.Errorf("start fail2ban-server: %w", err)
	}
	return s.waitReady(ctx)
}

// arguments are those of every fail2ban program that is to talk to, or be, this server.
func (s *Server) arguments(args ...string) []string {
	return append([]string{"-c", s.paths.Config, "-s", s.paths.Socket, "-p", s.paths.PIDFile}, args...)
}

func (s *Server) waitReady(ctx context.Context) error {
	for !s.saidReady() || ping(ctx, s.paths.Socket) != nil {
		select {
		case <-s.child.gone:
			return fmt.Errorf("fail2ban did not start (%w); it says:\n%s", s.child.err, s.complaints())
		case <-ctx.Done():
			words := s.complaints()
			s.child.kill()
			return fmt.Errorf("fail2ban was not ready in time (%w); it says:\n%s", ctx.Err(), words)
		case <-time.After(pollInterval):
		}
	}
	return s.checkAccepted()
}

// checkAccepted finds what a server says that refused its configuration. Some versions end then, a little later; others go on
// without jails. Source: fail2ban/client/fail2banclient.py, which logs NOK before it says that the server is ready.
func (s *Server) checkAccepted() error {
	for _, line := range s.logOfThisStart() {
		if strings.Contains(line, "NOK: (") {
			words := s.complaints()
			s.child.kill()
			return fmt.Errorf("fail2ban refused its configuration; it says:\n%s", words)
		}
	}
	return nil
}

// logOfThisStart is what the server wrote into its log since it was started.
func (s *Server) logOfThisStart() []string {
	all := s.LogLines()
	return all[min(s.logBefore, len(all)):]
}

// saidReady reports whether the server has its whole configuration: it answers before that.
// Source: fail2ban/client/fail2banclient.py, the answer to server-status is printed after the last jail was started.
func (s *Server) saidReady() bool {
	output, err := os.ReadFile(s.paths.Output)
	return err == nil && bytes.Contains(output, []byte("Server ready"))
}

// complaints are the server's own words about what is wrong: its output, and the errors in its log.
func (s *Server) complaints() string {
	output, _ := os.ReadFile(s.paths.Output)
	words := []string{strings.TrimSpace(string(output))}
	for _, line := range s.logOfThisStart() {
		if strings.Contains(line, "ERROR") || strings.Contains(line, "CRITICAL") {
			words = append(words, line)
		}
	}
	return strings.Join(words, "\n")
}

// logFile is the log that the jail reads.
func (s *Server) logFile(name string) (Jail, string, error) {
	for _, jail := range s.opts.Jails {
		if jail.Name != name {
			continue
		}
		if path := s.paths.logOf(jail); path != "" {
			return jail, path, nil
		}
		return Jail{}, "", fmt.Errorf("jail %q reads no log", name)
	}
	return Jail{}, "", fmt.Errorf("no jail %q in this fail2ban", name)
}
