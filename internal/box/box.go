package box

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"bangui/internal/fault"
)

// Order is one run of a program.
type Order struct {
	// Program is a path, or a name in the search path.
	Program string
	// Files are put into the private directory before, by their slash-separated names in it.
	Files map[string][]byte
	// Args are the arguments, given the private directory.
	Args func(dir string) []string
	// Env is the whole environment.
	Env []string
	// Output gets what the program prints while it runs. An error of it ends the run.
	Output io.Writer
	Limits Limits
}

// Limits bound a run. All must be set.
type Limits struct {
	// Time is how long it may take by the clock, and Processor how much of a processor's, rounded up to seconds: a busy machine gives it less.
	Time, Processor time.Duration
	// Memory is its address space, Output what it may print, and File the size of a file that it may write; all in bytes.
	Memory, Output, File uint64
}

// Result is how a run ended.
type Result struct {
	Ending Ending
	// Code is the program's exit code, for Exited.
	Code int
	// Complaints are the end of what it printed as errors.
	Complaints string
	// Took is how long it ran.
	Took time.Duration
}

// Ending is the short form of how a run ended.
type Ending string

// The endings.
const (
	// Exited is a program that ended by itself; see the code.
	Exited Ending = "exited"
	// TimeUp was killed, because its time was up.
	TimeUp Ending = "time_up"
	// TooMuch was killed, because it printed more than it may.
	TooMuch Ending = "too_much"
	// Killed ended by a signal that we did not send.
	Killed Ending = "killed"
)

// Box runs programs, so many at a time. Make one with [New]. Its methods may be called at the same time.
type Box struct {
	slots chan struct{}
}

// New returns a box in which so many programs may run at the same time.
func New(atOnce int) *Box { return &Box{slots: make(chan struct{}, atOnce)} }

// Run waits for a place and runs a program to its end. A program that fails is a result; an error is one that could not be run: it is
// fault.Unsupported if there is no such program, and fault.Unavailable if there is no room or if it cannot be deprived of its rights.
func (b *Box) Run(ctx context.Context, order Order) (Result, error) {
	if !entered.Load() {
		return Result{}, unbound(errors.New("box.Enter was not called in main"), order.Program)
	}
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return Result{}, fmt.Errorf("wait for a place to run %s: %w", filepath.Base(order.Program), ctx.Err())
	}
	path, err := exec.LookPath(order.Program)
	if err != nil {
		return Result{}, fault.Unsupported.Wrapf(err, "%s is not installed here", filepath.Base(order.Program))
	}
	dir, err := furnish(order.Files)
	if errors.Is(err, os.ErrPermission) {
		return Result{}, unbound(err, path) // root that may not give files away
	}
	if err != nil {
		return Result{}, fault.Unavailable.Wrapf(err, "there is no room to run %s", filepath.Base(order.Program))
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left is in the directory for temporary files
	return run(ctx, path, dir, order)
}

// run starts the program and waits for its end.
func run(ctx context.Context, path, dir string, order Order) (Result, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, order.Limits.Time, errTime)
	defer cancel()
	printed := &bounded{to: order.Output, left: order.Limits.Output, stop: cancel}
	complaints := &tail{most: 16 << 10}
	cmd, err := start(path, order, dir, printed, complaints)
	if err != nil {
		return Result{}, unbound(err, path)
	}
	began := time.Now()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		<-ctx.Done()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may be gone already
	}()
	err = cmd.Wait()
	cause := context.Cause(ctx)
	cancel()
	<-watched
	result := Result{Complaints: complaints.String(), Took: time.Since(began)}
	switch {
	case printed.over:
		result.Ending = TooMuch
	case printed.err != nil:
		return result, printed.err
	case errors.Is(cause, errTime):
		result.Ending = TimeUp
	case cause != nil:
		return result, fmt.Errorf("run %s: %w", filepath.Base(path), cause)
	default:
		result.end(cmd.ProcessState, order.Limits.Processor, err)
	}
	if reason := result.refused(); reason != "" {
		return result, unbound(errors.New(reason), path)
	}
	return result, nil
}

// unbound is the fault when the bounds cannot be drawn: the program is not run without them.
func unbound(cause error, path string) error {
	return fault.Unavailable.Wrapf(cause, "%s cannot be run within bounds here", filepath.Base(path)).
		WithMend("To run it, bangui must be able to become the user nobody and to start itself once more; the log says what is in the way.")
}

var errTime = errors.New("time is up")

// end reads how a program ended that we did not kill. The kernel's limit of processor time counts as ours.
func (r *Result) end(state *os.ProcessState, most time.Duration, err error) {
	r.Ending, r.Code = Exited, state.ExitCode()
	status, ok := state.Sys().(syscall.WaitStatus)
	if err == nil || !ok || !status.Signaled() {
		return
	}
	r.Ending = Killed
	used := state.UserTime() + state.SystemTime()
	if signal := status.Signal(); signal == syscall.SIGXCPU || signal == syscall.SIGKILL && used >= most {
		r.Ending = TimeUp
	}
}

// bounded passes on what is printed, up to a number of bytes.
type bounded struct {
	to   io.Writer
	left uint64
	stop context.CancelFunc
	over bool
	err  error
}

// Write implements [io.Writer].
func (b *bounded) Write(data []byte) (int, error) {
	if uint64(len(data)) > b.left {
		b.over = true
		b.stop()
		return 0, io.ErrShortWrite
	}
	b.left -= uint64(len(data))
	n, err := b.to.Write(data)
	if err != nil {
		b.err = err
		b.stop()
	}
	return n, err
}

// tail keeps the end of what is written.
type tail struct {
	most int
	text []byte
}

// Write implements [io.Writer] and never fails.
func (t *tail) Write(data []byte) (int, error) {
	t.text = append(t.text, data...)
	if len(t.text) > 2*t.most {
		t.text = append(t.text[:0], t.text[len(t.text)-t.most:]...)
	}
	return len(data), nil
}

func (t *tail) String() string { return string(t.text[max(0, len(t.text)-t.most):]) }
