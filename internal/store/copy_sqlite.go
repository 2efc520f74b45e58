package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bangui/internal/fault"
)

// signOfLife is how long a process that has a SQLite database may be silent: longer than it beats.
const signOfLife = 12 * time.Second

// openToRead never creates a file, and never writes into one. SQLite may put its two files beside it for as long as it looks.
func (e sqliteEngine) openToRead(ctx context.Context, options Options) (*Store, error) {
	info, err := os.Stat(e.path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && info.Mode().IsRegular() && info.Size() == 0) {
		return nil, fault.NotFound.Errorf("there is no database in %s", e.path).WithMend("Correct the name of the file or the data directory.")
	}
	if err := e.lookAtFile(); err != nil {
		return nil, err
	}
	now := options.Now
	if now == nil {
		now = time.Now
	}
	d, err := clockDriver(now)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(sqliteConnector{driver: d, dsn: e.dsn("ro", url.Values{"_pragma": {"cache_size=-8000"}})})
	db.SetMaxOpenConns(readers)
	s := &Store{engine: e, write: &writer{DB: db, engine: e}, read: db, log: options.Logger}
	var tables int
	if err := db.QueryRowContext(ctx, `select count(*) from sqlite_schema`).Scan(&tables); err != nil {
		if damaged := e.damagedAtStart(err); damaged != nil {
			err = damaged
		}
		return nil, errors.Join(s.explain(ctx, "open "+e.path, err), db.Close())
	}
	return s, nil
}

// lookAtFile says what is wrong with a file that is there better than SQLite can.
func (e sqliteEngine) lookAtFile() error {
	file, err := os.Open(e.path)
	if err != nil {
		return e.explainFile(err)
	}
	head := make([]byte, len(sqliteMagic))
	n, err := file.Read(head)
	_ = file.Close() // nothing was written
	if err != nil && n == 0 && !strings.Contains(err.Error(), "EOF") {
		return e.explainFile(err)
	}
	if string(head[:n]) != sqliteMagic {
		return e.notADatabase(errNoHeader)
	}
	return nil
}

// snapshot needs no options: a SQLite transaction sees the moment of its first statement.
func (sqliteEngine) snapshot() *sql.TxOptions { return nil }

func (sqliteEngine) tables(ctx context.Context, c conn) ([]string, error) {
	return all(ctx, c, value[string], `select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!' order by name`)
}

func (sqliteEngine) columns(ctx context.Context, c conn, name string) ([]column, error) {
	return all(ctx, c, scanColumn, `
		select name, pk, (select coalesce(max(sql like '%autoincrement%'), 0) from sqlite_schema where type = 'table' and name = $1) and pk = 1
		from pragma_table_info($1) order by cid`, name)
}

func scanColumn(row *sql.Rows) (column, error) {
	var c column
	return c, row.Scan(&c.name, &c.key, &c.numbered)
}

// lock is nothing: a transaction that writes is alone.
func (sqliteEngine) lock(context.Context, *sql.Tx, []table) error { return nil }

func (sqliteEngine) empty(ctx context.Context, tx *sql.Tx, tables []table) error {
	for _, t := range tables {
		if _, err := exec(ctx, tx, `delete from `+quoted([]string{t.name})); err != nil {
			return err
		}
	}
	return nil
}

// load inserts many rows with each statement. Its parameters have no names, which SQLite would look up one after the other,
// and it keeps nothing to undo it alone: if it fails, so does the transaction.
func (sqliteEngine) load(ctx context.Context, in writing, t table, rows pgx.CopyFromSource) (err error) {
	head := `insert or fail into ` + quoted([]string{t.name}) + ` (` + quoted(t.columns) + `) values `
	atOnce := chunk(len(t.columns))
	many, err := in.tx.PrepareContext(ctx, head+nameless(atOnce, len(t.columns)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, many.Close()) }()
	args := make([]any, 0, atOnce*len(t.columns))
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		args = append(args, values...)
		if len(args) < cap(args) {
			continue
		}
		if _, err := many.ExecContext(ctx, args...); err != nil {
			return err
		}
		args = args[:0]
	}
	if err := rows.Err(); err != nil || len(args) == 0 {
		return err
	}
	_, err = in.tx.ExecContext(ctx, head+nameless(len(args)/len(t.columns), len(t.columns)), args...)
	return err
}

// nameless writes (?, ?), (?, ?)… for so many rows of so many columns.
func nameless(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ")
}

func (sqliteEngine) lastNumber(ctx context.Context, c conn, t table) (int64, error) {
	n, err := first(ctx, c, value[int64], `select coalesce(max(seq), 0) from sqlite_sequence where name = $1`, t.name)
	return n, err
}

func (sqliteEngine) setLastNumber(ctx context.Context, c conn, t table, n int64) error {
	if _, err := exec(ctx, c, `delete from sqlite_sequence where name = $1`, t.name); err != nil {
		return err
	}
	_, err := exec(ctx, c, `insert into sqlite_sequence (name, seq) values ($1, $2)`, t.name, n)
	return err
}

// usedBy watches for a sign of life of whoever says that the database is his, because the times in the row are by his clock, which may
// be wrong.
func (sqliteEngine) usedBy(ctx context.Context, c conn, dead string) ([]string, error) {
	before, err := all(ctx, c, scanInstance, selectInstance)
	if err != nil || len(before) == 0 || (dead != "" && strings.HasPrefix(before[0].Holder, dead)) {
		return nil, err
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(signOfLife):
	}
	after, err := all(ctx, c, scanInstance, selectInstance)
	if err != nil || len(after) == 0 || after[0].BeatAt.Equal(before[0].BeatAt) {
		return nil, err
	}
	return []string{fmt.Sprintf("process %d on %s", after[0].PID, after[0].Machine)}, nil
}

// afterLoad is nothing: SQLite needs no statistics for our queries.
func (sqliteEngine) afterLoad(context.Context, *Store) error { return nil }
