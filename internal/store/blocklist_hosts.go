package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bangui/internal/audit"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/host"
)

const selectHostStates = `
	select hosts.name, coalesce(b.mode, 'kernel'), coalesce(b.revision, 0), coalesce(b.fingerprint, ''), b.wish, b.report, b.reported_at, b.problem,
		b.jail, now_ms() from hosts left join blocklist_hosts b on b.host = hosts.name`

func scanHostState(row *sql.Rows) (blocklist.HostState, error) {
	var h blocklist.HostState
	var wish, report, problem, jail sql.NullString
	var reported, now time.Time
	var revision int64
	var fingerprint string
	if err := row.Scan(&h.Host, &h.Mode, &revision, &fingerprint, &wish, &report, timeIn(&reported), &problem, &jail, timeIn(&now)); err != nil {
		return h, err
	}
	for _, part := range []struct {
		text sql.NullString
		into any
	}{{wish, &h.Wish}, {report, &h.Report}, {problem, &h.Problem}, {jail, &h.Jail}} {
		if !part.text.Valid {
			continue
		}
		if err := json.Unmarshal([]byte(part.text.String), part.into); err != nil {
			return h, fmt.Errorf("what host %s blocks: %w", h.Host, err)
		}
	}
	h.Wish.Revision, h.Wish.Fingerprint = revision, fingerprint
	if h.Report.At = reported; !reported.IsZero() {
		h.Age = max(now.Sub(reported), 0)
	}
	return h, nil
}

// HostStates implements [blocklist.HostStore].
func (s *Store) HostStates(ctx context.Context) ([]blocklist.HostState, error) {
	states, err := all(ctx, s.read, scanHostState, selectHostStates+` order by hosts.name`)
	return states, s.explain(ctx, "read what hosts block", err)
}

// HostState implements [blocklist.HostStore].
func (s *Store) HostState(ctx context.Context, name string) (blocklist.HostState, error) {
	state, err := first(ctx, s.read, scanHostState, selectHostStates+` where hosts.name = $1`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return state, fault.NotFound.Errorf("no host %q", name)
	}
	return state, s.explain(ctx, "read what a host blocks", err)
}

// SetMode implements [blocklist.HostStore].
func (s *Store) SetMode(ctx context.Context, name string, mode blocklist.Mode, entry audit.Entry) error {
	return s.change(ctx, "choose how a host blocks", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			insert into blocklist_hosts (host, mode) select name, $2 from hosts where name = $1
			on conflict (host) do update set mode = excluded.mode`, name, string(mode))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound.Errorf("no host %q", name)
		}
		return record(ctx, tx, entry)
	})
}

// SaveWish implements [blocklist.HostStore].
func (s *Store) SaveWish(ctx context.Context, name string, epoch int64, wish blocklist.Wish, above int64) (stored blocklist.Wish, err error) {
	err = s.change(ctx, "store what a host is to block", func(tx *sql.Tx) error {
		if _, err := holdHost(ctx, tx, name, epoch); err != nil {
			return err
		}
		before, err := first(ctx, tx, scanHostState, selectHostStates+` where hosts.name = $1`, name)
		if err != nil {
			return err
		}
		stored = before.Wish
		if before.Wish.Revision > 0 && before.Wish.Fingerprint == wish.Fingerprint && before.Wish.Revision >= above {
			return nil
		}
		stored = wish
		stored.Revision = max(before.Wish.Revision, above) + 1
		if stored.At, err = first(ctx, tx, scanTime, `select now_ms()`); err != nil {
			return err
		}
		text, err := json.Marshal(stored)
		if err != nil {
			return err
		}
		_, err = exec(ctx, tx, `
			insert into blocklist_hosts (host, mode, revision, fingerprint, wish) values ($1, $2, $3, $4, $5)
			on conflict (host) do update set revision = excluded.revision, fingerprint = excluded.fingerprint, wish = excluded.wish`,
			name, string(blocklist.ModeKernel), stored.Revision, stored.Fingerprint, string(text))
		return err
	})
	return stored, err
}

// counter is what a host had dropped because of a list when it told last.
type counter struct {
	Packets uint64    `json:"packets"`
	Bytes   uint64    `json:"bytes"`
	Since   time.Time `json:"since"`
}

// SaveReport implements [blocklist.HostStore].
func (s *Store) SaveReport(ctx context.Context, name string, epoch int64, report host.Enforcement, problem *host.Obstacle) error {
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	return s.change(ctx, "store what a host blocks", func(tx *sql.Tx) error {
		if _, err := holdHost(ctx, tx, name, epoch); err != nil {
			return err
		}
		before, err := countersOf(ctx, tx, name)
		if err != nil {
			return err
		}
		after, err := addDropped(ctx, tx, name, before, report)
		if err != nil {
			return err
		}
		if err := noteApplied(ctx, tx, name, report); err != nil {
			return err
		}
		_, err = exec(ctx, tx, `
			insert into blocklist_hosts (host, mode, report, reported_at, problem, counters) values ($1, $2, $3, now_ms(), $4, $5)
			on conflict (host) do update set report = excluded.report, reported_at = excluded.reported_at, problem = excluded.problem,
				counters = excluded.counters`,
			name, string(blocklist.ModeKernel), string(text), jsonOrNull(problem), after)
		return err
	})
}

// jsonOrNull is null for nil.
func jsonOrNull[T any](v *T) any {
	if v == nil {
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil // the types that are stored here can always be written
	}
	return string(text)
}

func countersOf(ctx context.Context, tx *sql.Tx, name string) (map[int64]counter, error) {
	counters := make(map[int64]counter)
	text, err := first(ctx, tx, value[string], `select counters from blocklist_hosts where host = $1`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return counters, nil
	}
	if err != nil {
		return nil, err
	}
	return counters, json.Unmarshal([]byte(text), &counters)
}

// addDropped adds what was dropped since the counters were stored last, and returns them as they are now. A counter that began anew counts
// from nothing.
func addDropped(ctx context.Context, tx *sql.Tx, name string, before map[int64]counter, report host.Enforcement) (string, error) {
	after := make(map[int64]counter, len(report.Lists))
	for _, l := range report.Lists {
		now := counter{l.Packets, l.Bytes, l.CountedSince}
		after[l.ID] = now
		packets, bytes := now.since(before[l.ID])
		if packets == 0 && bytes == 0 {
			continue
		}
		_, err := exec(ctx, tx, `
			insert into blocklist_dropped (hour, list, host, packets, bytes)
			select now_ms() - now_ms() % 3600000, id, $2, $3, $4 from blocklists where id = $1
			on conflict (hour, list, host) do update set packets = blocklist_dropped.packets + excluded.packets, bytes = blocklist_dropped.bytes + excluded.bytes`,
			l.ID, name, packets, bytes)
		if err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(after)
	return string(text), err
}

// since is what came after before.
func (c counter) since(before counter) (packets, bytes int64) {
	if !c.Since.Equal(before.Since) || c.Packets < before.Packets || c.Bytes < before.Bytes {
		before = counter{}
	}
	return int64(c.Packets - before.Packets), int64(c.Bytes - before.Bytes) //nolint:gosec // no machine drops that many
}

// noteApplied takes note of the imports that have come into force on a host.
func noteApplied(ctx context.Context, tx *sql.Tx, name string, report host.Enforcement) error {
	for _, l := range report.Lists {
		_, err := exec(ctx, tx, `
			insert into blocklist_applied (import, host, at, took)
			select i.id, $3, now_ms(), now_ms() - i.ended_at from blocklist_imports i
			join blocklists l on l.id = i.list and l.revision = i.revision join blocklist_revisions r on r.id = i.revision
			where i.list = $1 and r.digest = $2 and i.ended_at is not null
				and not exists (select 1 from blocklist_applied a where a.import = i.id and a.host = $3)`, l.ID, l.Digest, name)
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveJailState implements [blocklist.HostStore].
func (s *Store) SaveJailState(ctx context.Context, name string, state blocklist.JailState) error {
	return s.change(ctx, "store how far a jail is", func(tx *sql.Tx) error {
		var err error
		if state.At, err = first(ctx, tx, scanTime, `select now_ms()`); err != nil {
			return err
		}
		n, err := exec(ctx, tx, `update blocklist_hosts set jail = $2 where host = $1`, name, jsonOrNull(&state))
		if err == nil && n == 0 {
			err = fault.NotFound.Errorf("host %q blocks nothing by a jail", name)
		}
		return err
	})
}

// Dropped implements [blocklist.HostStore].
func (s *Store) Dropped(ctx context.Context, query blocklist.DroppedQuery) ([]blocklist.DroppedCell, error) {
	where := &filter{}
	where.add("hour >= %s and hour < %s", query.From, query.To)
	if query.List != 0 {
		where.add("list = %s", query.List)
	}
	where.addText("host", query.Host)
	cells, err := all(ctx, s.read, func(row *sql.Rows) (blocklist.DroppedCell, error) {
		var c blocklist.DroppedCell
		return c, row.Scan(timeIn(&c.Hour), &c.List, &c.Packets, &c.Bytes)
	}, `select hour, list, cast(sum(packets) as bigint), cast(sum(bytes) as bigint) from blocklist_dropped where `+where.text()+`
		group by hour, list order by hour, list`, where.args...)
	return cells, s.explain(ctx, "read what was dropped", err)
}

// RemoveDropped implements [blocklist.HostStore].
func (s *Store) RemoveDropped(ctx context.Context, age time.Duration, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from blocklist_dropped where (hour, list, host) in (
			select hour, list, host from blocklist_dropped where hour < (select now_ms()) - $1 order by hour, list, host limit $2)`, age, limit)
	return int(n), s.explain(ctx, "remove what was dropped", err)
}
