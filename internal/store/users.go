package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
)

const userColumns = `users.id, users.name, users.role, users.password_hash, users.disabled, users.created_at, users.last_sign_in_at`

// SetupCompleted implements [account.Store].
func (s *Store) SetupCompleted(ctx context.Context) (bool, error) {
	n, err := first(ctx, s.read, value[int], `select count(*) from users where role = $1`, string(account.Administrator))
	return n > 0, s.explain(ctx, "look for an administrator", err)
}

// CompleteSetup implements [account.Store]. The row of the table installation decides who wins. The token has had its day then.
func (s *Store) CompleteSetup(ctx context.Context, setup account.Setup, entry audit.Entry) (account.User, error) {
	var user account.User
	err := s.change(ctx, "complete the set-up", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			insert into installation (id, set_up_at) select 1, now_ms() where not exists (select 1 from users)
			on conflict (id) do nothing`)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict.Errorf("this installation has been set up already")
		}
		if user, err = insertUser(ctx, tx, setup.Administrator); err != nil {
			return err
		}
		if err := putSettings(ctx, tx, setup.Settings); err != nil {
			return err
		}
		if _, err := exec(ctx, tx, `delete from secrets where name = $1`, setupToken); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
	return user, err
}

// CreateUser implements [account.Store].
func (s *Store) CreateUser(ctx context.Context, user account.User, entry audit.Entry) (account.User, error) {
	var created account.User
	err := s.change(ctx, "create user", func(tx *sql.Tx) (err error) {
		if created, err = insertUser(ctx, tx, user); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
	return created, err
}

func insertUser(ctx context.Context, tx *sql.Tx, user account.User) (account.User, error) {
	created, err := first(ctx, tx, scanUser, `
		insert into users (name, folded_name, role, password_hash, disabled, created_at)
		values ($1, $2, $3, $4, $5, now_ms())
		on conflict (folded_name) do nothing
		returning `+userColumns,
		user.Name, fold(user.Name), string(user.Role), user.PasswordHash, user.Disabled)
	if errors.Is(err, sql.ErrNoRows) {
		return account.User{}, fault.Conflict.Errorf("there is a user %q already", user.Name)
	}
	return created, err
}

// UserByName implements [account.Store].
func (s *Store) UserByName(ctx context.Context, name string) (account.User, error) {
	user, err := first(ctx, s.read, scanUser, `select `+userColumns+` from users where folded_name = $1`, fold(name))
	if errors.Is(err, sql.ErrNoRows) {
		return account.User{}, fault.NotFound.Errorf("no user %q", name)
	}
	return user, s.explain(ctx, "read user", err)
}

// SetPasswordHash implements [account.Store].
func (s *Store) SetPasswordHash(ctx context.Context, userID int64, before, hash string) error {
	return s.change(ctx, "set password", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `update users set password_hash = $1 where id = $2 and password_hash = $3`, hash, userID, before)
		if err == nil && n == 0 {
			return noUser(userID)
		}
		return err
	})
}

// Users implements [account.Store].
func (s *Store) Users(ctx context.Context) ([]account.User, error) {
	users, err := all(ctx, s.read, scanUser, `select `+userColumns+` from users order by folded_name`)
	return users, s.explain(ctx, "read users", err)
}

// ChangePassword implements [account.Store].
func (s *Store) ChangePassword(ctx context.Context, userID int64, hash string, entry audit.Entry) error {
	return s.change(ctx, "change password", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `update users set password_hash = $1 where id = $2`, hash, userID)
		if err == nil && n == 0 {
			return noUser(userID)
		}
		if err != nil {
			return err
		}
		return endSessionsOf(ctx, tx, userID, entry)
	})
}

// DisableUser implements [account.Store]. The row of the table installation makes those who do it at the same time wait for each
// other: each sees what the one before has left.
func (s *Store) DisableUser(ctx context.Context, userID int64, entry audit.Entry) error {
	return s.change(ctx, "disable user", func(tx *sql.Tx) error {
		if _, err := exec(ctx, tx, `update installation set set_up_at = set_up_at`); err != nil {
			return err
		}
		user, err := userByID(ctx, tx, userID)
		if err != nil || user.Disabled {
			return err
		}
		others, err := first(ctx, tx, value[int], `
			select count(*) from users where role = $1 and disabled = 0 and id <> $2`, string(account.Administrator), userID)
		if err != nil {
			return err
		}
		if user.Role == account.Administrator && others == 0 {
			return fault.Conflict.Errorf("%s is the last administrator who can sign in", user.Name).
				WithMend("make or enable another administrator first")
		}
		if _, err := exec(ctx, tx, `update users set disabled = 1 where id = $1`, userID); err != nil {
			return err
		}
		return endSessionsOf(ctx, tx, userID, entry)
	})
}

// EnableUser implements [account.Store].
func (s *Store) EnableUser(ctx context.Context, userID int64, entry audit.Entry) error {
	return s.change(ctx, "enable user", func(tx *sql.Tx) error {
		user, err := userByID(ctx, tx, userID)
		if err != nil || !user.Disabled {
			return err
		}
		if _, err := exec(ctx, tx, `update users set disabled = 0 where id = $1`, userID); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
}

// endSessionsOf comes after the change of the user's row, for which a sign-in waits: none slips in between.
func endSessionsOf(ctx context.Context, tx *sql.Tx, userID int64, entry audit.Entry) error {
	if _, err := exec(ctx, tx, `delete from sessions where user_id = $1`, userID); err != nil {
		return err
	}
	return record(ctx, tx, entry)
}

func userByID(ctx context.Context, tx *sql.Tx, userID int64) (account.User, error) {
	user, err := first(ctx, tx, scanUser, `select `+userColumns+` from users where id = $1`, userID)
	if errors.Is(err, sql.ErrNoRows) {
		return account.User{}, noUser(userID)
	}
	return user, err
}

func noUser(userID int64) error { return fault.NotFound.Errorf("no user with number %d", userID) }

// fold makes names comparable without regard to case.
func fold(name string) string { return strings.ToLower(clean(name)) }

func scanUser(row *sql.Rows) (account.User, error) {
	var u account.User
	return u, row.Scan(userFields(&u)...)
}

func userFields(u *account.User) []any {
	return []any{&u.ID, &u.Name, &u.Role, &u.PasswordHash, &u.Disabled, timeIn(&u.CreatedAt), timeIn(&u.LastSignInAt)}
}
