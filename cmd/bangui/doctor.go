package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	"bangui/internal/agent"
	"bangui/internal/doctor"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// doctorCommand says what is wrong with the installation.
type doctorCommand struct {
	settingFlags `embed:""`
	outputFlags  `embed:""`
}

// ended ends the program with a code; what there is to say has been said.
type ended struct{ code int }

// Error implements error.
func (e ended) Error() string { return fmt.Sprintf("ended with %d", e.code) }

// Run looks at everything. It fails if there is a problem.
func (c *doctorCommand) Run(ctx context.Context, parsed *kong.Context) error {
	findings := c.examine(ctx, parsed)
	if err := c.print(findings); err != nil {
		return err
	}
	if !doctor.Healthy(findings) {
		return ended{code: 1}
	}
	return nil
}

// examine looks at nothing else while the settings are wrong: they say where to look.
func (c *doctorCommand) examine(ctx context.Context, parsed *kong.Context) []doctor.Finding {
	s, err := c.loadSettings(parsed)
	if err != nil {
		return doctor.Complaint("settings", err)
	}
	return doctor.Examine(ctx, doctor.Options{
		Settings: s, Version: version, OpenStore: lookInto, TryHost: tryHost,
		HasHost: func(socket string) bool { return agent.Detect(agent.Auto, socket) },
	})
}

// lookInto opens a database that may be empty.
func lookInto(ctx context.Context, s settings.Settings) (*store.Store, error) {
	return store.Open(ctx, store.Options{URL: s.DatabaseURL.Reveal(), Path: s.SQLitePath(), Logger: slog.New(slog.DiscardHandler)})
}

func tryHost(_ context.Context, place httpapi.Place) (host.Host, io.Closer, error) {
	return agent.OpenLocal(agent.LocalOptions{Socket: place.Socket, ConfigDir: place.ConfigDir, Logger: slog.New(slog.DiscardHandler)})
}

func (c *doctorCommand) print(findings []doctor.Finding) error {
	if c.json() {
		return printJSON(map[string]any{"healthy": doctor.Healthy(findings), "findings": findings})
	}
	for _, f := range findings {
		if err := printf("%-8s  %s: %s\n", f.Level, f.Check, f.Message); err != nil {
			return err
		}
		if f.Mend != "" {
			if _, err := fmt.Fprintf(os.Stdout, "%-8s  to mend it: %s\n", "", f.Mend); err != nil {
				return err
			}
		}
	}
	return nil
}
