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

// An allowance whose time is up has ended, also before that was noted. Its note is in the column reason.
const (
	allowanceColumns = `allowances.id, allowances.address, allowances.name, allowances.hosts, allowances.jails, allowances.lift, allowances.reason,
		allowances.actor, allowances.created_at, allowances.until,
		coalesce(allowances.ended_at, case when allowances.until <= now_ms() then allowances.until end), allowances.ended_actor,
		coalesce(allowed_names.addresses, '[]'), allowed_names.resolved_at, allowed_names.tried_at, coalesce(allowed_names.problem, '')`
	selectAllowances = `select ` + allowanceColumns + ` from allowances left join allowed_names on allowed_names.name = allowances.name`
	allowanceActive  = `ended_at is null and until > (select now_ms())`
	allowanceEnded   = `(ended_at is not null or until <= (select now_ms()))`
)

// standIn is the address of a row that has a name; see the migration.
const standIn = "100::"

// endless is until when an allowance without an end is: the year 9999.
func endless() time.Time { return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }

func scanAllowance(row *sql.Rows) (allow.Allowance, error) {
	var a allow.Allowance
	var address, hosts, jails, addresses string
	err := row.Scan(&a.ID, &address, &a.Name, &hosts, &jails, &a.Lift, &a.Note, &a.Actor, timeIn(&a.CreatedAt), timeIn(&a.Until), timeIn(&a.EndedAt),
		&a.EndedActor, &addresses, timeIn(&a.Answer.At), timeIn(&a.Answer.TriedAt), &a.Answer.Problem)
	if err != nil {
		return a, err
	}
	if !a.Until.Before(endless()) {
		a.Until = time.Time{}
	}
	if a.Name == "" {
		if a.Address, err = ban.ParseAddress(address); err != nil {
			return a, fmt.Errorf("the address of allowance %d: %w", a.ID, err)
		}
	} else if a.Answer.Addresses, err = readAddresses(addresses); err != nil {
		return a, fmt.Errorf("the addresses of %s: %w", a.Name, err)
	}
	return a, errors.Join(json.Unmarshal([]byte(hosts), &a.Hosts), json.Unmarshal([]byte(jails), &a.Jails))
}

// MakeAllowances implements [allow.Store].
func (s *Store) MakeAllowances(
	ctx context.Context, wanted []allow.Allowance, lasts time.Duration, told map[string]allow.Told, entries []audit.Entry,
) (made []allow.Allowance, err error) {
	err = s.change(ctx, "make allowances", func(tx *sql.Tx) error {
		made = nil
		if err := saveTold(ctx, tx, told); err != nil {
			return err
		}
		for _, a := range wanted {
			one, err := makeAllowance(ctx, tx, a, lasts)
			if err != nil {
				return err
			}
			made = append(made, one)
		}
		if err := checkAllowances(ctx, tx); err != nil {
			return err
		}
		return record(ctx, tx, entries...)
	})
	return made, err
}

// checkAllowances fails with fault.Conflict if there are too many.
func checkAllowances(ctx context.Context, tx *sql.Tx) error {
	inForce, err := first(ctx, tx, value[int], `select count(*) from allowances where `+allowanceActive)
	if err != nil {
		return err
	}
	if inForce > allow.MaxInForce {
		return fault.Conflict.Errorf("the allow-list would have %d entries, and it can have %d", inForce, allow.MaxInForce).
			WithMend("End some that are not needed any more, or allow networks instead of addresses.")
	}
	names, err := first(ctx, tx, value[int], `select count(distinct name) from allowances where name <> '' and `+allowanceActive)
	if err != nil {
		return err
	}
	if names > allow.MaxNames {
		return fault.Conflict.Errorf("the allow-list would have %d names, and it can have %d", names, allow.MaxNames).
			WithMend("End some that are not needed any more, or allow the networks that their addresses are in.")
	}
	return nil
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
	address := standIn
	if a.Name == "" {
		address = ban.FormatAddress(a.Address)
	}
	id, err := first(ctx, tx, value[int64], `
		with clock as materialized (select now_ms() as now)
		insert into allowances (address, name, hosts, jails, lift, reason, actor, created_at, until)
		select $1, $2, $3, $4, $5, $6, $7, now, case when cast($8 as bigint) = 0 then cast($9 as bigint) else now + cast($8 as bigint) end from clock returning id`,
		address, a.Name, hosts, jails, a.Lift, a.Note, a.Actor, lasts, endless())
	if err != nil {
		return a, err
	}
	made, err := oneAllowance(ctx, tx, id)
	if err != nil {
		return a, err
	}
	for _, network := range made.Networks() {
		_, err := exec(ctx, tx, `update allowance_places set placed_at = null, problem = '' where address = $1`, ban.FormatAddress(network))
		if err != nil {
			return a, err
		}
	}
	return made, nil
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
		n, err := exec(ctx, tx, `update allowances set ended_at = now_ms(), ended_actor = $2 where id = $1 and `+allowanceActive, id, actor.Name)
		if err != nil {
			return err
		}
		if n == 0 {
			return whyNotEnded(ctx, tx, id)
		}
		if ended, err = oneAllowance(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, audit.Entry{
			Actor: actor, Action: "allowance.end", Target: ended.Label(), Result: audit.OK, Detail: "would have lasted " + untilText(ended),
		})
	})
	return ended, err
}

// untilText says until when an allowance is.
func untilText(a allow.Allowance) string {
	if a.Standing() {
		return "without an end"
	}
	return "until " + a.Until.Format(time.RFC3339)
}

// EditAllowance implements [allow.Store].
func (s *Store) EditAllowance(ctx context.Context, id int64, edit allow.Edit, actor audit.Actor) (edited allow.Allowance, err error) {
	err = s.change(ctx, "change allowance", func(tx *sql.Tx) error {
		before, err := oneAllowance(ctx, tx, id)
		if err != nil {
			return err
		}
		if edit.Lasts != nil {
			n, err := exec(ctx, tx, `update allowances set until = case when cast($2 as bigint) = 0 then cast($3 as bigint) else now_ms() + cast($2 as bigint) end where id = $1 and `+allowanceActive,
				id, *edit.Lasts, endless())
			if err != nil {
				return err
			}
			if n == 0 {
				return whyNotEnded(ctx, tx, id)
			}
		}
		if edit.Note != nil {
			n, err := exec(ctx, tx, `update allowances set reason = $2 where id = $1 and `+allowanceActive, id, *edit.Note)
			if err != nil {
				return err
			}
			if n == 0 {
				return whyNotEnded(ctx, tx, id)
			}
		}
		if edited, err = oneAllowance(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, editEntries(actor, before, edited)...)
	})
	return edited, err
}

// editEntries tell of what has changed.
func editEntries(actor audit.Actor, before, after allow.Allowance) []audit.Entry {
	var entries []audit.Entry
	if !before.Until.Equal(after.Until) {
		entries = append(entries, audit.Entry{
			Actor: actor, Action: "allowance.extend", Target: after.Label(), Result: audit.OK, Detail: untilText(after) + " instead of " + untilText(before),
		})
	}
	if before.Note != after.Note {
		entries = append(entries, audit.Entry{Actor: actor, Action: "allowance.note", Target: after.Label(), Result: audit.OK, Detail: after.Note})
	}
	return entries
}

func whyNotEnded(ctx context.Context, c conn, id int64) error {
	if _, err := oneAllowance(ctx, c, id); err != nil {
		return err
	}
	return fault.Conflict.Errorf("allowance %d has ended already", id)
}

func oneAllowance(ctx context.Context, c conn, id int64) (allow.Allowance, error) {
	one, err := first(ctx, c, scanAllowance, selectAllowances+` where allowances.id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return one, fault.NotFound.Errorf("no allowance %d", id)
	}
	return one, err
}

// ExpireAllowances implements [allow.Store].
func (s *Store) ExpireAllowances(ctx context.Context, limit int) (n int, err error) {
	err = s.change(ctx, "end allowances", func(tx *sql.Tx) error {
		entries, err := all(ctx, tx, scanExpired, `
			update allowances set ended_at = until where ended_at is null and id in (
				select id from allowances where ended_at is null and until <= (select now_ms()) order by until, id limit $1)
			returning case when name = '' then address else name end, actor`, limit)
		n = len(entries)
		if err != nil {
			return err
		}
		return record(ctx, tx, entries...)
	})
	return n, err
}

func scanExpired(row *sql.Rows) (audit.Entry, error) {
	entry := audit.Entry{Actor: audit.System(), Action: "allowance.expire", Result: audit.OK}
	var actor string
	err := row.Scan(&entry.Target, &actor)
	if actor != "" {
		entry.Detail = "made by " + actor
	}
	return entry, err
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
	if query.Standing != nil && *query.Standing {
		where.add("until >= %s", endless())
	} else if query.Standing != nil {
		where.add("until < %s", endless())
	}
	if query.Text != "" {
		where.add(`(allowances.name = '' and lower(address) like %[1]s escape '\' or allowances.name like %[1]s escape '\'
			or allowed_names.addresses like %[1]s escape '\' or lower(reason) like %[1]s escape '\' or lower(actor) like %[1]s escape '\')`,
			likePattern(query.Text))
	}
	if query.Before > 0 {
		where.add("allowances.id < %s", query.Before)
	}
	limit := where.arg(query.Limit)
	list, err := all(ctx, s.read, scanAllowance, selectAllowances+` where `+where.text()+` order by allowances.id desc limit `+limit, where.args...)
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
