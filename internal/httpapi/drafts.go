package httpapi

import (
	"context"
	"strings"
	"time"

	"bangui/internal/host"
	"bangui/internal/revision"
)

type draftFileInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body draftFileChange
}

type draftFileChange struct {
	Name     string `json:"name" minLength:"1" maxLength:"255" example:"jail.d/zz-bangui.local"`
	Text     string `json:"text" doc:"The whole new text"`
	BaseHash string `json:"base_hash" maxLength:"64" doc:"That of the file which it was made from, as read from the host or from the draft; empty for a new file"`
	// TextHash keeps what one window does from being undone by another.
	TextHash *string `json:"text_hash,omitempty" maxLength:"64" doc:"That of the draft's text which it was made from; empty if the file was not in the draft, absent if that does not matter"`
}

type draftRemoveInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"255" example:"filter.d/sshd.local"`
	}
}

type draftTakeOutInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Name string `query:"name" required:"true" minLength:"1" maxLength:"255"`
}

type draftEditsInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		Edits []draftEdit `json:"edits" minItems:"1" maxItems:"200" nullable:"false" doc:"All of them are made, or none"`
	}
}

type draftEdit struct {
	Op      string `json:"op" enum:"set,unset,append,add_section,remove_section"`
	File    string `json:"file,omitempty" maxLength:"255" doc:"Absent means our own file: of the server for [Definition] and [Thread], else of the jails"`
	Section string `json:"section" minLength:"1" maxLength:"255" example:"sshd"`
	Option  string `json:"option,omitempty" maxLength:"255" example:"bantime"`
	Value   string `json:"value,omitempty" maxLength:"65536" doc:"May have several lines"`
}

type draftOutput struct {
	Body draftBody
}

// draftBody is what somebody is about to change on a host.
type draftBody struct {
	Host       string          `json:"host"`
	Hash       string          `json:"hash" doc:"Tells one state of the draft from another; empty for an empty draft"`
	Files      []draftBodyFile `json:"files" doc:"By name"`
	NextCursor *string         `json:"next_cursor" doc:"Always null: the list is complete"`
}

type draftBodyFile struct {
	Name      string    `json:"name"`
	Change    string    `json:"change" enum:"added,changed,removed"`
	Text      string    `json:"text" doc:"The new text; empty if the file is removed"`
	TextHash  string    `json:"text_hash" doc:"That of the new text; empty if the file is removed"`
	BaseHash  string    `json:"base_hash" doc:"That of the file when it came into the draft; empty if there was none"`
	Diff      string    `json:"diff" doc:"Unified"`
	Added     int       `json:"lines_added"`
	Removed   int       `json:"lines_removed"`
	Stale     bool      `json:"stale" doc:"Whether somebody else has changed the file since: the draft cannot be applied as it is"`
	InForce   bool      `json:"in_force" doc:"Whether the file is like that already, such as while the draft waits to be confirmed"`
	Unknown   bool      `json:"unknown" doc:"Whether the host did not tell"`
	UpdatedAt time.Time `json:"updated_at"`
}

type draftCheckOutput struct {
	Body draftCheck
}

// draftCheck is what would come of a draft.
type draftCheck struct {
	DraftHash  string            `json:"draft_hash" doc:"The draft that was checked"`
	Version    string            `json:"version" doc:"The fail2ban that it was read for"`
	Running    bool              `json:"running" doc:"Whether fail2ban runs; if not, files are changed and nothing else"`
	Tried      bool              `json:"tried" doc:"Whether a scratch server of fail2ban took the commands"`
	Added      []configFinding   `json:"added" doc:"Findings that the draft brings"`
	Removed    []configFinding   `json:"removed" doc:"Findings that it mends"`
	Objections []draftObjection  `json:"objections" doc:"As long as there are any the draft is refused"`
	Jails      []draftJailPlan   `json:"jails" doc:"What is done with which jail"`
	Server     []draftServerPlan `json:"server" doc:"Options of the server that change"`
	Notes      []string          `json:"notes" doc:"What one should know"`
	NextCursor *string           `json:"next_cursor" doc:"Always null: the lists are complete"`
}

type draftObjection struct {
	Step    string `json:"step" doc:"Which check objects" example:"trial"`
	Jail    string `json:"jail"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Option  string `json:"option"`
	Message string `json:"message" doc:"In fail2ban's own words where it is fail2ban that objects"`
	Mend    string `json:"mend"`
}

type draftJailPlan struct {
	Jail      string   `json:"jail"`
	Operation string   `json:"operation" enum:"reload,restart,start,stop"`
	Reasons   []string `json:"reasons"`
	Banned    int      `json:"banned" doc:"How many addresses are banned there now"`
	LosesBans bool     `json:"loses_bans" doc:"Whether those bans may be lost, because fail2ban has no database: that needs accept_loss"`
}

type draftServerPlan struct {
	Option       string `json:"option"`
	Before       string `json:"before"`
	After        string `json:"after"`
	NeedsRestart bool   `json:"needs_restart" doc:"Whether only a restart of fail2ban brings it into force; that is not done"`
}

func (s *server) getDraft(ctx context.Context, in *configInput) (*draftOutput, error) {
	return s.draftOf(ctx, in.Host)
}

// changes are those of the draft of who asks, if they are wanted.
func (s *server) changes(ctx context.Context, hostName string, wanted bool) ([]host.FileChange, error) {
	if !wanted {
		return nil, nil
	}
	return s.deps.Revisions.Changes(ctx, hostName, actorOf(ctx).UserID)
}

func (s *server) draftOf(ctx context.Context, hostName string) (*draftOutput, error) {
	draft, files, err := s.deps.Revisions.Draft(ctx, hostName, actorOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	body := draftBody{Host: hostName, Hash: draft.Hash(), Files: make([]draftBodyFile, 0, len(files))}
	for _, f := range files {
		body.Files = append(body.Files, draftBodyFile{
			Name: f.Name, Change: changeOf(f.Base, f.Text), Text: strings.ToValidUTF8(string(f.Text.Text), "\ufffd"), TextHash: f.Text.Hash(), BaseHash: f.Base.Hash(),
			Diff: f.Diff.Text, Added: f.Diff.Added, Removed: f.Diff.Removed, Stale: f.Stale, InForce: f.InForce, Unknown: f.Unknown, UpdatedAt: f.UpdatedAt.UTC(),
		})
	}
	return &draftOutput{Body: body}, nil
}

func changeOf(before, after revision.Content) string {
	switch {
	case !before.There:
		return "added"
	case !after.There:
		return "removed"
	}
	return "changed"
}

func (s *server) putDraftFile(ctx context.Context, in *draftFileInput) (*draftOutput, error) {
	from := revision.Origin{Base: in.Body.BaseHash, Text: in.Body.TextHash}
	if err := s.deps.Revisions.Put(ctx, actorOf(ctx), in.Host, in.Body.Name, []byte(in.Body.Text), from); err != nil {
		return nil, inBody(err)
	}
	return s.draftOf(ctx, in.Host)
}

func (s *server) removeInDraft(ctx context.Context, in *draftRemoveInput) (*draftOutput, error) {
	if err := s.deps.Revisions.Remove(ctx, actorOf(ctx), in.Host, in.Body.Name); err != nil {
		return nil, inBody(err)
	}
	return s.draftOf(ctx, in.Host)
}

func (s *server) takeOutOfDraft(ctx context.Context, in *draftTakeOutInput) (*draftOutput, error) {
	if err := s.deps.Revisions.TakeOut(ctx, actorOf(ctx), in.Host, in.Name); err != nil {
		return nil, err
	}
	return s.draftOf(ctx, in.Host)
}

func (s *server) discardDraft(ctx context.Context, in *configInput) (*struct{}, error) {
	return nil, s.deps.Revisions.Discard(ctx, actorOf(ctx), in.Host)
}

func (s *server) editDraft(ctx context.Context, in *draftEditsInput) (*draftOutput, error) {
	edits := make([]revision.Edit, 0, len(in.Body.Edits))
	for _, e := range in.Body.Edits {
		edits = append(edits, revision.Edit{Op: revision.EditOp(e.Op), File: e.File, Section: e.Section, Option: e.Option, Value: e.Value})
	}
	if err := s.deps.Revisions.Edit(ctx, actorOf(ctx), in.Host, edits); err != nil {
		return nil, inBody(err)
	}
	return s.draftOf(ctx, in.Host)
}

func (s *server) checkDraft(ctx context.Context, in *configInput) (*draftCheckOutput, error) {
	check, draft, err := s.deps.Revisions.Check(ctx, in.Host, actorOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	return &draftCheckOutput{Body: draftCheckOf(check, draft)}, nil
}

func draftCheckOf(c host.Check, draft revision.Draft) draftCheck {
	body := draftCheck{
		DraftHash: draft.Hash(), Version: c.Version, Running: c.Running, Tried: c.Tried, Added: configFindingsOf(c.Added), Removed: configFindingsOf(c.Removed),
		Objections: objectionsOf(c.Objections), Jails: make([]draftJailPlan, 0, len(c.Plan.Jails)), Server: make([]draftServerPlan, 0, len(c.Plan.Server)),
		Notes: listOf(c.Notes),
	}
	for _, j := range c.Plan.Jails {
		body.Jails = append(body.Jails, draftJailPlan{
			Jail: j.Jail, Operation: string(j.Operation), Reasons: listOf(j.Reasons), Banned: j.Banned, LosesBans: j.LosesBans,
		})
	}
	for _, o := range c.Plan.Server {
		body.Server = append(body.Server, draftServerPlan(o))
	}
	return body
}

func objectionsOf(all []host.Objection) []draftObjection {
	list := make([]draftObjection, 0, len(all))
	for _, o := range all {
		list = append(list, draftObjection{
			Step: string(o.Step), Jail: o.Jail, File: o.File, Line: o.Line, Option: o.Option, Message: o.Message, Mend: o.Mend,
		})
	}
	return list
}
