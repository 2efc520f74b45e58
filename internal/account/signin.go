package account

import (
	"context"
	"errors"

	"bangui/internal/audit"
	"bangui/internal/fault"
)

// What the audit log calls what happens here.
const (
	actionSignIn  = "session.create"
	actionSignOut = "session.delete"
	actionSetup   = "setup.complete"
	actionCheck   = "setup.check"
)

// SignIn begins a session. It fails with fault.Unauthenticated for a wrong name or password, not telling which, and with
// fault.TooMany after too many tries. Every try is in the audit log.
func (a *Accounts) SignIn(ctx context.Context, name, password string, visitor Visitor) (Admission, error) {
	user, err := a.checkPassword(ctx, name, password, visitor)
	if err != nil {
		a.recordRefusal(ctx, actionSignIn, visitor.actor(shownName(name)), visitor, err)
		return Admission{}, err
	}
	a.giveBack(ctx, visitorKey(signInPurpose, visitor), nameKey(name))
	return a.beginSession(ctx, user, visitor)
}

// signInPurpose separates the limits of sign-in from those of set-up.
const signInPurpose = "sign-in from"

func (a *Accounts) checkPassword(ctx context.Context, name, password string, visitor Visitor) (User, error) {
	if err := a.takeVisitor(ctx, signInPurpose, visitor); err != nil {
		return User{}, err
	}
	if !validName(name) || len(password) > maxPasswordBytes {
		name, password = "", "" // nobody has this name; go on, so that the work is the same
	}
	if err := a.takeName(ctx, name, visitor); err != nil {
		return User{}, err
	}
	user, err := a.store.UserByName(ctx, name)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return User{}, err
	}
	match, outdated, err := a.hasher.check(ctx, password, user.PasswordHash)
	if err != nil {
		return User{}, err
	}
	if !match || user.Disabled || user.ID == 0 {
		return User{}, fault.Unauthenticated.Errorf("wrong user name or password")
	}
	if outdated {
		user.PasswordHash = a.rehash(ctx, user, password)
	}
	return user, nil
}

// rehash brings the hash up to today's parameters, and returns the one that the user has then. The sign-in is good without it.
func (a *Accounts) rehash(ctx context.Context, user User, password string) string {
	hash, err := a.hasher.hash(ctx, password)
	if err == nil {
		err = a.store.SetPasswordHash(ctx, user.ID, user.PasswordHash, hash)
	}
	if err != nil {
		a.log.WarnContext(ctx, "password hash not renewed", "user", user.Name, "err", err)
		return user.PasswordHash
	}
	return hash
}

// recordRefusal writes a refused try into the audit log, within a limit for each prefix: nobody can fill our disk with
// refusals. What is no fault is our own trouble and belongs into the log only.
func (a *Accounts) recordRefusal(ctx context.Context, action string, actor audit.Actor, visitor Visitor, err error) {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || a.take(ctx, visitorKey("refusals of "+action, visitor), refusalLimit()) != nil {
		return
	}
	a.record(ctx, audit.Entry{Actor: actor, Action: action, Target: actor.Name, Result: audit.Refused, Detail: f.Message})
}

// shownName is the name for the audit log. What cannot be a user name may be a password in the wrong field.
func shownName(name string) string {
	if !validName(name) {
		return "(not a user name)"
	}
	return name
}
