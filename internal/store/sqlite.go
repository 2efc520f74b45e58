package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"io/fs"
	"net/url"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
)

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

// readers is how many statements may read at the same time. Each has a page cache of its own.
const readers = 4

// sqliteEngine is a file.
type sqliteEngine struct {
	path string
}

// open opens one handle that writes, because SQLite has one writer at a time and a queue in front of it is better than SQLITE_BUSY,
// and a pool that only reads.
//
// With the write-ahead log and synchronous=NORMAL a commit is in the file system's memory when it is acknowledged: it survives
// the death of this process by any signal. If the whole machine loses power, the newest commits may be undone, never torn; the
// cursors of the hosts are undone with them, so that fail2ban's events come again. That is worth not waiting for the disk at
// each of them. Source: https://www.sqlite.org/pragma.html#pragma_synchronous
func (e sqliteEngine) open(_ context.Context, options Options) (*Store, error) {
	if err := e.prepareFile(); err != nil {
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
	write := sql.OpenDB(sqliteConnector{driver: d, dsn: e.dsn("rw", url.Values{
		"_journal_mode": {"wal"},
		"_synchronous":  {"normal"},
		"_foreign_keys": {"on"},
		"_txlock":       {"immediate"},
		"_pragma":       {"journal_size_limit=67108864", "cache_size=-8000", "temp_store=memory"},
	})})
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	read := sql.OpenDB(sqliteConnector{driver: d, dsn: e.dsn("ro", url.Values{
		"_query_only": {"on"},
		"_pragma":     {"cache_size=-4000", "temp_store=memory"},
	})})
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &Store{engine: e, write: &writer{DB: write, engine: e}, read: read, log: options.Logger}, nil
}

func (e sqliteEngine) dsn(mode string, values url.Values) string {
	values.Set("mode", mode)
	values.Set("_busy_timeout", "5000")
	values.Set("_dqs", "false")
	values.Set("_error_rc", "true")
	return (&url.URL{Scheme: "file", Path: e.path, RawQuery: values.Encode()}).String()
}

// check reads the schema, which finds a file that is no database, a torn one, one that may not be written and a lock of somebody else.
func (e sqliteEngine) check(ctx context.Context, db *sql.DB) error {
	var tables int
	err := db.QueryRowContext(ctx, `select count(*) from sqlite_schema`).Scan(&tables)
	if err == nil {
		_, err = db.ExecContext(ctx, `begin immediate; rollback`)
	}
	if damaged := e.damagedAtStart(err); damaged != nil {
		return damaged
	}
	return explain(ctx, e, "open "+e.path, err)
}

func (sqliteEngine) migrations() (goose.Dialect, fs.FS, []goose.ProviderOption, error) {
	files, err := fs.Sub(sqliteMigrations, "migrations/sqlite")
	return goose.DialectSQLite3, files, nil, err
}

// clockDriver is a driver whose connections have the function now_ms, as the migrations give it to PostgreSQL.
func clockDriver(now func() time.Time) (*sqlite.Driver, error) {
	d := &sqlite.Driver{}
	err := d.RegisterScalarFunction("now_ms", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		return now().UnixMilli(), nil
	})
	return d, err
}

// sqliteConnector opens connections with a driver of our own, which is registered nowhere.
type sqliteConnector struct {
	driver *sqlite.Driver
	dsn    string
}

// Connect implements [driver.Connector].
func (c sqliteConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver implements [driver.Connector].
func (c sqliteConnector) Driver() driver.Driver { return c.driver }
