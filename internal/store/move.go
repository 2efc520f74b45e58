package store

import (
	"context"
	"errors"
	"log/slog"
	"os"
)

// Move brings what one database has into another, whatever version the tables of the first have. The first is only read. The tables
// of the second must be up to date; see [Store.Migrate].
type Move struct {
	// Replace removes what the target has; otherwise a target with users or bans is refused.
	Replace bool
	// Progress may be nil.
	Progress func(Progress)
}

// Run moves. An older source is copied into a file of its own first, and that is brought up to date.
func (m Move) Run(ctx context.Context, from, to *Store) (done Transferred, err error) {
	have, err := from.versionToCopy(ctx)
	if err != nil {
		return done, err
	}
	_, newest, err := to.Version(ctx)
	if err != nil {
		return done, err
	}
	if have < newest {
		in, err := newPlace(os.TempDir())
		if err != nil {
			return done, err
		}
		defer func() { err = errors.Join(err, in.Close()) }()
		if err := (Restore{}).prepare(ctx, from, in); err != nil {
			return done, err
		}
		current, err := OpenToRead(ctx, Options{Path: in.file(), Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return done, err
		}
		defer func() { err = errors.Join(err, current.Close()) }()
		from = current
	}
	if done, err = Transfer(m).Run(ctx, from, to); err != nil {
		return done, err
	}
	return done, to.engine.afterLoad(ctx, to)
}
