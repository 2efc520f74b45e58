package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
)

func accounts(t *testing.T, open func(t *testing.T) Database) {
	t.Run("set-up", func(t *testing.T) { setUp(t, open(t)) })
	t.Run("two set-ups at once", func(t *testing.T) { setUpAtOnce(t, open(t)) })
	t.Run("users", func(t *testing.T) { users(t, open(t)) })
	t.Run("users kept out", func(t *testing.T) { usersKeptOut(t, open(t)) })
	t.Run("administrators disabled at once", func(t *testing.T) { disabledAtOnce(t, open(t)) })
	t.Run("settings", func(t *testing.T) { settings(t, open(t)) })
}

func setUp(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "completed before", false, got(s.SetupCompleted(ctx)).in(t))
	created := got(s.CompleteSetup(ctx, account.Setup{
		Administrator: account.User{Name: "Ann", Role: account.Administrator, PasswordHash: "$argon2id$"},
		Settings:      map[string]string{"timezone": "Europe/Rome"},
	}, entry("setup.complete"))).in(t)
	same(t, "completed after", true, got(s.SetupCompleted(ctx)).in(t))
	want := account.User{ID: created.ID, Name: "Ann", Role: account.Administrator, PasswordHash: "$argon2id$", CreatedAt: created.CreatedAt}
	same(t, "administrator", want, got(s.UserByName(ctx, "aNN")).in(t))
	same(t, "settings", map[string]string{"timezone": "Europe/Rome"}, got(s.Settings(ctx)).in(t))

	_, err := s.CompleteSetup(ctx, account.Setup{Administrator: account.User{Name: "eve"}}, entry("setup.complete"))
	wantKind(t, err, fault.Conflict)
	_, err = s.UserByName(ctx, "eve")
	wantKind(t, err, fault.NotFound)
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 10})).in(t)))
}

func setUpAtOnce(t *testing.T, s Database) {
	results := atOnce(8, func(i int) error {
		_, err := s.CompleteSetup(t.Context(), account.Setup{
			Administrator: account.User{Name: fmt.Sprintf("user-%d", i), Role: account.Administrator},
			Settings:      map[string]string{"timezone": "UTC", "winner": fmt.Sprint(i)},
		}, entry("setup.complete"))
		return err
	})
	good, refused := split(t, results, fault.Conflict)
	same(t, "winners and losers", []int{1, 7}, []int{good, refused})
	same(t, "audit entries", 1, len(got(s.AuditEntries(t.Context(), audit.Query{Limit: 10})).in(t)))
}

func users(t *testing.T, s Database) {
	ctx := t.Context()
	created := got(s.CreateUser(ctx, account.User{Name: "Bob", Role: account.Viewer, Disabled: true}, entry("user.create"))).in(t)
	same(t, "user", created, got(s.UserByName(ctx, "bob")).in(t))
	same(t, "clock", true, time.Since(created.CreatedAt).Abs() < time.Minute)
	_, err := s.CreateUser(ctx, account.User{Name: "BOB"}, entry("user.create"))
	wantKind(t, err, fault.Conflict)
	must(t, s.SetPasswordHash(ctx, created.ID, created.PasswordHash, "new"))
	wantKind(t, s.SetPasswordHash(ctx, created.ID, created.PasswordHash, "late"), fault.NotFound)
	same(t, "hash", "new", got(s.UserByName(ctx, "bob")).in(t).PasswordHash)
	wantKind(t, s.SetPasswordHash(ctx, created.ID+1, "new", "newer"), fault.NotFound)
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 10})).in(t)))
}

// usersKeptOut sees that whoever is disabled, or has another password, has no session any more.
func usersKeptOut(t *testing.T, s Database) {
	ctx := t.Context()
	ann := got(s.CompleteSetup(ctx, account.Setup{Administrator: account.User{Name: "ann", Role: account.Administrator}}, entry("setup.complete"))).in(t)
	bob := got(s.CreateUser(ctx, account.User{Name: "Bob", Role: account.Operator}, entry("user.create"))).in(t)
	signIn := func(user account.User, token string) error {
		_, err := s.CreateSession(ctx, account.Session{TokenHash: []byte(token), UserID: user.ID}, time.Hour, time.Hour, entry("session.create"))
		return err
	}
	use := func(token string) error {
		_, _, err := s.UseSession(ctx, []byte(token), time.Hour, "2001:db8::1")
		return err
	}
	for _, token := range []string{"one", "two"} {
		must(t, signIn(bob, token))
	}
	must(t, signIn(ann, "ann's"))

	wantKind(t, s.DisableUser(ctx, ann.ID, entry("user.disable")), fault.Conflict)
	must(t, s.DisableUser(ctx, bob.ID, entry("user.disable")))
	must(t, s.DisableUser(ctx, bob.ID, entry("user.disable")))
	wantKind(t, use("one"), fault.Unauthenticated)
	wantKind(t, use("two"), fault.Unauthenticated)
	must(t, use("ann's"))
	wantKind(t, signIn(bob, "three"), fault.NotFound)
	must(t, s.EnableUser(ctx, bob.ID, entry("user.enable")))
	must(t, s.EnableUser(ctx, bob.ID, entry("user.enable")))
	wantKind(t, use("one"), fault.Unauthenticated)
	must(t, signIn(bob, "four"))

	must(t, s.ChangePassword(ctx, bob.ID, "another", entry("user.password")))
	wantKind(t, use("four"), fault.Unauthenticated)
	must(t, use("ann's"))
	users := got(s.Users(ctx)).in(t)
	same(t, "users", []string{"ann", "Bob", "another", "false"}, []string{users[0].Name, users[1].Name, users[1].PasswordHash, fmt.Sprint(users[1].Disabled)})
	for what, err := range map[string]error{
		"password": s.ChangePassword(ctx, 99, "x", entry("user.password")), "disable": s.DisableUser(ctx, 99, entry("user.disable")),
		"enable": s.EnableUser(ctx, 99, entry("user.enable")),
	} {
		t.Log(what)
		wantKind(t, err, fault.NotFound)
	}
	for action, want := range map[string]int{"user.disable": 1, "user.enable": 1, "user.password": 1} {
		same(t, action, want, len(got(s.AuditEntries(ctx, audit.Query{Action: action, Limit: 10})).in(t)))
	}
}

func disabledAtOnce(t *testing.T, s Database) {
	ctx := t.Context()
	ids := []int64{got(s.CompleteSetup(ctx, account.Setup{Administrator: account.User{Name: "a0", Role: account.Administrator}}, entry("setup.complete"))).in(t).ID}
	for i := range 3 {
		user := account.User{Name: fmt.Sprintf("a%d", i+1), Role: account.Administrator}
		ids = append(ids, got(s.CreateUser(ctx, user, entry("user.create"))).in(t).ID)
	}
	good, refused := split(t, atOnce(4, func(i int) error { return s.DisableUser(ctx, ids[i], entry("user.disable")) }), fault.Conflict)
	same(t, "disabled and kept", []int{3, 1}, []int{good, refused})
}

func settings(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "none", map[string]string{}, got(s.Settings(ctx)).in(t), cmpopts.EquateEmpty())
	must(t, s.SetSettings(ctx, map[string]string{"a": "1", "b": "2"}, entry("settings.change")))
	must(t, s.SetSettings(ctx, map[string]string{"b": "3", "c": ""}, entry("settings.change")))
	same(t, "settings", map[string]string{"a": "1", "b": "3", "c": ""}, got(s.Settings(ctx)).in(t))
	failed := atOnce(8, func(i int) error {
		both := map[string]string{"x": fmt.Sprint(i), "y": fmt.Sprint(i)}
		return s.SetSettings(ctx, both, entry("settings.change"))
	})
	good, _ := split(t, failed, fault.Conflict)
	same(t, "changes at once", 8, good)
	after := got(s.Settings(ctx)).in(t)
	same(t, "both of one change", after["x"], after["y"])
}
