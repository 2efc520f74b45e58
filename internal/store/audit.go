package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"bangui/internal/audit"
)

// RecordAudit implements [audit.Store].
func (s *Store) RecordAudit(ctx context.Context, entries ...audit.Entry) error {
	err := s.change(ctx, "record audit", func(tx *sql.Tx) error {
		return record(ctx, tx, entries...)
	})
	if err != nil {
		s.auditFailures.Add(1)
	}
	return err
}

// record writes entries in the transaction of what they tell of.
func record(ctx context.Context, tx *sql.Tx, entries ...audit.Entry) error {
	for _, e := range entries {
		_, err := exec(ctx, tx, `
			insert into audit (at, user_id, actor, address, request_id, action, host, jail, target, result, detail)
			values (now_ms(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			e.Actor.UserID, cutKey(e.Actor.Name), e.Actor.Address, e.Actor.RequestID,
			cutKey(e.Action), e.Host, e.Jail, cutKey(e.Target), string(e.Result), e.Detail)
		if err != nil {
			return fmt.Errorf("audit %s: %w", e.Action, err)
		}
	}
	return nil
}

// AuditEntries implements [audit.Store].
func (s *Store) AuditEntries(ctx context.Context, query audit.Query) ([]audit.Entry, error) {
	where := auditFilter(query)
	limit := where.arg(query.Limit)
	entries, err := all(ctx, s.read, scanEntry, `
		select id, at, user_id, actor, address, request_id, action, host, jail, target, result, detail
		from audit where `+where.text()+` order by id desc limit `+limit, where.args...)
	return entries, s.explain(ctx, "read audit", err)
}

func auditFilter(query audit.Query) *filter {
	where := &filter{}
	if !query.From.IsZero() {
		where.add("at >= %s", query.From)
	}
	if !query.To.IsZero() {
		where.add("at < %s", query.To)
	}
	if query.Before > 0 {
		where.add("id < %s", query.Before)
	}
	if family, ok := strings.CutSuffix(query.Action, ".*"); ok {
		// The slash is the character after the dot.
		where.add("action >= %s and action < %s", family+".", family+"/")
	} else {
		where.addText("action", query.Action)
	}
	where.addText("actor", cutKey(query.Actor))
	where.addText("host", query.Host)
	where.addText("target", cutKey(query.Target))
	return where
}

func scanEntry(row *sql.Rows) (audit.Entry, error) {
	var e audit.Entry
	err := row.Scan(&e.ID, timeIn(&e.At), &e.Actor.UserID, &e.Actor.Name, &e.Actor.Address, &e.Actor.RequestID,
		&e.Action, &e.Host, &e.Jail, &e.Target, &e.Result, &e.Detail)
	return e, err
}
