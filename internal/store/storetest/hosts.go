package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

func hosts(t *testing.T, open func(t *testing.T) Database) {
	t.Run("hold", func(t *testing.T) { holdHost(t, open(t)) })
	t.Run("status", func(t *testing.T) { status(t, open(t)) })
	t.Run("takers at once", func(t *testing.T) { takeAtOnce(t, open(t)) })
	t.Run("holders at once", func(t *testing.T) { holdAtOnce(t, open(t)) })
}

func holdHost(t *testing.T, s Database) {
	ctx := t.Context()
	const lease = 12 * time.Second
	hold := func(name, replica string) (fleet.Record, bool) {
		t.Helper()
		record, ok, err := s.HoldHost(ctx, fleet.Hold{Name: name, Local: name == "local", Replica: replica, Lease: lease})
		must(t, err)
		return record, ok
	}
	_, err := s.Host(ctx, "web1")
	wantKind(t, err, fault.NotFound)
	wantKind(t, s.KeepHost(ctx, "web1", 1, lease), fault.NotFound)
	web, ok := hold("web1", "a")
	same(t, "new", []any{true, int64(1), "a"}, []any{ok, web.Epoch, web.Holder})
	local, _ := hold("local", "b")
	same(t, "local", true, local.Local)
	same(t, "hosts", []fleet.Record{local, web}, got(s.Hosts(ctx)).in(t))

	seen, ok := hold("web1", "b")
	same(t, "held by another one", false, ok)
	same(t, "and left alone", web, seen)
	s.Advance(11 * time.Second)
	must(t, s.KeepHost(ctx, "web1", 1, lease))
	s.Advance(11 * time.Second)
	_, ok = hold("web1", "b")
	same(t, "renewed", false, ok)
	s.Advance(2 * time.Second)
	free := got(s.Host(ctx, "web1")).in(t)
	same(t, "lease over", []any{"", true}, []any{free.Holder, free.Free >= time.Second && free.Free < 5*time.Second})
	must(t, s.KeepHost(ctx, "web1", 1, lease))
	_, ok = hold("web1", "b")
	same(t, "renewed late, before anybody else came", false, ok)

	s.Advance(13 * time.Second)
	web, ok = hold("web1", "b")
	same(t, "taken over", []any{true, int64(2), "b"}, []any{ok, web.Epoch, web.Holder})
	wantKind(t, s.KeepHost(ctx, "web1", 1, lease), fault.Conflict)
	must(t, s.ReleaseHost(ctx, "web1", 1))
	same(t, "an old holder gives nothing back", "b", got(s.Host(ctx, "web1")).in(t).Holder)
	web, ok = hold("web1", "b")
	same(t, "taken by the holder itself", []any{true, int64(3)}, []any{ok, web.Epoch})
	must(t, s.ReleaseHost(ctx, "web1", 3))
	same(t, "given back", "", got(s.Host(ctx, "web1")).in(t).Holder)
	web, ok = hold("web1", "a")
	same(t, "taken at once", []any{true, int64(4), "a"}, []any{ok, web.Epoch, web.Holder})
	forced := got(s.TakeHost(ctx, "web1", false)).in(t)
	same(t, "taken by force", int64(5), forced.Epoch)
}

func status(t *testing.T, s Database) {
	ctx := t.Context()
	at := time.Now().UTC().Add(-time.Minute)
	up := host.Status{At: at, Reachable: true, Version: "1.1.0", PurgeAge: 24 * time.Hour, Jails: []host.JailStatus{{Name: "sshd"}}}
	down := host.Status{At: at.Add(30 * time.Second), Problem: &host.Problem{Code: host.ProblemNotRunning, Message: "x"}}
	near := cmpopts.EquateApproxTime(5 * time.Second)
	wantKind(t, s.SaveStatus(ctx, "web1", 1, up), fault.NotFound)
	first := got(s.TakeHost(ctx, "web1", false)).in(t)
	must(t, s.SaveStatus(ctx, "web1", first.Epoch, up))
	must(t, s.SaveStatus(ctx, "web1", first.Epoch, down))
	want := first
	want.Status, want.LastSeenAt = down, at
	kept := got(s.Host(ctx, "web1")).in(t)
	same(t, "status", want, kept, near, cmpopts.IgnoreFields(fleet.Record{}, "Age"))
	s.Advance(time.Hour)
	if age := got(s.Host(ctx, "web1")).in(t).Age - time.Hour; age < 30*time.Second || age > 40*time.Second {
		t.Fatalf("age is an hour and %v, want 30 s more", age)
	}

	second := got(s.TakeHost(ctx, "web1", false)).in(t)
	same(t, "status is kept", down, second.Status, near)
	wantKind(t, s.SaveStatus(ctx, "web1", first.Epoch, up), fault.Conflict)
	same(t, "old epoch changes nothing", down, got(s.Host(ctx, "web1")).in(t).Status, near)
	must(t, s.SaveStatus(ctx, "web1", second.Epoch, up))
	kept = got(s.Host(ctx, "web1")).in(t)
	same(t, "by the clock of the database", at.Add(time.Hour), kept.LastSeenAt, near)
	wantKind(t, s.SaveStatus(ctx, "web1", second.Epoch+1, up), fault.Conflict)
	must(t, s.SaveStatus(ctx, "web1", second.Epoch, host.Status{Problem: down.Problem}))
	kept = got(s.Host(ctx, "web1")).in(t)
	same(t, "never answered", []any{time.Time{}, time.Duration(0)}, []any{kept.Status.At, kept.Age})
}

func holdAtOnce(t *testing.T, s Database) {
	held := make([]bool, 8)
	for _, err := range atOnce(len(held), func(i int) error {
		_, ok, err := s.HoldHost(t.Context(), fleet.Hold{Name: "web1", Replica: fmt.Sprint("r", i), Lease: time.Minute})
		held[i] = ok
		return err
	}) {
		must(t, err)
	}
	holders := 0
	for _, ok := range held {
		if ok {
			holders++
		}
	}
	same(t, "holders", 1, holders)
}

func takeAtOnce(t *testing.T, s Database) {
	epochs := make([]int64, 8)
	for _, err := range atOnce(len(epochs), func(i int) error {
		taken, err := s.TakeHost(t.Context(), "web1", false)
		epochs[i] = taken.Epoch
		return err
	}) {
		must(t, err)
	}
	seen := make(map[int64]bool)
	for _, epoch := range epochs {
		seen[epoch] = true
	}
	same(t, "different epochs", len(epochs), len(seen))
}
