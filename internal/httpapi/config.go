package httpapi

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"bangui/internal/configuration"
	"bangui/internal/fault"
	"bangui/internal/host"
)

type configInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
}

// configViewInput asks for the files of a host as they are, or as a draft would have them.
type configViewInput struct {
	Host  string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Draft bool   `query:"draft" doc:"With the files of your draft, as they would be"`
}

type configOutput struct {
	Body configBody
}

// configBody is what the files of a host come to.
type configBody struct {
	Host       string             `json:"host"`
	At         time.Time          `json:"at" doc:"When the files were looked at"`
	Version    string             `json:"version" doc:"The fail2ban that they were read for"`
	Assumed    bool               `json:"version_assumed" doc:"Whether that is a guess, because fail2ban has not told its version"`
	Dir        string             `json:"dir" example:"/etc/fail2ban"`
	Obstacle   *configObstacle    `json:"obstacle" doc:"Why files cannot be written there; null if they can"`
	Files      []configFileStatus `json:"files" doc:"By name"`
	Jails      []configJail       `json:"jails" doc:"Enabled or not, in the order of the files"`
	Filters    []configDefinition `json:"filters" doc:"By name"`
	Actions    []configDefinition `json:"actions" doc:"By name"`
	Findings   []configFinding    `json:"findings" doc:"What is wrong with the server and the enabled jails, and advice"`
	NextCursor *string            `json:"next_cursor" doc:"Always null: the lists are complete"`
}

// configObstacle is why files cannot be written.
type configObstacle struct {
	Message string `json:"message"`
	Mend    string `json:"mend" doc:"What to do about it; may be empty"`
}

type configFileStatus struct {
	Name     string    `json:"name" doc:"Below the directory" example:"jail.d/zz-bangui.local"`
	Kind     string    `json:"kind" enum:"server,jails,filter,action,other"`
	Size     int64     `json:"size_bytes"`
	Modified time.Time `json:"modified"`
	Hash     string    `json:"hash" doc:"SHA-256 as lower-case hexadecimal; empty if the file cannot be read"`
	Problem  string    `json:"problem" doc:"Why it cannot be read; empty if it can"`
	Ours     bool      `json:"ours" doc:"Whether BanGUI writes it"`
}

// configCounts is how many findings there are.
type configCounts struct {
	Fatal    int `json:"fatal"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Advice   int `json:"advice"`
}

type configJail struct {
	Name      string       `json:"name"`
	Enabled   bool         `json:"enabled"`
	EnabledAt *configPlace `json:"enabled_at" doc:"Where that is said; null if nothing says it"`
	Filter    string       `json:"filter" doc:"Empty if there is none"`
	Backend   string       `json:"backend"`
	Actions   []string     `json:"actions"`
	LogPaths  []string     `json:"log_paths"`
	Files     []string     `json:"files" doc:"Those with a section for it, in the order in which they count"`
	Ours      bool         `json:"ours" doc:"Whether it was made by BanGUI"`
	Skipped   string       `json:"skipped" doc:"Why fail2ban leaves it out; empty if it does not"`
	Findings  configCounts `json:"findings" doc:"None for a jail that is not enabled"`
}

// configDefinition is a filter or an action.
type configDefinition struct {
	Name     string       `json:"name"`
	Files    []string     `json:"files"`
	Jails    []string     `json:"jails" doc:"Those that use it, enabled or not"`
	Ours     bool         `json:"ours" doc:"Whether it was made by BanGUI"`
	Findings configCounts `json:"findings"`
}

type configFinding struct {
	Code     string `json:"code" example:"unknown-option"`
	Severity string `json:"severity" enum:"fatal,error,warning,advice"`
	File     string `json:"file" doc:"Below the directory, or an absolute path outside; may be empty"`
	Line     int    `json:"line" doc:"From 1; 0 is the whole file"`
	Jail     string `json:"jail" doc:"May be empty"`
	Option   string `json:"option" doc:"May be empty"`
	Message  string `json:"message"`
	Mend     string `json:"mend" doc:"What to do about it; may be empty"`
}

type configFileInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Name string `query:"name" required:"true" minLength:"1" maxLength:"255" doc:"Below the directory" example:"jail.d/zz-bangui.local"`
}

type configFileOutput struct {
	Body configFileBody
}

type configFileBody struct {
	Name     string    `json:"name"`
	Kind     string    `json:"kind" enum:"server,jails,filter,action,other"`
	Text     string    `json:"text" doc:"At most 1 MiB. What is not UTF-8 is replaced, see damaged"`
	Damaged  bool      `json:"damaged" doc:"Whether the file is not UTF-8: it must not be written back"`
	Hash     string    `json:"hash" doc:"SHA-256 as lower-case hexadecimal"`
	Mode     string    `json:"mode" example:"0644"`
	Modified time.Time `json:"modified"`
	Ours     bool      `json:"ours" doc:"Whether BanGUI writes it"`
}

type configOptionsOutput struct {
	Body configOptionList
}

type configOptionList struct {
	Items      []configOption `json:"items" doc:"In the order in which they are best shown"`
	NextCursor *string        `json:"next_cursor" doc:"Always null: the list is complete"`
}

// configOption is what there is to know about an option.
type configOption struct {
	Scope       string   `json:"scope" enum:"jail,filter,action,server"`
	Group       string   `json:"group" doc:"Puts options together that have to do with each other" example:"bans"`
	Name        string   `json:"name" example:"bantime"`
	Section     string   `json:"section" doc:"Where it stands if not in the section of the jail, or in [Definition]; may be empty"`
	Label       string   `json:"label"`
	Help        string   `json:"help"`
	Warning     string   `json:"warning" doc:"May be empty"`
	Variable    bool     `json:"variable" doc:"Whether only other options look at it"`
	Type        string   `json:"type" enum:"boolean,integer,duration,choice,text,list,addresses,paths,expressions,expression,command"`
	Unit        string   `json:"unit" doc:"That of a number without one; may be empty"`
	Minimum     *int     `json:"minimum"`
	Choices     []string `json:"choices"`
	Separator   string   `json:"separator" doc:"Stands between the entries of a list; may be empty"`
	Default     string   `json:"default" doc:"What counts if no file sets it; may be empty"`
	Placeholder string   `json:"placeholder" doc:"An example; may be empty"`
	Since       string   `json:"since" doc:"The first version that has it; empty if all have"`
}

func (s *server) getConfig(ctx context.Context, in *configViewInput) (*configOutput, error) {
	draft, err := s.changes(ctx, in.Host, in.Draft)
	if err != nil {
		return nil, err
	}
	c, err := s.deps.Configurations.Overview(ctx, in.Host, draft)
	if err != nil {
		return nil, err
	}
	return &configOutput{Body: configBodyOf(in.Host, c)}, nil
}

func (s *server) getConfigFile(ctx context.Context, in *configFileInput) (*configFileOutput, error) {
	f, err := s.deps.Configurations.File(ctx, in.Host, in.Name)
	if bad, ok := errors.AsType[*fault.Fault](err); ok {
		for i := range bad.Fields {
			bad.Fields[i].Location = "query." + bad.Fields[i].Location
		}
	}
	if err != nil {
		return nil, err
	}
	return &configFileOutput{Body: configFileBody{
		Name: f.Name, Kind: string(f.Kind), Text: strings.ToValidUTF8(string(f.Text), "\ufffd"), Damaged: !utf8.Valid(f.Text), Hash: f.Hash,
		Mode: octal(f.Mode), Modified: f.Modified.UTC(), Ours: f.Ours,
	}}, nil
}

func (s *server) listConfigOptions(context.Context, *struct{}) (*configOptionsOutput, error) {
	all := configuration.Options()
	list := configOptionList{Items: make([]configOption, 0, len(all))}
	for _, o := range all {
		list.Items = append(list.Items, configOption{
			Scope: string(o.Scope), Group: o.Group, Name: o.Name, Section: o.Section, Label: o.Label, Help: o.Help, Warning: o.Warning,
			Variable: o.Variable, Type: string(o.Type), Unit: o.Unit, Minimum: o.Minimum, Choices: listOf(o.Choices), Separator: o.Separator,
			Default: o.Default, Placeholder: o.Placeholder, Since: o.Since,
		})
	}
	return &configOptionsOutput{Body: list}, nil
}

func configBodyOf(name string, c host.Configuration) configBody {
	body := configBody{
		Host: name, At: c.At.UTC(), Version: c.Version, Assumed: c.Assumed, Dir: c.Dir, Files: make([]configFileStatus, 0, len(c.Files)),
		Jails: make([]configJail, 0, len(c.Jails)), Filters: configDefinitionsOf(c.Filters), Actions: configDefinitionsOf(c.Actions),
		Findings: configFindingsOf(c.Findings),
	}
	if c.Obstacle != nil {
		body.Obstacle = &configObstacle{Message: c.Obstacle.Message, Mend: c.Obstacle.Mend}
	}
	for _, f := range c.Files {
		body.Files = append(body.Files, configFileStatus{
			Name: f.Name, Kind: string(f.Kind), Size: f.Size, Modified: f.Modified.UTC(), Hash: f.Hash, Problem: f.Problem, Ours: f.Ours,
		})
	}
	for _, j := range c.Jails {
		body.Jails = append(body.Jails, configJail{
			Name: j.Name, Enabled: j.Enabled, EnabledAt: configPlaceOf(j.EnabledAt), Filter: j.Filter, Backend: j.Backend, Actions: listOf(j.Actions),
			LogPaths: listOf(j.LogPaths), Files: listOf(j.Files), Ours: j.Ours, Skipped: j.Skipped, Findings: configCounts(j.Findings),
		})
	}
	return body
}

func configDefinitionsOf(all []host.Definition) []configDefinition {
	list := make([]configDefinition, 0, len(all))
	for _, d := range all {
		list = append(list, configDefinition{
			Name: d.Name, Files: listOf(d.Files), Jails: listOf(d.Jails), Ours: d.Ours, Findings: configCounts(d.Findings),
		})
	}
	return list
}

func configFindingsOf(all []host.Finding) []configFinding {
	list := make([]configFinding, 0, len(all))
	for _, f := range all {
		list = append(list, configFinding(f))
	}
	return list
}
