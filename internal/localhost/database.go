package localhost

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// database reads fail2ban's own database.
//
// fail2ban keeps a rollback journal: as long as anybody reads, it cannot write, and after five seconds it loses the ban or refuses an
// unban. So each statement has a limit, is read into memory and closed at once; there are no transactions, and nothing is ever
// written. Source: fail2ban/server/database.py.
type database struct {
	path string
	file os.FileInfo
	db   *sql.DB
}

// rowsAtOnce is how many rows one statement reads: a few milliseconds' worth.
const rowsAtOnce = 500

// openDatabase opens the file. It fails with fs.ErrNotExist or fs.ErrPermission where that is why.
func openDatabase(path string) (*database, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	probe, err := os.Open(path) // SQLite itself says only "unable to open"
	if err != nil {
		return nil, err
	}
	_ = probe.Close() // only opened
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro&_pragma=busy_timeout(2000)"}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open fail2ban's database: %w", err)
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return &database{path: path, file: info, db: db}, nil
}

// Close closes the connection.
func (d *database) Close() error { return d.db.Close() }

// replaced tells whether the path leads to another file by now.
func (d *database) replaced() bool {
	info, err := os.Stat(d.path)
	return err != nil || !os.SameFile(info, d.file)
}

// busy tells whether somebody writes just now: try again later.
func busy(err error) bool {
	failed, ok := errors.AsType[*sqlite.Error](err)
	return ok && failed.Code()&0xff == sqlite3.SQLITE_BUSY
}

// version changes whenever somebody else has written. No lock is held for it. Source: sqlite.org/pragma.html, data_version.
func (d *database) version(ctx context.Context) (int64, error) {
	var n int64
	return n, d.db.QueryRowContext(ctx, `pragma data_version`).Scan(&n)
}

// banRow is one row of the table bans.
type banRow struct {
	rowID     int64
	jail, id  string
	timeOfBan int64
	banTime   float64
	count     int
	data      []byte
}

// sameAs tells whether two rows tell of the same ban.
func (r banRow) sameAs(other banRow) bool {
	return r.rowID == other.rowID && r.jail == other.jail && r.id == other.id && r.timeOfBan == other.timeOfBan
}

// bans returns at most limit rows with a rowid of at least from that began at or after since (seconds of the epoch), in the order of
// rowids.
func (d *database) bans(ctx context.Context, from, since int64, limit int) ([]banRow, error) {
	rows, err := d.db.QueryContext(ctx, `select rowid, jail, coalesce(ip, ''), timeofban, bantime, bancount, `+record.ShortData(maxBanData, host.MaxEvidenceBytes+1)+`
		from bans where rowid >= $1 and timeofban >= $2 order by rowid limit $3`, from, since, limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	var all []banRow
	for rows.Next() {
		row, err := scanBan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// onlyLastQuery looks for each row of the table bips whether its ban is in the table bans. By address: very many bans can be of one second.
func onlyLastQuery() string {
	return `select rowid, jail, coalesce(ip, ''), timeofban, bantime, bancount, ` + record.ShortData(maxBanData, host.MaxEvidenceBytes+1) + `,
	exists (select 1 from bans where bans.jail = bips.jail and bans.ip = bips.ip and +bans.timeofban = bips.timeofban)
	from bips where rowid > $1 order by rowid limit $2`
}

// onlyLast looks at the next rows of the table bips, at most limit, and returns those whose ban is not in the table bans, and the number
// of the last row that it has looked at; the given one at the end of the table, or if there is none.
func (d *database) onlyLast(ctx context.Context, after int64, limit int) (only []banRow, last int64, err error) {
	var tables int
	err = d.db.QueryRowContext(ctx, `select count(*) from sqlite_schema where type = 'table' and name = 'bips'`).Scan(&tables)
	if err != nil || tables == 0 {
		return nil, after, err
	}
	rows, err := d.db.QueryContext(ctx, onlyLastQuery(), after, limit)
	if err != nil {
		return nil, after, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	last = after
	for rows.Next() {
		var known bool
		row, err := scanBan(rows, &known)
		if err != nil {
			return nil, after, err
		}
		if last = row.rowID; !known {
			only = append(only, row)
		}
	}
	return only, last, rows.Err()
}

// lastRows returns at most limit rows with the highest numbers, without their data, the highest first.
func (d *database) lastRows(ctx context.Context, limit int) ([]banRow, error) {
	rows, err := d.db.QueryContext(ctx, `select rowid, jail, coalesce(ip, ''), timeofban, 0, 0, null from bans order by rowid desc limit $1`, limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	var all []banRow
	for rows.Next() {
		row, err := scanBan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// scanBan reads numbers as any kind of number: the columns have no strict type, and ban times with a random part are real. More
// columns may follow.
func scanBan(rows *sql.Rows, more ...any) (banRow, error) {
	var row banRow
	var at, count float64
	columns := []any{&row.rowID, &row.jail, &row.id, &at, &row.banTime, &count, &row.data}
	err := rows.Scan(append(columns, more...)...)
	if err != nil {
		return row, fmt.Errorf("read a row of bans: %w", err)
	}
	row.timeOfBan, row.count = int64(bounded(at, maxEpoch)), int(bounded(count, math.MaxInt32))
	return row, nil
}

// maxEpoch is the end of the year 9999, in seconds.
const maxEpoch = 253402300799

func bounded(n, most float64) float64 {
	if math.IsNaN(n) {
		return 0
	}
	return max(-most, min(n, most))
}

// lastRowID is the number of the newest row, 0 if there is none.
func (d *database) lastRowID(ctx context.Context) (int64, error) {
	var n sql.NullInt64
	return n.Int64, d.db.QueryRowContext(ctx, `select max(rowid) from bans`).Scan(&n)
}

// lastBans fills in the times of wanted bans, as far as the table bips has them and they can be in force at now.
func (d *database) lastBans(ctx context.Context, wanted map[banKey]host.Banned, now time.Time) error {
	for after := int64(math.MinInt64); ; {
		n, last, err := d.pageOfLastBans(ctx, after, wanted, now)
		if err != nil || n < rowsAtOnce {
			return err
		}
		after = last
	}
}

func (d *database) pageOfLastBans(ctx context.Context, after int64, wanted map[banKey]host.Banned, now time.Time) (n int, last int64, err error) {
	rows, err := d.db.QueryContext(ctx, `select rowid, jail, ip, timeofban, bantime from bips where rowid > $1 order by rowid limit $2`,
		after, rowsAtOnce)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	for rows.Next() {
		var key banKey
		var at, length float64
		if err := rows.Scan(&last, &key.jail, &key.id, &at, &length); err != nil {
			return n, last, fmt.Errorf("read a row of bips: %w", err)
		}
		n++
		if _, ok := wanted[key]; !ok {
			continue
		}
		banned := host.Banned{At: time.Unix(int64(bounded(at, maxEpoch)), 0).UTC(), BanTime: record.BanTime(length)}
		banned.Until = until(banned.At, banned.BanTime)
		if banned.Until.IsZero() || banned.Until.After(now.Add(-time.Second)) {
			wanted[key] = banned
		}
	}
	return n, last, rows.Err()
}

// disabledJails are the jails that were stopped or removed, as fail2ban remembers them.
func (d *database) disabledJails(ctx context.Context) ([]string, error) {
	rows, err := d.db.QueryContext(ctx, `select name from jails where enabled = 0 order by name limit 1000`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("read a row of jails: %w", err)
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// until is the end of a ban; zero for one that is permanent or of unknown length.
func until(at time.Time, length time.Duration) time.Time {
	if length <= 0 {
		return time.Time{}
	}
	return at.Add(length)
}
