package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/store"
)

// storeRecountCommand makes the counts of bans anew.
type storeRecountCommand struct {
	databaseFlags `embed:""`
}

// Run counts day by day, so that a server can go on meanwhile.
func (c *storeRecountCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	db, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	days, err := db.RecountDays(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	bar := newProgressBar()
	for i, one := range days {
		bar.show(store.Progress{Doing: "counting bans by the day", Done: int64(i), Total: int64(len(days))})
		if err := db.RecountDay(ctx, one, i == len(days)-1); err != nil {
			bar.end()
			return fmt.Errorf("count the bans of %s: %w", one.Format(time.DateOnly), err)
		}
	}
	bar.end()
	if err := db.EndRecount(ctx); err != nil {
		return err
	}
	fmt.Printf("The bans of %d days in %s have been counted anew in %.1f s.\n", len(days), databaseName(s), time.Since(began).Seconds())
	return nil
}
