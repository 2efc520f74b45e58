package store

import (
	"context"
	"database/sql"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"

	"bangui/internal/fault"
)

// engine is what differs between the databases, besides the migrations.
type engine interface {
	copier
	// open connects with this engine.
	open(ctx context.Context, options Options) (*Store, error)
	// check fails if the database or its server cannot be used.
	check(ctx context.Context, db *sql.DB) error
	// explain turns what the driver says into a fault, if it is one that a caller can act on.
	explain(err error) error
	// product is the statement that tells the name and version of the database's program.
	product() string
	// missingTable tells whether err says that a table is not there.
	missingTable(err error) bool
	// again tells whether the same transaction may well work if it is tried again at once.
	again(err error) bool
	// holdCounts keeps others from writing counts until the transaction ends.
	holdCounts(ctx context.Context, tx *sql.Tx) error
	migrations() (goose.Dialect, fs.FS, []goose.ProviderOption, error)
}

// locate chooses the engine by the options.
func locate(options Options) (engine, error) {
	if options.URL == "" {
		return atPath(options.Path)
	}
	scheme, rest, found := strings.Cut(options.URL, ":")
	switch {
	case found && (scheme == "postgres" || scheme == "postgresql"):
		return newPostgres(options.URL)
	case found && scheme == "sqlite":
		return atPath(strings.TrimPrefix(rest, "//"))
	case found:
		return nil, fault.Invalid.Errorf("the database URL begins with %q, which is neither postgres nor sqlite", scheme).
			WithMend("Set BANGUI_DATABASE_URL to postgres://user@host/database or to sqlite:/path/to/bangui.db.")
	default:
		return nil, fault.Invalid.Errorf("the database URL has no scheme such as postgres: or sqlite:").
			WithMend("Set BANGUI_DATABASE_URL to postgres://user@host/database or to sqlite:/path/to/bangui.db.")
	}
}

func atPath(path string) (engine, error) {
	if path == "" {
		return nil, fault.Invalid.Errorf("the database URL names no file")
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fault.Invalid.Wrapf(err, "the path of the database %s cannot be resolved", path)
	}
	return sqliteEngine{path: absolute}, nil
}
