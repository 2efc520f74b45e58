package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"bangui/internal/replica"
)

// openToRead makes every transaction a reading one. A standby is as good as the primary server.
func (e postgresEngine) openToRead(ctx context.Context, options Options) (*Store, error) {
	only := postgresEngine{config: e.config.Copy()}
	only.config.RuntimeParams["default_transaction_read_only"] = "on"
	s, err := only.open(ctx, options)
	if err != nil {
		return nil, err
	}
	if err := only.checkServer(ctx, s.read); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (postgresEngine) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgresEngine) tables(ctx context.Context, c conn) ([]string, error) {
	return all(ctx, c, value[string], `
		select cast(tablename as text) from pg_tables where schemaname = current_schema() order by tablename collate "C"`)
}

func (postgresEngine) columns(ctx context.Context, c conn, name string) ([]column, error) {
	return all(ctx, c, scanColumn, `
		select cast(a.attname as text), coalesce(array_position(cast(i.indkey as int2[]), a.attnum) + 1, 0), a.attidentity <> ''
		from pg_attribute as a left join pg_index as i on i.indrelid = a.attrelid and i.indisprimary
		where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum`, name)
}

// lock waits ten seconds at most for those who use the tables.
func (postgresEngine) lock(ctx context.Context, tx *sql.Tx, tables []table) error {
	if _, err := tx.ExecContext(ctx, `set local lock_timeout = '10s'`); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `lock table `+quoted(names(tables))+` in access exclusive mode`)
	return err
}

func (postgresEngine) empty(ctx context.Context, tx *sql.Tx, tables []table) error {
	_, err := tx.ExecContext(ctx, `truncate table `+quoted(names(tables)))
	return err
}

func names(tables []table) []string {
	var list []string
	for _, t := range tables {
		list = append(list, t.name)
	}
	return list
}

// load uses COPY.
func (postgresEngine) load(ctx context.Context, in writing, t table, rows pgx.CopyFromSource) error {
	return in.conn.Raw(func(raw any) error {
		c, ok := raw.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of the kind %T cannot copy", raw)
		}
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, rows)
		return err
	})
}

func (postgresEngine) lastNumber(ctx context.Context, c conn, t table) (int64, error) {
	return first(ctx, c, value[int64], `
		select coalesce(pg_sequence_last_value(cast(pg_get_serial_sequence($1, $2) as regclass)), 0)`, t.name, t.key[0])
}

func (postgresEngine) setLastNumber(ctx context.Context, c conn, t table, n int64) error {
	_, err := all(ctx, c, value[int64], `
		select setval(pg_get_serial_sequence($1, $2), greatest(cast($3 as bigint), 1), cast($3 as bigint) > 0)`, t.name, t.key[0], n)
	return err
}

func (postgresEngine) usedBy(ctx context.Context, c conn, _ string) ([]string, error) {
	return all(ctx, c, value[string], `
		select 'process ' || pid || ' on ' || machine from replicas where beat_at + $1 > now_ms() order by started_at, id`,
		replica.SilentAfter)
}

func (postgresEngine) afterLoad(ctx context.Context, s *Store) error {
	_, err := s.write.ExecContext(ctx, `analyze`)
	return s.explain(ctx, "analyze the tables", err)
}
