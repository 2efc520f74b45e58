package httpapi

import (
	"context"
	"errors"
	"net/http"

	"bangui/internal/account"
	"bangui/internal/fault"
)

// cookieName is the session cookie. Over TLS it has the __Host- prefix, which lets browsers refuse it from elsewhere.
// Source: RFC 6265bis, section 4.1.3.2.
const (
	cookieName       = "bangui_session"
	secureCookieName = "__Host-" + cookieName
)

// requestHeader must stand in every request that changes something and is proved by the cookie: a form or a link of another
// site cannot set it.
const requestHeader = "X-BanGUI-Request"

// refuseForeignOrigins refuses what a page of another origin makes the browser send.
func (s *server) refuseForeignOrigins(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	if u := s.deps.PublicURL; u != nil {
		if err := protection.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			s.log.Warn("public url is no origin", "err", err)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := protection.Check(r); err != nil {
			s.writeProblem(w, r, newProblem(r.Context(), http.StatusForbidden, codeCSRF, "this request came from a page of another site"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// admit finds out who is calling and whether they may use the route.
func (s *server) admit(r *http.Request, to route) error {
	if err := s.demandSetup(r.Context(), to); err != nil {
		return err
	}
	if to.Permission == account.Public {
		return nil
	}
	if err := s.authenticate(r); err != nil {
		return err
	}
	if !isSafe(r.Method) && r.Header.Get(requestHeader) != "1" {
		return newProblem(r.Context(), http.StatusForbidden, codeCSRF, "the header "+requestHeader+": 1 is missing")
	}
	user := infoOf(r.Context()).user
	if !user.Role.May(to.Permission) {
		return fault.Forbidden.Errorf("your role, %s, does not have the permission %s", user.Role, to.Permission)
	}
	return nil
}

func (s *server) demandSetup(ctx context.Context, to route) error {
	if to.BeforeSetup {
		return nil
	}
	done, err := s.deps.Accounts.SetupCompleted(ctx)
	if err == nil && !done {
		return fault.SetupNeeded.Errorf("this installation has not been set up yet").
			WithMend("open the address that the server printed when it started")
	}
	return err
}

// authenticate reads the session from the store, on every request anew.
func (s *server) authenticate(r *http.Request) error {
	info := infoOf(r.Context())
	cookie, err := r.Cookie(sessionCookieName(info.secure))
	if errors.Is(err, http.ErrNoCookie) {
		return fault.Unauthenticated.Errorf("sign in first")
	}
	session, user, err := s.deps.Accounts.Authenticate(r.Context(), cookie.Value, info.client)
	if err != nil {
		return err
	}
	info.token, info.session, info.user = cookie.Value, session, user
	return nil
}

func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

func sessionCookieName(secure bool) string {
	if secure {
		return secureCookieName
	}
	return cookieName
}

// sessionCookie carries a token to the browser; an empty token removes it.
func (s *server) sessionCookie(ctx context.Context, token string) http.Cookie {
	secure := infoOf(ctx).secure
	path := "/"
	if !secure && s.deps.BasePath != "" {
		path = s.deps.BasePath // __Host- cookies must have the path /
	}
	cookie := http.Cookie{
		Name: sessionCookieName(secure), Value: token, Path: path, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}
