package account

import (
	"context"
	"slices"
	"strings"

	"bangui/internal/audit"
	"bangui/internal/fault"
)

// What the audit log calls what happens to users.
const (
	actionUserCreate   = "user.create"
	actionUserPassword = "user.password"
	actionUserDisable  = "user.disable"
	actionUserEnable   = "user.enable"
)

// Roles returns all roles, each including the one before it.
func Roles() []Role { return []Role{Viewer, Operator, Administrator} }

// Users returns everybody, by name.
func (a *Accounts) Users(ctx context.Context) ([]User, error) { return a.store.Users(ctx) }

// AddUser creates a user. It fails with fault.SetupNeeded before set-up, which alone creates the first one; with fault.Invalid naming
// what is wrong; with fault.Conflict if the name is taken.
func (a *Accounts) AddUser(ctx context.Context, name string, role Role, password string, actor audit.Actor) (User, error) {
	done, err := a.SetupCompleted(ctx)
	if err != nil {
		return User{}, err
	}
	if !done {
		return User{}, fault.SetupNeeded.Errorf("set-up is not done yet, and it creates the first administrator").
			WithMend("start the server and open the link that it prints")
	}
	if err := checkUser(name, role, password); err != nil {
		return User{}, err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return User{}, err
	}
	return a.store.CreateUser(ctx, User{Name: name, Role: role, PasswordHash: hash},
		audit.Entry{Actor: actor, Action: actionUserCreate, Target: name, Result: audit.OK, Detail: "as " + string(role)})
}

// ChangePassword gives a user another password, ends all sessions of that user, and makes the limit of wrong passwords full again. It
// fails with fault.NotFound, and with fault.Invalid for a password that is not good enough.
func (a *Accounts) ChangePassword(ctx context.Context, name, password string, actor audit.Actor) error {
	user, err := a.store.UserByName(ctx, name)
	if err != nil {
		return err
	}
	if err := checkUser(user.Name, user.Role, password); err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	entry := audit.Entry{Actor: actor, Action: actionUserPassword, Target: user.Name, Result: audit.OK, Detail: "all sessions ended"}
	if err := a.store.ChangePassword(ctx, user.ID, hash, entry); err != nil {
		return err
	}
	a.giveBack(ctx, nameKey(user.Name))
	return nil
}

// DisableUser keeps a user out and ends all sessions of that user. Doing so twice is no error. It fails with fault.NotFound, and with
// fault.Conflict if nobody would be left who may administer.
func (a *Accounts) DisableUser(ctx context.Context, name string, actor audit.Actor) error {
	user, err := a.store.UserByName(ctx, name)
	if err != nil {
		return err
	}
	return a.store.DisableUser(ctx, user.ID,
		audit.Entry{Actor: actor, Action: actionUserDisable, Target: user.Name, Result: audit.OK, Detail: "all sessions ended"})
}

// EnableUser lets a user in again. Doing so twice is no error. It fails with fault.NotFound.
func (a *Accounts) EnableUser(ctx context.Context, name string, actor audit.Actor) error {
	user, err := a.store.UserByName(ctx, name)
	if err != nil {
		return err
	}
	return a.store.EnableUser(ctx, user.ID, audit.Entry{Actor: actor, Action: actionUserEnable, Target: user.Name, Result: audit.OK})
}

// checkUser holds users to the rules of set-up.
func checkUser(name string, role Role, password string) error {
	f := fault.Invalid.Errorf("some fields are not right")
	if message := nameProblem(name); message != "" {
		f.WithField("name", "%s", message)
	}
	if !slices.Contains(Roles(), role) {
		f.WithField("role", "must be one of %s", strings.Join([]string{string(Administrator), string(Operator), string(Viewer)}, ", "))
	}
	if message := passwordProblem(password, name); message != "" {
		f.WithField("password", "%s", message)
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}
