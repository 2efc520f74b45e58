package archive

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"bangui/fail2ban/record"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// openSQLite opens a foreign database for reading. Its schema is not trusted: nothing of it is run.
func openSQLite(path string) (*sql.DB, error) {
	// Of a relative path, SQLite would take the first part for the name of a machine. Source: https://www.sqlite.org/uri.html
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{
		"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(1)", "trusted_schema(0)"},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	return db, nil
}

// needed are the columns of the tables that are read.
func needed(format Format) (table string, columns []string) {
	if format == Table {
		return "history_archive", []string{"jail", "ip", "timeofban", "bancount", "data", "action"}
	}
	return "bans", []string{"jail", "ip", "timeofban", "bantime", "bancount", "data"}
}

// lookAtTables finds out which of the tables a database has.
func lookAtTables(ctx context.Context, path string, wanted Format) (Format, error) {
	db, err := openSQLite(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }() // only read
	for _, format := range []Format{Table, Database} {
		if wanted != Auto && wanted != format {
			continue
		}
		table, columns := needed(format)
		have, err := columnsOf(ctx, db, table)
		if err != nil {
			return "", unreadable(err)
		}
		if len(have) == 0 {
			continue
		}
		for _, column := range columns {
			if !have[column] {
				return "", fault.Invalid.Errorf("its table %s has no column %s", table, column).WithMend("Name a database with the columns %s.", strings.Join(columns, ", "))
			}
		}
		return format, nil
	}
	return "", fault.Invalid.Errorf("it has none of the tables that are read").
		WithMend("Name fail2ban's database, which has the table bans, or an archive with the table history_archive.")
}

// columnsOf are the columns of a table; none if it is not there, or is no plain table.
func columnsOf(ctx context.Context, db *sql.DB, table string) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `select lower(c.name) from sqlite_schema as s join pragma_table_info(s.name) as c
		where s.type = 'table' and s.name = $1 limit 1000`, table)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	columns := make(map[string]bool)
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		columns[name] = true
	}
	return columns, rows.Err()
}

func unreadable(err error) error {
	return fault.Invalid.Wrapf(err, "the database cannot be read: %s; what came before was read", record.Harmless(record.Cut(err.Error(), 200))).
		WithMend("Look with `sqlite3 FILE 'pragma integrity_check'`, and make the copy with `sqlite3 ORIGINAL '.backup COPY'`.")
}

const (
	// rowsAtOnce is how many rows one statement reads: nobody who writes has to wait for long.
	rowsAtOnce = 500
	// maxData bounds what is read of the evidence of one ban, maxText of other texts, in bytes.
	maxData = 64 << 10
	maxText = 1000
)

// row is one ban, or the end of one, as a table has it.
type row struct {
	id       int64
	jail, ip string
	// at and length are in seconds; the columns have no strict type.
	at, length float64
	count      float64
	data       []byte
	action     string
}

// selected are the columns of a row, of whatever types they are.
func selected(length, action string) string {
	text := func(column string) string {
		return fmt.Sprintf(`substr(coalesce(cast(%s as text), ''), 1, %d)`, column, maxText)
	}
	number := func(column string) string { return fmt.Sprintf(`coalesce(cast(%s as real), 0.0)`, column) }
	return strings.Join([]string{
		"rowid", text("jail"), text("ip"), number("timeofban"), number(length), number("bancount"),
		`cast(` + record.ShortData(maxData, host.MaxEvidenceBytes+1) + ` as blob)`, text(action),
	}, ", ")
}

// rows reads the rows of one statement.
func rows(ctx context.Context, db *sql.DB, query string, args ...any) ([]row, error) {
	found, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }() // its error is that of found.Err
	var list []row
	for found.Next() {
		var r row
		if err := found.Scan(&r.id, &r.jail, &r.ip, &r.at, &r.length, &r.count, &r.data, &r.action); err != nil {
			return list, err
		}
		list = append(list, r)
	}
	return list, found.Err()
}

// maxEpoch is the end of the year 9999, in seconds.
const maxEpoch = 253402300799

// time is when the ban began, or ended; zero for what is no time.
func (r row) time() time.Time {
	if !(r.at > 0 && r.at < maxEpoch) {
		return time.Time{}
	}
	return time.Unix(int64(r.at), 0).UTC()
}

// ban is the ban that the row tells of, without its end.
func (r row) ban() ban.Ban {
	b := ban.Ban{Jail: record.Harmless(r.jail), Address: record.Canonical(r.ip), BannedAt: r.time(), BanTime: record.BanTime(r.length)}
	if b.BanTime > 0 {
		b.Until = b.BannedAt.Add(b.BanTime)
	}
	if r.count > 0 {
		b.Count = int(min(r.count, 1<<31-1))
	}
	b.Failures, b.Evidence = record.ParseData(r.data, host.MaxEvidenceLines, host.MaxEvidenceBytes)
	return b
}

// unusable is why nothing can be made of the row; empty if something can.
func (r row) unusable(now time.Time) string {
	if r.jail == "" || r.ip == "" {
		return reasonNoName
	}
	return unlikely(r.time(), now)
}
