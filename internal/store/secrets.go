package store

import (
	"context"
	"database/sql"
	"errors"
)

// setupToken is the name of the secret that set-up asks for. It is there until set-up is done.
const setupToken = "setup_token"

// Secret returns the secret of this name that all replicas share. If there is none yet, it is what fresh gives: of several replicas at the
// same time, the first one decides for all.
func (s *Store) Secret(ctx context.Context, name string, fresh func() string) (string, error) {
	secret, err := s.findSecret(ctx, name)
	if err != nil || secret != "" {
		return secret, err
	}
	_, err = exec(ctx, s.write, `
		insert into secrets (name, value, created_at) values ($1, $2, now_ms()) on conflict (name) do nothing`, name, fresh())
	if err != nil {
		return "", s.explain(ctx, "store the secret "+name, err)
	}
	return s.findSecret(ctx, name)
}

// SetSecret replaces a secret for all replicas.
func (s *Store) SetSecret(ctx context.Context, name, secret string) error {
	_, err := exec(ctx, s.write, `
		insert into secrets (name, value, created_at) values ($1, $2, now_ms())
		on conflict (name) do update set value = excluded.value, created_at = excluded.created_at`, name, secret)
	return s.explain(ctx, "store the secret "+name, err)
}

// RemoveSecret forgets a secret; one that is not there is no error.
func (s *Store) RemoveSecret(ctx context.Context, name string) error {
	_, err := exec(ctx, s.write, `delete from secrets where name = $1`, name)
	return s.explain(ctx, "remove the secret "+name, err)
}

// SetupToken implements [account.Store].
func (s *Store) SetupToken(ctx context.Context) (string, error) { return s.findSecret(ctx, setupToken) }

// findSecret returns a secret, or nothing. It reads with the writer, so that what another one has just stored is seen.
func (s *Store) findSecret(ctx context.Context, name string) (string, error) {
	secret, err := first(ctx, s.write, value[string], `select value from secrets where name = $1`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return secret, s.explain(ctx, "read the secret "+name, err)
}
