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
func (s *Store) SetPasswordHash(ctx context.Context, userID int64, hash string) error {
	return s.change(ctx, "set password", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `update users set password_hash = $1 where id = $2`, hash, userID)
		if err == nil && n == 0 {
			return fault.NotFound.Errorf("no user with number %d", userID)
		}
		return err
	})
}

// fold makes names comparable without regard to case.
func fold(name string) string { return strings.ToLower(clean(name)) }

func scanUser(row *sql.Rows) (account.User, error) {
	var u account.User
	return u, row.Scan(userFields(&u)...)
}

func userFields(u *account.User) []any {
	return []any{&u.ID, &u.Name, &u.Role, &u.PasswordHash, &u.Disabled, timeIn(&u.CreatedAt), timeIn(&u.LastSignInAt)}
}
