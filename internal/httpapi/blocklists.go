package httpapi

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"bangui/internal/account"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/schedule"
)

// BlocklistInput names a block list. It is exported because huma sees into embedded types only then.
type BlocklistInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type listFormat struct {
	Kind   string `json:"kind" enum:"auto,plain,netset,ranges,csv,tsv,jsonl,json" doc:"Auto is found by looking; jsonl is JSON by the line, as Spamhaus has it"`
	Column string `json:"column,omitempty" maxLength:"64" doc:"Which column of a csv or tsv has the networks, by name or by number from 1; found by looking if it is left away"`
	Last   string `json:"last,omitempty" maxLength:"64" doc:"Which column has the last addresses of ranges that begin in that one; none if it is left away"`
	Path   string `json:"path,omitempty" maxLength:"200" doc:"Where JSON has the networks; found by looking if it is left away" example:"prefixes[].ipv4Prefix"`
}

type listTimes struct {
	EverySeconds int64  `json:"every_seconds,omitempty" minimum:"0" maximum:"31536000" doc:"0 for none"`
	Cron         string `json:"cron,omitempty" maxLength:"128" doc:"Five fields, or @daily and the like; empty for none" example:"30 3 * * *"`
	Zone         string `json:"zone,omitempty" maxLength:"64" doc:"The time zone of the cron expression; UTC if it is left away"`
}

type createBlocklistInput struct {
	Body newBlocklist
}

type newBlocklist struct {
	Name         string      `json:"name" minLength:"1" maxLength:"100"`
	Catalogue    string      `json:"catalogue,omitempty" maxLength:"64" doc:"The key of the list of the catalogue that it is made from"`
	URL          string      `json:"url,omitempty" maxLength:"2000" doc:"Where it is fetched; leave it away to upload a text"`
	Text         string      `json:"text,omitempty" doc:"The list itself, instead of an address"`
	Format       *listFormat `json:"format,omitempty" nullable:"false" doc:"Found by looking if it is left away"`
	Schedule     *listTimes  `json:"schedule,omitempty" nullable:"false" doc:"Once a day if it is left away"`
	Enabled      bool        `json:"enabled,omitempty" doc:"Whether it is fetched by itself and is in force"`
	Priority     int         `json:"priority,omitempty" minimum:"1" maximum:"1000" default:"100" doc:"Where several lists have an address, packets count for the smallest number"`
	MinInterval  int64       `json:"min_interval_seconds,omitempty" minimum:"60" maximum:"2592000" default:"300" doc:"The least time between two downloads"`
	AllowWide    bool        `json:"allow_wide,omitempty" doc:"A yes to networks wider than /8, or /19 for IPv6"`
	AllowPrivate []string    `json:"allow_private,omitempty" maxItems:"20" doc:"Private addresses and networks at which its server may be" example:"[\"10.0.0.5\"]"`
	Licence      string      `json:"licence,omitempty" maxLength:"2000"`
	Credit       string      `json:"credit,omitempty" maxLength:"2000" doc:"Whom to name"`
	Homepage     string      `json:"homepage,omitempty" maxLength:"2000"`
	Note         string      `json:"note,omitempty" maxLength:"2000"`
}

type changeBlocklistInput struct {
	BlocklistInput
	Body blocklistChange
}

type blocklistChange struct {
	Name         *string     `json:"name,omitempty" minLength:"1" maxLength:"100"`
	URL          *string     `json:"url,omitempty" maxLength:"2000" doc:"Empty for a text that is uploaded"`
	Text         *string     `json:"text,omitempty" doc:"The list itself, anew"`
	Format       *listFormat `json:"format,omitempty" nullable:"false"`
	Schedule     *listTimes  `json:"schedule,omitempty" nullable:"false" doc:"As a whole"`
	Enabled      *bool       `json:"enabled,omitempty"`
	Priority     *int        `json:"priority,omitempty" minimum:"1" maximum:"1000"`
	MinInterval  *int64      `json:"min_interval_seconds,omitempty" minimum:"60" maximum:"2592000"`
	AllowWide    *bool       `json:"allow_wide,omitempty"`
	AllowPrivate *[]string   `json:"allow_private,omitempty" maxItems:"20" nullable:"false"`
	Licence      *string     `json:"licence,omitempty" maxLength:"2000"`
	Credit       *string     `json:"credit,omitempty" maxLength:"2000"`
	Homepage     *string     `json:"homepage,omitempty" maxLength:"2000"`
	Note         *string     `json:"note,omitempty" maxLength:"2000"`
}

type acceptBlocklistInput struct {
	BlocklistInput
	Body struct {
		Revision int64 `json:"revision" minimum:"1" doc:"That of the contents that wait, as they were looked at"`
	}
}

type blocklistBody struct {
	ID           int64           `json:"id"`
	Name         string          `json:"name"`
	Catalogue    string          `json:"catalogue" doc:"The key of the list of the catalogue that it was made from; empty if of none"`
	URL          string          `json:"url" doc:"Empty if its text was uploaded. Who may not change lists does not see what follows a question mark"`
	Format       listFormat      `json:"format"`
	Schedule     listTimes       `json:"schedule"`
	Enabled      bool            `json:"enabled"`
	Priority     int             `json:"priority"`
	MinInterval  int64           `json:"min_interval_seconds"`
	AllowWide    bool            `json:"allow_wide"`
	AllowPrivate []string        `json:"allow_private"`
	Licence      string          `json:"licence"`
	Credit       string          `json:"credit"`
	Homepage     string          `json:"homepage"`
	Note         string          `json:"note"`
	CreatedAt    time.Time       `json:"created_at"`
	CreatedBy    string          `json:"created_by"`
	UpdatedAt    time.Time       `json:"updated_at"`
	Health       string          `json:"health" enum:"off,new,alert,failing,stale,ok"`
	Contents     *listContents   `json:"contents" doc:"What is in force while the list is enabled; null before the first import"`
	Held         *listContents   `json:"held" doc:"What waits for somebody to accept it"`
	Alert        *blocklistAlert `json:"alert" doc:"Why something waits, or why the last answer was no list"`
	TriedAt      *time.Time      `json:"tried_at" doc:"When the last import began"`
	FetchedAt    *time.Time      `json:"fetched_at" doc:"When the last one began that got the list, changed or not"`
	Failures     int             `json:"failures" doc:"How many imports have failed since"`
	Problem      string          `json:"problem" doc:"Why the last import failed; empty if it did not"`
	NextAt       *time.Time      `json:"next_at" doc:"When it is imported next; null if only when somebody asks for it"`
	Asked        bool            `json:"asked" doc:"Whether an import was asked for that has not ended"`
	Task         string          `json:"task" doc:"The task that imports it" example:"blocklist.import.7"`
	Job          *JobBody        `json:"job" doc:"The import in progress"`
}

type listContents struct {
	Revision  int64     `json:"revision"`
	MadeAt    time.Time `json:"made_at" doc:"When it was imported"`
	Digest    string    `json:"digest" doc:"SHA-256 of the entries"`
	Entries   int       `json:"entries"`
	Addresses int       `json:"addresses" doc:"Entries that are single addresses"`
	Networks  int       `json:"networks" doc:"Entries that are networks"`
	IPv4      int       `json:"ipv4"`
	IPv6      int       `json:"ipv6"`
	Covered4  int64     `json:"covered_ipv4" doc:"How many IPv4 addresses they cover"`
	Bytes     int64     `json:"bytes" doc:"How large it is in the database"`
	Memory    int64     `json:"memory_bytes" doc:"About how much the kernel of each host needs for it"`
	Format    string    `json:"format" doc:"How it was written" example:"netset"`
	Added     int       `json:"added" doc:"Against the contents before"`
	Removed   int       `json:"removed"`
}

type blocklistAlert struct {
	Kind    string    `json:"kind" enum:"shrank,grew,empty,no_list"`
	At      time.Time `json:"at"`
	Message string    `json:"message"`
	Before  int       `json:"before" doc:"Entries in force"`
	After   int       `json:"after" doc:"Entries that there would be"`
}

type blocklistOutput struct {
	Body blocklistBody
}

type blocklistsOutput struct {
	Body blocklistPage
}

type blocklistPage struct {
	Items      []blocklistBody `json:"items" doc:"By priority and name"`
	NextCursor *string         `json:"next_cursor" doc:"Always null: the list is complete"`
}

func (s *server) listBlocklists(ctx context.Context, _ *struct{}) (*blocklistsOutput, error) {
	lists, err := s.deps.Blocklists.List(ctx)
	if err != nil {
		return nil, err
	}
	running, err := s.runningImports(ctx)
	if err != nil {
		return nil, err
	}
	page := blocklistPage{Items: make([]blocklistBody, 0, len(lists))}
	for _, list := range lists {
		page.Items = append(page.Items, s.blocklistBodyOf(ctx, list, running))
	}
	return &blocklistsOutput{Body: page}, nil
}

func (s *server) getBlocklist(ctx context.Context, in *BlocklistInput) (*blocklistOutput, error) {
	list, err := s.deps.Blocklists.Get(ctx, in.ID)
	return s.blocklistOutput(ctx, list, err)
}

func (s *server) createBlocklist(ctx context.Context, in *createBlocklistInput) (*blocklistOutput, error) {
	settings, err := in.Body.settings()
	if err != nil {
		return nil, err
	}
	list, err := s.deps.Blocklists.Make(ctx, actorOf(ctx), settings, textOrNil(in.Body.Text))
	return s.blocklistOutput(ctx, list, err)
}

func textOrNil(text string) []byte {
	if text == "" {
		return nil
	}
	return []byte(text)
}

func (b newBlocklist) settings() (blocklist.Settings, error) {
	private, err := privateOf(b.AllowPrivate)
	if err != nil {
		return blocklist.Settings{}, err
	}
	s := blocklist.Settings{
		Name: b.Name, Catalogue: b.Catalogue, URL: b.URL, Enabled: b.Enabled, Priority: b.Priority, MinInterval: time.Duration(b.MinInterval) * time.Second,
		AllowWide: b.AllowWide, AllowPrivate: private, Licence: b.Licence, Credit: b.Credit, Homepage: b.Homepage, Note: b.Note,
	}
	if b.Format != nil {
		s.Format = b.Format.format()
	}
	switch {
	case b.Schedule != nil:
		s.Schedule = b.Schedule.schedule()
	case b.URL != "":
		s.Schedule = schedule.Schedule{Every: max(blocklist.DefaultEvery, s.MinInterval)}
	}
	return s, nil
}

func (f listFormat) format() blocklist.Format {
	return blocklist.Format{Kind: listformat.Format(f.Kind), Column: f.Column, Last: f.Last, Path: f.Path}
}

func listFormatOf(f blocklist.Format) listFormat {
	return listFormat{Kind: string(f.Kind), Column: f.Column, Last: f.Last, Path: f.Path}
}

func (t listTimes) schedule() schedule.Schedule {
	return schedule.Schedule{Every: time.Duration(t.EverySeconds) * time.Second, Cron: t.Cron, Zone: t.Zone}
}

func privateOf(texts []string) ([]netip.Prefix, error) {
	prefixes := make([]netip.Prefix, 0, len(texts))
	for i, text := range texts {
		prefix, err := ban.ParseAddress(text)
		if err != nil {
			return nil, fault.Invalid.Errorf("%q is no address or network", text).WithField(fmt.Sprintf("body.allow_private[%d]", i), "%s", err)
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, nil
}

func (s *server) changeBlocklist(ctx context.Context, in *changeBlocklistInput) (*blocklistOutput, error) {
	edit, err := in.Body.edit()
	if err != nil {
		return nil, err
	}
	list, err := s.deps.Blocklists.Change(ctx, actorOf(ctx), in.ID, edit)
	return s.blocklistOutput(ctx, list, err)
}

func (c blocklistChange) edit() (blocklist.Edit, error) {
	if c == (blocklistChange{}) {
		return blocklist.Edit{}, fault.Invalid.Errorf("nothing is to be changed").WithField("body", "name at least one field")
	}
	var private []netip.Prefix
	if c.AllowPrivate != nil {
		var err error
		if private, err = privateOf(*c.AllowPrivate); err != nil {
			return blocklist.Edit{}, err
		}
	}
	edit := blocklist.Edit{Settings: func(s blocklist.Settings) blocklist.Settings {
		c.apply(&s)
		if c.AllowPrivate != nil {
			s.AllowPrivate = private
		}
		return s
	}}
	if c.Text != nil {
		edit.Text = []byte(*c.Text)
	}
	return edit, nil
}

func (c blocklistChange) apply(s *blocklist.Settings) {
	set(&s.Name, c.Name)
	set(&s.URL, c.URL)
	set(&s.Enabled, c.Enabled)
	set(&s.Priority, c.Priority)
	set(&s.AllowWide, c.AllowWide)
	set(&s.Licence, c.Licence)
	set(&s.Credit, c.Credit)
	set(&s.Homepage, c.Homepage)
	set(&s.Note, c.Note)
	if c.Format != nil {
		s.Format = c.Format.format()
	}
	if c.Schedule != nil {
		s.Schedule = c.Schedule.schedule()
	}
	if c.MinInterval != nil {
		s.MinInterval = time.Duration(*c.MinInterval) * time.Second
	}
}

// set sets what was given.
func set[T any](to, given *T) {
	if given != nil {
		*to = *given
	}
}

func (s *server) deleteBlocklist(ctx context.Context, in *BlocklistInput) (*struct{}, error) {
	return nil, s.deps.Blocklists.Remove(ctx, actorOf(ctx), in.ID)
}

func (s *server) importBlocklist(ctx context.Context, in *BlocklistInput) (*blocklistOutput, error) {
	list, err := s.deps.Blocklists.Ask(ctx, actorOf(ctx), in.ID)
	return s.blocklistOutput(ctx, list, err)
}

// cancelImport is for those who may import: to cancel any job takes account.RunJobs.
func (s *server) cancelImport(ctx context.Context, in *BlocklistInput) (*blocklistOutput, error) {
	list, err := s.deps.Blocklists.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	running, err := s.runningImports(ctx)
	if err != nil {
		return nil, err
	}
	job := running[list.Task()]
	if job == nil {
		return nil, fault.Conflict.Errorf("no import of %s is under way", list.Name)
	}
	_, err = s.deps.Jobs.Cancel(ctx, job.ID, actorOf(ctx))
	return s.blocklistOutput(ctx, list, err)
}

func (s *server) acceptBlocklist(ctx context.Context, in *acceptBlocklistInput) (*blocklistOutput, error) {
	list, err := s.deps.Blocklists.Accept(ctx, actorOf(ctx), in.ID, in.Body.Revision)
	return s.blocklistOutput(ctx, list, err)
}

// blocklistOutput is the answer of whatever returns one list.
func (s *server) blocklistOutput(ctx context.Context, list blocklist.List, err error) (*blocklistOutput, error) {
	if err != nil {
		return nil, err
	}
	running, err := s.runningImports(ctx)
	if err != nil {
		return nil, err
	}
	return &blocklistOutput{Body: s.blocklistBodyOf(ctx, list, running)}, nil
}

// runningImports are the jobs in progress by task.
func (s *server) runningImports(ctx context.Context) (map[string]*JobBody, error) {
	const most = 500
	runs, err := s.deps.Jobs.Runs(ctx, schedule.RunQuery{State: schedule.Running, Limit: most})
	if err != nil {
		return nil, err
	}
	running := make(map[string]*JobBody)
	for _, run := range runs {
		running[run.Task] = s.jobOrNull(&run)
	}
	return running, nil
}

func (s *server) blocklistBodyOf(ctx context.Context, l blocklist.List, running map[string]*JobBody) blocklistBody {
	body := blocklistBody{
		ID: l.ID, Name: l.Name, Catalogue: l.Catalogue, URL: shownURL(ctx, l.URL),
		Format:   listFormatOf(l.Format),
		Schedule: listTimes{EverySeconds: seconds(l.Schedule.Every), Cron: l.Schedule.Cron, Zone: l.Schedule.Zone},
		Enabled:  l.Enabled, Priority: l.Priority, MinInterval: seconds(l.MinInterval), AllowWide: l.AllowWide,
		AllowPrivate: make([]string, 0, len(l.AllowPrivate)), Licence: l.Licence, Credit: l.Credit, Homepage: l.Homepage, Note: l.Note,
		CreatedAt: l.CreatedAt.UTC(), CreatedBy: l.CreatedBy, UpdatedAt: l.UpdatedAt.UTC(), Health: string(l.Health(s.deps.Blocklists.Now())),
		Contents: listContentsOf(l.Contents), Held: listContentsOf(l.Held), TriedAt: timeOrNull(l.TriedAt), FetchedAt: timeOrNull(l.FetchedAt),
		Failures: l.Failures, Problem: l.Problem, NextAt: timeOrNull(l.NextAt), Asked: l.Asked, Task: l.Task(), Job: running[l.Task()],
	}
	for _, p := range l.AllowPrivate {
		body.AllowPrivate = append(body.AllowPrivate, ban.FormatAddress(p))
	}
	body.Alert = blocklistAlertOf(l.Alert)
	return body
}

// shownURL leaves out what may be a key of somebody's for those who may only look.
func shownURL(ctx context.Context, text string) string {
	u, err := url.Parse(text)
	if err != nil || u.RawQuery == "" || infoOf(ctx).user.Role.May(account.WriteBlocklists) {
		return text
	}
	u.RawQuery = "…"
	return u.String()
}

func blocklistAlertOf(a *blocklist.Alert) *blocklistAlert {
	if a == nil {
		return nil
	}
	return &blocklistAlert{Kind: string(a.Kind), At: a.At.UTC(), Message: a.Message, Before: a.Before, After: a.After}
}

// listContentsOf is null for none.
func listContentsOf(c blocklist.Contents) *listContents {
	if c.Revision == 0 {
		return nil
	}
	return new(listContentsBody(c))
}

func listContentsBody(c blocklist.Contents) listContents {
	return listContents{
		Revision: c.Revision, MadeAt: c.MadeAt.UTC(), Digest: c.Digest, Entries: c.Entries, Addresses: c.Addresses, Networks: c.Networks, IPv4: c.IPv4,
		IPv6: c.IPv6, Covered4: c.Covered4, Bytes: c.Bytes, Memory: c.Memory(), Format: string(c.Format), Added: c.Added, Removed: c.Removed,
	}
}
