package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bangui/internal/sandbox"
)

const (
	setupToken = "bench-set-up-token-0123456789"
	password   = "a long password for the bench"
)

// server is a running `bangui serve` with somebody signed in.
type server struct {
	base    string
	dir     string
	command *exec.Cmd
	client  *http.Client
}

// startServer starts the binary on a sandbox with an empty data directory, sets it up and signs in.
func startServer(ctx context.Context, binary string, f2b *sandbox.Server) (*server, error) {
	dir, err := os.MkdirTemp("", "bangui-bench-")
	if err != nil {
		return nil, err
	}
	s, err := startOn(ctx, binary, f2b, dir)
	if err != nil {
		return nil, err
	}
	_, err = s.call(ctx, http.MethodPost, "/setup", map[string]any{"token": setupToken, "username": "admin", "password": password})
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// withServer measures on a fresh sandbox and a fresh server, and ends both.
func withServer(
	ctx context.Context, binary string, opts sandbox.Options, measure func(context.Context, *sandbox.Server, *server) ([]row, error),
) ([]row, error) {
	f2b, err := sandbox.Start(ctx, opts)
	if err != nil {
		return nil, err
	}
	defer f2b.Close()
	s, err := startServer(ctx, binary, f2b)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return measure(ctx, f2b, s)
}

// startOn starts the binary with the data directory as it is and waits until it is ready.
func startOn(ctx context.Context, binary string, f2b *sandbox.Server, dir string, env ...string) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	s := &server{base: "http://" + address, dir: dir, client: &http.Client{Jar: jar}}
	s.command = exec.CommandContext(ctx, binary, "serve", "--listen", address, "--data-dir", dir,
		"--fail2ban-socket", f2b.Paths().Socket, "--fail2ban-config-dir", f2b.Paths().Config, "--local-host", "on", "--log-level", "warn")
	s.command.Env = append(append(os.Environ(), "BANGUI_SETUP_TOKEN="+setupToken), env...)
	s.command.Stderr = os.Stderr
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	if err := s.waitReady(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *server) waitReady(ctx context.Context) error {
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) && ctx.Err() == nil {
		answer, err := http.Get(s.base + "/readyz")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("the server was not ready after 20 s")
}

// call makes one API call and returns the body; anything but success is an error.
func (s *server) call(ctx context.Context, method, path string, body any) ([]byte, error) {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, s.base+"/api/v1"+path, &content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-BanGUI-Request", "1")
	answer, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, text)
	}
	return text, nil
}

// resident is the memory that the process has in use now, in bytes.
func (s *server) resident() (int64, error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.command.Process.Pid), "status"))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kilobytes * 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS of process %d", s.command.Process.Pid)
}

// stop ends the process and keeps its data.
func (s *server) stop() {
	_ = s.command.Process.Signal(syscall.SIGTERM)
	_ = s.command.Wait()
}

func (s *server) close() {
	s.stop()
	_ = os.RemoveAll(s.dir)
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
