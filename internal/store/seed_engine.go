package store

import (
	"context"
	"database/sql"
	"fmt"
)

// slowIndices is the one by address, to which every row is added at another place. The others grow at a few ends; making one of them anew
// would mean to read the whole table.
func (sqliteEngine) slowIndices(table string) string {
	return `select name, sql from sqlite_schema where type = 'index' and tbl_name = '` + table + `' and name = 'bans_by_ip'`
}

// slowIndices are all that belong to no key.
func (postgresEngine) slowIndices(table string) string {
	return `
		select cast(indexname as text), indexdef from pg_indexes
		where schemaname = current_schema() and tablename = '` + table + `'
			and not exists (select 1 from pg_constraint where conname = indexname and conrelid = to_regclass('` + table + `'))
		order by indexname collate "C"`
}

// prepareSeed lets the connection use as much memory as the index of a key needs, which every row is added to at another place.
func (sqliteEngine) prepareSeed(ctx context.Context, c *sql.Conn, bans int64) (calm func() error, err error) {
	kilobytes := min(16_000+bans/10, 1_200_000)
	_, err = c.ExecContext(ctx, fmt.Sprintf(`pragma cache_size = -%d`, kilobytes))
	return func() error {
		_, err := c.ExecContext(context.WithoutCancel(ctx), `pragma cache_size = -8000`)
		return err
	}, err
}

func (postgresEngine) prepareSeed(ctx context.Context, c *sql.Conn, _ int64) (calm func() error, err error) {
	_, err = c.ExecContext(ctx, `set maintenance_work_mem = '512MB'`)
	return func() error {
		_, err := c.ExecContext(context.WithoutCancel(ctx), `reset maintenance_work_mem`)
		return err
	}, err
}
