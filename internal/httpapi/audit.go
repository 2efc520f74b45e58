package httpapi

import (
	"context"
	"time"

	"bangui/internal/audit"
)

type listAuditInput struct {
	Cursor string `query:"cursor" maxLength:"32"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Action string `query:"action" maxLength:"64" doc:"Such as session.create, or session.* for all of them"`
	Actor  string `query:"actor" maxLength:"64"`
}

type auditEntry struct {
	ID        int64     `json:"id"`
	At        time.Time `json:"at"`
	Actor     string    `json:"actor" doc:"The user's name, or system"`
	Address   string    `json:"address" doc:"Where the request came from; may be empty"`
	Action    string    `json:"action" example:"session.create"`
	Host      string    `json:"host"`
	Jail      string    `json:"jail"`
	Target    string    `json:"target"`
	Result    string    `json:"result" enum:"ok,failed,refused"`
	Detail    string    `json:"detail"`
	RequestID string    `json:"request_id"`
}

type auditOutput struct {
	Body auditPage
}

type auditPage struct {
	Items      []auditEntry `json:"items"`
	NextCursor *string      `json:"next_cursor" doc:"Continues the list; null at its end"`
}

func (s *server) listAudit(ctx context.Context, in *listAuditInput) (*auditOutput, error) {
	before, err := readNumberCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	entries, err := s.deps.Audit.AuditEntries(ctx, audit.Query{
		Actor: in.Actor, Action: in.Action, Before: before, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	page := auditPage{Items: make([]auditEntry, 0, len(entries))}
	for _, e := range entries {
		page.Items = append(page.Items, auditEntryOf(e))
	}
	if len(entries) == in.Limit {
		page.NextCursor = new(writeNumberCursor(entries[len(entries)-1].ID))
	}
	return &auditOutput{Body: page}, nil
}

func auditEntryOf(e audit.Entry) auditEntry {
	return auditEntry{
		ID: e.ID, At: e.At.UTC(), Actor: e.Actor.Name, Address: e.Actor.Address, Action: e.Action, Host: e.Host, Jail: e.Jail,
		Target: e.Target, Result: string(e.Result), Detail: e.Detail, RequestID: e.Actor.RequestID,
	}
}
