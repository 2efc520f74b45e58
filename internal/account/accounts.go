package account

import (
	"context"
	"log/slog"
	"net/netip"
	"sync/atomic"

	"bangui/internal/audit"
)

// Accounts looks after people. All methods may be called at the same time.
type Accounts struct {
	store  Store
	audits audit.Store
	log    *slog.Logger
	hasher *hasher
	// completed is true once set-up is known to be done; it never becomes undone.
	completed atomic.Bool
}

// New returns Accounts on a store.
func New(store Store, audits audit.Store, log *slog.Logger) *Accounts {
	return &Accounts{store: store, audits: audits, log: log, hasher: newHasher()}
}

// Visitor is where a request came from.
type Visitor struct {
	// Address is the zero Addr if the request came through a unix socket.
	Address netip.Addr
	// Agent is what the browser says it is.
	Agent     string
	RequestID string
}

// Admission is what a sign-in leads to.
type Admission struct {
	// Token is for the cookie alone: it is never stored or logged.
	Token   string
	Session Session
	User    User
}

// SetupCompleted tells whether an administrator exists.
func (a *Accounts) SetupCompleted(ctx context.Context) (bool, error) {
	if a.completed.Load() {
		return true, nil
	}
	done, err := a.store.SetupCompleted(ctx)
	if done && err == nil {
		a.completed.Store(true)
	}
	return done, err
}

// Preferences are the settings that concern everybody who is signed in.
type Preferences struct {
	// Timezone is an IANA name.
	Timezone string
	// SessionMinutes is the longest that a session lasts.
	SessionMinutes int
}

// Preferences reads the present settings.
func (a *Accounts) Preferences(ctx context.Context) (Preferences, error) {
	stored, err := a.store.Settings(ctx)
	if err != nil {
		return Preferences{}, err
	}
	return preferencesFrom(stored), nil
}

// actor is a visitor by the name that it gave.
func (v Visitor) actor(name string) audit.Actor {
	return audit.Actor{Name: name, RequestID: v.RequestID, Address: text(v.Address)}
}

// record writes down what was only tried. That the audit log cannot be written must not hide the reason of the refusal, so
// it is logged.
func (a *Accounts) record(ctx context.Context, entry audit.Entry) {
	if err := a.audits.RecordAudit(ctx, entry); err != nil {
		a.log.ErrorContext(ctx, "audit entry lost", "action", entry.Action, "request_id", entry.Actor.RequestID, "err", err)
	}
}
