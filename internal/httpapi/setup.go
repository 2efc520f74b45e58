package httpapi

import (
	"context"

	"bangui/internal/account"
)

type setupState struct {
	Completed bool           `json:"completed"`
	Defaults  *setupDefaults `json:"defaults" doc:"What the form begins with; null when completed"`
}

type setupDefaults struct {
	Fail2banSocket    string `json:"fail2ban_socket"`
	Fail2banConfigDir string `json:"fail2ban_config_dir"`
	Timezone          string `json:"timezone"`
	SessionMinutes    int    `json:"session_duration_minutes"`
}

type setupOutput struct {
	Body setupState
}

type checkSetupInput struct {
	Body struct {
		Token             string `json:"token" doc:"What the server printed when it started"`
		Fail2banSocket    string `json:"fail2ban_socket" maxLength:"4096"`
		Fail2banConfigDir string `json:"fail2ban_config_dir" maxLength:"4096"`
	} `nameHint:"CheckSetupRequest"`
}

type connectionBody struct {
	Reachable        bool     `json:"reachable"`
	Version          string   `json:"version" doc:"fail2ban's version; empty if not reachable"`
	Jails            int      `json:"jails" doc:"How many jails run"`
	Problem          *problem `json:"problem" doc:"Why it is not reachable"`
	ConfigDirOK      bool     `json:"config_dir_ok"`
	ConfigDirMessage string   `json:"config_dir_message" doc:"What is wrong with the directory; may be empty"`
}

type checkSetupOutput struct {
	Body connectionBody
}

type completeSetupInput struct {
	Body struct {
		Token             string `json:"token" doc:"What the server printed when it started"`
		Username          string `json:"username" doc:"1 to 64 letters, digits and . _ - @ +"`
		Password          string `json:"password" format:"password" doc:"12 to 1024 characters"`
		Timezone          string `json:"timezone,omitempty" doc:"An IANA name; the default is UTC"`
		SessionMinutes    int    `json:"session_duration_minutes,omitempty" doc:"5 to 43200; the default is 720"`
		Fail2banSocket    string `json:"fail2ban_socket,omitempty" doc:"An absolute path; the default is what the server was started with"`
		Fail2banConfigDir string `json:"fail2ban_config_dir,omitempty" doc:"An absolute path; the default is what the server was started with"`
	} `nameHint:"CompleteSetupRequest"`
}

func (s *server) getSetup(ctx context.Context, _ *struct{}) (*setupOutput, error) {
	done, err := s.deps.Accounts.SetupCompleted(ctx)
	if err != nil {
		return nil, err
	}
	state := setupState{Completed: done}
	if !done {
		place := s.deps.Place()
		state.Defaults = &setupDefaults{
			Fail2banSocket: place.Socket, Fail2banConfigDir: place.ConfigDir,
			Timezone: account.DefaultTimezone, SessionMinutes: account.DefaultSessionMinutes,
		}
	}
	return &setupOutput{Body: state}, nil
}

func (s *server) checkSetup(ctx context.Context, in *checkSetupInput) (*checkSetupOutput, error) {
	if err := s.deps.Accounts.CheckSetupToken(ctx, in.Body.Token, visitorOf(ctx)); err != nil {
		return nil, err
	}
	place := Place{Socket: in.Body.Fail2banSocket, ConfigDir: in.Body.Fail2banConfigDir}
	return &checkSetupOutput{Body: connectionBodyOf(s.deps.TestConnection(ctx, place))}, nil
}

func (s *server) completeSetup(ctx context.Context, in *completeSetupInput) (*sessionOutput, error) {
	admission, err := s.deps.Accounts.Setup(ctx, account.SetupOrder{
		Token: in.Body.Token, Username: in.Body.Username, Password: in.Body.Password,
		Timezone: in.Body.Timezone, SessionMinutes: in.Body.SessionMinutes,
		Fail2banSocket: in.Body.Fail2banSocket, Fail2banConfigDir: in.Body.Fail2banConfigDir,
	}, visitorOf(ctx))
	if err != nil {
		return nil, err
	}
	s.deps.SetupDone(ctx)
	return s.admitted(ctx, admission)
}

func connectionBodyOf(c Connection) connectionBody {
	return connectionBody{
		Reachable: c.Reachable, Version: c.Version, Jails: c.Jails, Problem: problemBody(c.Problem),
		ConfigDirOK: c.ConfigDirOK, ConfigDirMessage: c.ConfigDirMessage,
	}
}
