package httpapi

import (
	"context"
	"time"

	"bangui/internal/blocklist"
)

type listImportsInput struct {
	BlocklistInput
	Cursor string `query:"cursor" maxLength:"32"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type importInput struct {
	BlocklistInput
	Run int64 `path:"run" minimum:"1"`
}

type importsOutput struct {
	Body importPage
}

type importPage struct {
	Items      []ImportBody `json:"items" doc:"Newest first"`
	NextCursor *string      `json:"next_cursor" doc:"Continues the list; null at its end"`
}

// ReportBody is what reading a list found. It is exported because huma sees into embedded types only then.
type ReportBody struct {
	Source     string        `json:"source" doc:"Where the list came from in the end; empty for text that was uploaded"`
	HTTPStatus int           `json:"http_status" doc:"That of the answer; 0 if there was none"`
	Bytes      int64         `json:"bytes" doc:"How many came over the network, or were uploaded"`
	Format     string        `json:"format" doc:"How the list is written; empty if that was not found out" example:"netset"`
	Gzip       bool          `json:"gzip" doc:"Whether it was packed"`
	Lines      int           `json:"lines" doc:"How many were read"`
	Networks   int           `json:"networks" doc:"How many were found in them"`
	Doubles    int           `json:"doubles" doc:"How many of those the list has twice, or lie in others of it"`
	Dropped    []droppedBody `json:"dropped" doc:"What was left out, by reason"`
	Entries    int           `json:"entries" doc:"What is left"`
	Before     int           `json:"before" doc:"How many the list had"`
	Added      int           `json:"added"`
	Removed    int           `json:"removed"`
}

type droppedBody struct {
	Reason  string       `json:"reason" example:"host_name"`
	Title   string       `json:"title" doc:"The reason for people"`
	Lines   int          `json:"lines"`
	Samples []sampleBody `json:"samples"`
}

type sampleBody struct {
	Line int    `json:"line"`
	Text string `json:"text" doc:"May be cut"`
}

// ImportBody is one import. It is exported because huma sees into embedded types only then.
type ImportBody struct {
	ID        int64      `json:"id"`
	List      int64      `json:"list"`
	Job       int64      `json:"job" doc:"The run of the task, as the jobs have it"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at" doc:"Null while it runs"`
	Cause     string     `json:"cause" enum:"schedule,manual"`
	Actor     string     `json:"actor" doc:"Who asked for it; empty for the schedule"`
	Outcome   string     `json:"outcome" enum:"running,imported,unchanged,held,failed,cancelled,lost"`
	Message   string     `json:"message" doc:"What it did, or why it failed and what to do"`
	ReportBody
	Revision  int64   `json:"revision" doc:"Of what was stored; 0 if nothing was"`
	Took      float64 `json:"took_seconds" doc:"All in all; 0 while it runs"`
	FetchTook float64 `json:"fetch_seconds" doc:"For fetching and reading"`
	StoreTook float64 `json:"store_seconds"`
}

type importDetail struct {
	ImportBody
	Hosts []appliedBody `json:"hosts" doc:"Those that have brought the new contents into force, by name"`
}

type appliedBody struct {
	Host string    `json:"host"`
	At   time.Time `json:"at"`
	Took float64   `json:"took_seconds" doc:"After the import"`
}

type importOutput struct {
	Body importDetail
}

func (s *server) listImports(ctx context.Context, in *listImportsInput) (*importsOutput, error) {
	before, err := readNumberCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	runs, err := s.deps.Blocklists.Imports(ctx, blocklist.RunQuery{List: in.ID, Before: before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	page := importPage{Items: make([]ImportBody, 0, len(runs))}
	for _, run := range runs {
		page.Items = append(page.Items, importBodyOf(ctx, run))
	}
	if len(runs) == in.Limit {
		page.NextCursor = new(writeNumberCursor(runs[len(runs)-1].ID))
	}
	return &importsOutput{Body: page}, nil
}

func (s *server) getImport(ctx context.Context, in *importInput) (*importOutput, error) {
	run, err := s.deps.Blocklists.OneImport(ctx, in.ID, in.Run)
	if err != nil {
		return nil, err
	}
	body := importDetail{ImportBody: importBodyOf(ctx, run), Hosts: make([]appliedBody, 0, len(run.Hosts))}
	for _, h := range run.Hosts {
		body.Hosts = append(body.Hosts, appliedBody{Host: h.Host, At: h.At.UTC(), Took: h.Took.Seconds()})
	}
	return &importOutput{Body: body}, nil
}

func importBodyOf(ctx context.Context, r blocklist.Run) ImportBody {
	body := ImportBody{
		ID: r.ID, List: r.List, Job: r.Job, StartedAt: r.StartedAt.UTC(), EndedAt: timeOrNull(r.EndedAt), Cause: string(r.Cause), Actor: r.Actor,
		Outcome: string(r.Outcome), Message: r.Message, ReportBody: reportBodyOf(ctx, r.Report), Revision: r.Revision,
		FetchTook: r.FetchTook.Seconds(), StoreTook: r.StoreTook.Seconds(),
	}
	if !r.EndedAt.IsZero() {
		body.Took = r.EndedAt.Sub(r.StartedAt).Seconds()
	}
	return body
}

func reportBodyOf(ctx context.Context, r blocklist.Report) ReportBody {
	body := ReportBody{
		Source: shownURL(ctx, r.Source), HTTPStatus: r.Status, Bytes: r.Bytes, Format: string(r.Format), Gzip: r.Gzip, Lines: r.Lines, Networks: r.Networks,
		Doubles: r.Doubles, Dropped: make([]droppedBody, 0, len(r.Dropped)), Entries: r.Entries, Before: r.Before, Added: r.Added, Removed: r.Removed,
	}
	for _, d := range r.Dropped {
		dropped := droppedBody{Reason: d.Reason, Title: d.Title, Lines: d.Lines, Samples: make([]sampleBody, 0, len(d.Samples))}
		for _, one := range d.Samples {
			dropped.Samples = append(dropped.Samples, sampleBody(one))
		}
		body.Dropped = append(body.Dropped, dropped)
	}
	return body
}
