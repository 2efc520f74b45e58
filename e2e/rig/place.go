package rig

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Place is a thread of the operating system from which processes are started. The kernel kills them when this thread ends, not
// only when the process does (prctl(2), PR_SET_PDEATHSIG), so it must live as long as they may. A network namespace, too,
// belongs to the thread that made it and to all processes started from it.
type Place struct {
	work chan func()
	// own is true in a network namespace of its own.
	own bool
}

func (r *Rig) place() *Place {
	p := &Place{work: make(chan func())}
	go p.run()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.places = append(r.places, p)
	return p
}

// namespace makes a place with a network of its own that reaches nobody yet. Needs root.
func (r *Rig) namespace() (*Place, error) {
	p := r.place()
	p.own = true
	if os.Geteuid() != 0 {
		return nil, fmt.Errorf("a network namespace needs root")
	}
	if err := p.do(func() error { return syscall.Unshare(syscall.CLONE_NEWNET) }); err != nil {
		return nil, fmt.Errorf("make a network namespace: %w", err)
	}
	return p, p.Command("ip", "link", "set", "lo", "up")
}

// run never gives the thread back: Go ends a thread whose goroutine ends while it is locked.
func (p *Place) run() {
	runtime.LockOSThread()
	for f := range p.work {
		f()
	}
}

func (p *Place) close() { close(p.work) }

func (p *Place) do(f func() error) error {
	done := make(chan error, 1)
	p.work <- func() { done <- f() }
	return <-done
}

// thread is the number by which the kernel knows the thread.
func (p *Place) thread() int {
	id := 0
	_ = p.do(func() error { id = syscall.Gettid(); return nil }) // it never fails
	return id
}

// start starts the command so that it does not outlive this process.
func (p *Place) start(cmd *exec.Cmd) error {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig, cmd.SysProcAttr.Setpgid = syscall.SIGKILL, true
	return p.do(cmd.Start)
}

// Command runs a program to its end.
func (p *Place) Command(program string, args ...string) error {
	var said strings.Builder
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	err := p.start(cmd)
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, strings.TrimSpace(said.String()))
	}
	return nil
}

// dialWithin is how long it may take to connect; nothing here is far away.
const dialWithin = 2 * time.Second

// Dial connects from this place to an address in numbers.
func (p *Place) Dial(ctx context.Context, network, address string) (conn net.Conn, err error) {
	dialer := net.Dialer{Timeout: dialWithin}
	if !p.own {
		return dialer.DialContext(ctx, network, address)
	}
	// The socket is made by the goroutine that asks for it, as long as there is no name to look up; see net.Dialer.dialSerial.
	err = p.do(func() error {
		conn, err = dialer.DialContext(ctx, network, address)
		return err
	})
	return conn, err
}
