package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/store"
)

// storeBackupCommand writes a backup.
type storeBackupCommand struct {
	databaseFlags `embed:""`
	File          string `arg:"" help:"Where to; it must not be there yet."`
	Force         bool   `help:"Replace the file if it is there."`
}

// Run writes it, complete or not at all.
func (c *storeBackupCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	db, err := store.OpenToRead(ctx, storeOptions(s))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	began := time.Now()
	bar := newProgressBar()
	done, err := store.Backup{Path: c.File, Force: c.Force, Progress: bar.show}.Run(ctx, db)
	bar.end()
	if err != nil {
		return err
	}
	fmt.Printf("The backup of %s is in %s: %.1f MB in %.1f s.\nIt has the hashes of passwords; only its owner may read it.\n",
		databaseName(s), c.File, float64(done.Bytes)/1e6, time.Since(began).Seconds())
	return nil
}
