package main

import (
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	"bangui/internal/app"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// storeCommand is what can be done with the database besides serving from it.
type storeCommand struct {
	Backup  storeBackupCommand  `cmd:"" help:"Write a backup into a file, also while the server runs."`
	Restore storeRestoreCommand `cmd:"" help:"Make the database from a backup. The server must be stopped."`
	Migrate storeMigrateCommand `cmd:"" help:"Copy everything from SQLite to PostgreSQL. The server must be stopped."`
	Check   storeCheckCommand   `cmd:"" help:"Look whether the database is sound, also while the server runs."`
	Recount storeRecountCommand `cmd:"" help:"Make the numbers behind the charts anew from the bans, also while the server runs."`
}

// databaseFlags are the settings that say where the database is.
type databaseFlags struct {
	Config          string  `placeholder:"FILE" help:"Read settings from this file; else /etc/bangui/bangui.conf, if it is there."`
	DataDir         *string `placeholder:"DIR" help:"Where everything is kept: /var/lib/bangui for root, else in the home directory."`
	DatabaseURL     *string `placeholder:"URL" help:"postgres://… or sqlite:/path; a SQLite file in the data directory by default."`
	DatabaseURLFile *string `placeholder:"FILE" help:"Read the database URL from this file."`
}

// load reads the settings as the server does.
func (f databaseFlags) load(parsed *kong.Context) (settings.Settings, error) {
	return settings.Load(settings.Sources{Flags: given(parsed), Environ: os.Environ(), File: f.Config})
}

// storeOptions says where the database is. Warnings are for the person at the terminal.
func storeOptions(s settings.Settings) store.Options {
	return app.StoreOptions(s, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// databaseName names the database without user and password.
func databaseName(s settings.Settings) string {
	if path := s.SQLitePath(); path != "" {
		return path
	}
	return withoutPassword(s.DatabaseURL.Reveal())
}
