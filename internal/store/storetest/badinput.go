package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/ban"
	"bangui/internal/host"
)

func badInput(t *testing.T, open func(t *testing.T) Database) {
	t.Run("text that is no text", func(t *testing.T) { noText(t, open(t)) })
	t.Run("ended context", func(t *testing.T) { endedContext(t, open(t)) })
	t.Run("long names", func(t *testing.T) { longNames(t, open(t)) })
}

func noText(t *testing.T, s Database) {
	ctx := t.Context()
	odd := "a\x00b\xffc"
	created := got(s.CreateUser(ctx, account.User{Name: odd}, entry(odd))).in(t)
	same(t, "name", "a\uFFFDb\uFFFDc", created.Name)
	same(t, "found by it", created, got(s.UserByName(ctx, odd)).in(t))
	must(t, s.SetSettings(ctx, map[string]string{"k": odd}, entry("x")))
	got(s.TakeLimit(ctx, odd, account.Limit{Burst: 1, Period: time.Second})).in(t)
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	must(t, s.SaveStatus(ctx, "web1", h.Epoch, host.Status{Version: odd}))
	got(s.Host(ctx, "web1")).in(t)
	got(s.List(ctx, ban.Query{Scope: ban.Scope{Jail: odd, Text: odd}, Limit: 1})).in(t)
	got(s.Active(ctx, ban.ActiveQuery{Text: odd, Limit: 1})).in(t)
	same(t, "quotes", 0, got(s.ActiveCount(ctx, ban.ActiveQuery{Text: `' or 1=1 --\`})).in(t))
}

func endedContext(t *testing.T, s Database) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.List(ctx, ban.Query{Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("reading fails with %v, want %v", err, context.Canceled)
	}
	if err := s.RecordAudit(ctx, entry("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("writing fails with %v, want %v", err, context.Canceled)
	}
	must(t, s.RecordAudit(t.Context(), entry("x")))
}

func longNames(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	e := banned(0)
	e.ID = strings.Repeat("ü", 100_000)
	for range 2 {
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	}
	bans := everything(t, s)
	same(t, "bans", 1, len(bans))
	same(t, "length", true, len(bans[0].Address) <= 512)
	got(s.Ingest(t.Context(), "web1", h.Epoch, events(host.Event{Kind: host.EventUnban, At: sec(5), Jail: "sshd", ID: e.ID}))).in(t)
	same(t, "in force", 0, got(s.ActiveCount(t.Context(), ban.ActiveQuery{})).in(t))
}
