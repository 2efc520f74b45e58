package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/netip"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
)

// tokenBytes is the length of a session token: 256 bits, as random as a key.
const tokenBytes = 32

// idleTime is how long a session lasts without use, if its absolute length is not shorter.
const idleTime = 30 * time.Minute

// maxAgentBytes is what of the browser's description is kept.
const maxAgentBytes = 255

// KeptSightings is for how long it is remembered where people were, and MaxSightings how many addresses of each.
const (
	KeptSightings = 30 * 24 * time.Hour
	MaxSightings  = 20
)

// Authenticate returns the session of a token and its user, who is at an address, which may be the zero Addr. It asks the store on
// every call, so a session that was ended anywhere is ended here. It fails with fault.Unauthenticated.
func (a *Accounts) Authenticate(ctx context.Context, token string, at netip.Addr) (Session, User, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != tokenBytes {
		return Session{}, User{}, fault.Unauthenticated.Errorf("sign in first")
	}
	return a.store.UseSession(ctx, hashToken(raw), idleTime, text(at))
}

// SignedIn returns who is signed in, once for each address.
func (a *Accounts) SignedIn(ctx context.Context) ([]Presence, error) { return a.store.SignedIn(ctx) }

// text is an address as it is stored; empty for the zero Addr.
func text(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	return addr.String()
}

// SignOut ends the session of a token; one that is over is no error.
func (a *Accounts) SignOut(ctx context.Context, token string, actor audit.Actor) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return fault.Unauthenticated.Errorf("sign in first")
	}
	entry := audit.Entry{Actor: actor, Action: actionSignOut, Target: actor.Name, Result: audit.OK}
	return a.store.EndSession(ctx, hashToken(raw), entry)
}

// RemoveExpired removes sessions and limits that are over, at most limit, and returns how many.
func (a *Accounts) RemoveExpired(ctx context.Context, limit int) (int, error) {
	return a.store.RemoveExpired(ctx, limit)
}

// beginSession gives the user a new token.
func (a *Accounts) beginSession(ctx context.Context, user User, visitor Visitor) (Admission, error) {
	preferences, err := a.Preferences(ctx)
	if err != nil {
		return Admission{}, err
	}
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // it never fails: crypto/rand ends the process instead
	actor := visitor.actor(user.Name)
	actor.UserID = user.ID
	entry := audit.Entry{Actor: actor, Action: actionSignIn, Target: user.Name, Result: audit.OK}
	absolute := time.Duration(preferences.SessionMinutes) * time.Minute
	session, err := a.store.CreateSession(ctx, Session{
		TokenHash: hashToken(raw), UserID: user.ID, Address: actor.Address, Agent: cutAgent(visitor.Agent),
		PasswordHash: user.PasswordHash,
	}, min(idleTime, absolute), absolute, entry)
	if errors.Is(err, fault.NotFound) { // changed or kept out since the password was checked
		return Admission{}, fault.Unauthenticated.Wrapf(err, "wrong user name or password")
	}
	if err != nil {
		return Admission{}, err
	}
	return Admission{Token: base64.RawURLEncoding.EncodeToString(raw), Session: session, User: user}, nil
}

func hashToken(raw []byte) []byte {
	sum := sha256.Sum256(raw)
	return sum[:]
}

// cutAgent makes the browser's description short, valid text.
func cutAgent(agent string) string {
	agent = agent[:min(len(agent), maxAgentBytes)]
	return strings.ToValidUTF8(agent, "")
}
