package sandbox

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// thread is one thread of the operating system that is the parent of the server. The kernel kills the server when its
// parent thread ends, not only when the process does (prctl(2), PR_SET_PDEATHSIG), so the thread must live as long as the
// server may. A network namespace, too, belongs to the thread that made it, and to all processes started from it.
type thread struct {
	work chan func()
}

func newThread() thread {
	t := thread{work: make(chan func())}
	go t.run()
	return t
}

// run never gives the thread back: Go ends a thread whose goroutine ends while it is locked.
func (t thread) run() {
	runtime.LockOSThread()
	for f := range t.work {
		f()
	}
}

// close ends the thread, and with it what was started from it and still lives.
func (t thread) close() { close(t.work) }

// do runs f on the thread and waits for it.
func (t thread) do(f func() error) error {
	done := make(chan error, 1)
	t.work <- func() { done <- f() }
	return <-done
}

// enterNetNS moves the thread into a new network namespace.
func (t thread) enterNetNS() error {
	if os.Geteuid() != 0 {
		return fmt.Errorf("a network namespace of its own needs root")
	}
	err := t.do(func() error { return syscall.Unshare(syscall.CLONE_NEWNET) })
	if err != nil {
		return fmt.Errorf("make a network namespace: %w", err)
	}
	return nil
}

// start starts the command so that it does not outlive this process.
func (t thread) start(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	return t.do(cmd.Start)
}
