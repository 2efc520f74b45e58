package httpapi

import (
	"context"
	"net/http"
	"time"

	"bangui/internal/account"
)

// sessionBody tells who is signed in.
type sessionBody struct {
	User          sessionUser `json:"user"`
	Permissions   []string    `json:"permissions" doc:"What the user may do"`
	SignedInAt    time.Time   `json:"signed_in_at"`
	IdleExpiresAt time.Time   `json:"idle_expires_at" doc:"When the session ends if it is not used"`
	ExpiresAt     time.Time   `json:"expires_at" doc:"When the session ends in any case"`
	ClientAddress string      `json:"client_address" doc:"Where this request came from; empty for a unix socket"`
	Version       string      `json:"version" doc:"BanGUI's own version"`
	Timezone      string      `json:"timezone" doc:"An IANA name such as Europe/Berlin"`
}

type sessionUser struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Role     string `json:"role" enum:"viewer,operator,administrator"`
}

type signInInput struct {
	Body struct {
		Username string `json:"username"`
		Password string `json:"password" format:"password"`
	} `nameHint:"SignInRequest"`
}

type sessionOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      sessionBody
}

type currentSessionOutput struct {
	Body sessionBody
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *server) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	admission, err := s.deps.Accounts.SignIn(ctx, in.Body.Username, in.Body.Password, visitorOf(ctx))
	s.countSignIn(err)
	if err != nil {
		return nil, err
	}
	return s.admitted(ctx, admission)
}

func (s *server) getSession(ctx context.Context, _ *struct{}) (*currentSessionOutput, error) {
	info := infoOf(ctx)
	body, err := s.sessionBody(ctx, info.session, info.user)
	if err != nil {
		return nil, err
	}
	return &currentSessionOutput{Body: body}, nil
}

func (s *server) signOut(ctx context.Context, _ *struct{}) (*signOutOutput, error) {
	if err := s.deps.Accounts.SignOut(ctx, infoOf(ctx).token, actorOf(ctx)); err != nil {
		return nil, err
	}
	return &signOutOutput{SetCookie: s.sessionCookie(ctx, "")}, nil
}

// admitted answers a sign-in with the session and its cookie.
func (s *server) admitted(ctx context.Context, admission account.Admission) (*sessionOutput, error) {
	info := infoOf(ctx)
	info.user = admission.User // for the access log
	body, err := s.sessionBody(ctx, admission.Session, admission.User)
	if err != nil {
		return nil, err
	}
	return &sessionOutput{SetCookie: s.sessionCookie(ctx, admission.Token), Body: body}, nil
}

func (s *server) sessionBody(ctx context.Context, session account.Session, user account.User) (sessionBody, error) {
	preferences, err := s.deps.Accounts.Preferences(ctx)
	if err != nil {
		return sessionBody{}, err
	}
	permissions := []string{}
	for _, p := range user.Role.Permissions() {
		permissions = append(permissions, string(p))
	}
	return sessionBody{
		User:        sessionUser{ID: user.ID, Username: user.Name, Role: string(user.Role)},
		Permissions: permissions,
		SignedInAt:  session.CreatedAt.UTC(), IdleExpiresAt: session.IdleExpiresAt.UTC(), ExpiresAt: session.ExpiresAt.UTC(),
		ClientAddress: infoOf(ctx).address(), Version: s.deps.Version, Timezone: preferences.Timezone,
	}, nil
}

// visitorOf describes who makes the request, for the limits and the audit log.
func visitorOf(ctx context.Context) account.Visitor {
	info := infoOf(ctx)
	return account.Visitor{Address: info.client, Agent: info.agent, RequestID: info.requestID}
}
