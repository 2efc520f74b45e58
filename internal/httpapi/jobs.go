package httpapi

import (
	"context"
	"strconv"
	"time"

	"bangui/internal/schedule"
)

// JobBody is one run of a task. It is exported because huma sees into embedded types only then.
type JobBody struct {
	ID                int64        `json:"id"`
	Task              string       `json:"task" example:"history.cleanup"`
	Title             string       `json:"title" doc:"The task for people; its name where this program does not know it"`
	State             string       `json:"state" enum:"running,succeeded,failed,cancelled,lost,released"`
	Cause             string       `json:"cause" enum:"schedule,manual"`
	Actor             string       `json:"actor" doc:"Who asked for it; empty for the schedule"`
	Replica           string       `json:"replica" doc:"Which process runs it, or ran it"`
	StartedAt         time.Time    `json:"started_at"`
	EndedAt           *time.Time   `json:"ended_at" doc:"Null while it runs"`
	Outcome           string       `json:"outcome" doc:"What it did, or why it failed"`
	Progress          *jobProgress `json:"progress" doc:"Null if the task does not tell"`
	CancelRequestedAt *time.Time   `json:"cancel_requested_at"`
	CancelRequestedBy string       `json:"cancel_requested_by"`
}

type jobProgress struct {
	Done  int64  `json:"done"`
	Total int64  `json:"total" doc:"0 if it is not known how much there is to do"`
	Doing string `json:"doing" doc:"What is done at present; may be empty"`
}

type jobLine struct {
	N     int       `json:"n" doc:"Grows with each line"`
	At    time.Time `json:"at"`
	Level string    `json:"level" enum:"info,warn"`
	Text  string    `json:"text"`
}

type listJobsInput struct {
	Task   string `query:"task" maxLength:"64"`
	State  string `query:"state" enum:"running,succeeded,failed,cancelled,lost,released"`
	Cursor string `query:"cursor" maxLength:"32"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type jobsOutput struct {
	Body jobPage
}

type jobPage struct {
	Items      []JobBody `json:"items" doc:"Newest first"`
	NextCursor *string   `json:"next_cursor" doc:"Continues the list; null at its end"`
}

// JobInput names a run. It is exported because huma sees into embedded types only then.
type JobInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type jobDetailOutput struct {
	Body jobDetail
}

type jobDetail struct {
	JobBody
	Lines []jobLine `json:"lines" doc:"The log, oldest first"`
}

type jobLinesInput struct {
	JobInput
	After int `query:"after" minimum:"0" doc:"Lines with a larger number only"`
}

type jobLinesOutput struct {
	Body jobLinePage
}

type jobLinePage struct {
	Items      []jobLine `json:"items" doc:"Oldest first"`
	NextCursor *string   `json:"next_cursor" doc:"Always null: the list is complete"`
}

type jobOutput struct {
	Body JobBody
}

func (s *server) listJobs(ctx context.Context, in *listJobsInput) (*jobsOutput, error) {
	before, err := readNumberCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	runs, err := s.deps.Jobs.Runs(ctx, schedule.RunQuery{
		Task: in.Task, State: schedule.State(in.State), Before: before, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	page := jobPage{Items: make([]JobBody, 0, len(runs))}
	for _, run := range runs {
		page.Items = append(page.Items, s.jobBodyOf(run))
	}
	if len(runs) == in.Limit {
		page.NextCursor = new(writeNumberCursor(runs[len(runs)-1].ID))
	}
	return &jobsOutput{Body: page}, nil
}

func (s *server) getJob(ctx context.Context, in *JobInput) (*jobDetailOutput, error) {
	run, err := s.deps.Jobs.Run(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	lines, err := s.deps.Jobs.Lines(ctx, in.ID, 0)
	if err != nil {
		return nil, err
	}
	return &jobDetailOutput{Body: jobDetail{JobBody: s.jobBodyOf(run), Lines: jobLinesOf(lines)}}, nil
}

func (s *server) listJobLines(ctx context.Context, in *jobLinesInput) (*jobLinesOutput, error) {
	lines, err := s.deps.Jobs.Lines(ctx, in.ID, in.After)
	if err != nil {
		return nil, err
	}
	return &jobLinesOutput{Body: jobLinePage{Items: jobLinesOf(lines)}}, nil
}

func (s *server) cancelJob(ctx context.Context, in *JobInput) (*jobOutput, error) {
	run, err := s.deps.Jobs.Cancel(ctx, in.ID, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &jobOutput{Body: s.jobBodyOf(run)}, nil
}

func (s *server) jobBodyOf(run schedule.Run) JobBody {
	body := JobBody{
		ID: run.ID, Task: run.Task, Title: s.deps.Jobs.Title(run.Task), State: string(run.State), Cause: string(run.Cause),
		Actor: run.Actor, Replica: run.Replica, StartedAt: run.StartedAt.UTC(), EndedAt: timeOrNull(run.EndedAt), Outcome: run.Outcome,
		CancelRequestedAt: timeOrNull(run.CancelAt), CancelRequestedBy: run.CancelBy,
	}
	if run.Total > 0 || run.Done > 0 || run.Doing != "" {
		body.Progress = &jobProgress{Done: run.Done, Total: run.Total, Doing: run.Doing}
	}
	return body
}

// jobOrNull is for what may not be there.
func (s *server) jobOrNull(run *schedule.Run) *JobBody {
	if run == nil {
		return nil
	}
	return new(s.jobBodyOf(*run))
}

func jobLinesOf(lines []schedule.Line) []jobLine {
	list := make([]jobLine, 0, len(lines))
	for _, line := range lines {
		list = append(list, jobLine{N: line.N, At: line.At.UTC(), Level: string(line.Level), Text: line.Text})
	}
	return list
}

// writeNumberCursor hides the number of the last item.
func writeNumberCursor(id int64) string { return strconv.FormatInt(id, 36) }

// readNumberCursor reads the number that the cursor hides; 0 for none.
func readNumberCursor(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(cursor, 36, 64)
	if err != nil || id < 1 {
		return 0, foreignCursor()
	}
	return id, nil
}
