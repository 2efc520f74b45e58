package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"bangui/internal/fault"
)

// Restore says what a database is made of. The caller sees to it that no server uses the database, as far as locks of files can tell.
type Restore struct {
	// Path is the backup, of this version or an older one.
	Path string
	// Replace allows a target that has users or bans.
	Replace bool
	// Dead, if not empty, is how the names of processes begin that are known not to live any more.
	Dead string
	// Progress may be nil. It is told nothing where a file is copied as a whole.
	Progress func(Progress)
}

// Restored is what has been done.
type Restored struct {
	// Kept is where the SQLite database that was there before is now; empty if there was none worth keeping.
	Kept string
	// Version is that of the backup's tables.
	Version int64
}

// Run brings the backup into the database at target. Before it touches anything it looks whether the backup is sound. After any
// failure the target is as it was.
//
// It fails with fault.Conflict if a server uses the target, or if it has users or bans and is not to be replaced.
func (r Restore) Run(ctx context.Context, target Options) (done Restored, err error) {
	backup, version, err := r.open(ctx)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, backup.Close()) }()
	done.Version = version
	where, err := locate(target)
	if err != nil {
		return done, err
	}
	if file, ok := where.(sqliteEngine); ok {
		done.Kept, err = r.intoFile(ctx, backup, file, target)
		return done, err
	}
	return done, r.intoServer(ctx, backup, target)
}

// open looks at the backup.
func (r Restore) open(ctx context.Context) (*Store, int64, error) {
	backup, err := OpenToRead(ctx, Options{Path: r.Path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, 0, ofBackup(r.Path, err)
	}
	version, err := backup.versionToCopy(ctx)
	if err == nil {
		err = backup.refuseUnsound(ctx)
	}
	if err != nil {
		return nil, 0, errors.Join(ofBackup(r.Path, err), backup.Close())
	}
	return backup, version, nil
}

// ofBackup says that it is the backup that is wrong, not the database.
func ofBackup(path string, err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return fmt.Errorf("read the backup %s: %w", path, err)
	}
	kind, mend := f.Kind, "Choose another backup; nothing has been changed."
	if kind == fault.Unsupported {
		mend = "Restore it with the newer program; nothing has been changed."
	}
	if kind == fault.NotFound {
		kind = fault.Invalid
	}
	return kind.Wrapf(err, "the backup %s cannot be used: %s", path, f.Message).WithMend("%s", mend)
}

// prepare makes a copy of the backup that is a database of this version.
func (r Restore) prepare(ctx context.Context, backup *Store, in *place) error {
	if err := backup.copyFile(ctx, in); err != nil {
		return err
	}
	prepared, err := Open(ctx, Options{Path: in.file(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if err = prepared.Migrate(ctx); err == nil {
		err = prepared.takeOut(ctx)
	}
	return prepared.finish(ctx, err)
}

// intoServer copies rows. A backup of an older version is brought up to date first.
func (r Restore) intoServer(ctx context.Context, backup *Store, target Options) (err error) {
	to, err := Open(ctx, target)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := to.RefuseInUse(ctx, r.Dead); err != nil {
		return err
	}
	if !r.Replace {
		if err := to.RefuseFilled(ctx); err != nil {
			return withReplace(err)
		}
	}
	if err := to.Migrate(ctx); err != nil {
		return err
	}
	_, err = Move{Replace: r.Replace, Progress: r.Progress}.Run(ctx, backup, to)
	return withReplace(err)
}

// withReplace adds how to mend a target that is not empty.
func withReplace(err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Conflict && f.Mend == "" {
		return f.WithMend("Name an empty database, or replace what is there with --replace.")
	}
	return err
}

// intoFile puts a prepared copy in the place of the file.
func (r Restore) intoFile(ctx context.Context, backup *Store, file sqliteEngine, target Options) (kept string, err error) {
	if err := file.checkDirectory(); err != nil {
		return "", err
	}
	keep, err := r.judgeFile(ctx, target)
	if err != nil {
		return "", err
	}
	in, err := newPlace(filepath.Dir(file.path))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if err := r.prepare(ctx, backup, in); err != nil {
		return "", in.explainFull(err)
	}
	if err := syncFile(in.file()); err != nil {
		return "", explainPlace(filepath.Dir(file.path), err)
	}
	if err := giveToOwner(filepath.Dir(file.path), in.file()); err != nil {
		return "", explainPlace(filepath.Dir(file.path), err)
	}
	if keep {
		file.finishLog(ctx, target)
	}
	if kept, err = file.setAside(keep); err != nil {
		return "", err
	}
	return kept, in.publish(file.path, true)
}

// judgeFile tells whether there is a database that must be kept, and fails if it must not be replaced.
func (r Restore) judgeFile(ctx context.Context, target Options) (keep bool, err error) {
	old, err := OpenToRead(ctx, target)
	switch {
	case errors.Is(err, fault.NotFound):
		return false, nil
	case err != nil && r.Replace:
		return true, nil // what is damaged is kept for whoever wants to look at it
	case err != nil:
		return false, fault.Conflict.Wrapf(err, "the target is not empty, and %s", err).
			WithMend("Move it away, or replace it with --replace, which keeps it under another name.")
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if err := old.RefuseInUse(ctx, r.Dead); err != nil && (!r.Replace || errors.Is(err, fault.Conflict)) {
		return false, err
	}
	filled := old.RefuseFilled(ctx)
	if filled != nil && !r.Replace {
		return false, withReplace(filled)
	}
	return filled != nil, nil
}

// setAside gives the database a second name, with its log, and then removes the log from beside the first: the file that comes in its
// place must not find it. A file that is not worth keeping only loses its log.
func (e sqliteEngine) setAside(keep bool) (kept string, err error) {
	if keep {
		kept = e.path + ".before-" + time.Now().UTC().Format("20060102T150405.000Z")
		for _, suffix := range []string{"", "-wal"} {
			if err := os.Link(e.path+suffix, kept+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", explainPlace(filepath.Dir(e.path), err)
			}
		}
		if err := syncFile(filepath.Dir(e.path)); err != nil {
			return "", explainPlace(filepath.Dir(e.path), err)
		}
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(e.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", explainPlace(filepath.Dir(e.path), err)
		}
	}
	return kept, nil
}

// finishLog brings what stands in the log into the database, if that can be opened; else both are kept as they are.
func (e sqliteEngine) finishLog(ctx context.Context, options Options) {
	s, err := e.open(ctx, options)
	if err != nil {
		return
	}
	_, _ = s.write.ExecContext(ctx, `pragma wal_checkpoint(truncate)`)
	_ = s.Close()
}

// giveToOwner makes a file belong to the owner of the directory, if root has made it: the server may run as somebody else.
func giveToOwner(dir, file string) error {
	info, err := os.Stat(dir)
	if err != nil || os.Geteuid() != 0 {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return os.Chown(file, int(owner.Uid), int(owner.Gid))
}
