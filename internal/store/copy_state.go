package store

import (
	"context"
	"database/sql"
	"strings"

	"bangui/internal/fault"
)

// RefuseInUse fails with fault.Conflict if a server uses the database. dead, if not empty, is how the names of processes begin that are
// known not to live any more. With SQLite it may watch for a sign of life for some seconds.
func (s *Store) RefuseInUse(ctx context.Context, dead string) error {
	return s.refuseInUse(ctx, s.read, dead)
}

func (s *Store) refuseInUse(ctx context.Context, c conn, dead string) error {
	version, err := s.versionOf(ctx, c)
	if err != nil || version == 0 {
		return err
	}
	if exists, err := s.existing(ctx, c, []string{"replicas", "instance_lock"}); err != nil || len(exists) < 2 {
		return s.explain(ctx, "see who uses the database", err)
	}
	users, err := s.engine.usedBy(ctx, c, dead)
	if err != nil {
		return s.explain(ctx, "see who uses the database", err)
	}
	if len(users) > 0 {
		return fault.Conflict.Errorf("a BanGUI server uses the database: %s", strings.Join(users, ", ")).
			WithMend("Stop it first. If it was killed, wait a quarter of a minute.")
	}
	return nil
}

// RefuseFilled fails with fault.Conflict if the database has users or bans.
func (s *Store) RefuseFilled(ctx context.Context) error { return s.refuseFilled(ctx, s.read) }

func (s *Store) refuseFilled(ctx context.Context, c conn) error {
	tables, err := s.existing(ctx, c, []string{"users", "bans"})
	if err != nil {
		return s.explain(ctx, "see what the database has", err)
	}
	for _, t := range tables {
		some, err := first(ctx, c, value[int64], `select count(*) from (select 1 from "`+t.name+`" limit 1) as found`)
		if err != nil {
			return s.explain(ctx, "see what the database has", err)
		}
		if some > 0 {
			return fault.Conflict.Errorf("the target is not empty: its table %s has rows", t.name)
		}
	}
	return nil
}

// versionOf is the version of the tables as c sees it, 0 before the first migration.
func (s *Store) versionOf(ctx context.Context, c conn) (int64, error) {
	exists, err := s.existing(ctx, c, []string{versionTable})
	if err != nil || len(exists) == 0 {
		return 0, s.explain(ctx, "read the version of the database", err)
	}
	version, err := first(ctx, c, value[int64], `select coalesce(max(version_id), 0) from `+versionTable)
	return version, s.explain(ctx, "read the version of the database", err)
}

// Version is the version of the tables, 0 before the first migration; Newest is the version that this program makes.
func (s *Store) Version(ctx context.Context) (have, newest int64, err error) {
	if have, err = s.versionOf(ctx, s.read); err != nil {
		return 0, 0, err
	}
	newest, err = s.newestMigration()
	return have, newest, err
}

// ahead is how much epochs and fences jump, so that a process which sleeps through everything holds nothing when it wakes up: far more
// than they can have advanced since a backup.
const ahead = 1_000_000

// settle makes a copy a database that nobody holds: no leases, and no runs under way. The tables must be of the newest version.
func (s *Store) settle(ctx context.Context, tx *sql.Tx) error {
	statements := []string{
		`update hosts set holder = '', lease_until = 0, epoch = epoch + $1`,
		`update schedules set lease_until = 0, replica = '', run_now_by = '', fence = fence + $1`,
	}
	for _, statement := range statements {
		if _, err := exec(ctx, tx, statement, ahead); err != nil {
			return err
		}
	}
	_, err := exec(ctx, tx, `
		update runs set state = 'lost', ended_at = now_ms(), outcome = 'was under way when the database was copied'
		where state = 'running' or ended_at is null`)
	return err
}

// strip removes the rows that must not come to life elsewhere.
func (s *Store) strip(ctx context.Context, tx *sql.Tx) error {
	tables, err := s.existing(ctx, tx, passingTables())
	if err != nil {
		return err
	}
	return s.engine.empty(ctx, tx, tables)
}

// LocalHosts returns the names of the hosts that a server of this database looked after on its own machine.
func (s *Store) LocalHosts(ctx context.Context) ([]string, error) {
	names, err := all(ctx, s.read, value[string], `select name from hosts where local = 1 order by name`)
	return names, s.explain(ctx, "read hosts", err)
}
