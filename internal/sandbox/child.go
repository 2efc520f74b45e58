package sandbox

import (
	"context"
	"os/exec"
	"syscall"
)

// child is one run of fail2ban-server in the foreground.
type child struct {
	cmd *exec.Cmd
	// gone is closed when the process has ended; err is how, and may be read then.
	gone chan struct{}
	err  error
}

func startChild(t thread, cmd *exec.Cmd) (*child, error) {
	if err := t.start(cmd); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, gone: make(chan struct{})}
	go func() {
		c.err = cmd.Wait()
		close(c.gone)
	}()
	return c, nil
}

func (c *child) running() bool {
	select {
	case <-c.gone:
		return false
	default:
		return true
	}
}

// signal is sent to the server alone. A server that is gone is no error.
func (c *child) signal(s syscall.Signal) { _ = c.cmd.Process.Signal(s) }

// kill ends the server and whatever its actions have running, at once.
func (c *child) kill() {
	if c.running() {
		_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
	}
	<-c.gone
}

// stop asks the server to end and kills it when ctx ends.
func (c *child) stop(ctx context.Context) {
	c.signal(syscall.SIGCONT)
	c.signal(syscall.SIGTERM)
	select {
	case <-c.gone:
	case <-ctx.Done():
		c.kill()
	}
}
