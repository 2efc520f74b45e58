package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"bangui/internal/fault"
)

// OpenToRead connects to a database that is there already, for looking only: it creates no file, and nothing can be changed by what it
// returns. A server may use the database meanwhile. Unlike [Open] it does not mind which version the tables have.
//
// It fails with fault.NotFound if there is no file, and otherwise like [Open].
func OpenToRead(ctx context.Context, options Options) (*Store, error) {
	where, err := locate(options)
	if err != nil {
		return nil, err
	}
	return where.openToRead(ctx, options)
}

// Progress is how far a copy has come. Total is zero as long as it is not known.
type Progress struct {
	// Doing is "copy" or "verify"; Table is where it is.
	Doing, Table string
	Done, Total  int64
}

// Transfer says how rows go from one database into another.
type Transfer struct {
	// Replace removes what the target has; otherwise a target with users or bans is refused.
	Replace bool
	// Progress is told after every row; may be nil.
	Progress func(Progress)
}

// Transferred is what came over.
type Transferred struct {
	Tables, Rows int64
}

// Run copies all that is kept from one database into the other, which must have the tables of the same version, and compares what
// arrived with what was sent. It is one transaction on both sides: after any failure the target is as it was.
//
// It fails with fault.Conflict if the target has users or bans, or if a server uses it.
func (t Transfer) Run(ctx context.Context, from, to *Store) (done Transferred, err error) {
	if t.Progress == nil {
		t.Progress = func(Progress) {}
	}
	source, err := from.read.BeginTx(ctx, from.engine.snapshot())
	if err != nil {
		return done, from.explain(ctx, "read the source", err)
	}
	defer func() { _ = source.Rollback() }() // nothing was written
	connection, err := to.write.Conn(ctx)
	if err != nil {
		return done, to.explain(ctx, "write the target", err)
	}
	defer func() { _ = connection.Close() }() // it goes back to the pool
	target, err := connection.BeginTx(ctx, nil)
	if err != nil {
		return done, to.explain(ctx, "write the target", err)
	}
	defer func() { _ = target.Rollback() }() // after a commit there is nothing to roll back
	c := &copying{Transfer: t, from: from, to: to, source: source, target: writing{conn: connection, tx: target}}
	if err := c.all(ctx); err != nil {
		return done, err
	}
	if err := target.Commit(); err != nil {
		return done, to.explain(ctx, "complete the copy", err)
	}
	return Transferred{Tables: int64(len(c.tables)), Rows: c.total}, nil
}

// copying is a transfer under way.
type copying struct {
	Transfer

	from, to *Store
	source   *sql.Tx
	target   writing
	tables   []table
	sums     []tableSum
	total    int64
	done     int64
}

func (c *copying) all(ctx context.Context) error {
	steps := []func(context.Context) error{c.describe, c.seize, c.count, c.copy, c.verify}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if have, newest, err := c.to.Version(ctx); err != nil || have < newest {
		return err
	}
	return c.to.explain(ctx, "settle the copy", c.to.settle(ctx, c.target.tx))
}

// describe compares the tables of both sides. The source may have been changed by hand, so its columns may stand in another order.
func (c *copying) describe(ctx context.Context) error {
	have, err := c.from.existing(ctx, c.source, keptTables())
	if err != nil {
		return c.from.explain(ctx, "read the tables of the source", err)
	}
	c.tables, err = c.to.existing(ctx, c.target.tx, keptTables())
	if err != nil {
		return c.to.explain(ctx, "read the tables of the target", err)
	}
	if !slices.EqualFunc(have, c.tables, sameTable) {
		return fault.Unsupported.Errorf("the two databases do not have the same tables").
			WithMend("Start the server of this version once with the source, then try again.")
	}
	return nil
}

func sameTable(a, b table) bool {
	return a.name == b.name && slices.Equal(slices.Sorted(slices.Values(a.columns)), slices.Sorted(slices.Values(b.columns)))
}

// seize makes the target ours until the end of the transaction, and empties it.
func (c *copying) seize(ctx context.Context) error {
	tables, err := c.to.existing(ctx, c.target.tx, passingTables())
	if err != nil {
		return c.to.explain(ctx, "read the tables of the target", err)
	}
	for _, t := range slices.Backward(c.tables) {
		tables = append(tables, t)
	}
	if err := c.to.engine.lock(ctx, c.target.tx, tables); err != nil {
		return c.to.explain(ctx, "lock the tables of the target", err)
	}
	if err := c.to.refuseInUse(ctx, c.target.tx, ""); err != nil {
		return err
	}
	if !c.Replace {
		if err := c.to.refuseFilled(ctx, c.target.tx); err != nil {
			return err
		}
	}
	return c.to.explain(ctx, "empty the target", c.to.engine.empty(ctx, c.target.tx, tables))
}

// count finds out how much there is to do: every row is written and read again.
func (c *copying) count(ctx context.Context) error {
	for _, t := range c.tables {
		n, err := first(ctx, c.source, value[int64], `select count(*) from `+quoted([]string{t.name}))
		if err != nil {
			return c.from.explain(ctx, "count the rows of "+t.name, err)
		}
		c.total += n
	}
	return nil
}

func (c *copying) copy(ctx context.Context) error {
	c.done = 0
	for _, t := range c.tables {
		sum, err := c.copyTable(ctx, t)
		if err != nil {
			return err
		}
		c.sums = append(c.sums, sum)
		if err := c.copyNumber(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (c *copying) copyTable(ctx context.Context, t table) (tableSum, error) {
	rows, err := readRows(ctx, c.source, t, t.columns, c.tick("copy", t))
	if err != nil {
		return tableSum{}, c.from.explain(ctx, "read "+t.name, err)
	}
	defer rows.Close()
	err = c.to.engine.load(ctx, c.target, t, rows)
	if reading := rows.Err(); reading != nil {
		return tableSum{}, c.from.explain(ctx, "read "+t.name, reading)
	}
	return rows.result(), c.to.explain(ctx, "write "+t.name, err)
}

// copyNumber makes the target go on behind the highest number that the source ever gave out, so that none comes twice.
func (c *copying) copyNumber(ctx context.Context, t table) error {
	if !t.numbered {
		return nil
	}
	n, err := c.from.engine.lastNumber(ctx, c.source, t)
	if err != nil {
		return c.from.explain(ctx, "read the last number of "+t.name, err)
	}
	highest, err := first(ctx, c.target.tx, value[int64], `select coalesce(max("`+t.key[0]+`"), 0) from "`+t.name+`"`)
	if err == nil {
		err = c.to.engine.setLastNumber(ctx, c.target.tx, t, max(n, highest))
	}
	return c.to.explain(ctx, "set the last number of "+t.name, err)
}

// verify reads everything again from the target.
func (c *copying) verify(ctx context.Context) error {
	c.done = 0
	for i, t := range c.tables {
		sum, err := sumTable(ctx, c.target.tx, t, t.columns, c.tick("verify", t))
		if err != nil {
			return c.to.explain(ctx, "verify "+t.name, err)
		}
		if sum != c.sums[i] {
			return fmt.Errorf("table %s arrived differently: %d rows with checksum %s were sent, %d with %s are there",
				t.name, c.sums[i].rows, c.sums[i].sum, sum.rows, sum.sum)
		}
	}
	return nil
}

func (c *copying) tick(doing string, t table) func() {
	return func() {
		c.done++
		c.Progress(Progress{Doing: doing, Table: t.name, Done: c.done, Total: c.total})
	}
}
