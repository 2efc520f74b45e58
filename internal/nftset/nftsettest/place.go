package nftsettest

import (
	"fmt"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Place is a network namespace, seen from a thread of this process: what it opens belongs there, whoever uses it later.
type Place struct {
	t    testing.TB
	work chan func()
	id   int
}

// newPlace makes a place that reaches nobody. It is gone after the test.
func newPlace(t testing.TB) *Place {
	t.Helper()
	p := &Place{t: t, work: make(chan func())}
	go p.run()
	t.Cleanup(func() { close(p.work) })
	err := p.Do(func() error {
		p.id = syscall.Gettid()
		return syscall.Unshare(syscall.CLONE_NEWNET)
	})
	if err != nil {
		t.Fatalf("make a network namespace: %v", err)
	}
	p.Run("ip", "link", "set", "lo", "up")
	return p
}

// run never gives the thread back: Go ends a thread whose goroutine ends while it is locked.
func (p *Place) run() {
	runtime.LockOSThread()
	for f := range p.work {
		f()
	}
}

// Do runs f there and waits for it.
func (p *Place) Do(f func() error) error {
	if p.work == nil {
		return f()
	}
	done := make(chan error, 1)
	p.work <- func() { done <- f() }
	return <-done
}

// Run runs a program there; the test ends if that fails. It returns what the program said.
func (p *Place) Run(program string, args ...string) string {
	p.t.Helper()
	said, err := p.Try(program, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	return said
}

// Try is Run for what may fail.
func (p *Place) Try(program string, args ...string) (string, error) {
	cmd := exec.Command(program, args...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	err := p.Do(cmd.Start)
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, strings.TrimSpace(said.String()))
	}
	return said.String(), nil
}

func (p *Place) number() string { return strconv.Itoa(p.id) }
