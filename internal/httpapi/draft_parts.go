package httpapi

import (
	"context"

	"bangui/internal/host"
	"bangui/internal/revision"
)

type newJailInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		Name     string   `json:"name" minLength:"1" maxLength:"255" doc:"Letters, digits, _, . and -, beginning with a letter or a digit" example:"shop"`
		Like     string   `json:"like,omitempty" maxLength:"255" doc:"The jail whose settings it gets"`
		Filter   string   `json:"filter,omitempty" maxLength:"255" doc:"Absent means that of the other jail" example:"nginx-http-auth"`
		Backend  string   `json:"backend,omitempty" maxLength:"64" example:"systemd"`
		LogPaths []string `json:"log_paths,omitempty" maxItems:"50" nullable:"false" doc:"Files or patterns; absent means those of the other jail"`
		Enabled  bool     `json:"enabled,omitempty"`
	}
}

type newDefinitionInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		Kind string `json:"kind" enum:"filter,action"`
		Name string `json:"name" minLength:"1" maxLength:"200" doc:"Letters, digits, _, . and -, beginning with a letter or a digit" example:"shop"`
		Like string `json:"like,omitempty" maxLength:"255" doc:"The one that it is a copy of" example:"sshd"`
	}
}

type assignmentInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		Jail string `json:"jail" minLength:"1" maxLength:"255" example:"sshd"`
		Kind string `json:"kind" enum:"filter,action" doc:"A filter takes the place of the jail's own, an action comes beside those that it has"`
		Name string `json:"name" minLength:"1" maxLength:"255"`
	}
}

func (s *server) addJailToDraft(ctx context.Context, in *newJailInput) (*draftOutput, error) {
	made := revision.NewJail{
		Name: in.Body.Name, Like: in.Body.Like, Filter: in.Body.Filter, Backend: in.Body.Backend, LogPaths: in.Body.LogPaths, Enabled: in.Body.Enabled,
	}
	if err := s.deps.Revisions.MakeJail(ctx, actorOf(ctx), in.Host, made); err != nil {
		return nil, inBody(err)
	}
	return s.draftOf(ctx, in.Host)
}

func (s *server) addDefinitionToDraft(ctx context.Context, in *newDefinitionInput) (*draftOutput, error) {
	made := revision.NewDefinition{Kind: host.PartKind(in.Body.Kind), Name: in.Body.Name, Like: in.Body.Like}
	if _, err := s.deps.Revisions.MakeDefinition(ctx, actorOf(ctx), in.Host, made); err != nil {
		return nil, inBody(err)
	}
	return s.draftOf(ctx, in.Host)
}

func (s *server) assignInDraft(ctx context.Context, in *assignmentInput) (*draftOutput, error) {
	part := host.Part{Kind: host.PartKind(in.Body.Kind), Name: in.Body.Name}
	if err := s.deps.Revisions.Assign(ctx, actorOf(ctx), in.Host, in.Body.Jail, part); err != nil {
		return nil, inBody(err)
	}
	return s.draftOf(ctx, in.Host)
}
