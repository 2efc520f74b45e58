package sandbox

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"
)

// LogLines is the server's own log; empty if there is none yet.
func (s *Server) LogLines() []string { return readLines(s.paths.Log) }

// ActionLines is what [FileAction] wrote.
func (s *Server) ActionLines() []string { return readLines(s.paths.Actions) }

// WaitLog waits until the server's log has a line that contains text.
func (s *Server) WaitLog(ctx context.Context, text string) error {
	return wait(ctx, fmt.Sprintf("%q in fail2ban's log", text), func() bool {
		return slices.ContainsFunc(s.LogLines(), func(line string) bool { return strings.Contains(line, text) })
	})
}

// WaitBan waits until the log says that the jail banned addr.
func (s *Server) WaitBan(ctx context.Context, jail string, addr netip.Addr) error {
	ban := fmt.Sprintf("[%s] Ban %s", jail, addr)
	return wait(ctx, fmt.Sprintf("%q in fail2ban's log", ban), func() bool {
		return slices.ContainsFunc(s.LogLines(), func(line string) bool { return strings.HasSuffix(line, ban) })
	})
}

// RotateLog renames the server's log to the name with .1 at its end and lets the server begin a new one, as logrotate does.
func (s *Server) RotateLog(ctx context.Context) error {
	if err := os.Rename(s.paths.Log, s.paths.Log+".1"); err != nil {
		return err
	}
	_, err := s.Client(ctx, "flushlogs")
	return err
}

func wait(ctx context.Context, what string, done func() bool) error {
	for !done() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", what, ctx.Err())
		case <-time.After(pollInterval):
		}
	}
	return nil
}

func readLines(path string) []string {
	text, err := os.ReadFile(path)
	if err != nil || len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}
