package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
)

// rowReader reads the rows of a table one by one, adds them to a checksum, and tells how many there were. Text is cleaned as encode
// does, so that what an older program or a hand has stored fits everywhere. It implements [pgx.CopyFromSource].
type rowReader struct {
	rows   *sql.Rows
	values []any
	places []any
	sum    hash.Hash
	n      int64
	failed error
	// each is called after every row; may be nil.
	each func()
}

// readRows begins to read. Close it.
func readRows(ctx context.Context, c conn, t table, columns []string, each func()) (*rowReader, error) {
	rows, err := c.QueryContext(ctx, t.selectAll(columns)) //nolint:rowserrcheck // rowReader.Err does
	if err != nil {
		return nil, err
	}
	r := &rowReader{rows: rows, values: make([]any, len(columns)), places: make([]any, len(columns)), sum: sha256.New(), each: each}
	for i := range r.values {
		r.places[i] = &r.values[i]
	}
	return r, nil
}

// Next reads the next row.
func (r *rowReader) Next() bool {
	if r.failed != nil || !r.rows.Next() {
		return false
	}
	if r.failed = r.rows.Scan(r.places...); r.failed != nil {
		return false
	}
	for i, v := range r.values {
		if text, ok := v.(string); ok {
			r.values[i] = clean(text)
		}
	}
	if r.failed = r.add(); r.failed != nil {
		return false
	}
	r.n++
	if r.each != nil {
		r.each()
	}
	return true
}

// Values is the present row.
func (r *rowReader) Values() ([]any, error) { return r.values, nil }

// Err is what ended the rows before their end.
func (r *rowReader) Err() error {
	if r.failed != nil {
		return r.failed
	}
	return r.rows.Err()
}

// Close ends the reading.
func (r *rowReader) Close() error { return r.rows.Close() }

// add puts the row into the checksum: each value with its kind and length, so that no two rows look alike.
func (r *rowReader) add() error {
	var head [9]byte
	for _, v := range r.values {
		var body []byte
		switch v := v.(type) {
		case nil:
			head[0] = 'n'
			binary.BigEndian.PutUint64(head[1:], 0)
		case int64:
			head[0] = 'i'
			binary.BigEndian.PutUint64(head[1:], uint64(v)) //nolint:gosec // the bits are what counts
		case string:
			head[0], body = 't', []byte(v)
			binary.BigEndian.PutUint64(head[1:], uint64(len(v)))
		case []byte:
			head[0], body = 'b', v
			binary.BigEndian.PutUint64(head[1:], uint64(len(v)))
		default:
			return fmt.Errorf("a value of the kind %T cannot be copied", v)
		}
		// A hash never fails to take bytes.
		_, _ = r.sum.Write(head[:])
		_, _ = r.sum.Write(body)
	}
	return nil
}

// result is how many rows there were, and what they add up to.
func (r *rowReader) result() tableSum {
	return tableSum{rows: r.n, sum: hex.EncodeToString(r.sum.Sum(nil))}
}

// tableSum is the same for two tables with the same rows.
type tableSum struct {
	rows int64
	sum  string
}

// sumTable reads a whole table.
func sumTable(ctx context.Context, c conn, t table, columns []string, each func()) (tableSum, error) {
	rows, err := readRows(ctx, c, t, columns, each)
	if err != nil {
		return tableSum{}, err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.result(), rows.Err()
}
