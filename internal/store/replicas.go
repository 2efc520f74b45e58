package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bangui/internal/replica"
)

// BeatReplica implements [replica.Store]. The clock is read once, so that the first beat is at the start.
func (s *Store) BeatReplica(ctx context.Context, me replica.Replica) (time.Time, error) {
	linked, err := json.Marshal(me.Linked)
	if err != nil {
		return time.Time{}, fmt.Errorf("linked replicas: %w", err)
	}
	standby, err := json.Marshal(me.Standby)
	if err != nil {
		return time.Time{}, fmt.Errorf("hosts that we stand by for: %w", err)
	}
	protects, err := json.Marshal(me.Protects)
	if err != nil {
		return time.Time{}, fmt.Errorf("what we protect: %w", err)
	}
	now, err := first(ctx, s.write, scanTime, `
		with clock (now) as materialized (select now_ms())
		insert into replicas (id, machine, pid, version, schema, started_at, beat_at, state, url, address, skew, events, linked, standby, protects)
		select $1, $2, $3, $4, $5, now, now, $6, $7, $8, $9, $10, $11, $12, $13 from clock where true
		on conflict (id) do update set machine = excluded.machine, pid = excluded.pid, version = excluded.version,
			schema = excluded.schema, beat_at = excluded.beat_at, state = excluded.state, url = excluded.url, address = excluded.address,
			skew = excluded.skew, events = excluded.events, linked = excluded.linked, standby = excluded.standby,
			protects = excluded.protects
		returning beat_at`,
		me.ID, me.Machine, me.PID, me.Version, me.Schema, string(me.State), me.URL, me.Address, me.Skew, me.Events,
		string(linked), string(standby), string(protects))
	return now, s.explain(ctx, "beat", err)
}

// RemoveReplica implements [replica.Store].
func (s *Store) RemoveReplica(ctx context.Context, id string) error {
	_, err := exec(ctx, s.write, `delete from replicas where id = $1`, id)
	return s.explain(ctx, "remove replica", err)
}

// RemoveSilentReplicas implements [replica.Store].
func (s *Store) RemoveSilentReplicas(ctx context.Context, silent time.Duration) (int, error) {
	n, err := exec(ctx, s.write, `delete from replicas where beat_at <= now_ms() - $1`, silent)
	return int(n), s.explain(ctx, "remove silent replicas", err)
}

// Replicas implements [replica.Store].
func (s *Store) Replicas(ctx context.Context) ([]replica.Replica, error) {
	list, err := all(ctx, s.read, scanReplica, `
		select id, machine, pid, version, schema, state, url, address, skew, events, linked, standby, protects, started_at, beat_at,
			now_ms() - beat_at
		from replicas order by started_at, id`)
	return list, s.explain(ctx, "read replicas", err)
}

// Duties implements [replica.Store].
func (s *Store) Duties(ctx context.Context) ([]replica.Duty, error) {
	list, err := all(ctx, s.read, scanDuty, `
		select holder, 'host', name from hosts where holder <> '' and lease_until > now_ms()
		union all
		select replica, 'task', task from schedules where replica <> '' and lease_until > now_ms()
		order by 1, 2, 3`)
	return list, s.explain(ctx, "read duties", err)
}

// Compatibility implements [replica.Store]. Tables from before there was such a thing as replicas serve any program.
func (s *Store) Compatibility(ctx context.Context) (schema, oldest int64, err error) {
	schema, err = s.schemaVersion(ctx, s.read)
	if err != nil {
		return 0, 0, err
	}
	oldest, err = first(ctx, s.read, value[int64], `select oldest from compatibility`)
	if errors.Is(err, sql.ErrNoRows) || (err != nil && s.engine.missingTable(err)) {
		return schema, 0, nil
	}
	return schema, oldest, s.explain(ctx, "read which programs the database serves", err)
}

func scanReplica(row *sql.Rows) (replica.Replica, error) {
	var r replica.Replica
	var linked, standby, protects string
	err := row.Scan(&r.ID, &r.Machine, &r.PID, &r.Version, &r.Schema, &r.State, &r.URL, &r.Address, durationIn(&r.Skew), &r.Events,
		&linked, &standby, &protects, timeIn(&r.StartedAt), timeIn(&r.BeatAt), durationIn(&r.Silent))
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(linked), &r.Linked); err != nil {
		return r, fmt.Errorf("what replica %s is linked to: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(standby), &r.Standby); err != nil {
		return r, fmt.Errorf("what replica %s stands by for: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(protects), &r.Protects); err != nil {
		return r, fmt.Errorf("what replica %s protects: %w", r.ID, err)
	}
	return r, nil
}

func scanDuty(row *sql.Rows) (replica.Duty, error) {
	var d replica.Duty
	return d, row.Scan(&d.Replica, &d.Kind, &d.Name)
}
