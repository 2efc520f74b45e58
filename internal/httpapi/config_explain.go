package httpapi

import (
	"context"
	"fmt"
	"io/fs"

	"bangui/internal/host"
)

type configJailInput struct {
	Host  string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Jail  string `path:"jail" maxLength:"255" doc:"The jail's name" example:"sshd"`
	Draft bool   `query:"draft" doc:"With the files of your draft, as they would be"`
}

type configFilterInput struct {
	Host   string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Filter string `path:"filter" maxLength:"255" doc:"The filter's name" example:"sshd"`
	Draft  bool   `query:"draft" doc:"With the files of your draft, as they would be"`
}

type configActionInput struct {
	Host   string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Action string `path:"action" maxLength:"255" doc:"The action's name" example:"nftables"`
	Draft  bool   `query:"draft" doc:"With the files of your draft, as they would be"`
}

type configPartOutput struct {
	Body configPart
}

// configPart is a part of the configuration with the origin of each value.
type configPart struct {
	Kind     string            `json:"kind" enum:"server,jail,filter,action"`
	Name     string            `json:"name" doc:"Empty for the server"`
	Version  string            `json:"version" doc:"The fail2ban that the files were read for"`
	Enabled  bool              `json:"enabled" doc:"Whether it is in use: a jail that is enabled, or a filter or an action of one"`
	Skipped  string            `json:"skipped" doc:"Why fail2ban leaves a jail out or rejects the part; empty if it does not"`
	Ours     bool              `json:"ours" doc:"Whether it was made by BanGUI"`
	Files    []string          `json:"files" doc:"Those that have something to say about it, in the order in which they count"`
	Jails    []string          `json:"jails" doc:"Those that use a filter or an action"`
	Options  []configSetOption `json:"options" doc:"Those that are set, or that fail2ban has a value for"`
	Uses     []configUse       `json:"uses" doc:"The filter and the actions of a jail, as it uses them"`
	Findings []configFinding   `json:"findings" doc:"For a jail that is not enabled as if it were"`
}

// configUse is a filter or an action with the parameters of a jail put in.
type configUse struct {
	Kind    string            `json:"kind" enum:"filter,action"`
	Name    string            `json:"name"`
	As      string            `json:"as" doc:"What an action is called in the jail"`
	Files   []string          `json:"files"`
	Options []configSetOption `json:"options"`
}

// configSetOption is an option with its value.
type configSetOption struct {
	Name   string        `json:"name"`
	Value  configValue   `json:"value"`
	Hidden []configPlace `json:"hidden" doc:"Settings that would count if this one were not there, in that order"`
	Failed string        `json:"failed" doc:"Why the value cannot be worked out: it is as written then; empty if it can"`
}

// configValue is a value as fail2ban uses it.
type configValue struct {
	Text     string           `json:"text"`
	None     bool             `json:"none" doc:"Whether fail2ban takes it for nothing"`
	Cut      bool             `json:"cut" doc:"Whether the text is too long to be told whole"`
	Origin   string           `json:"origin" enum:"file,parameter,default,fail2ban" doc:"What sort of place it comes from: a file, the brackets behind a filter or an action, or fail2ban itself"`
	Place    *configPlace     `json:"place" doc:"Null if it stands in no file"`
	Uses     []configValueUse `json:"uses" doc:"Other values that were put into it"`
	MoreUses bool             `json:"more_uses" doc:"Whether there are more of them"`
}

// configValueUse is another value within one.
type configValueUse struct {
	Written string      `json:"written" example:"%(port)s"`
	Value   configValue `json:"value"`
}

// configPlace is an option in a file.
type configPlace struct {
	File    string `json:"file" doc:"Below the directory, or an absolute path outside"`
	Line    int    `json:"line" doc:"From 1"`
	End     int    `json:"end" doc:"The last line"`
	Section string `json:"section"`
	Option  string `json:"option"`
	Text    string `json:"text" doc:"As it is written there"`
}

func (s *server) getConfigJail(ctx context.Context, in *configJailInput) (*configPartOutput, error) {
	return s.explainConfig(ctx, in.Host, host.Part{Kind: host.PartJail, Name: in.Jail}, in.Draft)
}

func (s *server) getConfigFilter(ctx context.Context, in *configFilterInput) (*configPartOutput, error) {
	return s.explainConfig(ctx, in.Host, host.Part{Kind: host.PartFilter, Name: in.Filter}, in.Draft)
}

func (s *server) getConfigAction(ctx context.Context, in *configActionInput) (*configPartOutput, error) {
	return s.explainConfig(ctx, in.Host, host.Part{Kind: host.PartAction, Name: in.Action}, in.Draft)
}

func (s *server) getConfigServer(ctx context.Context, in *configViewInput) (*configPartOutput, error) {
	return s.explainConfig(ctx, in.Host, host.Part{Kind: host.PartServer}, in.Draft)
}

func (s *server) explainConfig(ctx context.Context, hostName string, part host.Part, drafted bool) (*configPartOutput, error) {
	draft, err := s.changes(ctx, hostName, drafted)
	if err != nil {
		return nil, err
	}
	e, err := s.deps.Configurations.Explain(ctx, hostName, part, draft)
	if err != nil {
		return nil, err
	}
	body := configPart{
		Kind: string(e.Kind), Name: e.Name, Version: e.Version, Enabled: e.Enabled, Skipped: e.Skipped, Ours: e.Ours, Files: listOf(e.Files),
		Jails: listOf(e.Jails), Options: configSetOptionsOf(e.Options), Uses: make([]configUse, 0, len(e.Uses)), Findings: configFindingsOf(e.Findings),
	}
	for _, u := range e.Uses {
		body.Uses = append(body.Uses, configUse{
			Kind: string(u.Kind), Name: u.Name, As: u.As, Files: listOf(u.Files), Options: configSetOptionsOf(u.Options),
		})
	}
	return &configPartOutput{Body: body}, nil
}

func configSetOptionsOf(all []host.ExplainedOption) []configSetOption {
	list := make([]configSetOption, 0, len(all))
	for _, o := range all {
		option := configSetOption{Name: o.Name, Value: configValueOf(o.Value), Hidden: make([]configPlace, 0, len(o.Hidden)), Failed: o.Failed}
		for _, p := range o.Hidden {
			option.Hidden = append(option.Hidden, configPlace(p))
		}
		list = append(list, option)
	}
	return list
}

func configValueOf(v host.ExplainedValue) configValue {
	value := configValue{
		Text: v.Text, None: v.None, Cut: v.Cut, Origin: string(v.Origin), Place: configPlaceOf(v.Place), MoreUses: v.MoreUses,
		Uses: make([]configValueUse, 0, len(v.Uses)),
	}
	for _, u := range v.Uses {
		value.Uses = append(value.Uses, configValueUse{Written: u.Written, Value: configValueOf(u.Value)})
	}
	return value
}

func configPlaceOf(p *host.Place) *configPlace {
	if p == nil {
		return nil
	}
	place := configPlace(*p)
	return &place
}

// octal is how administrators write the rights of a file.
func octal(mode fs.FileMode) string { return fmt.Sprintf("%04o", mode.Perm()) }
