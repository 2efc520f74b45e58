package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	"bangui/internal/fault"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// loadSettings reads the settings as the server does.
func (f settingFlags) loadSettings(parsed *kong.Context) (settings.Settings, error) {
	return settings.Load(settings.Sources{Flags: given(parsed), Environ: os.Environ(), File: f.Config})
}

// openStore opens the database of an installation beside the server that may use it. It changes no tables, and makes no new file.
func openStore(ctx context.Context, s settings.Settings) (*store.Store, error) {
	return openStoreLocating(ctx, s, nil)
}

// openStoreLocating is openStore for commands that add bans, whose places locate tells.
func openStoreLocating(ctx context.Context, s settings.Settings, locate store.Locate) (*store.Store, error) {
	if err := checkInstalled(s); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Options{
		URL: s.DatabaseURL.Reveal(), Path: s.SQLitePath(), Logger: slog.New(slog.DiscardHandler), Locate: locate,
	})
	if err != nil {
		return nil, err
	}
	fresh, err := db.Fresh(ctx)
	if err == nil && fresh {
		err = noInstallation("the database")
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// checkInstalled fails if there is no SQLite file where one should be.
func checkInstalled(s settings.Settings) error {
	path := s.SQLitePath()
	if path == "" {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return noInstallation(path)
	}
	return nil
}

func noInstallation(where string) error {
	return fault.Invalid.Errorf("there is no installation here: %s does not exist or is empty", where).
		WithMend("start the server first with `bangui serve`; or name its data directory or database with --data-dir, --database-url-file or " +
			"--config, and run this command as its user")
}
