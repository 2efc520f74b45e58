package account

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
)

// The keys of stored settings.
const (
	SettingTimezone          = "timezone"
	SettingSessionMinutes    = "session_duration_minutes"
	SettingFail2banSocket    = "fail2ban_socket"
	SettingFail2banConfigDir = "fail2ban_config_dir"
)

// Defaults and limits of what set-up asks for.
const (
	DefaultTimezone       = "UTC"
	DefaultSessionMinutes = 12 * 60
	MinSessionMinutes     = 5
	MaxSessionMinutes     = 30 * 24 * 60
)

// SetupOrder is what the first visitor decides. Empty fields take the default.
type SetupOrder struct {
	// Token is what the server printed when it started.
	Token    string
	Username string
	Password string
	// Timezone is an IANA name.
	Timezone       string
	SessionMinutes int
	// Fail2banSocket and Fail2banConfigDir are absolute paths.
	Fail2banSocket    string
	Fail2banConfigDir string
}

// CheckSetupToken tells whether set-up is still to be done and the visitor may do it. It fails with fault.Conflict if it is
// done, fault.Forbidden for a wrong token and fault.TooMany after too many of them.
func (a *Accounts) CheckSetupToken(ctx context.Context, token string, visitor Visitor) error {
	err := a.checkSetupToken(ctx, token, visitor)
	if err != nil {
		a.recordRefusal(ctx, actionCheck, visitor.actor(""), visitor, err)
	}
	return err
}

func (a *Accounts) checkSetupToken(ctx context.Context, token string, visitor Visitor) error {
	ok, err := a.tokenMatches(ctx, token)
	if ok || err != nil {
		return err
	}
	if err := a.takeVisitor(ctx, "set-up from", visitor); err != nil {
		return err
	}
	return fault.Forbidden.Errorf("wrong set-up token").
		WithMend("use the token that the server printed when it started; it is also in the file setup-token in its data directory").
		WithField("body.token", "is not the token that the server printed")
}

// tokenMatches fails with fault.Conflict if set-up is done. It looks for that after it has read the token, which is gone from the moment that
// somebody else completes the set-up.
func (a *Accounts) tokenMatches(ctx context.Context, token string) (bool, error) {
	wanted, err := a.store.SetupToken(ctx)
	if err != nil {
		return false, err
	}
	done, err := a.SetupCompleted(ctx)
	if err != nil {
		return false, err
	}
	if done {
		return false, fault.Conflict.Errorf("set-up is already completed; sign in instead")
	}
	given, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(wanted))
	return subtle.ConstantTimeCompare(given[:], want[:]) == 1 && wanted != "", nil
}

// Setup creates the first administrator, who is signed in at once. It fails like [Accounts.CheckSetupToken], and with
// fault.Invalid naming every field that is wrong. Of several at the same time, one succeeds.
func (a *Accounts) Setup(ctx context.Context, order SetupOrder, visitor Visitor) (Admission, error) {
	user, err := a.completeSetup(ctx, order, visitor)
	if err != nil {
		a.recordRefusal(ctx, actionSetup, visitor.actor(shownName(order.Username)), visitor, err)
		return Admission{}, err
	}
	a.completed.Store(true)
	return a.beginSession(ctx, user, visitor)
}

func (a *Accounts) completeSetup(ctx context.Context, order SetupOrder, visitor Visitor) (User, error) {
	if err := a.checkSetupToken(ctx, order.Token, visitor); err != nil {
		return User{}, err
	}
	order.fillIn()
	if err := order.check(); err != nil {
		return User{}, err
	}
	hash, err := a.hasher.hash(ctx, order.Password)
	if err != nil {
		return User{}, err
	}
	return a.store.CompleteSetup(ctx, Setup{
		Administrator: User{Name: order.Username, Role: Administrator, PasswordHash: hash},
		Settings:      order.settings(),
	}, audit.Entry{Actor: visitor.actor(order.Username), Action: actionSetup, Target: order.Username, Result: audit.OK})
}

func (o *SetupOrder) fillIn() {
	if o.Timezone == "" {
		o.Timezone = DefaultTimezone
	}
	if o.SessionMinutes == 0 {
		o.SessionMinutes = DefaultSessionMinutes
	}
}

// check returns one fault with everything that is wrong, or nil.
func (o *SetupOrder) check() error {
	f := fault.Invalid.Errorf("some fields are not right")
	if message := nameProblem(o.Username); message != "" {
		f.WithField("body.username", "%s", message)
	}
	if message := passwordProblem(o.Password, o.Username); message != "" {
		f.WithField("body.password", "%s", message)
	}
	if _, err := time.LoadLocation(o.Timezone); err != nil || o.Timezone == "Local" {
		f.WithField("body.timezone", "is not a known time zone, such as Europe/Berlin or UTC")
	}
	if o.SessionMinutes < MinSessionMinutes || o.SessionMinutes > MaxSessionMinutes {
		f.WithField("body.session_duration_minutes", "must be from %d to %d", MinSessionMinutes, MaxSessionMinutes)
	}
	if message := pathProblem(o.Fail2banSocket); message != "" {
		f.WithField("body.fail2ban_socket", "%s", message)
	}
	if message := pathProblem(o.Fail2banConfigDir); message != "" {
		f.WithField("body.fail2ban_config_dir", "%s", message)
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

// pathProblem says what is wrong with a path; an empty one is fine.
func pathProblem(path string) string {
	switch {
	case path == "":
		return ""
	case strings.ContainsRune(path, 0):
		return "must not contain a zero byte"
	case len(path) > 4096:
		return "is longer than a path can be"
	case !filepath.IsAbs(path):
		return "must be an absolute path, beginning with a slash"
	}
	return ""
}

func (o *SetupOrder) settings() map[string]string {
	set := map[string]string{
		SettingTimezone:       o.Timezone,
		SettingSessionMinutes: strconv.Itoa(o.SessionMinutes),
	}
	if o.Fail2banSocket != "" {
		set[SettingFail2banSocket] = filepath.Clean(o.Fail2banSocket)
	}
	if o.Fail2banConfigDir != "" {
		set[SettingFail2banConfigDir] = filepath.Clean(o.Fail2banConfigDir)
	}
	return set
}

func preferencesFrom(stored map[string]string) Preferences {
	p := Preferences{Timezone: stored[SettingTimezone], SessionMinutes: DefaultSessionMinutes}
	if p.Timezone == "" {
		p.Timezone = DefaultTimezone
	}
	if minutes, err := strconv.Atoi(stored[SettingSessionMinutes]); err == nil && minutes >= MinSessionMinutes {
		p.SessionMinutes = minutes
	}
	return p
}
