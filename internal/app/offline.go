package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"bangui/internal/settings"
	"bangui/internal/store"
)

// StoreOptions says where the database is that the settings name.
func StoreOptions(s settings.Settings, log *slog.Logger) store.Options {
	return store.Options{URL: s.DatabaseURL.Reveal(), Path: filepath.Join(s.DataDir, "bangui.db"), Logger: log}
}

// HoldData makes sure that no server of this machine uses the data directory or its SQLite database until release is called. It
// creates the directory if it is not there. It fails with fault.Conflict naming who uses it.
func HoldData(ctx context.Context, s settings.Settings) (release func() error, err error) {
	a := &app{Options: Options{Settings: s}, log: slog.New(slog.DiscardHandler)}
	if _, err := a.prepareDataDir(ctx); err != nil {
		return nil, err
	}
	release, err = a.lockDataDir(ctx)
	if err != nil {
		return nil, err
	}
	return release, giveToOwner(s.DataDir, lockPath(s.DataDir))
}

// giveToOwner makes files belong to the owner of their directory, if root has made them: the server may run as somebody else.
func giveToOwner(dir string, files ...string) error {
	info, err := os.Stat(dir)
	if err != nil || os.Geteuid() != 0 {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	for _, file := range files {
		if err := os.Chown(file, int(owner.Uid), int(owner.Gid)); err != nil {
			return err
		}
	}
	return nil
}

// DeadHolder is how the names of the processes of this machine begin that have had a SQLite database: whoever got [HoldData] knows
// that none of them lives.
func DeadHolder() string { return bootID() + "/" }

// HostName is what the host of this machine is called: replicas on several machines cannot all call theirs local.
func HostName(s settings.Settings) string {
	if s.HostName != "" {
		return s.HostName
	}
	if name, err := os.Hostname(); err == nil && s.PostgreSQL() {
		return name
	}
	return "local"
}
