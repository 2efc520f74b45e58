package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
)

// answered is a name with what is known of it.
type answered struct {
	name   string
	answer allow.Answer
}

func scanAnswered(row *sql.Rows) (answered, error) {
	var one answered
	var addresses string
	err := row.Scan(&one.name, &addresses, timeIn(&one.answer.At), timeIn(&one.answer.TriedAt), &one.answer.Problem)
	if err != nil {
		return one, err
	}
	if one.answer.Addresses, err = readAddresses(addresses); err != nil {
		return one, fmt.Errorf("the addresses of %s: %w", one.name, err)
	}
	return one, nil
}

func readAddresses(text string) ([]netip.Addr, error) {
	var list []netip.Addr
	err := json.Unmarshal([]byte(text), &list)
	return list, err
}

func byName(list []answered) map[string]allow.Answer {
	answers := make(map[string]allow.Answer, len(list))
	for _, one := range list {
		answers[one.name] = one.answer
	}
	return answers
}

// DueNames implements [allow.Store].
func (s *Store) DueNames(ctx context.Context, every, again time.Duration) (map[string]allow.Answer, error) {
	list, err := all(ctx, s.read, scanAnswered, `
		select names.name, coalesce(allowed_names.addresses, '[]'), allowed_names.resolved_at, allowed_names.tried_at, coalesce(allowed_names.problem, '')
		from (select distinct name from allowances where name <> '' and `+allowanceActive+`) as names
			left join allowed_names on allowed_names.name = names.name
		where allowed_names.tried_at is null
			or allowed_names.tried_at <= (select now_ms()) - case when allowed_names.problem = '' then cast($1 as bigint) else cast($2 as bigint) end`, every, again)
	return byName(list), s.explain(ctx, "list names that are due", err)
}

// Answers implements [allow.Store].
func (s *Store) Answers(ctx context.Context, names []string) (map[string]allow.Answer, error) {
	if len(names) == 0 {
		return map[string]allow.Answer{}, nil
	}
	where := &filter{}
	where.addOneOf("name", names)
	list, err := all(ctx, s.read, scanAnswered, `
		select name, addresses, resolved_at, tried_at, problem from allowed_names where `+where.text(), where.args...)
	return byName(list), s.explain(ctx, "look up names", err)
}

// SaveTold implements [allow.Store].
func (s *Store) SaveTold(ctx context.Context, told map[string]allow.Told, entries []audit.Entry) error {
	return s.change(ctx, "store what names stand for", func(tx *sql.Tx) error {
		if err := saveTold(ctx, tx, told); err != nil {
			return err
		}
		if _, err := forgetNames(ctx, tx); err != nil {
			return err
		}
		return record(ctx, tx, entries...)
	})
}

// saveTold goes by the alphabet, so that two transactions never wait for each other.
func saveTold(ctx context.Context, tx *sql.Tx, told map[string]allow.Told) error {
	for _, name := range slices.Sorted(maps.Keys(told)) {
		one := told[name]
		addresses, err := json.Marshal(append([]netip.Addr{}, one.Addresses...))
		if err != nil {
			return err
		}
		_, err = exec(ctx, tx, `
			insert into allowed_names (name, addresses, resolved_at, tried_at, problem)
			values ($1, case when $3 = 1 then cast($2 as text) else '[]' end, case when $3 = 1 then now_ms() end, now_ms(), $4)
			on conflict (name) do update set tried_at = excluded.tried_at, problem = excluded.problem,
				addresses = case when excluded.resolved_at is null then allowed_names.addresses else excluded.addresses end,
				resolved_at = coalesce(excluded.resolved_at, allowed_names.resolved_at)`,
			name, string(addresses), one.Good, cut(one.Problem, maxLine))
		if err != nil {
			return err
		}
	}
	return nil
}

// ForgetNames implements [allow.Store].
func (s *Store) ForgetNames(ctx context.Context) (n int, err error) {
	err = s.change(ctx, "forget names", func(tx *sql.Tx) error {
		n, err = forgetNames(ctx, tx)
		return err
	})
	return n, err
}

func forgetNames(ctx context.Context, tx *sql.Tx) (int, error) {
	n, err := exec(ctx, tx, `
		delete from allowed_names where not exists (
			select 1 from allowances where allowances.name = allowed_names.name and `+allowanceActive+`)`)
	return int(n), err
}
