package storetest

import (
	"context"
	"fmt"
	"testing"

	"bangui/internal/account"
	"bangui/internal/fault"
)

// secretStore is what all replicas share and nobody else may know.
type secretStore interface {
	Secret(ctx context.Context, name string, fresh func() string) (string, error)
	SetSecret(ctx context.Context, name, secret string) error
	RemoveSecret(ctx context.Context, name string) error
}

func secrets(t *testing.T, open func(t *testing.T) Database) {
	t.Run("first one decides", func(t *testing.T) { firstSecret(t, open(t)) })
	t.Run("set-up", func(t *testing.T) { setupSecret(t, open(t)) })
}

func firstSecret(t *testing.T, s Database) {
	ctx := t.Context()
	found := make([]string, 8)
	for _, err := range atOnce(len(found), func(i int) (err error) {
		found[i], err = s.Secret(ctx, "link", func() string { return fmt.Sprint("secret ", i) })
		return err
	}) {
		must(t, err)
	}
	for _, secret := range found {
		if secret == "" || secret != found[0] {
			t.Fatalf("different secrets: %q", found)
		}
	}
	must(t, s.SetSecret(ctx, "link", "another"))
	never := func() string { t.Error("made again"); return "" }
	same(t, "set", "another", got(s.Secret(ctx, "link", never)).in(t))
	must(t, s.RemoveSecret(ctx, "link"))
	must(t, s.RemoveSecret(ctx, "link"))
	same(t, "after removal", "fresh", got(s.Secret(ctx, "link", func() string { return "fresh" })).in(t))
}

func setupSecret(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "without a token", "", got(s.SetupToken(ctx)).in(t))
	must(t, s.SetSecret(ctx, "setup_token", "token"))
	must(t, s.SetSecret(ctx, "link", "stays"))
	same(t, "token", "token", got(s.SetupToken(ctx)).in(t))
	setup := account.Setup{Administrator: account.User{Name: "ann", Role: account.Administrator}}
	must(t, ignore(s.CompleteSetup(ctx, setup, entry("setup.complete"))))
	same(t, "after set-up", "", got(s.SetupToken(ctx)).in(t))
	same(t, "another secret", "stays", got(s.Secret(ctx, "link", nil)).in(t))
	must(t, s.SetSecret(ctx, "setup_token", "late"))
	wantKind(t, ignore(s.CompleteSetup(ctx, setup, entry("setup.complete"))), fault.Conflict)
	same(t, "a refused set-up removes nothing", "late", got(s.SetupToken(ctx)).in(t))
}
