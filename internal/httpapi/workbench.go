package httpapi

import (
	"context"
	"slices"
	"time"

	"bangui/internal/host"
)

type benchOutput struct {
	Body benchBody
}

type benchBody struct {
	Jails   []benchJail `json:"jails" doc:"All jails of the configuration, enabled or not, in the order of the files"`
	Filters []string    `json:"filters" doc:"By name"`
}

type benchJail struct {
	Name    string   `json:"name"`
	Enabled bool     `json:"enabled"`
	Filter  string   `json:"filter" doc:"The name of its filter; empty if it has none"`
	Logs    []string `json:"logs" doc:"The files that it reads, which lines may be taken from"`
	Journal bool     `json:"journal" doc:"Whether lines can be taken from the journal"`
	Problem string   `json:"problem" doc:"Why the jail cannot be used; empty if it can"`
}

type testInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body testBody
}

// testBody names a jail, a filter or expressions, and where the lines are.
type testBody struct {
	Jail     string       `json:"jail,omitempty" maxLength:"255" doc:"A jail of the configuration: its expressions are meant, its time zone and its logs" example:"sshd"`
	Filter   string       `json:"filter,omitempty" maxLength:"255" doc:"A filter by itself, if there is no jail" example:"sshd"`
	Own      *expressions `json:"own,omitempty" doc:"Other expressions instead of those of the jail or the filter"`
	Lines    []string     `json:"lines,omitempty" maxItems:"10000" nullable:"false" doc:"The lines to try; of each, the first 8192 bytes count"`
	Log      *logPiece    `json:"log,omitempty" doc:"Takes lines from a log of the jail instead"`
	Probe    bool         `json:"probe,omitempty" doc:"Also looks for expressions that would keep fail2ban busy for ever, with lines made for that"`
	Draft    []fileChange `json:"draft,omitempty" maxItems:"500" nullable:"false" doc:"What the configuration is to be like"`
	UseDraft bool         `json:"use_draft,omitempty" doc:"With the files of your draft, as they would be; those in draft count over them"`
}

// expressions are fail2ban's, with its tags.
type expressions struct {
	PrefRegex   string   `json:"pref_regex" doc:"May be empty"`
	FailRegex   []string `json:"fail_regex" maxItems:"300" nullable:"false"`
	IgnoreRegex []string `json:"ignore_regex" maxItems:"300" nullable:"false"`
	DatePattern string   `json:"date_pattern" doc:"May be empty; several lines are alternatives"`
	MaxLines    int      `json:"max_lines" minimum:"0" maximum:"100" doc:"How many lines are looked at together; 0 means 1"`
}

type logPiece struct {
	Path  string `json:"path,omitempty" maxLength:"4096" doc:"One of the jail's log files; absent means the journal"`
	Lines int    `json:"lines" minimum:"1" maximum:"10000" doc:"How many, from the end"`
}

// fileChange is what is to become of one configuration file.
type fileChange struct {
	Name   string `json:"name" maxLength:"255" doc:"Below the directory of the configuration" example:"filter.d/sshd.local"`
	Text   string `json:"text,omitempty" maxLength:"1048576" doc:"The whole new text"`
	Remove bool   `json:"remove,omitempty" doc:"Takes the file away"`
}

type testOutput struct {
	Body testResult
}

type testResult struct {
	Version     string       `json:"version" doc:"The fail2ban that was asked; empty if none was, because there were no lines"`
	Expressions expressions  `json:"expressions" doc:"What was tried"`
	Lines       []testedLine `json:"lines" doc:"One for each line, in order"`
	Hits        []int        `json:"hits" doc:"How many lines each fail_regex matched"`
	IgnoreHits  []int        `json:"ignore_hits" doc:"How many lines each ignore_regex matched"`
	Refused     *refusal     `json:"refused" doc:"The expression that cannot be used, because it keeps fail2ban busy; null if there is none"`
	Slow        *refusal     `json:"slow" doc:"An expression that keeps fail2ban busy for seconds with a line of some thousand characters; null if there is none, or if one is refused"`
	Probed      bool         `json:"probed" doc:"Whether it was looked for such expressions, with all lines made for that or until one was found"`
	TimeUp      bool         `json:"time_up" doc:"Whether there was no time for all lines, those included that were made to look for such expressions"`
	Took        float64      `json:"took_seconds"`
}

type testedLine struct {
	Text     string     `json:"text"`
	Outcome  string     `json:"outcome" enum:"matched,remembered,ignored,missed,skipped,untried" doc:"Skipped are empty lines and those that begin with #"`
	Index    *int       `json:"index" doc:"Which of fail_regex, or for ignored of ignore_regex, from 0; null for all else"`
	ID       string     `json:"id" doc:"The address or other ban id; may be empty"`
	User     string     `json:"user" doc:"May be empty"`
	At       *time.Time `json:"at" doc:"The time that was found in the line; null if none was, or if that was not told"`
	DateForm string     `json:"date_form" doc:"The form of the date in fail2ban's words; may be empty"`
	Cut      bool       `json:"cut" doc:"Whether the line was too long, and only its beginning was tried"`
	Parts    []whyPart  `json:"parts" doc:"The whole line in pieces"`
	Near     *nearMiss  `json:"near" doc:"For a missed line, the expression that matches the longest beginning; null if none does, or if there was no time"`
	Took     int64      `json:"took_ms"`
}

type nearMiss struct {
	List    string `json:"list" enum:"prefregex,failregex"`
	Index   int    `json:"index" doc:"Which one in the list, from 0"`
	Matched string `json:"matched" doc:"The beginning of the expression that matches"`
	Failed  string `json:"failed" doc:"The next piece of it, which does not"`
	Text    string `json:"text" doc:"The piece of the line that the beginning stands for"`
	Rest    string `json:"rest" doc:"The line behind it"`
}

type refusal struct {
	List       string  `json:"list" enum:"datepattern,prefregex,failregex,ignoreregex"`
	Index      *int    `json:"index" doc:"Which one in the list, from 0; null if that is not known"`
	Expression string  `json:"expression" doc:"May be empty"`
	Line       string  `json:"line" doc:"The line that it happened with"`
	Made       bool    `json:"made" doc:"Whether the line was made to find such expressions"`
	Memory     bool    `json:"memory" doc:"Whether it used up memory, and not time"`
	After      float64 `json:"after_seconds" doc:"How long it was waited"`
}

func (s *server) getBench(ctx context.Context, in *configViewInput) (*benchOutput, error) {
	draft, err := s.changes(ctx, in.Host, in.Draft)
	if err != nil {
		return nil, err
	}
	bench, err := s.deps.Jails.Bench(ctx, in.Host, draft)
	if err != nil {
		return nil, err
	}
	body := benchBody{Jails: make([]benchJail, 0, len(bench.Jails)), Filters: listOf(bench.Filters)}
	for _, j := range bench.Jails {
		body.Jails = append(body.Jails, benchJail{j.Name, j.Enabled, j.Filter, listOf(j.Logs), j.Journal, j.Problem})
	}
	return &benchOutput{Body: body}, nil
}

func (s *server) testFilter(ctx context.Context, in *testInput) (*testOutput, error) {
	order := in.Body.order()
	var err error
	if order.Draft, err = s.drafted(ctx, in.Host, in.Body.UseDraft, in.Body.Draft); err != nil {
		return nil, err
	}
	report, err := s.deps.Jails.TestFilter(ctx, in.Host, order)
	if err != nil {
		return nil, err
	}
	return &testOutput{Body: testResultOf(report)}, nil
}

func (b testBody) order() host.TestOrder {
	order := host.TestOrder{Jail: b.Jail, Filter: b.Filter, Lines: b.Lines, Probe: b.Probe}
	if b.Own != nil {
		order.Own = new(host.Expressions(*b.Own))
	}
	if b.Log != nil {
		order.Log = new(host.LogPiece(*b.Log))
	}
	return order
}

// drafted are the files that the configuration is to have: those of the draft that is kept, if it is wanted, and others over them.
func (s *server) drafted(ctx context.Context, hostName string, kept bool, files []fileChange) ([]host.FileChange, error) {
	changes, err := s.changes(ctx, hostName, kept)
	if err != nil {
		return nil, err
	}
	over := changesOf(files)
	changes = slices.DeleteFunc(changes, func(c host.FileChange) bool {
		return slices.ContainsFunc(over, func(o host.FileChange) bool { return o.Name == c.Name })
	})
	return append(changes, over...), nil
}

func changesOf(files []fileChange) []host.FileChange {
	var changes []host.FileChange
	for _, f := range files {
		changes = append(changes, host.FileChange{Name: f.Name, Text: []byte(f.Text), Remove: f.Remove})
	}
	return changes
}

func testResultOf(r host.TestReport) testResult {
	e := expressions(r.Expressions)
	e.FailRegex, e.IgnoreRegex = listOf(e.FailRegex), listOf(e.IgnoreRegex)
	result := testResult{
		Version: r.Version, Expressions: e, Lines: make([]testedLine, 0, len(r.Lines)), Hits: append([]int{}, r.Hits...),
		IgnoreHits: append([]int{}, r.IgnoreHits...), Probed: r.Probed, TimeUp: r.TimeUp, Took: r.Took.Seconds(),
	}
	for _, line := range r.Lines {
		result.Lines = append(result.Lines, testedLineOf(line))
	}
	if f := r.Refused; f != nil {
		result.Refused = refusalOf(f)
	}
	if f := r.Slow; f != nil {
		result.Slow = refusalOf(f)
	}
	return result
}

func testedLineOf(l host.TestedLine) testedLine {
	line := testedLine{
		Text: l.Text, Outcome: string(l.Outcome), Index: indexOrNull(l.Index), ID: l.ID, User: l.User, At: timeOrNull(l.At), DateForm: l.DateForm,
		Cut: l.Cut, Parts: make([]whyPart, 0, len(l.Parts)), Took: l.Took.Milliseconds(),
	}
	for _, p := range l.Parts {
		line.Parts = append(line.Parts, whyPart{p.Text, p.Role, p.Name})
	}
	if n := l.Near; n != nil {
		line.Near = &nearMiss{n.List, n.Index, n.Matched, n.Failed, n.Text, n.Rest}
	}
	return line
}

func refusalOf(f *host.Refusal) *refusal {
	return &refusal{f.List, indexOrNull(f.Index), f.Expression, f.Line, f.Made, f.Memory, f.After.Seconds()}
}

// indexOrNull is for an index that may be -1.
func indexOrNull(i int) *int {
	if i < 0 {
		return nil
	}
	return &i
}
