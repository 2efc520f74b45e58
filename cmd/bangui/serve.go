package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-isatty"

	"bangui/internal/agent"
	"bangui/internal/app"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/settings"
)

// serveCommand starts the server.
type serveCommand struct {
	settingFlags `embed:""`
}

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context, parsed *kong.Context) error {
	s, err := settings.Load(settings.Sources{Flags: given(parsed), Environ: os.Environ(), File: c.Config})
	if err != nil {
		return err
	}
	enforce := ""
	if s.Enforce {
		enforce = enforceDir(s)
	}
	return serve(ctx, s, newLogger(s), enforce)
}

// serve runs the server with this machine's fail2ban. Without a directory for it, nothing is blocked in the kernel of this machine.
func serve(ctx context.Context, s settings.Settings, log *slog.Logger, enforce string) error {
	open := func(stateFile, changes, enforce string) app.OpenHost {
		return func(_ context.Context, place httpapi.Place) (host.Host, io.Closer, error) {
			return agent.OpenLocal(agent.LocalOptions{
				Socket: place.Socket, ConfigDir: place.ConfigDir, StateFile: stateFile, Changes: changes, Enforce: enforce, StandBy: s.PostgreSQL(), Logger: log,
			})
		}
	}
	err := app.Run(ctx, app.Options{
		Settings: s, Logger: log, Version: version, Started: greet,
		OpenHost: open(filepath.Join(s.DataDir, "local-host.json"), filepath.Join(s.DataDir, "changes"), enforce),
		TryHost:  open("", "", ""),
		HasHost:  func(socket string) bool { return agent.Detect(agent.Auto, socket) },
	})
	logEnd(log, err)
	return err
}

// enforceDir is where the lists are that this machine blocks, for the server and for the command that loads them at boot.
func enforceDir(s settings.Settings) string { return filepath.Join(s.DataDir, "enforce") }

// newLogger writes to standard error: text for people, JSON for machines.
func newLogger(s settings.Settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == settings.LogText || (s.LogFormat == settings.LogAuto && isTerminal(os.Stderr)) {
		return slog.New(slog.NewTextHandler(os.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options))
}

// greet tells the person who started us where to go. The token stands in the fragment of the link, which browsers send to
// nobody, so that it is in no proxy's log.
func greet(s app.Started) {
	at := s.URL
	if at == "" {
		at = s.Address
	}
	switch {
	case !s.SetupToken.IsZero():
		link := "open the set-up page with the token " + s.SetupToken.Reveal()
		if s.URL != "" {
			link = s.URL + "setup#token=" + s.SetupToken.Reveal()
		}
		fmt.Printf("\nBanGUI is ready. Set it up in your browser:\n\n  %s\n\nThe link works until set-up is done; its token is also in %s.\n\n",
			link, s.SetupTokenFile)
	case isTerminal(os.Stdout):
		fmt.Printf("\nBanGUI is ready:\n\n  %s\n\nCtrl-C stops it.\n\n", at)
	}
}

func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) }
