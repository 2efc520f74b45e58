package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/alecthomas/kong"

	"bangui/internal/demo"
	"bangui/internal/fault"
	"bangui/internal/sandbox"
	"bangui/internal/settings"
)

// demoCommand starts a private fail2ban under attack, and the server for it.
type demoCommand struct {
	settingFlags `embed:""`
	Rate         float64 `default:"20" placeholder:"N" help:"Bans per minute, more or less."`
}

// Run goes on until ctx ends, and cleans up.
func (c *demoCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	flags := given(parsed)
	if flags["data_dir"] == "" {
		dir, err := os.MkdirTemp("", "bangui-demo-")
		if err != nil {
			return fmt.Errorf("make a directory for the demo: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		flags["data_dir"] = dir
	}
	if err := keepApart(flags); err != nil {
		return err
	}
	s, err := c.load(flags)
	if err != nil {
		return err
	}
	return c.serve(ctx, flags, newLogger(s))
}

func (c *demoCommand) load(flags map[string]string) (settings.Settings, error) {
	return settings.Load(settings.Sources{Flags: flags, Environ: os.Environ(), File: c.Config})
}

// keepApart keeps the demo away from what a real installation uses, whatever variables and file say.
func keepApart(flags map[string]string) error {
	dir, err := filepath.Abs(flags["data_dir"])
	if err != nil {
		return fmt.Errorf("resolve %s: %w", flags["data_dir"], err)
	}
	flags["database_url"] = "sqlite:" + filepath.Join(dir, "bangui.db")
	flags["local_host"] = string(settings.LocalOn)
	return nil
}

// serve starts fail2ban, serves, and stops both.
func (c *demoCommand) serve(ctx context.Context, flags map[string]string, log *slog.Logger) (err error) {
	fmt.Println("Starting the demo: a private fail2ban under generated attacks. Nothing outside its own directory is touched.")
	d, err := demo.Start(ctx, demo.Options{Rate: c.Rate, Logger: log})
	if errors.Is(err, sandbox.ErrNotInstalled) {
		return fault.Unsupported.Errorf("the demo needs fail2ban, which is not installed").
			WithMend("install it, for example with: apt-get install fail2ban")
	}
	if err != nil {
		return err
	}
	attacks, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { _ = d.Run(attacks) }) // it ends with its context, never with an error
	defer func() {
		stop()
		running.Wait()
		err = errors.Join(err, d.Close())
	}()
	flags["fail2ban_socket"], flags["fail2ban_config_dir"] = d.Paths().Socket, d.Paths().Config
	s, err := c.load(flags)
	if err != nil {
		return err
	}
	return serve(ctx, s, log, "")
}
