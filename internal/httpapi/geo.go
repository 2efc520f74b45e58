package httpapi

import (
	"context"
	"time"

	"bangui/internal/account"
	"bangui/internal/ipinfo"
)

type geoOutput struct {
	Body geoBody
}

type geoBody struct {
	Version string    `json:"version" doc:"Another one whenever other data is in use"`
	Country geoSource `json:"country"`
	Network geoSource `json:"network"`
}

// geoSource is the data that answers one question about addresses.
type geoSource struct {
	Known      bool        `json:"known" doc:"Whether there is data; if not, all texts about it are empty"`
	BuiltIn    bool        `json:"built_in" doc:"Whether it is part of BanGUI, and not a file of the operator"`
	Type       string      `json:"type" doc:"What the data says that it is, such as GeoLite2-Country"`
	BuiltAt    *time.Time  `json:"built_at" doc:"When its publisher made it"`
	LoadedAt   *time.Time  `json:"loaded_at" doc:"When the file was taken; null for what is built in"`
	Source     string      `json:"source" doc:"The publisher's name for it; empty if not known"`
	SourceURL  string      `json:"source_url" doc:"Empty if not known"`
	Licence    string      `json:"licence" doc:"Empty if not known"`
	LicenceURL string      `json:"licence_url" doc:"Empty if not known"`
	Credit     string      `json:"credit" doc:"What is to be shown where the data is; empty if not known"`
	Path       *string     `json:"path" doc:"The operator's file, also if it is not in use; null without one, and for all but administrators"`
	Problem    *geoProblem `json:"problem" doc:"Why the operator's file is not used as it is now; null if it is"`
}

type geoProblem struct {
	Message string    `json:"message"`
	Mend    string    `json:"mend" doc:"What to do about it"`
	Since   time.Time `json:"since"`
}

func (s *server) getGeo(ctx context.Context, _ *struct{}) (*geoOutput, error) {
	state := s.deps.Addresses.State()
	withPath := infoOf(ctx).user.Role.May(account.ChangeSettings)
	return &geoOutput{Body: geoBody{
		Version: state.Version, Country: geoSourceOf(state.Country, withPath), Network: geoSourceOf(state.Network, withPath),
	}}, nil
}

func geoSourceOf(from ipinfo.Source, withPath bool) geoSource {
	source := geoSource{
		Known: from.Known, BuiltIn: from.BuiltIn, Type: from.Type, BuiltAt: timeOrNull(from.BuiltAt), LoadedAt: timeOrNull(from.LoadedAt),
		Source: from.Credit.Source, SourceURL: from.Credit.URL, Licence: from.Credit.Licence, LicenceURL: from.Credit.LicenceURL,
		Credit: from.Credit.Text,
	}
	if withPath && from.Path != "" {
		source.Path = &from.Path
	}
	if p := from.Problem; p != nil {
		source.Problem = &geoProblem{Message: p.Message, Mend: p.Mend, Since: from.ProblemAt.UTC()}
	}
	return source
}
