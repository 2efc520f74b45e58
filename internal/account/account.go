// Package account looks after people: the first administrator, users, their roles and passwords, and who is signed in.
//
// Start with [Accounts]. It keeps nothing in memory that matters: every request reads its session from the [Store], so that
// all replicas agree at once.
package account

import (
	"context"
	"time"

	"bangui/internal/audit"
)

// Role says what a user may do; see [Role.May].
type Role string

// The roles, each including the one before it.
const (
	Viewer        Role = "viewer"
	Operator      Role = "operator"
	Administrator Role = "administrator"
)

// User is a person who can sign in.
type User struct {
	ID int64
	// Name is unique without regard to case, 1 to 64 characters.
	Name string
	Role Role
	// PasswordHash is in the PHC string format of argon2id; empty for a user without a password.
	PasswordHash string
	// Disabled users cannot sign in, and their sessions are void.
	Disabled  bool
	CreatedAt time.Time
	// LastSignInAt is zero if the user never signed in.
	LastSignInAt time.Time
}

// Session is one sign-in of one user on one device.
type Session struct {
	// TokenHash is the SHA-256 of the token in the cookie; the token itself is stored nowhere.
	TokenHash  []byte
	UserID     int64
	CreatedAt  time.Time
	LastUsedAt time.Time
	// IdleExpiresAt moves with use, never beyond ExpiresAt.
	IdleExpiresAt time.Time
	ExpiresAt     time.Time
	// Address and Agent are of the request that signed in; Agent is cut to 255 bytes.
	Address string
	Agent   string
	// PasswordHash is that of the password with which the user has just signed in: with another one by now there is no session. Empty
	// means that no password was asked for. It is not stored with the session.
	PasswordHash string
}

// Presence is somebody who is signed in, and the address from which that was done.
type Presence struct{ User, Address string }

// Sighting is an address from which a user who was signed in has made a request.
type Sighting struct {
	User    string
	Role    Role
	Address string
	// Ago is how long ago that was last.
	Ago time.Duration
	// SignedIn tells whether the user is signed in now, from wherever.
	SignedIn bool
}

// Setup is what the first visit decides.
type Setup struct {
	// Administrator is the first user.
	Administrator User
	// Settings are stored with it, such as the time zone and where fail2ban is; see Store.Settings.
	Settings map[string]string
}

// Limit is a rate in the manner of GCRA: Burst at once, then one each Period/Burst.
type Limit struct {
	Burst  int
	Period time.Duration
}

// Taken is what a limit answered.
type Taken struct {
	Allowed bool
	// Remaining is how many more would be allowed at once.
	Remaining int
	// RetryAfter is how long until the next is allowed; zero if Allowed.
	RetryAfter time.Duration
}

// Store keeps users, sessions, limits and settings. The store's clock decides what has expired, not the caller's.
type Store interface {
	// SetupCompleted tells whether an administrator exists.
	SetupCompleted(ctx context.Context) (bool, error)
	// SetupToken returns what the first visitor must show, the same for all replicas; empty if set-up is impossible.
	SetupToken(ctx context.Context) (string, error)
	// CompleteSetup creates the first administrator with its settings. It checks inside its transaction that there is no user
	// yet and fails with fault.Conflict otherwise. The token is gone then.
	CompleteSetup(ctx context.Context, setup Setup, entry audit.Entry) (User, error)

	// CreateUser fails with fault.Conflict if the name is taken.
	CreateUser(ctx context.Context, user User, entry audit.Entry) (User, error)
	// UserByName fails with fault.NotFound.
	UserByName(ctx context.Context, name string) (User, error)
	// Users returns all, by name.
	Users(ctx context.Context) ([]User, error)
	// ChangePassword stores the hash and ends all sessions of the user. It fails with fault.NotFound.
	ChangePassword(ctx context.Context, userID int64, hash string, entry audit.Entry) error
	// DisableUser ends all sessions of the user, too. It fails with fault.NotFound, and with fault.Conflict for the last administrator
	// who is not disabled; of several at the same time, one at least stays. Nothing is recorded for a user who is disabled already.
	DisableUser(ctx context.Context, userID int64, entry audit.Entry) error
	// EnableUser fails with fault.NotFound. Nothing is recorded for a user who is not disabled.
	EnableUser(ctx context.Context, userID int64, entry audit.Entry) error
	// SetPasswordHash stores a new hash of the same password. It fails with fault.NotFound if before is not the user's hash any more.
	SetPasswordHash(ctx context.Context, userID int64, before, hash string) error

	// CreateSession stores a session whose times the store sets from idle and absolute, and marks the user's sign-in.
	CreateSession(ctx context.Context, session Session, idle, absolute time.Duration, entry audit.Entry) (Session, error)
	// UseSession returns a session that has not expired, with its user, who is not disabled, and moves its idle end when it was
	// last moved more than a minute ago, or when the user has not been seen at this address, which may be empty. It fails with
	// fault.Unauthenticated.
	UseSession(ctx context.Context, tokenHash []byte, idle time.Duration, address string) (Session, User, error)
	// Sightings returns where users who are not disabled were seen within an age, latest first: of each the latest few addresses.
	Sightings(ctx context.Context, age time.Duration) ([]Sighting, error)
	// SignedIn returns who is signed in, once for each address.
	SignedIn(ctx context.Context) ([]Presence, error)
	// EndSession removes a session; one that is gone already is no error.
	EndSession(ctx context.Context, tokenHash []byte, entry audit.Entry) error
	// RemoveExpired removes at most limit expired sessions, sightings older than [KeptSightings] and full limits and returns how many.
	RemoveExpired(ctx context.Context, limit int) (int, error)

	// TakeLimit takes one from the limit named key, in one statement, shared by all replicas.
	TakeLimit(ctx context.Context, key string, limit Limit) (Taken, error)
	// ReturnLimit makes the limit full again.
	ReturnLimit(ctx context.Context, key string) error

	// Settings returns what is set, by key.
	Settings(ctx context.Context) (map[string]string, error)
	// SetSettings changes some settings and leaves the others.
	SetSettings(ctx context.Context, settings map[string]string, entry audit.Entry) error
}
