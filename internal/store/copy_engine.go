package store

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
)

// copier is what differs between the databases where whole tables are read and written.
type copier interface {
	// openToRead connects for looking only.
	openToRead(ctx context.Context, options Options) (*Store, error)
	// snapshot are the options of a transaction that sees one moment.
	snapshot() *sql.TxOptions
	// tables are the names of all tables, but those of the engine itself.
	tables(ctx context.Context, c conn) ([]string, error)
	// columns describes a table; there are none if there is no such table.
	columns(ctx context.Context, c conn, name string) ([]column, error)
	// lock keeps everybody else away from the tables until the transaction ends.
	lock(ctx context.Context, tx *sql.Tx, tables []table) error
	// empty removes all rows of the tables, which come in an order such that children come first.
	empty(ctx context.Context, tx *sql.Tx, tables []table) error
	// load puts rows into a table within the transaction of the connection.
	load(ctx context.Context, in writing, t table, rows pgx.CopyFromSource) error
	// lastNumber is the highest number that a numbered table has given out; setLastNumber makes it go on behind n.
	lastNumber(ctx context.Context, c conn, t table) (int64, error)
	setLastNumber(ctx context.Context, c conn, t table, n int64) error
	// usedBy tells who uses the database at the moment; dead, if not empty, is how the names of holders
	// begin that are known to be dead.
	usedBy(ctx context.Context, c conn, dead string) ([]string, error)
	// inspectEngine looks for what the database itself can find.
	inspectEngine(ctx context.Context, tx *sql.Tx, i *Inspection) error
	// where names the database without user and password.
	where() string
	// slowIndices is the statement that names those indices of a table that are better made after many rows have come, and how each is made.
	slowIndices(table string) string
	// prepareSeed makes a connection ready for so many bans; calm undoes that.
	prepareSeed(ctx context.Context, c *sql.Conn, bans int64) (calm func() error, err error)
	// afterLoad lets the planner know what has come.
	afterLoad(ctx context.Context, s *Store) error
}

// writing is a transaction and its connection.
type writing struct {
	conn *sql.Conn
	tx   *sql.Tx
}

var _ pgx.CopyFromSource = (*rowReader)(nil)
