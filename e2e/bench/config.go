package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bangui/internal/sandbox"
)

// stockConfiguration compares what BanGUI makes of all jails that come with fail2ban with what fail2ban's own client makes of them, as programs
// and at the API. Both must come to the same.
func stockConfiguration(ctx context.Context, binary string) ([]row, error) {
	opts := sandbox.Options{Stock: sandbox.Version{}.StockConfig(), Jails: jails(1), Action: sandbox.NoAction()}
	return withServer(ctx, binary, opts, func(ctx context.Context, f2b *sandbox.Server, s *server) ([]row, error) {
		// The server was started without them: most of their logs are not there.
		return readStock(ctx, binary, f2b.Paths().Config, filepath.Join(f2b.Paths().Config, "jail.d", "zzz-all.local"), s)
	})
}

func readStock(ctx context.Context, binary, dir, changed string, s *server) ([]row, error) {
	version, err := sandbox.Installed(ctx)
	if err != nil {
		return nil, err
	}
	const (
		times = 30
		// settled is when what was read is kept: it is not trusted just after a change.
		settled = 100 * time.Millisecond
		all     = "[DEFAULT]\nenabled = true\naction = %(action_)s\n"
	)
	var ours, theirs, overview, again, one sample
	var our, their []byte
	if err := os.WriteFile(changed, []byte(all), 0o600); err != nil {
		return nil, err
	}
	for range times {
		if err := timed(&ours, func() (err error) {
			our, err = output(ctx, binary, "fail2ban", "dump", "--config-dir", dir, "--for", version.Number)
			return err
		}); err != nil {
			return nil, err
		}
		if err := timed(&theirs, func() (err error) { their, err = output(ctx, "fail2ban-client", "-c", dir, "-d"); return err }); err != nil {
			return nil, err
		}
		// What was read is kept as long as no file changes.
		if err := os.WriteFile(changed, []byte(all), 0o600); err != nil {
			return nil, err
		}
		time.Sleep(settled)
		for _, question := range []struct {
			into *sample
			path string
		}{{&overview, "/config/local"}, {&again, "/config/local"}, {&one, "/config/local/jails/sshd"}} {
			if err := timed(question.into, func() error { _, err := s.call(ctx, http.MethodGet, question.path, nil); return err }); err != nil {
				return nil, err
			}
		}
	}
	jails := bytes.Count(our, []byte("\n['add', ")) + bytes.Count(our[:min(len(our), 8)], []byte("['add', "))
	if jails < 50 {
		return nil, fmt.Errorf("there are only %d jails", jails)
	}
	if commands(our) != commands(their) {
		return nil, errors.New("fail2ban-client reads something else")
	}
	what := fmt.Sprintf("effective configuration of all %d stock jails", jails)
	return []row{
		{what + ": `bangui fail2ban dump --for " + version.Number + "`", ours.String(), "`fail2ban-client -d`, which prints the same", theirs.String(), ""},
		{what + ", with the place of each value and all findings, at the API after a file has changed", overview.String(), "", "", ""},
		{"the same while no file changes", again.String(), "", "", ""},
		{"one of these jails: each option with what led to it, at the API", one.String(), "", "", ""},
	}, nil
}

func output(ctx context.Context, program string, args ...string) ([]byte, error) {
	text, err := exec.CommandContext(ctx, program, args...).Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", program, err)
	}
	return text, nil
}

// commands are the lines that are commands, and no remarks.
func commands(text []byte) string {
	var found strings.Builder
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("[")) {
			found.Write(line)
		}
	}
	return found.String()
}
