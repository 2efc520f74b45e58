package httpapi

import (
	"context"
	"time"

	"bangui/internal/host"
)

type logInput struct {
	Host   string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Before string `query:"before" maxLength:"255" doc:"The next_cursor of an earlier answer: continues to older records"`
	After  string `query:"after" maxLength:"255" doc:"The tail_cursor of an earlier answer: tells what was written since"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Level  string `query:"level" enum:"DEBUG,INFO,NOTICE,WARNING,ERROR,CRITICAL" doc:"Leaves out what is less severe"`
	Jail   string `query:"jail" maxLength:"255" doc:"Leaves out records that are not about this jail"`
	Text   string `query:"q" maxLength:"255" doc:"Leaves out records without this text"`
}

type logOutput struct {
	Body logPage
}

type logPage struct {
	Items      []logRecord `json:"items" doc:"Oldest first"`
	NextCursor *string     `json:"next_cursor" doc:"Continues to older records; null at the beginning of the log"`
	TailCursor *string     `json:"tail_cursor" doc:"Continues to newer records; null in pages of older ones"`
}

type logRecord struct {
	At      time.Time `json:"at"`
	Level   string    `json:"level" example:"NOTICE"`
	Logger  string    `json:"logger" example:"fail2ban.actions"`
	Message string    `json:"message"`
}

func (s *server) readLog(ctx context.Context, in *logInput) (*logOutput, error) {
	page, err := s.deps.Jails.Log(ctx, in.Host, host.LogQuery{
		Before: in.Before, After: in.After, Jail: in.Jail, Limit: in.Limit, MinLevel: in.Level, Contains: in.Text,
	})
	if err != nil {
		return nil, err
	}
	body := logPage{Items: make([]logRecord, 0, len(page.Records))}
	for _, r := range page.Records {
		body.Items = append(body.Items, logRecord{At: r.At.UTC(), Level: r.Level, Logger: r.Logger, Message: r.Message})
	}
	if page.Cursor != "" {
		body.NextCursor = &page.Cursor
	}
	if page.Tail != "" {
		body.TailCursor = &page.Tail
	}
	return &logOutput{Body: body}, nil
}
