package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

// setupTokenSecret is the name of the token among what all replicas share; the one that completes the set-up removes it.
const setupTokenSecret = "setup_token"

// shareSetupToken returns the token that set-up asks for on all replicas, and sees that the file holds a copy: the preset one, or the
// one that another replica has made or the start before wrote, so that a link that was printed stays good, or a new one.
func (a *app) shareSetupToken(ctx context.Context) (settings.Secret, error) {
	token := a.Settings.SetupToken
	if !token.IsZero() {
		if err := a.store.SetSecret(ctx, setupTokenSecret, token.Reveal()); err != nil {
			return settings.Secret{}, err
		}
		return token, writeToken(a.tokenFile, token)
	}
	shared, err := a.store.Secret(ctx, setupTokenSecret, func() string {
		if before := readToken(a.tokenFile); before != "" {
			return before
		}
		return rand.Text()
	})
	if err != nil {
		return settings.Secret{}, err
	}
	token = settings.NewSecret(shared)
	return token, writeToken(a.tokenFile, token)
}

// tokenEvery is how often a replica looks whether set-up was done on another one, or got another token there.
const tokenEvery = 2 * time.Second

// tendSetupToken keeps the file what the token is, until set-up is done. It returns ctx's error when ctx ends.
func (a *app) tendSetupToken(ctx context.Context) error {
	for !a.setupTokenTended(ctx) {
		select {
		case <-ctx.Done():
		case <-time.After(tokenEvery):
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	<-ctx.Done()
	return ctx.Err()
}

// setupTokenTended tells whether nothing is left to do. A database that is away is waited for; others tell of that.
func (a *app) setupTokenTended(ctx context.Context) bool {
	done, err := a.accounts.SetupCompleted(ctx)
	if err != nil {
		return false
	}
	if done {
		a.forgetSetupToken(ctx)
		return true
	}
	token, err := a.store.SetupToken(ctx)
	if err != nil || token == "" {
		return false
	}
	if text, err := os.ReadFile(a.tokenFile); err == nil && strings.TrimSpace(string(text)) == token {
		return false
	}
	if err := writeToken(a.tokenFile, settings.NewSecret(token)); err != nil {
		a.log.WarnContext(ctx, "set-up token file not written", "err", fault.Cause(err))
	}
	return false
}

// readToken returns what an earlier start wrote, or nothing if that is not a token that only we could read.
func readToken(path string) string {
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != 0o600 {
		return ""
	}
	text, err := os.ReadFile(path)
	token := strings.TrimSpace(string(text))
	if err != nil || len(token) < 26 || strings.ContainsAny(token, " \n") {
		return ""
	}
	return token
}

// writeToken replaces the file, so that it is ours and nobody else can read it.
func writeToken(path string, token settings.Secret) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return dataDirFault(filepath.Dir(path), "cannot be written", err)
	}
	if err := os.WriteFile(path, []byte(token.Reveal()+"\n"), 0o600); err != nil {
		return dataDirFault(filepath.Dir(path), "cannot be written", err)
	}
	return nil
}

// forgetSetupToken removes the token and the file once set-up is done.
func (a *app) forgetSetupToken(ctx context.Context) {
	if err := os.Remove(a.tokenFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.log.WarnContext(ctx, "set-up token file not removed", "err", fmt.Errorf("remove %s: %w", a.tokenFile, err))
	}
	if err := a.store.RemoveSecret(ctx, setupTokenSecret); err != nil {
		a.log.WarnContext(ctx, "set-up token not removed", "err", fault.Cause(err))
	}
}
