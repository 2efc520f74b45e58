package store

import (
	"context"
	"database/sql"
)

// repeating is a transaction that prepares a statement when it comes for the second time: SQLite spends as long on reading a long
// statement as on running it, while a statement that comes once would only cost PostgreSQL another round trip.
type repeating struct {
	tx *sql.Tx
	// seen has each statement that came before, nil if it came once. They end with the transaction.
	seen map[string]*sql.Stmt
}

func newRepeating(tx *sql.Tx) *repeating { return &repeating{tx: tx, seen: make(map[string]*sql.Stmt)} }

// ExecContext is that of [sql.Tx].
func (r *repeating) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	prepared, err := r.prepared(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	if err != nil {
		return nil, err
	}
	if prepared == nil {
		return r.tx.ExecContext(ctx, query, args...)
	}
	return prepared.ExecContext(ctx, args...)
}

// QueryContext is that of [sql.Tx].
func (r *repeating) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	prepared, err := r.prepared(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	if err != nil {
		return nil, err
	}
	if prepared == nil {
		return r.tx.QueryContext(ctx, query, args...)
	}
	return prepared.QueryContext(ctx, args...)
}

// prepared returns nil for a statement that comes for the first time.
func (r *repeating) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	prepared, seen := r.seen[query]
	if !seen || prepared != nil {
		r.seen[query] = prepared
		return prepared, nil
	}
	prepared, err := r.tx.PrepareContext(ctx, query)
	r.seen[query] = prepared
	return prepared, err
}
