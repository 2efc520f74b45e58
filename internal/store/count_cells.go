package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// cellQuery asks for numbers of the table ban_counts.
type cellQuery struct {
	dim    dimension
	host   string
	pieces []piece
	// under are the beginnings of keys, each as a list of parts; none means all keys.
	under [][]string
}

// cell is a sum for one point and key.
type cell struct {
	point int
	key   countedKey
	n     int64
}

// cells adds up. The times stand in the statement as they are: SQLite needs long for reading many parameters.
func (s *Store) cells(ctx context.Context, query cellQuery) ([]cell, error) {
	if len(query.pieces) == 0 {
		return nil, nil
	}
	where := &filter{args: []any{string(query.dim), query.host}}
	statement := query.byTime
	if query.seeks() {
		statement = query.byKey
	}
	return all(ctx, s.read, func(row *sql.Rows) (cell, error) {
		var c cell
		var key string
		err := row.Scan(&c.point, &key, &c.n)
		c.key = splitKey(query.dim, key)
		return c, err
	}, statement(where), where.args...)
}

// seeks tells whether each piece of time is to be searched for its keys. There are few jails, so that they are read all.
func (q cellQuery) seeks() bool {
	return len(q.under) > 0 && (q.dim == byCountry || q.dim == byJailCountry || q.dim == byNetwork)
}

// byTime reads all keys of the pieces of time.
func (q cellQuery) byTime(where *filter) string {
	var wanted []string
	for _, p := range q.pieces {
		wanted = append(wanted, literals(int64(p.point), int64(p.hours), p.from, p.to))
	}
	keys := ""
	if len(q.under) > 0 {
		var either []string
		for _, parts := range q.under {
			from, to := keysUnder(parts...)
			either = append(either, `(key >= `+where.arg(from)+` and key < `+where.arg(to)+`)`)
		}
		keys = ` and (` + strings.Join(either, ` or `) + `)`
	}
	return `
		with wanted (point, width, since, before) as (values ` + strings.Join(wanted, `, `) + `)
		select point, key, cast(sum(n) as bigint)
		from wanted cross join ban_counts
		where dim = $1 and host = $2 and hours = width and bucket >= since and bucket < before` + keys + `
		group by point, key having sum(n) <> 0`
}

// byKey looks for the keys in each piece of time.
func (q cellQuery) byKey(where *filter) string {
	var wanted, keys []string
	for _, p := range q.pieces {
		for bucket := p.from; bucket < p.to; bucket += int64(p.hours) * hourMillis {
			wanted = append(wanted, literals(int64(p.point), int64(p.hours), bucket))
		}
	}
	for _, parts := range q.under {
		from, to := keysUnder(parts...)
		keys = append(keys, `(cast(`+where.arg(from)+` as text), cast(`+where.arg(to)+` as text))`)
	}
	return `
		with wanted (point, width, moment) as (values ` + strings.Join(wanted, `, `) + `),
			under (first_key, end_key) as (values ` + strings.Join(keys, `, `) + `)
		select point, key, cast(sum(n) as bigint)
		from wanted cross join under cross join ban_counts
		where dim = $1 and host = $2 and hours = width and bucket = moment and key >= first_key and key < end_key
		group by point, key having sum(n) <> 0`
}

func literals(numbers ...int64) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.FormatInt(n, 10)
	}
	// PostgreSQL takes small numbers for integers otherwise.
	return `(cast(` + strings.Join(texts, ` as bigint), cast(`) + ` as bigint))`
}
