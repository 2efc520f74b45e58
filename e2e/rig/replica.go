package rig

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// ReplicaOptions say how a server is started.
type ReplicaOptions struct {
	// Binary is the program.
	Binary string
	// Name is for people and for its directory.
	Name string
	// At is where it runs; nil means in the network of this process.
	At *Place
	// Listen is host:port.
	Listen string
	// Flags and Env are further ones.
	Flags, Env []string
}

// Replica is one `bangui serve` with a data directory of its own. It can be ended and started again. All methods may be called
// at the same time.
type Replica struct {
	Name string
	// Base is the URL of its HTTP server.
	Base string
	// Data is its data directory.
	Data string

	rig     *Rig
	options ReplicaOptions

	mu      sync.Mutex
	process *Process
}

// Replica prepares a server; [Replica.Start] starts it.
func (r *Rig) Replica(o ReplicaOptions) (*Replica, error) {
	if o.At == nil {
		o.At = r.Here
	}
	data, err := r.Sub(o.Name)
	if err != nil {
		return nil, err
	}
	return &Replica{Name: o.Name, Base: "http://" + o.Listen, Data: data, rig: r, options: o}, os.Chmod(data, 0o700)
}

const (
	readyWithin = 40 * time.Second
	stopWithin  = 40 * time.Second
)

// Start starts the process and waits until it is ready.
func (s *Replica) Start(ctx context.Context) error {
	if err := s.Launch(); err != nil {
		return err
	}
	return s.WaitReady(ctx)
}

// Launch starts the process and does not wait.
func (s *Replica) Launch() error {
	args := append([]string{"serve", "--listen", s.options.Listen, "--data-dir", s.Data, "--log-format", "json"}, s.options.Flags...)
	cmd := exec.Command(s.options.Binary, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.Data, "BANGUI_CONFIG=" + os.DevNull}, s.options.Env...)
	process, err := s.rig.Start(s.options.At, s.Name, filepath.Join(s.rig.Dir, s.Name+".log"), cmd)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.process = process
	return nil
}

// WaitReady waits until /readyz says yes.
func (s *Replica) WaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	client := s.Client()
	for {
		status, err := s.Ready(ctx, client)
		if err == nil && status == http.StatusOK && s.Process().Running() {
			return nil
		}
		if p := s.Process(); !p.Running() {
			code, _ := p.Wait(0)
			return fmt.Errorf("%s ended with %d:\n%s", s.Name, code, p.Tail(10))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s was not ready after %v: status %d, %w", s.Name, readyWithin, status, errors.Join(ctx.Err(), err))
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Ready asks /readyz once and returns the status.
func (s *Replica) Ready(ctx context.Context, client *http.Client) (int, error) {
	return s.Probe(ctx, client, "/readyz")
}

// Probe asks for a path at the root once and returns the status.
func (s *Replica) Probe(ctx context.Context, client *http.Client, path string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base+path, nil)
	if err != nil {
		return 0, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

// Client returns an HTTP client that can reach it, with connections of its own.
func (s *Replica) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: s.dialer().Dial, MaxIdleConnsPerHost: 64}, Timeout: 30 * time.Second}
}

// dialer is where connections to it begin.
func (s *Replica) dialer() *Place { return s.options.At }

// Process is the one that runs now, or ran last.
func (s *Replica) Process() *Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.process
}

// Kill ends it as a power cut does.
func (s *Replica) Kill() { s.Process().Kill() }

// Stop ends it as a service manager does.
func (s *Replica) Stop() error { return s.Process().Stop(syscall.SIGTERM, stopWithin) }

// Pause freezes it; Resume lets it go on.
func (s *Replica) Pause() { s.Process().Signal(syscall.SIGSTOP) }

// Resume lets a paused process go on.
func (s *Replica) Resume() { s.Process().Signal(syscall.SIGCONT) }
