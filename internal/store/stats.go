package store

import (
	"context"
	"database/sql"
	"errors"

	"bangui/internal/fault"
)

// Pools returns how the connections to the database are used, by the name of the pool: write, and read where that is another one.
func (s *Store) Pools() map[string]sql.DBStats {
	pools := map[string]sql.DBStats{"write": s.write.Stats()}
	if s.read != s.write.DB {
		pools["read"] = s.read.Stats()
	}
	return pools
}

// Failures returns how often the database did not carry out what it was asked since the start, for reasons of its own: it could not be
// reached, was locked, full or broken. What was asked in vain, such as a name that is taken, is no failure.
func (s *Store) Failures() int64 { return s.failures.Load() }

// AuditFailures returns how often entries of the audit log that belong to no other change could not be written since the start.
func (s *Store) AuditFailures() int64 { return s.auditFailures.Load() }

// count counts an error of the driver that has been explained, if it is a failure of the database. A fault was counted before.
func (s *Store) count(ctx context.Context, err, explained error) {
	if _, counted := errors.AsType[*fault.Fault](err); counted || err == nil || ctx.Err() != nil {
		return
	}
	if known, ok := errors.AsType[*fault.Fault](explained); !ok || known.Kind == fault.Unavailable {
		s.failures.Add(1)
	}
}
