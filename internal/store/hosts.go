package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

const selectHosts = `
	select hosts.name, hosts.local, hosts.created_at, hosts.epoch, host_status.last_seen_at, coalesce(host_status.status, '')
	from hosts left join host_status on host_status.host = hosts.name`

// TakeHost implements [fleet.Store].
func (s *Store) TakeHost(ctx context.Context, name string, local bool) (fleet.Record, error) {
	var taken fleet.Record
	err := s.change(ctx, "take host "+name, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `
			insert into hosts (name, local, created_at, epoch) values ($1, $2, now_ms(), 1)
			on conflict (name) do update set epoch = hosts.epoch + 1, local = excluded.local`, name, local)
		if err != nil {
			return err
		}
		taken, err = first(ctx, tx, scanHost, selectHosts+` where hosts.name = $1`, name)
		return err
	})
	return taken, err
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

// SaveStatus implements [fleet.Store]. An older epoch is refused twice: if a newer one has taken the host, and if it has stored.
func (s *Store) SaveStatus(ctx context.Context, name string, epoch int64, status host.Status) error {
	text, err := json.Marshal(status)
	if err != nil {
		return fmt.Errorf("status of %s: %w", name, err)
	}
	seen := any(nil)
	if status.Reachable {
		seen = status.At
	}
	n, err := exec(ctx, s.write, `
		insert into host_status as kept (host, epoch, at, last_seen_at, status)
		select name, epoch, $3, $4, $5 from hosts where name = $1 and epoch = $2
		on conflict (host) do update set epoch = excluded.epoch, at = excluded.at, status = excluded.status,
			last_seen_at = coalesce(excluded.last_seen_at, kept.last_seen_at)
		where kept.epoch <= excluded.epoch`, name, epoch, status.At, seen, string(text))
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
	if err := row.Scan(&r.Name, &r.Local, timeIn(&r.CreatedAt), &r.Epoch, timeIn(&r.LastSeenAt), &status); err != nil {
		return r, err
	}
	if status == "" {
		return r, nil
	}
	if err := json.Unmarshal([]byte(status), &r.Status); err != nil {
		return r, fmt.Errorf("stored status of %s: %w", r.Name, err)
	}
	return r, nil
}
