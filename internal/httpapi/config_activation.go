package httpapi

import (
	"context"
)

type activationOutput struct {
	Body activationBody
}

// activationBody is what a jail finds on a host if it is enabled.
type activationBody struct {
	Host     string             `json:"host"`
	Jail     string             `json:"jail"`
	Version  string             `json:"version" doc:"The fail2ban that the configuration was read for"`
	Enabled  bool               `json:"enabled" doc:"Whether it is enabled already"`
	Ready    bool               `json:"ready" doc:"Whether fail2ban takes it as it is"`
	Needs    []activationNeed   `json:"needs" doc:"What it needs, and whether that is there"`
	Remedies []activationRemedy `json:"remedies" doc:"Settings with which fail2ban takes it, the best first; each was tried"`
	Untried  string             `json:"untried" doc:"Why fail2ban itself was not asked; empty if it was"`
}

type activationNeed struct {
	Subject string `json:"subject" enum:"switch,filter,source,action,program,option,server"`
	State   string `json:"state" enum:"met,doubtful,missing" doc:"fail2ban does not insist on what is doubtful, and the jail may do less without it"`
	Message string `json:"message"`
	Mend    string `json:"mend" doc:"What to do about it; may be empty"`
	File    string `json:"file" doc:"Where that is said; may be empty"`
	Line    int    `json:"line" doc:"From 1; 0 if it is about no line"`
}

type activationRemedy struct {
	Message  string          `json:"message"`
	Settings []configSetting `json:"settings" doc:"For the section of the jail"`
}

type configSetting struct {
	Option string `json:"option" example:"backend"`
	Value  string `json:"value" example:"systemd"`
}

func (s *server) getActivation(ctx context.Context, in *configJailInput) (*activationOutput, error) {
	draft, err := s.changes(ctx, in.Host, in.Draft)
	if err != nil {
		return nil, err
	}
	a, err := s.deps.Configurations.Activation(ctx, in.Host, in.Jail, draft)
	if err != nil {
		return nil, err
	}
	body := activationBody{
		Host: in.Host, Jail: a.Jail, Version: a.Version, Enabled: a.Enabled, Ready: a.Met(), Needs: make([]activationNeed, 0, len(a.Needs)),
		Remedies: make([]activationRemedy, 0, len(a.Remedies)), Untried: a.Untried,
	}
	for _, n := range a.Needs {
		body.Needs = append(body.Needs, activationNeed{string(n.Subject), string(n.State), n.Message, n.Mend, n.File, n.Line})
	}
	for _, r := range a.Remedies {
		remedy := activationRemedy{Message: r.Message, Settings: make([]configSetting, 0, len(r.Settings))}
		for _, set := range r.Settings {
			remedy.Settings = append(remedy.Settings, configSetting(set))
		}
		body.Remedies = append(body.Remedies, remedy)
	}
	return &activationOutput{Body: body}, nil
}
