package store

import (
	"context"
	"database/sql"
	"errors"

	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// writer is the handle that changes anything. A statement whose context carries the fence of a run ([schedule.WithFence]) is carried out in a
// transaction that looks at the fence first: see [exec] and [all]. Without a fence it costs nothing.
type writer struct {
	*sql.DB
	engine engine
}

// fenced runs do in a transaction that first looks at the fence.
func (w *writer) fenced(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := w.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// After a commit, or when ctx has ended, there is nothing to roll back, and the error says so only.
	defer func() { _ = tx.Rollback() }()
	if err := w.checkFence(ctx, tx); err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// isFenced tells whether c is the writer and ctx carries a fence, so that the statement needs a transaction.
func isFenced(ctx context.Context, c conn) (*writer, bool) {
	w, ok := c.(*writer)
	if !ok {
		return nil, false
	}
	_, ok = schedule.FenceOf(ctx)
	return w, ok
}

// checkFence fails with fault.Conflict if the run that ctx belongs to has lost its lease. Until the transaction ends nobody else can
// claim the task.
//
// On PostgreSQL the row is locked, and a process that is paused within the transaction is thrown out of it after [pausedWithin]: it would
// keep others from the task, and not wake up in time anyway. On SQLite there is one writer at a time.
func (w *writer) checkFence(ctx context.Context, tx *sql.Tx) error {
	fence, ok := schedule.FenceOf(ctx)
	if !ok {
		return nil
	}
	query := `select 1 from schedules where task = $1 and fence = $2 and lease_until > (select now_ms())`
	if isPostgres(w.engine) {
		query = `select case when set_config('idle_in_transaction_session_timeout', '` + pausedWithin + `', true) is null then 0 else 1 end
			from schedules where task = $1 and fence = $2 and lease_until > now_ms() for share`
	}
	_, err := first(ctx, tx, value[int], query, cutKey(fence.Task), fence.Fence)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Conflict.Errorf("the lease of task %s was lost", fence.Task)
	}
	return err
}

// pausedWithin is in milliseconds. It is shorter than a lease.
const pausedWithin = "5000"

// forClaim is what a claim adds to its choice: a row that somebody holds at this moment is not waited for.
func forClaim(e engine) string {
	if isPostgres(e) {
		return " for update skip locked"
	}
	return ""
}

// forChange is what goes behind the choice of a row that nobody else may choose so until the transaction ends.
func forChange(e engine) string {
	if isPostgres(e) {
		return " for no key update"
	}
	return ""
}

func isPostgres(e engine) bool {
	_, ok := e.(postgresEngine)
	return ok
}
