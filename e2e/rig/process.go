package rig

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Process is a child in a process group of its own. What it says goes into a file. All methods may be called at the same time.
type Process struct {
	// Name is for people.
	Name string
	cmd  *exec.Cmd
	// log is the file with all that it said.
	log  string
	gone chan struct{}
}

// Start starts the command in a place; what it says is added to the file log.
func (r *Rig) Start(at *Place, name, log string, cmd *exec.Cmd) (*Process, error) {
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	cmd.Stdout, cmd.Stderr = file, file
	if err := at.start(cmd); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	p := &Process{Name: name, cmd: cmd, log: log, gone: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // ExitCode tells
		close(p.gone)
	}()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.processes = append(r.processes, p)
	return p, nil
}

// PID is its number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Running tells whether it has not ended.
func (p *Process) Running() bool {
	select {
	case <-p.gone:
		return false
	default:
		return true
	}
}

// Signal sends a signal to the process alone; one that is gone is no error.
func (p *Process) Signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// Kill ends it and all its children with SIGKILL and waits until it is gone.
func (p *Process) Kill() {
	if p.Running() {
		_ = syscall.Kill(-p.PID(), syscall.SIGKILL)
	}
	<-p.gone
}

// Stop asks it to end by a signal, such as SIGTERM, and waits. It is killed if that takes too long, which is an error.
func (p *Process) Stop(s syscall.Signal, within time.Duration) error {
	p.Signal(s)
	if code, ok := p.Wait(within); ok && code >= 0 {
		return nil
	} else if ok {
		return fmt.Errorf("%s did not end by itself", p.Name)
	}
	p.Kill()
	return fmt.Errorf("%s had not ended %v after %v", p.Name, within, s)
}

// Wait waits until it has ended and returns its exit code, -1 if a signal ended it; ok is false if it still runs.
func (p *Process) Wait(within time.Duration) (code int, ok bool) {
	select {
	case <-p.gone:
		return p.cmd.ProcessState.ExitCode(), true
	case <-time.After(within):
		return 0, false
	}
}

// Said is all that it said, and those before it with the same file.
func (p *Process) Said() string {
	text, err := os.ReadFile(p.log)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err.Error()
	}
	return string(text)
}

// Tail is the last lines that it said.
func (p *Process) Tail(n int) string {
	lines := strings.Split(strings.TrimSpace(p.Said()), "\n")
	return strings.Join(lines[max(len(lines)-n, 0):], "\n")
}
