package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

const selectHosts = `
	select hosts.name, hosts.local, hosts.created_at, hosts.epoch, case when hosts.lease_until > now_ms() then hosts.holder else '' end,
		hosts.lease_until, now_ms(), host_status.at, host_status.last_seen_at, coalesce(host_status.status, '')
	from hosts left join host_status on host_status.host = hosts.name`

// HoldHost implements [fleet.Store]. The statement holds the row: a second replica that wants it waits, and then finds it held.
func (s *Store) HoldHost(ctx context.Context, hold fleet.Hold) (record fleet.Record, ok bool, err error) {
	err = s.change(ctx, "hold host "+hold.Name, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			insert into hosts as kept (name, local, created_at, epoch, holder, lease_until) values ($1, $2, now_ms(), 1, $3, now_ms() + $4)
			on conflict (name) do update set epoch = kept.epoch + 1, local = excluded.local, holder = excluded.holder,
				lease_until = excluded.lease_until
			where kept.holder = excluded.holder or kept.lease_until <= excluded.lease_until - $4 or $5 = 1`,
			hold.Name, hold.Local, hold.Replica, hold.Lease, hold.Force)
		if err != nil {
			return err
		}
		ok = n == 1
		record, err = first(ctx, tx, scanHost, selectHosts+` where hosts.name = $1`, hold.Name)
		return err
	})
	return record, ok, err
}

// KeepHost implements [fleet.Store]. A lease that is over is renewed if nobody has made use of that.
func (s *Store) KeepHost(ctx context.Context, name string, epoch int64, lease time.Duration) error {
	n, err := exec(ctx, s.write, `update hosts set lease_until = now_ms() + $3 where name = $1 and epoch = $2`, name, epoch, lease)
	if err != nil {
		return s.explain(ctx, "keep host "+name, err)
	}
	if n == 0 {
		return s.notHeld(ctx, name)
	}
	return nil
}

// ReleaseHost implements [fleet.Store].
func (s *Store) ReleaseHost(ctx context.Context, name string, epoch int64) error {
	_, err := exec(ctx, s.write, `update hosts set holder = '', lease_until = now_ms() where name = $1 and epoch = $2`, name, epoch)
	return s.explain(ctx, "release host "+name, err)
}

// Hosts implements [fleet.Store].
func (s *Store) Hosts(ctx context.Context) ([]fleet.Record, error) {
	records, err := all(ctx, s.read, scanHost, selectHosts+` order by hosts.name`)
	return records, s.explain(ctx, "read hosts", err)
}

// Host implements [fleet.Store].
func (s *Store) Host(ctx context.Context, name string) (fleet.Record, error) {
	found, err := first(ctx, s.read, scanHost, selectHosts+` where hosts.name = $1`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return fleet.Record{}, fault.NotFound.Errorf("no host %q", name)
	}
	return found, s.explain(ctx, "read host", err)
}

// SaveStatus implements [fleet.Store]. An older epoch is refused twice: if a newer one has taken the host, and if it has stored. The age of
// what fail2ban told is stored as a time of our own clock.
func (s *Store) SaveStatus(ctx context.Context, name string, epoch int64, status host.Status) error {
	text, err := json.Marshal(status)
	if err != nil {
		return fmt.Errorf("status of %s: %w", name, err)
	}
	age := any(nil)
	if !status.At.IsZero() {
		age = max(time.Since(status.At), 0)
	}
	n, err := exec(ctx, s.write, `
		insert into host_status as kept (host, epoch, at, last_seen_at, saved_at, status)
		select name, epoch, now_ms() - $3, case when $4 = 1 then now_ms() - $3 end, now_ms(), $5 from hosts where name = $1 and epoch = $2
		on conflict (host) do update set epoch = excluded.epoch, at = excluded.at, saved_at = excluded.saved_at, status = excluded.status,
			last_seen_at = coalesce(excluded.last_seen_at, kept.last_seen_at)
		where kept.epoch <= excluded.epoch`, name, epoch, age, status.Reachable, string(text))
	if err != nil {
		return s.explain(ctx, "save status of "+name, err)
	}
	if n == 0 {
		return s.notHeld(ctx, name)
	}
	return nil
}

// notHeld says why nothing could be written for a host: it is not known, or somebody else has taken it.
func (s *Store) notHeld(ctx context.Context, name string) error {
	if _, err := s.Host(ctx, name); err != nil {
		return err
	}
	return takenOver(name)
}

func takenOver(name string) error {
	return fault.Conflict.Errorf("host %s has been taken over by another process", name)
}

func scanHost(row *sql.Rows) (fleet.Record, error) {
	var r fleet.Record
	var status string
	var leaseUntil, now, at time.Time
	err := row.Scan(&r.Name, &r.Local, timeIn(&r.CreatedAt), &r.Epoch, &r.Holder,
		timeIn(&leaseUntil), timeIn(&now), timeIn(&at), timeIn(&r.LastSeenAt), &status)
	if err != nil {
		return r, err
	}
	if r.Holder == "" {
		r.Free = now.Sub(leaseUntil)
	}
	if status == "" {
		return r, nil
	}
	if err := json.Unmarshal([]byte(status), &r.Status); err != nil {
		return r, fmt.Errorf("stored status of %s: %w", r.Name, err)
	}
	if r.Status.At = at; !at.IsZero() {
		r.Age = max(now.Sub(at), 0)
	}
	return r, nil
}
