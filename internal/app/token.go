package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bangui/internal/settings"
)

// prepareSetupToken returns the token that set-up asks for, and sees that the file holds it: the preset one, or the one of the
// start before, so that a link that was printed stays good, or a new one.
func prepareSetupToken(path string, preset settings.Secret) (settings.Secret, error) {
	token := preset
	if token.IsZero() {
		token = settings.NewSecret(readToken(path))
	}
	if token.IsZero() {
		token = settings.NewSecret(rand.Text())
	}
	if err := writeToken(path, token); err != nil {
		return settings.Secret{}, err
	}
	return token, nil
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

// forgetSetupToken removes the file once set-up is done.
func (a *app) forgetSetupToken() {
	if err := os.Remove(a.tokenFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.log.Warn("set-up token file not removed", "err", fmt.Errorf("remove %s: %w", a.tokenFile, err))
	}
}
