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

// What stands between key and number, and between one such pair and the next, where many come as one text: that is several times
// quicker than a row for each, and than letting the database add up.
const (
	numberSeparator = "\x1e"
	pairSeparator   = "\x1d"
)

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
	parts, err := all(ctx, s.read, scanPairs, statement(where), where.args...)
	if err != nil {
		return nil, err
	}
	sums := make(map[pointKey]int64)
	for _, p := range parts {
		if err := p.addTo(sums); err != nil {
			return nil, err
		}
	}
	cells := make([]cell, 0, len(sums))
	for at, n := range sums {
		// Below zero only while the counts are made anew.
		if n > 0 {
			cells = append(cells, cell{at.point, splitKey(query.dim, at.key), n})
		}
	}
	return cells, nil
}

// pointKey is what is added up for.
type pointKey struct {
	point int
	key   string
}

// pairs are keys and numbers in one text. sign is -1 for those that are taken away.
type pairs struct {
	point int
	sign  int64
	text  string
}

func scanPairs(row *sql.Rows) (pairs, error) {
	var p pairs
	return p, row.Scan(&p.point, &p.sign, &p.text)
}

func (p pairs) addTo(sums map[pointKey]int64) error {
	for p.text != "" {
		var pair string
		pair, p.text, _ = strings.Cut(p.text, pairSeparator)
		key, number, _ := strings.Cut(pair, numberSeparator)
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return err
		}
		sums[pointKey{p.point, key}] += p.sign * n
	}
	return nil
}

// seeks tells whether each piece of time is to be searched for its keys. There are few jails, so that they are read all.
func (q cellQuery) seeks() bool {
	return len(q.under) > 0 && (q.dim == byCountry || q.dim == byJailCountry || q.dim == byNetwork)
}

// inOneText is the expression for all keys with their numbers.
const inOneText = `string_agg(key || '` + numberSeparator + `' || cast(n as text), '` + pairSeparator + `')`

// byTime reads all keys of the pieces of time.
func (q cellQuery) byTime(where *filter) string {
	var wanted []string
	for _, p := range q.pieces {
		wanted = append(wanted, literals(int64(p.point), p.sign(), int64(p.hours), p.from, p.to))
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
		with wanted (point, sign, width, since, before) as (values ` + strings.Join(wanted, `, `) + `)
		select point, sign, coalesce((
			select ` + inOneText + ` from ban_counts
			where dim = $1 and host = $2 and hours = width and bucket >= since and bucket < before` + keys + `), '')
		from wanted`
}

// byKey looks for the keys in each piece of time. As a join, PostgreSQL would read all keys.
func (q cellQuery) byKey(where *filter) string {
	var wanted, keys []string
	for _, p := range q.pieces {
		for bucket := p.from; bucket < p.to; bucket += int64(p.hours) * hourMillis {
			wanted = append(wanted, literals(int64(p.point), p.sign(), int64(p.hours), bucket))
		}
	}
	for _, parts := range q.under {
		from, to := keysUnder(parts...)
		keys = append(keys, `(cast(`+where.arg(from)+` as text), cast(`+where.arg(to)+` as text))`)
	}
	return `
		with wanted (point, sign, width, moment) as (values ` + strings.Join(wanted, `, `) + `),
			under (first_key, end_key) as (values ` + strings.Join(keys, `, `) + `)
		select point, sign, coalesce((
			select string_agg(found, '` + pairSeparator + `') from (
				select (
					select ` + inOneText + ` from ban_counts
					where dim = $1 and host = $2 and hours = width and bucket = moment and key >= first_key and key < end_key) as found
				from under) as each_one), '')
		from wanted`
}

func (p piece) sign() int64 {
	if p.less {
		return -1
	}
	return 1
}

func literals(numbers ...int64) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.FormatInt(n, 10)
	}
	// PostgreSQL takes small numbers for integers otherwise.
	return `(cast(` + strings.Join(texts, ` as bigint), cast(`) + ` as bigint))`
}
