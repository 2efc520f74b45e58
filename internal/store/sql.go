package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"bangui/internal/fault"
)

// conn is a pool or a transaction.
type conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// attempts is how often a transaction is tried that the database ended to let another one through.
const attempts = 5

// change runs do in a transaction of the writer and explains its error; doing completes it.
func (s *Store) change(ctx context.Context, doing string, do func(tx *sql.Tx) error) error {
	var err error
	for attempt := range attempts {
		if err = s.once(ctx, do); err == nil || !s.engine.again(err) {
			break
		}
		s.log.Debug("transaction tried again", "attempt", attempt, "err", err)
	}
	return s.explain(ctx, doing, err)
}

func (s *Store) once(ctx context.Context, do func(tx *sql.Tx) error) error {
	return s.write.fenced(ctx, do)
}

// explain makes of a driver's error what a caller can use; a fault and nil stay what they are.
func (s *Store) explain(ctx context.Context, doing string, err error) error {
	explained := explain(ctx, s.engine, doing, err)
	s.count(ctx, err, explained)
	return explained
}

func explain(ctx context.Context, e engine, doing string, err error) error {
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[*fault.Fault](err); ok {
		return known
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%s: %w", doing, ended)
	}
	explained := e.explain(err)
	if _, ok := errors.AsType[*fault.Fault](explained); ok {
		return explained
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// exec runs a statement and returns how many rows it changed.
func exec(ctx context.Context, c conn, query string, args ...any) (changed int64, err error) {
	if w, ok := isFenced(ctx, c); ok {
		err = w.fenced(ctx, func(tx *sql.Tx) error {
			changed, err = exec(ctx, tx, query, args...)
			return err
		})
		return changed, err
	}
	result, err := c.ExecContext(ctx, query, encode(args)...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// all returns every row, each read by scan.
func all[T any](ctx context.Context, c conn, scan func(row *sql.Rows) (T, error), query string, args ...any) (list []T, err error) {
	if w, ok := isFenced(ctx, c); ok {
		err = w.fenced(ctx, func(tx *sql.Tx) error {
			list, err = all(ctx, tx, scan, query, args...)
			return err
		})
		return list, err
	}
	rows, err := c.QueryContext(ctx, query, encode(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// first returns the first row; without one it fails with sql.ErrNoRows.
func first[T any](ctx context.Context, c conn, scan func(row *sql.Rows) (T, error), query string, args ...any) (T, error) {
	list, err := all(ctx, c, scan, query, args...)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		var none T
		return none, err
	}
	return list[0], nil
}

// value reads a row of one column.
func value[T any](row *sql.Rows) (T, error) {
	var v T
	return v, row.Scan(&v)
}

// encode makes arguments what both drivers store alike: times and lengths of time become milliseconds, a zero time null, truth a
// number, and text harmless.
func encode(args []any) []any {
	encoded := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			encoded[i] = millis(v)
		case time.Duration:
			encoded[i] = v.Milliseconds()
		case bool:
			encoded[i] = number(v)
		case string:
			encoded[i] = clean(v)
		default:
			encoded[i] = arg
		}
	}
	return encoded
}

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func number(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// clean replaces what PostgreSQL does not take as text: NUL, and what is not UTF-8.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// timeIn and durationIn read what encode has written.
func timeIn(t *time.Time) sql.Scanner { return timeScanner{t} }

func durationIn(d *time.Duration) sql.Scanner { return durationScanner{d} }

type timeScanner struct{ to *time.Time }

// Scan implements [sql.Scanner].
func (s timeScanner) Scan(from any) error {
	var ms sql.NullInt64
	if err := ms.Scan(from); err != nil {
		return err
	}
	*s.to = time.Time{}
	if ms.Valid {
		*s.to = time.UnixMilli(ms.Int64).UTC()
	}
	return nil
}

type durationScanner struct{ to *time.Duration }

// Scan implements [sql.Scanner].
func (s durationScanner) Scan(from any) error {
	var ms sql.NullInt64
	if err := ms.Scan(from); err != nil {
		return err
	}
	*s.to = time.Duration(ms.Int64) * time.Millisecond
	return nil
}

// places writes ($1, $2), ($3, $4)… for so many rows of so many columns, after the first skip parameters.
func places(skip, rows, columns int) string {
	var b strings.Builder
	for row := range rows {
		if row > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for column := range columns {
			if column > 0 {
				b.WriteString(", ")
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(skip + row*columns + column + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}
