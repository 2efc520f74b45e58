package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
)

// An allowance whose time is up has ended, also before that was noted.
const (
	allowanceColumns = `id, address, hosts, jails, lift, reason, actor, created_at, until,
		coalesce(ended_at, case when until <= now_ms() then until end), ended_actor`
	allowanceActive = `ended_at is null and until > (select now_ms())`
	allowanceEnded  = `(ended_at is not null or until <= (select now_ms()))`
)

func scanAllowance(row *sql.Rows) (allow.Allowance, error) {
	var a allow.Allowance
	var address, hosts, jails string
	err := row.Scan(&a.ID, &address, &hosts, &jails, &a.Lift, &a.Reason, &a.Actor, timeIn(&a.CreatedAt), timeIn(&a.Until), timeIn(&a.EndedAt),
		&a.EndedActor)
	if err != nil {
		return a, err
	}
	if a.Address, err = ban.ParseAddress(address); err != nil {
		return a, fmt.Errorf("the address of allowance %d: %w", a.ID, err)
	}
	return a, errors.Join(json.Unmarshal([]byte(hosts), &a.Hosts), json.Unmarshal([]byte(jails), &a.Jails))
}

// MakeAllowances implements [allow.Store].
func (s *Store) MakeAllowances(
	ctx context.Context, wanted []allow.Allowance, lasts time.Duration, entries []audit.Entry,
) (made []allow.Allowance, err error) {
	err = s.change(ctx, "make allowances", func(tx *sql.Tx) error {
		made = nil
		for _, a := range wanted {
			one, err := makeAllowance(ctx, tx, a, lasts)
			if err != nil {
				return err
			}
			made = append(made, one)
		}
		inForce, err := first(ctx, tx, value[int], `select count(*) from allowances where `+allowanceActive)
		if err != nil {
			return err
		}
		if inForce > allow.MaxInForce {
			return fault.Conflict.Errorf("there would be %d allowances in force, and there can be %d", inForce, allow.MaxInForce).
				WithMend("End some that are not needed any more, or allow networks instead of addresses.")
		}
		return record(ctx, tx, entries...)
	})
	return made, err
}

func makeAllowance(ctx context.Context, tx *sql.Tx, a allow.Allowance, lasts time.Duration) (allow.Allowance, error) {
	hosts, err := jsonList(a.Hosts)
	if err != nil {
		return a, err
	}
	jails, err := jsonList(a.Jails)
	if err != nil {
		return a, err
	}
	address := ban.FormatAddress(a.Address)
	if _, err := exec(ctx, tx, `update allowance_places set placed_at = null, problem = '' where address = $1`, address); err != nil {
		return a, err
	}
	return first(ctx, tx, scanAllowance, `
		with clock as materialized (select now_ms() as now)
		insert into allowances (address, hosts, jails, lift, reason, actor, created_at, until)
		select $1, $2, $3, $4, $5, $6, now, now + $7 from clock returning `+allowanceColumns,
		address, hosts, jails, a.Lift, a.Reason, a.Actor, lasts)
}

// jsonList is [] and not null for none.
func jsonList(items []string) (string, error) {
	if len(items) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(items)
	return string(text), err
}

// EndAllowance implements [allow.Store].
func (s *Store) EndAllowance(ctx context.Context, id int64, actor audit.Actor) (ended allow.Allowance, err error) {
	err = s.change(ctx, "end allowance", func(tx *sql.Tx) error {
		ended, err = first(ctx, tx, scanAllowance, `
			update allowances set ended_at = now_ms(), ended_actor = $2 where id = $1 and `+allowanceActive+` returning `+allowanceColumns,
			id, actor.Name)
		if errors.Is(err, sql.ErrNoRows) {
			return whyNotEnded(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, audit.Entry{
			Actor: actor, Action: "allowance.end", Target: ban.FormatAddress(ended.Address), Result: audit.OK,
			Detail: "would have lasted until " + ended.Until.Format(time.RFC3339),
		})
	})
	return ended, err
}

// ExtendAllowance implements [allow.Store].
func (s *Store) ExtendAllowance(ctx context.Context, id int64, lasts time.Duration, actor audit.Actor) (extended allow.Allowance, err error) {
	err = s.change(ctx, "extend allowance", func(tx *sql.Tx) error {
		before, err := oneAllowance(ctx, tx, id)
		if err != nil {
			return err
		}
		extended, err = first(ctx, tx, scanAllowance, `
			update allowances set until = now_ms() + $2 where id = $1 and `+allowanceActive+` returning `+allowanceColumns, id, lasts)
		if errors.Is(err, sql.ErrNoRows) {
			return whyNotEnded(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, audit.Entry{
			Actor: actor, Action: "allowance.extend", Target: ban.FormatAddress(extended.Address), Result: audit.OK,
			Detail: "until " + extended.Until.Format(time.RFC3339) + " instead of " + before.Until.Format(time.RFC3339),
		})
	})
	return extended, err
}

func whyNotEnded(ctx context.Context, c conn, id int64) error {
	if _, err := oneAllowance(ctx, c, id); err != nil {
		return err
	}
	return fault.Conflict.Errorf("allowance %d has ended already", id)
}

func oneAllowance(ctx context.Context, c conn, id int64) (allow.Allowance, error) {
	one, err := first(ctx, c, scanAllowance, `select `+allowanceColumns+` from allowances where id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return one, fault.NotFound.Errorf("no allowance %d", id)
	}
	return one, err
}

// ExpireAllowances implements [allow.Store].
func (s *Store) ExpireAllowances(ctx context.Context, limit int) (n int, err error) {
	err = s.change(ctx, "end allowances", func(tx *sql.Tx) error {
		ended, err := all(ctx, tx, scanAllowance, `
			update allowances set ended_at = until where ended_at is null and id in (
				select id from allowances where ended_at is null and until <= (select now_ms()) order by until, id limit $1)
			returning `+allowanceColumns, limit)
		if err != nil {
			return err
		}
		n = len(ended)
		for _, a := range ended {
			entry := audit.Entry{Actor: audit.System(), Action: "allowance.expire", Target: ban.FormatAddress(a.Address), Result: audit.OK}
			if a.Actor != "" {
				entry.Detail = "made by " + a.Actor
			}
			if err := record(ctx, tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// RemoveAllowances implements [allow.Store].
func (s *Store) RemoveAllowances(ctx context.Context, age time.Duration, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from allowances where id in (
			select id from allowances where ended_at is not null and ended_at < (select now_ms()) - $1 order by ended_at limit $2)`, age, limit)
	return int(n), s.explain(ctx, "remove allowances", err)
}

// Allowance implements [allow.Store].
func (s *Store) Allowance(ctx context.Context, id int64) (allow.Allowance, error) {
	one, err := oneAllowance(ctx, s.read, id)
	return one, s.explain(ctx, "look up allowance", err)
}

// Allowances implements [allow.Store].
func (s *Store) Allowances(ctx context.Context, query allow.Query) ([]allow.Allowance, error) {
	where := &filter{}
	if query.Active != nil && *query.Active {
		where.add(allowanceActive)
	} else if query.Active != nil {
		where.add(allowanceEnded)
	}
	if query.Text != "" {
		where.add(`(lower(address) like %[1]s escape '\' or lower(reason) like %[1]s escape '\' or lower(actor) like %[1]s escape '\')`,
			likePattern(query.Text))
	}
	if query.Before > 0 {
		where.add("id < %s", query.Before)
	}
	limit := where.arg(query.Limit)
	list, err := all(ctx, s.read, scanAllowance, `
		select `+allowanceColumns+` from allowances where `+where.text()+` order by id desc limit `+limit, where.args...)
	return list, s.explain(ctx, "list allowances", err)
}

// scanIgnored reads a place of an ignore list. Its address was written by us.
func scanIgnored(row *sql.Rows) (allow.Place, error) {
	var p allow.Place
	var address string
	if err := row.Scan(&p.Host, &p.Jail, &address, &p.Ours, timeIn(&p.PlacedAt), &p.Problem); err != nil {
		return p, err
	}
	var err error
	if p.Address, err = ban.ParseAddress(address); err != nil {
		return p, fmt.Errorf("an address on the ignore list of %s: %w", p.Jail, err)
	}
	return p, nil
}
