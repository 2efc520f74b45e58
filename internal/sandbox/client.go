package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const commandTimeout = 30 * time.Second

// Client runs the fail2ban-client of the same version against this server and returns what it prints. It takes a few tenths
// of a second, and is the independent witness for what another client did.
func (s *Server) Client(ctx context.Context, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	cmd, err := s.opts.Version.command("fail2ban-client", s.arguments(args...)...)
	if err != nil {
		return "", err
	}
	cmd.Env = append(cmd.Env, s.opts.Env...)
	return s.run(ctx, cmd)
}

// Exec runs a program where the server lives, in its network namespace, such as nft, and returns what it prints.
func (s *Server) Exec(ctx context.Context, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	return s.run(ctx, exec.Command(program, args...))
}

func (s *Server) run(ctx context.Context, cmd *exec.Cmd) (string, error) {
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return "", errors.New("this fail2ban is closed")
	}
	c, err := startChild(s.thread, cmd)
	s.mu.Unlock()
	if err != nil {
		return "", fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	select {
	case <-c.gone:
	case <-ctx.Done():
		c.kill()
	}
	if c.err != nil {
		return output.String(), fmt.Errorf("%s: %w: %s", strings.Join(cmd.Args, " "), c.err, strings.TrimSpace(output.String()))
	}
	return output.String(), nil
}
