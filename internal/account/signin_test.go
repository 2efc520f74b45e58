package account_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/store"
)

func TestSignIn(t *testing.T) {
	a, s, _ := newAdministrator(t)
	disabled := account.User{Name: "gone", Role: account.Viewer, Disabled: true, PasswordHash: hashOf(t, s, "admin")}
	if _, err := s.CreateUser(t.Context(), disabled, audit.Entry{Actor: audit.System(), Action: "user.create", Result: audit.OK}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, user, password string
		want                 error
	}{
		{"good", "admin", password, nil},
		{"another case of the name", "Admin", password, nil},
		{"wrong password", "admin", password + "x", fault.Unauthenticated},
		{"unknown user", "nobody", password, fault.Unauthenticated},
		{"empty", "", "", fault.Unauthenticated},
		{"no user name at all", "it's me \x00", password, fault.Unauthenticated},
		{"very long password", "admin", strings.Repeat("x", 1<<20), fault.Unauthenticated},
		{"disabled user", "gone", password, fault.Unauthenticated},
	}
	for n, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := a.SignIn(t.Context(), tt.user, tt.password, visitor(fmt.Sprintf("192.0.2.%d", n+10)))
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if tt.want != nil {
				return
			}
			session, user, err := a.Authenticate(t.Context(), got.Token, netip.Addr{})
			if err != nil || user.Name != "admin" || session.Agent != "test" {
				t.Errorf("the token leads to %+v, %+v, %v", session, user, err)
			}
		})
	}
}

// hashOf returns the stored hash of a user.
func hashOf(t *testing.T, s *store.Store, name string) string {
	t.Helper()
	user, err := s.UserByName(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return user.PasswordHash
}

func TestSignInIsAudited(t *testing.T) {
	a, s, _ := newAdministrator(t)
	_, err := a.SignIn(t.Context(), "admin", "wrong", visitor("192.0.2.2"))
	wantKind(t, "wrong password", err, fault.Unauthenticated)
	_, err = a.SignIn(t.Context(), "my secret passphrase", "", visitor("192.0.2.2"))
	wantKind(t, "a password in the wrong field", err, fault.Unauthenticated)

	entries, err := s.AuditEntries(t.Context(), audit.Query{Action: "session.create", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%s %s %s from %q", e.Target, e.Result, e.Detail, e.Actor.Address))
	}
	want := []string{
		`(not a user name) refused wrong user name or password from "192.0.2.2"`,
		`admin refused wrong user name or password from "192.0.2.2"`,
		`admin ok  from "192.0.2.1"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("audit log, newest first (-want +got):\n%s", diff)
	}
}

func TestOneNameFromManyPlaces(t *testing.T) {
	a, _, c := newAdministrator(t)
	attack := func(n int) error {
		_, err := a.SignIn(t.Context(), "admin", "wrong", visitor(fmt.Sprintf("198.51.%d.%d", n/250, n%250)))
		return err
	}
	for n := range 30 {
		wantKind(t, fmt.Sprint("try ", n), attack(n), fault.Unauthenticated)
	}
	wantKind(t, "the second try from one place during an attack", attack(29), fault.TooMany)
	if _, err := a.SignIn(t.Context(), "admin", password, visitor("203.0.113.1")); err != nil {
		t.Errorf("the user herself, from elsewhere: %v, want no error", err)
	}
	c.forward(time.Hour)
	wantKind(t, "after the attack", attack(29), fault.Unauthenticated)
}

func TestTriesComeBack(t *testing.T) {
	a, _, c := newAdministrator(t)
	try := func(password string) error {
		_, err := a.SignIn(t.Context(), "admin", password, visitor("192.0.2.9"))
		return err
	}
	for range 4 {
		wantKind(t, "wrong", try("wrong"), fault.Unauthenticated)
	}
	if err := try(password); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		wantKind(t, "wrong after a success", try("wrong"), fault.Unauthenticated)
	}
	err := try(password)
	wantKind(t, "sixth", err, fault.TooMany)
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.RetryAfter <= 0 || f.RetryAfter > 12*time.Second {
		t.Errorf("retry after %v, want up to 12 s", f.RetryAfter)
	}
	c.forward(13 * time.Second)
	if err := try(password); err != nil {
		t.Errorf("after 13 s: %v", err)
	}
}

func TestRefusalsDoNotFillTheAuditLog(t *testing.T) {
	a, s, _ := newAdministrator(t)
	for range 30 {
		_, err := a.SignIn(t.Context(), "admin", "wrong", visitor("192.0.2.5"))
		if err == nil {
			t.Fatal("a wrong password was accepted")
		}
	}
	entries, err := s.AuditEntries(t.Context(), audit.Query{Action: "session.create", Limit: 100})
	if err != nil || len(entries) != 1+5+1 {
		t.Errorf("%d entries, %v; want the sign-in of set-up, five wrong passwords and one of the others", len(entries), err)
	}
}

func TestHashIsRenewed(t *testing.T) {
	a, s, _ := newAdministrator(t)
	user, err := s.UserByName(t.Context(), "admin")
	if err != nil {
		t.Fatal(err)
	}
	// the password's hash with 64 KiB and one round
	weak := "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$wXpEESZFueUBffjmMLC46Nj8BvV7Ch52lbqfhZ3GzBk"
	if err := s.SetPasswordHash(t.Context(), user.ID, user.PasswordHash, weak); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SignIn(t.Context(), "admin", password, visitor("192.0.2.3")); err != nil {
		t.Fatal(err)
	}
	user, err = s.UserByName(t.Context(), "admin")
	if err != nil || !strings.HasPrefix(user.PasswordHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash after sign-in %q, %v; want today's parameters", user.PasswordHash, err)
	}
}

func TestSessionEnds(t *testing.T) {
	a, _, c := newAdministrator(t)
	signIn := func() string {
		t.Helper()
		got, err := a.SignIn(t.Context(), "admin", password, visitor("192.0.2.4"))
		if err != nil {
			t.Fatal(err)
		}
		return got.Token
	}
	_, _, err := a.Authenticate(t.Context(), "made-up", netip.Addr{})
	wantKind(t, "a made-up token", err, fault.Unauthenticated)

	left := signIn()
	if err := a.SignOut(t.Context(), left, audit.Actor{Name: "admin"}); err != nil {
		t.Fatal(err)
	}
	_, _, err = a.Authenticate(t.Context(), left, netip.Addr{})
	wantKind(t, "after sign-out", err, fault.Unauthenticated)

	idle := signIn()
	c.forward(29 * time.Minute)
	if _, _, err := a.Authenticate(t.Context(), idle, netip.Addr{}); err != nil {
		t.Errorf("after 29 minutes: %v", err)
	}
	c.forward(31 * time.Minute)
	_, _, err = a.Authenticate(t.Context(), idle, netip.Addr{})
	wantKind(t, "after 31 minutes without use", err, fault.Unauthenticated)

	busy := signIn()
	for range 12*3 - 1 {
		c.forward(20 * time.Minute)
		if _, _, err := a.Authenticate(t.Context(), busy, netip.Addr{}); err != nil {
			t.Fatalf("while in use: %v", err)
		}
	}
	c.forward(21 * time.Minute)
	_, _, err = a.Authenticate(t.Context(), busy, netip.Addr{})
	wantKind(t, "after 12 hours", err, fault.Unauthenticated)
}
