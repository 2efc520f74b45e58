package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/fault"
)

// Instance is a process that uses the database alone, for engines that allow one only.
type Instance struct {
	// Holder tells the process from all others, everywhere and for ever.
	Holder string
	// Machine and PID are for people.
	Machine string
	PID     int
	// Since and BeatAt are given by the store.
	Since, BeatAt time.Time
}

// TakeInstance makes the process the one that uses the database, if nobody has it, and returns itself. It returns the other one, and
// ok is false, if somebody has. dead is a holder that is known not to live any more: it does not count unless it has beaten since.
//
// No time is compared here: the row has the clock of whoever wrote it, and that may be wrong.
func (s *Store) TakeInstance(ctx context.Context, me, dead Instance) (holder Instance, ok bool, err error) {
	err = s.change(ctx, "take the database", func(tx *sql.Tx) error {
		taken, err := exec(ctx, tx, `
			insert into instance_lock as l (id, holder, machine, pid, since, beat_at) values (1, $1, $2, $3, now_ms(), now_ms())
			on conflict (id) do update set holder = excluded.holder, machine = excluded.machine, pid = excluded.pid,
				since = excluded.since, beat_at = excluded.beat_at
			where l.holder = $1 or (l.holder = $4 and l.beat_at = $5)`, me.Holder, me.Machine, me.PID, dead.Holder, dead.BeatAt)
		if err != nil {
			return err
		}
		ok = taken == 1
		holder, err = first(ctx, tx, scanInstance, selectInstance)
		return err
	})
	return holder, ok, err
}

// BeatInstance shows that the process is alive. It fails with fault.Conflict if another one has taken the database over.
func (s *Store) BeatInstance(ctx context.Context, holder string) error {
	beaten, err := exec(ctx, s.write, `update instance_lock set beat_at = now_ms() where holder = $1`, holder)
	if err == nil && beaten == 0 {
		err = fault.Conflict.Errorf("another process has taken the database over")
	}
	return s.explain(ctx, "beat", err)
}

// ReleaseInstance lets another process take the database at once. It is no error if one has.
func (s *Store) ReleaseInstance(ctx context.Context, holder string) error {
	_, err := exec(ctx, s.write, `delete from instance_lock where holder = $1`, holder)
	return s.explain(ctx, "release the database", err)
}

// CurrentInstance returns the process that has the database; ok is false if none has, or if there are no tables yet.
func (s *Store) CurrentInstance(ctx context.Context) (holder Instance, ok bool, err error) {
	holder, err = first(ctx, s.read, scanInstance, selectInstance)
	if errors.Is(err, sql.ErrNoRows) || (err != nil && s.engine.missingTable(err)) {
		return Instance{}, false, nil
	}
	return holder, err == nil, s.explain(ctx, "read who has the database", err)
}

// Fresh tells whether the database has no tables yet.
func (s *Store) Fresh(ctx context.Context) (bool, error) {
	version, err := s.schemaVersion(ctx, s.read)
	return version == 0, err
}

const selectInstance = `select holder, machine, pid, since, beat_at from instance_lock`

func scanInstance(row *sql.Rows) (Instance, error) {
	var i Instance
	return i, row.Scan(&i.Holder, &i.Machine, &i.PID, timeIn(&i.Since), timeIn(&i.BeatAt))
}
