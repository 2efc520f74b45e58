package httpapi

import (
	"context"
	"errors"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/revision"
)

type applyInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body applyBody
}

type applyBody struct {
	Reason        string   `json:"reason" minLength:"1" maxLength:"500" doc:"One line; it stands in the history"`
	DraftHash     string   `json:"draft_hash" maxLength:"64" doc:"That of the draft as it was looked at"`
	ConfirmWithin int64    `json:"confirm_within_seconds,omitempty" minimum:"0" maximum:"3600" doc:"The change is taken back if nobody confirms it within that time, 30 s or more; absent or 0 means that it stays"`
	AcceptLoss    []string `json:"accept_loss,omitempty" maxItems:"1000" nullable:"false" doc:"Jails whose bans may be lost"`
	Restores      int64    `json:"restores,omitempty" minimum:"0" doc:"The revision whose files the draft brings back"`
}

// RevisionInput names a revision. It is exported because huma sees into embedded types only then.
type RevisionInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type listRevisionsInput struct {
	Host   string `query:"host" maxLength:"64"`
	Cursor string `query:"cursor" maxLength:"32"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type compareInput struct {
	RevisionInput
	With int64 `query:"with" minimum:"0" doc:"Another revision of the same host; absent or 0 means the files as they are now"`
}

type restoreInput struct {
	RevisionInput
	Body struct {
		Before  bool `json:"before,omitempty" doc:"The files as they were before the revision, not after it"`
		Replace bool `json:"replace,omitempty" doc:"Whether a draft may be replaced"`
	}
}

// RevisionBody is a change that was applied, or whose application was tried. It is exported because huma sees into embedded types only then.
type RevisionBody struct {
	ID            int64            `json:"id"`
	Host          string           `json:"host"`
	Author        string           `json:"author"`
	Reason        string           `json:"reason"`
	CreatedAt     time.Time        `json:"created_at"`
	Phase         string           `json:"phase" enum:"checking,changing,waiting,undoing,applied,refused,rolled_back,undone,stuck"`
	Over          bool             `json:"over" doc:"Whether it has come to its end"`
	EndedAt       *time.Time       `json:"ended_at"`
	ConfirmWithin int64            `json:"confirm_within_seconds" doc:"0 if it does not wait to be confirmed"`
	ConfirmBy     *time.Time       `json:"confirm_by" doc:"When it is taken back, while it waits to be confirmed"`
	Restores      *int64           `json:"restores" doc:"The revision whose files it brought back"`
	Failure       *revisionFailure `json:"failure" doc:"What went wrong first, if something did"`
	Files         []revisionFile   `json:"files" doc:"By name"`
}

type revisionFile struct {
	Name    string `json:"name"`
	Change  string `json:"change" enum:"added,changed,removed"`
	Added   int    `json:"lines_added"`
	Removed int    `json:"lines_removed"`
}

type revisionFailure struct {
	Step       string           `json:"step" example:"jail"`
	Jail       string           `json:"jail"`
	Message    string           `json:"message" doc:"In fail2ban's own words where it is fail2ban that refused"`
	Mend       string           `json:"mend"`
	Objections []draftObjection `json:"objections" doc:"All of them, if there were several"`
}

type revisionStep struct {
	Name  string    `json:"name" enum:"rules,hashes,findings,client,trial,probe,loss,stage,swap,server,jail,verify,settle,confirm,put_back,server_back,jail_back,verify_back"`
	Jail  string    `json:"jail" doc:"Empty for steps that are not about one"`
	State string    `json:"state" enum:"running,done,failed,skipped"`
	Text  string    `json:"text" doc:"What was done or found; may be empty"`
	At    time.Time `json:"at"`
	Took  int64     `json:"took_ms"`
}

type revisionDiff struct {
	Name    string `json:"name"`
	Diff    string `json:"diff" doc:"Unified"`
	Added   int    `json:"lines_added"`
	Removed int    `json:"lines_removed"`
}

type revisionDetail struct {
	RevisionBody
	Steps []revisionStep `json:"steps" doc:"Those begun so far, in their order"`
	Left  []string       `json:"left" doc:"Files that were not put back, because somebody else changed them meanwhile"`
	Notes []string       `json:"notes"`
	Diffs []revisionDiff `json:"diffs" doc:"By name"`
}

type revisionOutput struct {
	Body revisionDetail
}

type revisionsOutput struct {
	Body revisionPage
}

type revisionPage struct {
	Items      []RevisionBody `json:"items" doc:"Newest first"`
	NextCursor *string        `json:"next_cursor" doc:"Continues the list; null at its end"`
}

type diffsOutput struct {
	Body diffList
}

type diffList struct {
	Items      []revisionDiff `json:"items" doc:"Files that differ, by name"`
	NextCursor *string        `json:"next_cursor" doc:"Always null: the list is complete"`
}

type byHandOutput struct {
	Body byHandList
}

type byHandList struct {
	Items      []byHandFile `json:"items" doc:"By name"`
	NextCursor *string      `json:"next_cursor" doc:"Always null: the list is complete"`
}

// byHandFile is a file that is not as the last revision left it.
type byHandFile struct {
	Name     string `json:"name"`
	Revision int64  `json:"revision" doc:"The last one that changed the file"`
	Author   string `json:"author" doc:"Who made that"`
	Gone     bool   `json:"gone" doc:"Whether the file is not there any more"`
	Unread   string `json:"unread" doc:"Why the file cannot be read now: it may have changed or not; empty if it was read"`
	Diff     string `json:"diff" doc:"From the revision to the file as it is; unified"`
	Added    int    `json:"lines_added"`
	Removed  int    `json:"lines_removed"`
}

func (s *server) applyDraft(ctx context.Context, in *applyInput) (*revisionOutput, error) {
	one, err := s.deps.Revisions.Apply(ctx, actorOf(ctx), in.Host, revision.Order{
		Reason: in.Body.Reason, ConfirmWithin: time.Duration(in.Body.ConfirmWithin) * time.Second, AcceptLoss: in.Body.AcceptLoss,
		DraftHash: in.Body.DraftHash, Restores: in.Body.Restores,
	})
	if err != nil {
		return nil, inBody(err)
	}
	return &revisionOutput{Body: revisionDetailOf(one)}, nil
}

func (s *server) listRevisions(ctx context.Context, in *listRevisionsInput) (*revisionsOutput, error) {
	before, err := readNumberCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.deps.Revisions.List(ctx, revision.Query{Host: in.Host, Before: before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	page := revisionPage{Items: make([]RevisionBody, 0, len(list))}
	for _, one := range list {
		page.Items = append(page.Items, revisionBodyOf(one))
	}
	if len(list) == in.Limit {
		page.NextCursor = new(writeNumberCursor(list[len(list)-1].ID))
	}
	return &revisionsOutput{Body: page}, nil
}

func (s *server) getRevision(ctx context.Context, in *RevisionInput) (*revisionOutput, error) {
	return revisionAnswer(s.deps.Revisions.Get(ctx, in.ID))
}

func revisionAnswer(one revision.Revision, err error) (*revisionOutput, error) {
	if err != nil {
		return nil, err
	}
	return &revisionOutput{Body: revisionDetailOf(one)}, nil
}

func (s *server) confirmRevision(ctx context.Context, in *RevisionInput) (*revisionOutput, error) {
	return revisionAnswer(s.deps.Revisions.Confirm(ctx, actorOf(ctx), in.ID))
}

func (s *server) undoRevision(ctx context.Context, in *RevisionInput) (*revisionOutput, error) {
	return revisionAnswer(s.deps.Revisions.Undo(ctx, actorOf(ctx), in.ID))
}

func (s *server) compareRevision(ctx context.Context, in *compareInput) (*diffsOutput, error) {
	all, err := s.deps.Revisions.Between(ctx, in.ID, in.With)
	if err != nil {
		return nil, err
	}
	list := diffList{Items: make([]revisionDiff, 0, len(all))}
	for _, c := range all {
		list.Items = append(list.Items, revisionDiff{Name: c.Name, Diff: c.Text, Added: c.Added, Removed: c.Removed})
	}
	return &diffsOutput{Body: list}, nil
}

func (s *server) restoreRevision(ctx context.Context, in *restoreInput) (*draftOutput, error) {
	draft, err := s.deps.Revisions.Restore(ctx, actorOf(ctx), in.ID, in.Body.Before, in.Body.Replace)
	if err != nil {
		return nil, err
	}
	return s.draftOf(ctx, draft.Host)
}

func (s *server) listChangedByHand(ctx context.Context, in *configInput) (*byHandOutput, error) {
	all, err := s.deps.Revisions.ChangedByHand(ctx, in.Host)
	if err != nil {
		return nil, err
	}
	list := byHandList{Items: make([]byHandFile, 0, len(all))}
	for _, f := range all {
		list.Items = append(list.Items, byHandFile{
			Name: f.Name, Revision: f.Revision, Author: f.Author, Gone: f.Gone, Unread: f.Unread, Diff: f.Text, Added: f.Added, Removed: f.Removed,
		})
	}
	return &byHandOutput{Body: list}, nil
}

func revisionBodyOf(r revision.Revision) RevisionBody {
	body := RevisionBody{
		ID: r.ID, Host: r.Host, Author: r.Author, Reason: r.Reason, CreatedAt: r.CreatedAt.UTC(), Phase: string(r.State.Phase), Over: r.Over(),
		EndedAt: timeOrNull(r.State.Ended), ConfirmWithin: int64(r.ConfirmWithin.Seconds()), ConfirmBy: timeOrNull(r.State.ConfirmBy),
		Failure: failureBodyOf(r.State.Failure), Files: make([]revisionFile, 0, len(r.Files)),
	}
	if r.Restores != 0 {
		body.Restores = new(r.Restores)
	}
	for _, f := range r.Files {
		body.Files = append(body.Files, revisionFile{Name: f.Name, Change: changeOf(f.Before, f.After), Added: f.Added, Removed: f.Removed})
	}
	return body
}

func failureBodyOf(f *host.ApplyFailure) *revisionFailure {
	if f == nil {
		return nil
	}
	return &revisionFailure{Step: string(f.Step), Jail: f.Jail, Message: f.Message, Mend: f.Mend, Objections: objectionsOf(f.Objections)}
}

func revisionDetailOf(r revision.Revision) revisionDetail {
	body := revisionDetail{
		RevisionBody: revisionBodyOf(r), Steps: make([]revisionStep, 0, len(r.State.Steps)), Left: listOf(r.State.Left), Notes: listOf(r.State.Notes),
		Diffs: make([]revisionDiff, 0, len(r.Files)),
	}
	for _, step := range r.State.Steps {
		body.Steps = append(body.Steps, revisionStep{
			Name: string(step.Name), Jail: step.Jail, State: string(step.State), Text: step.Text, At: step.At.UTC(), Took: step.Took.Milliseconds(),
		})
	}
	for _, f := range r.Files {
		diff := revision.Compare(f.Name, f.Before, f.After)
		body.Diffs = append(body.Diffs, revisionDiff{Name: f.Name, Diff: diff.Text, Added: diff.Added, Removed: diff.Removed})
	}
	return body
}

// inBody makes the places of wrong input those of the body.
func inBody(err error) error {
	if bad, ok := errors.AsType[*fault.Fault](err); ok {
		for i, f := range bad.Fields {
			if !strings.HasPrefix(f.Location, "body.") {
				bad.Fields[i].Location = "body." + f.Location
			}
		}
	}
	return err
}
