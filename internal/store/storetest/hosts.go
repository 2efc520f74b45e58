package storetest

import (
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

func hosts(t *testing.T, open func(t *testing.T) Database) {
	t.Run("take", func(t *testing.T) { takeHost(t, open(t)) })
	t.Run("status", func(t *testing.T) { status(t, open(t)) })
	t.Run("takers at once", func(t *testing.T) { takeAtOnce(t, open(t)) })
}

func takeHost(t *testing.T, s Database) {
	ctx := t.Context()
	_, err := s.Host(ctx, "web1")
	wantKind(t, err, fault.NotFound)
	web := got(s.TakeHost(ctx, "web1", false)).in(t)
	same(t, "epoch", int64(1), web.Epoch)
	local := got(s.TakeHost(ctx, "local", true)).in(t)
	same(t, "local", true, local.Local)
	again := got(s.TakeHost(ctx, "web1", false)).in(t)
	web.Epoch = 2
	same(t, "taken again", web, again)
	same(t, "hosts", []fleet.Record{local, web}, got(s.Hosts(ctx)).in(t))
}

func status(t *testing.T, s Database) {
	ctx := t.Context()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	up := host.Status{At: at, Reachable: true, Version: "1.1.0", PurgeAge: 24 * time.Hour, Jails: []host.JailStatus{{Name: "sshd"}}}
	down := host.Status{At: at.Add(time.Minute), Problem: &host.Problem{Code: host.ProblemNotRunning, Message: "x"}}
	wantKind(t, s.SaveStatus(ctx, "web1", 1, up), fault.NotFound)
	first := got(s.TakeHost(ctx, "web1", false)).in(t)
	must(t, s.SaveStatus(ctx, "web1", first.Epoch, up))
	must(t, s.SaveStatus(ctx, "web1", first.Epoch, down))
	want := first
	want.Status, want.LastSeenAt = down, at
	same(t, "status", want, got(s.Host(ctx, "web1")).in(t))

	second := got(s.TakeHost(ctx, "web1", false)).in(t)
	same(t, "status is kept", down, second.Status)
	wantKind(t, s.SaveStatus(ctx, "web1", first.Epoch, up), fault.Conflict)
	same(t, "old epoch changes nothing", down, got(s.Host(ctx, "web1")).in(t).Status)
	must(t, s.SaveStatus(ctx, "web1", second.Epoch, up))
	wantKind(t, s.SaveStatus(ctx, "web1", second.Epoch+1, up), fault.Conflict)
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
