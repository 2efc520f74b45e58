package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/schedule"
)

var (
	_ account.Store  = (*Store)(nil)
	_ audit.Store    = (*Store)(nil)
	_ fleet.Store    = (*Store)(nil)
	_ fleet.Probes   = (*Store)(nil)
	_ ban.Store      = (*Store)(nil)
	_ replica.Store  = (*Store)(nil)
	_ schedule.Store = (*Store)(nil)
	_ allow.Store    = (*Store)(nil)
	_ revision.Store = (*Store)(nil)

	_ blocklist.Store = (*Store)(nil)
)

// Options say where the database is.
type Options struct {
	// URL is postgres://… or sqlite:/path. If it is empty, Path is the file of a SQLite database.
	URL  string
	Path string
	// Logger may not be nil.
	Logger *slog.Logger
	// Now replaces the clock of a SQLite database, for tests; nil means the machine's. PostgreSQL has a clock of its own.
	Now func() time.Time
	// Locate tells where an address is; nil means that nothing is known.
	Locate Locate
}

// Store is one database. All methods may be called at the same time. Errors are faults where the caller can act on them:
// fault.Unavailable where the database cannot be reached, is locked, broken or full. A context's own error is returned as it is.
type Store struct {
	engine engine
	// write is the only handle that changes anything; read is a pool beside it, and the same one on PostgreSQL.
	write *writer
	read  *sql.DB
	log   *slog.Logger
	// servers are those that connections led to; nil for SQLite.
	servers *servers
	// locate tells where new bans are from, and networks which names of their owners are stored.
	locate   Locate
	networks sync.Map
	// failures and auditFailures are for Failures and AuditFailures.
	failures, auditFailures atomic.Int64
}

// Open connects to the database and looks at it; it creates a SQLite file that is not there. Call [Store.Migrate] before anything
// else, and [Store.Close] at the end.
//
// It fails with fault.Invalid or fault.Unsupported when the settings or the rights must be mended first, and with
// fault.Unavailable when trying later may help. No error contains a password.
func Open(ctx context.Context, options Options) (*Store, error) {
	where, err := locate(options)
	if err != nil {
		return nil, err
	}
	s, err := where.open(ctx, options)
	if err != nil {
		return nil, err
	}
	s.locate = options.Locate
	if err := s.check(ctx); err != nil {
		if closing := s.Close(); closing != nil {
			s.log.Warn("database not closed", "err", closing)
		}
		return nil, err
	}
	return s, nil
}

// check finds out whether this program can work with the database.
func (s *Store) check(ctx context.Context) error {
	if err := s.engine.check(ctx, s.write.DB); err != nil {
		return err
	}
	_, err := s.checkSchema(ctx)
	return err
}

// Close waits for what is running and ends all connections.
func (s *Store) Close() error {
	if s.read == s.write.DB {
		return s.write.Close()
	}
	return errors.Join(s.read.Close(), s.write.Close())
}

// Ping tells whether the database answers and has been migrated by this program or an older one.
func (s *Store) Ping(ctx context.Context) error {
	version, err := s.schemaVersion(ctx, s.read)
	if err != nil {
		return err
	}
	if version == 0 {
		return fault.Unavailable.Errorf("the database has not been migrated yet")
	}
	return nil
}
