package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/alecthomas/kong"

	"bangui/internal/app"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// storeRestoreCommand makes the database from a backup.
type storeRestoreCommand struct {
	databaseFlags `embed:""`
	File          string `arg:"" help:"The backup."`
	Replace       bool   `help:"Replace what the database has; a SQLite database is kept under another name."`
}

// Run restores, completely or not at all.
func (c *storeRestoreCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	release, err := holdFile(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	bar := newProgressBar()
	done, err := store.Restore{
		Path: c.File, Replace: c.Replace, Dead: app.DeadHolder(), Progress: bar.show,
	}.Run(ctx, storeOptions(s))
	bar.end()
	if err != nil {
		return err
	}
	fmt.Printf("%s has been restored from %s.\n", databaseName(s), c.File)
	if done.Kept != "" {
		fmt.Printf("What was there before is kept in %s.\n", done.Kept)
	}
	fmt.Println("Everybody has to sign in again.")
	return nil
}

// holdFile keeps servers of this machine away from a SQLite database. PostgreSQL says by itself who uses it.
func holdFile(ctx context.Context, s settings.Settings) (release func() error, err error) {
	if s.PostgreSQL() {
		return func() error { return nil }, nil
	}
	return app.HoldData(ctx, s)
}
