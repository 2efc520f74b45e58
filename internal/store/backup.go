package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"bangui/internal/fault"
)

// Backup says where a backup goes. A backup is a SQLite database with the tables of an installation, whatever database that uses. It
// has nobody's session, no limits, locks or leases, and no secrets shared by replicas; see passingTables. It does have the hashes
// of passwords, so only its owner may read it.
type Backup struct {
	// Path is the file. It appears when it is complete, and never otherwise.
	Path string
	// Force replaces a file that is there.
	Force bool
	// Progress may be nil. It is told nothing where SQLite copies by itself.
	Progress func(Progress)
}

// BackedUp is a complete backup.
type BackedUp struct {
	// Version is that of its tables, Bytes its size.
	Version, Bytes int64
}

// Run makes a backup of a database as it is at one moment; a server may go on using it. s comes from [OpenToRead].
//
// It fails with fault.Conflict if the file is there already.
func (b Backup) Run(ctx context.Context, s *Store) (done BackedUp, err error) {
	path, err := filepath.Abs(b.Path)
	if err != nil {
		return done, fault.Invalid.Wrapf(err, "the path %s cannot be resolved", b.Path)
	}
	if err := b.checkName(path); err != nil {
		return done, err
	}
	if done.Version, err = s.versionToCopy(ctx); err != nil {
		return done, err
	}
	where, err := newPlace(filepath.Dir(path))
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, where.Close()) }()
	if err := b.write(ctx, s, where, done.Version); err != nil {
		return done, where.explainFull(err)
	}
	info, err := os.Stat(where.file())
	if err != nil {
		return done, explainPlace(filepath.Dir(path), err)
	}
	done.Bytes = info.Size()
	return done, where.publish(path, b.Force)
}

func (b Backup) checkName(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return explainPlace(filepath.Dir(path), err)
	case info.IsDir():
		return fault.Invalid.Errorf("%s is a directory", path).WithMend("Name a file in it.")
	case !b.Force:
		return alreadyThere(path)
	}
	return nil
}

// versionToCopy fails if there is nothing to copy, or if this program does not know what it is.
func (s *Store) versionToCopy(ctx context.Context) (int64, error) {
	have, newest, err := s.Version(ctx)
	switch {
	case err != nil:
		return 0, err
	case have == 0:
		return 0, fault.Invalid.Errorf("the database has no tables of BanGUI").WithMend("Name the right one, or start the server once.")
	case have > newest:
		return 0, newerTables(have, newest)
	}
	return have, nil
}

func newerTables(have, newest int64) error {
	return fault.Unsupported.Errorf("a newer BanGUI has made the tables: they have version %d, and this program knows versions up to %d", have, newest).
		WithMend("Use the newer program.")
}

func (b Backup) write(ctx context.Context, s *Store, where *place, version int64) error {
	if _, ok := s.engine.(sqliteEngine); ok {
		return s.copyFile(ctx, where)
	}
	copied, err := Open(ctx, Options{Path: where.file(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	err = copied.migrateTo(ctx, version)
	if err == nil {
		_, err = Transfer{Progress: b.Progress}.Run(ctx, s, copied)
	}
	return copied.finish(ctx, err)
}

// copyFile lets SQLite write a copy of the database, takes out what does not belong into it, and looks whether it is sound.
// Source: https://www.sqlite.org/lang_vacuum.html#vacuuminto
func (s *Store) copyFile(ctx context.Context, where *place) error {
	if _, err := s.read.ExecContext(ctx, `vacuum into $1`, where.file()); err != nil {
		return s.explain(ctx, "copy the database", err)
	}
	if err := os.Chmod(where.file(), 0o600); err != nil {
		return explainPlace(where.dir, err)
	}
	copied, err := Open(ctx, Options{Path: where.file(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	err = copied.takeOut(ctx)
	if err == nil {
		err = copied.refuseUnsound(ctx)
	}
	return copied.finish(ctx, err)
}

// takeOut removes what must not come to life elsewhere, and overwrites it.
func (s *Store) takeOut(ctx context.Context) error {
	if _, err := s.write.ExecContext(ctx, `pragma secure_delete = on`); err != nil {
		return s.explain(ctx, "prepare the copy", err)
	}
	have, newest, err := s.Version(ctx)
	if err != nil {
		return err
	}
	return s.change(ctx, "prepare the copy", func(tx *sql.Tx) error {
		if err := s.strip(ctx, tx); err != nil || have < newest {
			return err
		}
		return s.settle(ctx, tx)
	})
}

// refuseUnsound fails if SQLite finds the file damaged.
func (s *Store) refuseUnsound(ctx context.Context) error {
	said, err := all(ctx, s.read, value[string], `pragma quick_check(1)`)
	if err != nil {
		return s.explain(ctx, "check the file", err)
	}
	if len(said) != 1 || said[0] != "ok" {
		return fault.Invalid.Errorf("the database file is damaged: %s", strings.ReplaceAll(said[0], "\n", " ")).
			WithMend("Run `bangui store check` to see all of it, and go back to an older backup.")
	}
	return nil
}
