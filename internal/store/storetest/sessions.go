package storetest

import (
	"fmt"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
)

const (
	idle     = 30 * time.Minute
	absolute = 2 * time.Hour
)

func sessions(t *testing.T, open func(t *testing.T) Database) {
	t.Run("use and end", func(t *testing.T) { useSession(t, open(t)) })
	t.Run("idle end", func(t *testing.T) { idleEnd(t, open(t)) })
	t.Run("absolute end", func(t *testing.T) { absoluteEnd(t, open(t)) })
	t.Run("disabled user", func(t *testing.T) { disabledUser(t, open(t)) })
	t.Run("password changed since it was checked", func(t *testing.T) { otherPassword(t, open(t)) })
	t.Run("remove expired", func(t *testing.T) { removeExpired(t, open(t)) })
	t.Run("sightings", func(t *testing.T) { sightings(t, open(t)) })
	t.Run("many sightings", func(t *testing.T) { manySightings(t, open(t)) })
}

// signIn creates a user and a session with the token hash.
func signIn(t *testing.T, s Database, token string) (account.User, account.Session) {
	t.Helper()
	user, err := s.UserByName(t.Context(), "ann")
	if err != nil {
		user = got(s.CreateUser(t.Context(), account.User{Name: "ann", Role: account.Operator}, entry("user.create"))).in(t)
	}
	session := account.Session{TokenHash: []byte(token), UserID: user.ID, Address: "2001:db8::1", Agent: "Browser"}
	return user, got(s.CreateSession(t.Context(), session, idle, absolute, entry("session.create"))).in(t)
}

func useSession(t *testing.T, s Database) {
	ctx := t.Context()
	user, session := signIn(t, s, "token")
	same(t, "idle end", session.CreatedAt.Add(idle), session.IdleExpiresAt)
	same(t, "end", session.CreatedAt.Add(absolute), session.ExpiresAt)
	used, by, err := s.UseSession(ctx, []byte("token"), idle, "2001:db8::1")
	must(t, err)
	same(t, "session", session, used)
	user.LastSignInAt = session.CreatedAt
	same(t, "sign-in within a second", true, by.LastSignInAt.Sub(user.LastSignInAt).Abs() < time.Second)

	same(t, "who is signed in", []account.Presence{{User: "ann", Address: "2001:db8::1"}}, got(s.SignedIn(ctx)).in(t))
	_, _, err = s.UseSession(ctx, []byte("other"), idle, "2001:db8::1")
	wantKind(t, err, fault.Unauthenticated)
	must(t, s.EndSession(ctx, []byte("token"), entry("session.end")))
	must(t, s.EndSession(ctx, []byte("token"), entry("session.end")))
	same(t, "nobody signed in", 0, len(got(s.SignedIn(ctx)).in(t)))
	_, _, err = s.UseSession(ctx, []byte("token"), idle, "2001:db8::1")
	wantKind(t, err, fault.Unauthenticated)
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Action: "session.end", Limit: 10})).in(t)))
}

func idleEnd(t *testing.T, s Database) {
	_, session := signIn(t, s, "token")
	s.Advance(20 * time.Minute)
	used, _, err := s.UseSession(t.Context(), []byte("token"), idle, "2001:db8::1")
	must(t, err)
	same(t, "idle end moved", true, used.IdleExpiresAt.Sub(session.IdleExpiresAt) >= 20*time.Minute)
	s.Advance(20 * time.Minute)
	_, _, err = s.UseSession(t.Context(), []byte("token"), idle, "2001:db8::1")
	must(t, err)
	s.Advance(idle + time.Second)
	_, _, err = s.UseSession(t.Context(), []byte("token"), idle, "2001:db8::1")
	wantKind(t, err, fault.Unauthenticated)
}

func absoluteEnd(t *testing.T, s Database) {
	signIn(t, s, "token")
	for range 5 {
		s.Advance(22 * time.Minute)
		used, _, err := s.UseSession(t.Context(), []byte("token"), idle, "2001:db8::1")
		must(t, err)
		same(t, "idle end within the end", false, used.IdleExpiresAt.After(used.ExpiresAt))
	}
	s.Advance(15 * time.Minute)
	_, _, err := s.UseSession(t.Context(), []byte("token"), idle, "2001:db8::1")
	wantKind(t, err, fault.Unauthenticated)
}

func disabledUser(t *testing.T, s Database) {
	user := got(s.CreateUser(t.Context(), account.User{Name: "bob", Disabled: true}, entry("user.create"))).in(t)
	session := account.Session{TokenHash: []byte("token"), UserID: user.ID}
	_, err := s.CreateSession(t.Context(), session, idle, absolute, entry("session.create"))
	wantKind(t, err, fault.NotFound)
	_, _, err = s.UseSession(t.Context(), []byte("token"), idle, "2001:db8::1")
	wantKind(t, err, fault.Unauthenticated)
}

func otherPassword(t *testing.T, s Database) {
	ctx := t.Context()
	user := got(s.CreateUser(ctx, account.User{Name: "bob", Role: account.Viewer, PasswordHash: "new"}, entry("user.create"))).in(t)
	session := account.Session{TokenHash: []byte("token"), UserID: user.ID, PasswordHash: "old"}
	_, err := s.CreateSession(ctx, session, idle, absolute, entry("session.create"))
	wantKind(t, err, fault.NotFound)
	session.PasswordHash = "new"
	got(s.CreateSession(ctx, session, idle, absolute, entry("session.create"))).in(t)
}

func removeExpired(t *testing.T, s Database) {
	ctx := t.Context()
	signIn(t, s, "a")
	signIn(t, s, "b")
	got(s.TakeLimit(ctx, "old", account.Limit{Burst: 1, Period: time.Minute})).in(t)
	s.Advance(idle + time.Second)
	signIn(t, s, "c")
	got(s.TakeLimit(ctx, "new", account.Limit{Burst: 1, Period: time.Minute})).in(t)
	same(t, "first two", 2, got(s.RemoveExpired(ctx, 2)).in(t))
	same(t, "the rest", 1, got(s.RemoveExpired(ctx, 2)).in(t))
	same(t, "nothing left", 0, got(s.RemoveExpired(ctx, 2)).in(t))
	_, _, err := s.UseSession(ctx, []byte("c"), idle, "2001:db8::1")
	must(t, err)
	same(t, "limit kept", false, got(s.TakeLimit(ctx, "new", account.Limit{Burst: 1, Period: time.Minute})).in(t).Allowed)
}

func sightings(t *testing.T, s Database) {
	ctx := t.Context()
	seen := func(age time.Duration) (list []string) {
		for _, one := range got(s.Sightings(ctx, age)).in(t) {
			list = append(list, fmt.Sprintln(one.User, one.Role, one.Address, one.Ago.Round(time.Minute), one.SignedIn))
		}
		return list
	}
	user, _ := signIn(t, s, "token")
	same(t, "at the sign-in", []string{"ann operator 2001:db8::1 0s true\n"}, seen(time.Hour))
	s.Advance(10 * time.Second)
	for _, address := range []string{"192.0.2.7", "", "192.0.2.7"} {
		_, _, err := s.UseSession(ctx, []byte("token"), idle, address)
		must(t, err)
	}
	same(t, "elsewhere within a minute", []string{"ann operator 192.0.2.7 0s true\n", "ann operator 2001:db8::1 0s true\n"}, seen(time.Hour))
	s.Advance(20 * time.Minute)
	_, _, err := s.UseSession(ctx, []byte("token"), idle, "192.0.2.7")
	must(t, err)
	same(t, "later", []string{"ann operator 192.0.2.7 0s true\n", "ann operator 2001:db8::1 20m0s true\n"}, seen(time.Hour))
	same(t, "not so long ago", []string{"ann operator 192.0.2.7 0s true\n"}, seen(time.Minute))
	_, _, err = s.UseSession(ctx, []byte("made-up"), idle, "192.0.2.8")
	wantKind(t, err, fault.Unauthenticated)
	must(t, s.EndSession(ctx, []byte("token"), entry("session.end")))
	same(t, "signed out", []string{"ann operator 192.0.2.7 0s false\n", "ann operator 2001:db8::1 20m0s false\n"}, seen(time.Hour))
	must(t, s.DisableUser(ctx, user.ID, entry("user.disable")))
	same(t, "disabled", 0, len(seen(time.Hour)))
	s.Advance(account.KeptSightings + time.Hour)
	same(t, "one is left", 1, got(s.RemoveExpired(ctx, 1)).in(t))
	same(t, "all are forgotten", 1, got(s.RemoveExpired(ctx, 10)).in(t))
}

// manySightings has one user at more addresses than are remembered.
func manySightings(t *testing.T, s Database) {
	signIn(t, s, "token")
	for i := range account.MaxSightings + 3 {
		s.Advance(time.Second)
		_, _, err := s.UseSession(t.Context(), []byte("token"), idle, fmt.Sprintf("192.0.2.%d", i))
		must(t, err)
	}
	list := got(s.Sightings(t.Context(), time.Hour)).in(t)
	if len(list) != account.MaxSightings || list[0].Address != "192.0.2.22" || list[account.MaxSightings-1].Address != "192.0.2.3" {
		t.Errorf("remembered %+v, want the latest %d", list, account.MaxSightings)
	}
}
