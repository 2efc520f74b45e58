package revision_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/configdir"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/revision"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// world is a real fail2ban, a database, and two people.
type world struct {
	*revision.Revisions
	t        *testing.T
	store    storetest.Database
	config   string
	server   *sandbox.Server
	windows  *windows
	ann, bob audit.Actor
}

// windows is a store through which somebody works in two windows: what one does comes just when the other has read the draft.
type windows struct {
	revision.Store
	other func()
}

func (s *windows) Draft(ctx context.Context, hostName string, user int64) (revision.Draft, error) {
	draft, err := s.Store.Draft(ctx, hostName, user)
	if other := s.other; other != nil {
		s.other = nil
		other()
	}
	return draft, err
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return worldOf(t, sandbox.Options{Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH()}, {Name: "web", Filter: sandbox.Web()}}})
}

func worldOf(t *testing.T, options sandbox.Options) *world {
	t.Helper()
	server := sandboxtest.Start(t, options)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	h, err := localhost.New(localhost.Options{
		Socket: server.Paths().Socket, ConfigDir: server.Paths().Config, Changes: t.TempDir(), Settle: 300 * time.Millisecond, Logger: log,
	})
	check(t, err)
	t.Cleanup(func() { _ = h.Close() })
	s := storetest.SQLite(t)
	bus := &event.Bus{}
	hosts := fleet.New(log, s, bus, fleet.Options{Replica: "test", Alone: true})
	check(t, hosts.Add(t.Context(), "local", true, h))
	w := &world{t: t, store: s, config: server.Paths().Config, server: server, windows: &windows{Store: s}}
	w.Revisions = revision.New(log, w.windows, hosts, bus, func(context.Context) error { return nil })
	w.ann, w.bob = w.person("ann"), w.person("bob")
	return w
}

func (w *world) person(name string) audit.Actor {
	w.t.Helper()
	user, err := w.store.CreateUser(w.t.Context(), account.User{Name: name, Role: account.Administrator}, audit.Entry{Actor: audit.System(), Action: "user.create", Result: audit.OK})
	check(w.t, err)
	return audit.Actor{UserID: user.ID, Name: name}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

// set sets an option of a jail in the draft of ann.
func (w *world) set(jail, option, value string) {
	w.t.Helper()
	check(w.t, w.Edit(w.t.Context(), w.ann, "local", []revision.Edit{{Op: revision.Set, Section: jail, Option: option, Value: value}}))
}

func (w *world) draft() revision.Draft {
	w.t.Helper()
	draft, _, err := w.Draft(w.t.Context(), "local", w.ann.UserID)
	check(w.t, err)
	return draft
}

// apply applies ann's draft and follows it to its end.
func (w *world) apply(reason string) revision.Revision {
	w.t.Helper()
	one, err := w.Apply(w.t.Context(), w.ann, "local", revision.Order{Reason: reason, DraftHash: w.draft().Hash()})
	check(w.t, err)
	return w.end(one.ID)
}

// end follows revisions to their end.
func (w *world) end(id int64) revision.Revision {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	_, err := w.Follow(ctx, &schedule.Work{})
	check(w.t, err)
	one, err := w.Get(w.t.Context(), id)
	check(w.t, err)
	if !one.Over() {
		w.t.Fatalf("revision %d has not ended: %+v", id, one.State)
	}
	return one
}

func (w *world) file(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.config, name))
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	check(w.t, err)
	return string(text)
}

const own = "jail.d/" + host.OwnFile

// TestFromDraftToRevision edits, checks, applies, looks back and restores.
func TestFromDraftToRevision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.set("ssh", "maxretry", "8")
	w.set("ssh", "findtime", "20m")
	if draft := w.draft(); len(draft.Files) != 1 || draft.Files[0].Name != own || !strings.HasSuffix(string(draft.Files[0].Text.Text), "[ssh]\nmaxretry = 8\nfindtime = 20m\n") {
		t.Fatalf("draft %q", draft.Files[0].Text.Text)
	}
	changes, err := w.Changes(ctx, "local", w.bob.UserID)
	if check(t, err); len(changes) != 0 {
		t.Errorf("the draft of one is that of another: %+v", changes)
	}
	checked, draft, err := w.Check(ctx, "local", w.ann.UserID)
	if check(t, err); len(checked.Objections) != 0 || len(checked.Plan.Jails) != 1 || draft.Hash() != w.draft().Hash() {
		t.Errorf("check %+v", checked)
	}
	_, err = w.Apply(ctx, w.ann, "local", revision.Order{Reason: "x", DraftHash: "other"})
	want(t, "another draft than the one looked at", err, fault.Conflict)
	_, err = w.Apply(ctx, w.ann, "local", revision.Order{Reason: " ", DraftHash: w.draft().Hash()})
	want(t, "no reason", err, fault.Invalid)
	_, err = w.Apply(ctx, w.bob, "local", revision.Order{Reason: "x"})
	want(t, "an empty draft", err, fault.Conflict)

	first := w.apply("slower attackers")
	if first.State.Phase != host.PhaseApplied || first.Author != "ann" || first.Reason != "slower attackers" || len(first.Files) != 1 || first.Files[0].Added < 3 {
		t.Fatalf("%+v", first)
	}
	if len(w.draft().Files) != 0 {
		t.Error("the draft that was applied is still there")
	}
	if out, err := w.server.Client(ctx, "get", "ssh", "maxretry"); err != nil || strings.TrimSpace(out) != "8" {
		t.Errorf("maxretry is %q, %v", out, err)
	}
	entries, err := w.store.AuditEntries(ctx, audit.Query{Action: "config.*", Limit: 10})
	if check(t, err); len(entries) != 2 || entries[1].Action != "config.apply" || entries[1].Detail != "slower attackers" || entries[0].Action != "config.end" {
		t.Errorf("audit %+v", entries)
	}

	afterFirst := w.file(own)
	w.set("ssh", "maxretry", "9")
	check(t, w.Put(ctx, w.ann, "local", "filter.d/mine.local", []byte("[Definition]\nfailregex = ^x <HOST>$\n"), revision.Origin{}))
	second := w.apply("more")
	if second.State.Phase != host.PhaseApplied || len(second.Files) != 2 {
		t.Fatalf("%+v", second)
	}
	all, err := w.Between(ctx, first.ID, second.ID)
	if check(t, err); len(all) != 2 || all[1].Name != own || all[1].Added != 1 || all[1].Removed != 1 || all[0].Added != 2 {
		t.Errorf("between the two: %+v", all)
	}
	all, err = w.Between(ctx, second.ID, 0)
	if check(t, err); len(all) != 0 {
		t.Errorf("between the last and now: %+v", all)
	}

	draft, err = w.Restore(ctx, w.ann, first.ID, false, false)
	if check(t, err); len(draft.Files) != 2 {
		t.Fatalf("restored draft %+v", draft)
	}
	_, err = w.Restore(ctx, w.ann, first.ID, true, false)
	want(t, "a restore over a draft", err, fault.Conflict)
	if third := w.apply("back"); third.State.Phase != host.PhaseApplied || w.file(own) != afterFirst || w.file("filter.d/mine.local") != "" {
		t.Errorf("restored: %+v, %q", third.State, w.file(own))
	}
	_, err = w.Restore(ctx, w.ann, first.ID, false, false)
	want(t, "a restore of what is there", err, fault.Conflict)
	_, err = w.Restore(ctx, w.ann, first.ID, true, false)
	check(t, err)
	if last := w.apply("to the beginning"); last.State.Phase != host.PhaseApplied || w.file(own) != "" {
		t.Errorf("before the first: %+v, %q", last.State, w.file(own))
	}
	list, err := w.List(ctx, revision.Query{Host: "local", Limit: 10})
	if check(t, err); len(list) != 4 {
		t.Errorf("%d revisions", len(list))
	}
}

// TestRestoresOfTheHost refuses the number of a revision that the host does not have.
func TestRestoresOfTheHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	_, err := w.store.TakeHost(ctx, "other", true)
	check(t, err)
	made, err := w.store.MakeRevision(ctx, revision.Revision{Order: "order", Host: "other", State: host.ApplyState{Phase: host.PhaseRefused}}, audit.Entry{
		Actor: audit.System(), Action: "config.apply", Result: audit.OK,
	})
	check(t, err)
	w.set("ssh", "maxretry", "8")
	_, err = w.Apply(ctx, w.ann, "local", revision.Order{Reason: "x", DraftHash: w.draft().Hash(), Restores: made.ID})
	want(t, "a revision of another host", err, fault.Invalid)
	_, err = w.Apply(ctx, w.ann, "local", revision.Order{Reason: "x", DraftHash: w.draft().Hash(), Restores: made.ID + 1})
	want(t, "a revision that is none", err, fault.Invalid)
}

// TestRefusedRevision keeps the draft, so that it can be corrected.
func TestRefusedRevision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set("ssh", "failregex", "([a-z]+ <HOST>")
	one := w.apply("broken")
	if one.State.Phase != host.PhaseRefused || one.State.Failure == nil || len(one.State.Failure.Objections) == 0 {
		t.Errorf("%+v", one.State)
	}
	if len(w.draft().Files) != 1 || w.file(own) != "" {
		t.Error("the draft is gone, or the file is there")
	}
	entries, err := w.store.AuditEntries(t.Context(), audit.Query{Action: "config.end", Limit: 10})
	if check(t, err); len(entries) != 1 || entries[0].Result != audit.Failed || !strings.Contains(entries[0].Detail, "failregex") {
		t.Errorf("audit %+v", entries)
	}
	_, err = w.Restore(t.Context(), w.ann, one.ID, false, true)
	want(t, "the restore of what never was", err, fault.Conflict)
}

// TestConfirmed waits for a decision.
func TestConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for _, keep := range []bool{false, true} {
		w.set("ssh", "maxretry", "8")
		_, err := w.Apply(ctx, w.ann, "local", revision.Order{Reason: "x", DraftHash: w.draft().Hash(), ConfirmWithin: time.Second})
		want(t, "a wait that is too short", err, fault.Invalid)
		one, err := w.Apply(ctx, w.ann, "local", revision.Order{Reason: "x", DraftHash: w.draft().Hash(), ConfirmWithin: host.LeastConfirm})
		check(t, err)
		for end := time.Now().Add(30 * time.Second); one.State.Phase != host.PhaseWaiting; time.Sleep(50 * time.Millisecond) {
			one, err = w.Get(ctx, one.ID)
			if check(t, err); one.Over() || time.Now().After(end) {
				t.Fatalf("%+v", one.State)
			}
		}
		_, err = w.Apply(ctx, w.ann, "local", revision.Order{Reason: "y", DraftHash: w.draft().Hash()})
		want(t, "another change meanwhile", err, fault.Conflict)
		decide, phase, action := w.Undo, host.PhaseUndone, "config.undo"
		if keep {
			decide, phase, action = w.Confirm, host.PhaseApplied, "config.confirm"
		}
		_, err = decide(ctx, w.bob, one.ID)
		check(t, err)
		if one = w.end(one.ID); one.State.Phase != phase {
			t.Errorf("%+v", one.State)
		}
		entries, err := w.store.AuditEntries(ctx, audit.Query{Action: action, Limit: 10})
		if check(t, err); len(entries) != 1 || entries[0].Actor.Name != "bob" {
			t.Errorf("audit %+v", entries)
		}
	}
}

// TestOthersEdit has somebody edit files without us.
func TestOthersEdit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.set("ssh", "maxretry", "8")
	one := w.apply("x")
	changed, err := w.ChangedByHand(ctx, "local")
	if check(t, err); len(changed) != 0 {
		t.Errorf("changed by hand: %+v", changed)
	}
	w.set("ssh", "maxretry", "9")
	theirs := "[ssh]\nmaxretry = 4\n"
	check(t, os.WriteFile(filepath.Join(w.config, own), []byte(theirs), 0o600))
	changed, err = w.ChangedByHand(ctx, "local")
	if check(t, err); len(changed) != 1 || changed[0].Name != own || changed[0].Revision != one.ID || changed[0].Author != "ann" || changed[0].Gone || changed[0].Text == "" {
		t.Errorf("changed by hand: %+v", changed)
	}
	_, states, err := w.Draft(ctx, "local", w.ann.UserID)
	if check(t, err); len(states) != 1 || !states[0].Stale || states[0].Unknown {
		t.Errorf("draft %+v", states)
	}
	if two := w.apply("y"); two.State.Phase != host.PhaseRefused || two.State.Failure.Step != host.StepHashes || w.file(own) != theirs {
		t.Errorf("%+v", two.State)
	}
	want(t, "a text for the file as it was", w.Put(ctx, w.bob, "local", own, []byte("[ssh]\n"), revision.Origin{Base: configdir.Hash([]byte("before"))}), fault.Conflict)
	check(t, w.Put(ctx, w.ann, "local", own, []byte("[ssh]\nmaxretry = 5\n"), revision.Origin{Base: configdir.Hash([]byte(theirs))}))
	check(t, w.Put(ctx, w.ann, "local", "filter.d/mine.local", []byte("[Definition]\nfailregex = ^x <HOST>$\n"), revision.Origin{}))
	if three := w.apply("z"); three.State.Phase != host.PhaseApplied {
		t.Errorf("%+v", three.State)
	}
	check(t, os.Remove(filepath.Join(w.config, own)))
	changed, err = w.ChangedByHand(ctx, "local")
	if check(t, err); len(changed) != 1 || !changed[0].Gone {
		t.Errorf("removed by hand: %+v", changed)
	}
	check(t, os.Symlink(filepath.Join(w.config, "jail.conf"), filepath.Join(w.config, own)))
	check(t, os.Remove(filepath.Join(w.config, "filter.d/mine.local")))
	changed, err = w.ChangedByHand(ctx, "local")
	if check(t, err); len(changed) != 2 || !changed[0].Gone || changed[1].Name != own || !strings.Contains(changed[1].Unread, "a link") || changed[1].Gone {
		t.Errorf("replaced by a link: %+v", changed)
	}
}

// TestTwoWindows has one person change one draft in two windows at the same time.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	text := func() string { return string(w.draft().Files[0].Text.Text) }
	w.windows.other = func() { w.set("ssh", "findtime", "20m") }
	w.set("ssh", "maxretry", "8")
	if text := text(); !strings.Contains(text, "maxretry = 8") || !strings.Contains(text, "findtime = 20m") {
		t.Errorf("one of two edits is lost: %q", text)
	}
	opened := w.draft().Files[0]
	w.set("ssh", "maxretry", "9")
	from := revision.Origin{Base: opened.Base.Hash(), Text: new(opened.Text.Hash())}
	want(t, "a text for the draft as it was", w.Put(ctx, w.ann, "local", own, []byte("[ssh]\nfindtime = 30m\n"), from), fault.Conflict)
	want(t, "a text for no draft", w.Put(ctx, w.ann, "local", own, []byte("[ssh]\nfindtime = 30m\n"), revision.Origin{Text: new("")}), fault.Conflict)
	from.Text = new(w.draft().Files[0].Text.Hash())
	check(t, w.Put(ctx, w.ann, "local", own, []byte("[ssh]\nfindtime = 30m\n"), from))

	one := w.apply("x")
	w.set("ssh", "maxretry", "9")
	w.windows.other = func() { w.set("ssh", "bantime", "1h") }
	_, err := w.Restore(ctx, w.ann, one.ID, true, true)
	want(t, "a restore over a draft that was not looked at", err, fault.Conflict)
	if text := text(); !strings.Contains(text, "maxretry = 9") || !strings.Contains(text, "bantime = 1h") {
		t.Errorf("the draft after that: %q", text)
	}
}

// TestDraftRules are inputs that are refused with the rule and the place.
func TestDraftRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for name, text := range map[string]string{
		"../x.local": "", "/etc/passwd": "", "jail.conf": "", "cron.d/x.local": "", "jail.d/.x.local": "", "jail.d/x.sh": "",
		own: "\ufeff[ssh]\n", "jail.local": "\xff", "fail2ban.local": "\x00",
	} {
		want(t, name, w.Put(ctx, w.ann, "local", name, []byte(text), revision.Origin{}), fault.Invalid)
	}
	want(t, "too much", w.Put(ctx, w.ann, "local", own, make([]byte, configdir.MaxText+1), revision.Origin{}), fault.TooLarge)
	want(t, "no such host", w.Put(ctx, w.ann, "nowhere", own, nil, revision.Origin{}), fault.NotFound)
	want(t, "the removal of nothing", w.Remove(ctx, w.ann, "local", own), fault.NotFound)
	want(t, "the removal of a package's file", w.Remove(ctx, w.ann, "local", "jail.conf"), fault.Invalid)
	for name, e := range map[string]revision.Edit{
		"a value that would be another": {Op: revision.Set, Section: "ssh", Option: "x", Value: "a ; comment"},
		"an option that is none":        {Op: revision.Set, Section: "ssh", Option: "a = b", Value: "c"},
		"a section that is none":        {Op: revision.AddSection, Section: "a]b"},
		"no edit":                       {Op: "shout", Section: "ssh"},
		"a file of the package":         {Op: revision.Set, File: "jail.conf", Section: "ssh", Option: "x", Value: "y"},
		"a file elsewhere":              {Op: revision.Set, File: "../jail.local", Section: "ssh", Option: "x", Value: "y"},
	} {
		want(t, name, w.Edit(ctx, w.ann, "local", []revision.Edit{{Op: revision.Set, Section: "ssh", Option: "maxretry", Value: "4"}, e}), fault.Invalid)
	}
	if len(w.draft().Files) != 0 {
		t.Errorf("something of that is in the draft: %+v", w.draft())
	}
	w.set("ssh", "maxretry", "4")
	check(t, w.Edit(ctx, w.ann, "local", []revision.Edit{{Op: revision.Set, Section: "Definition", Option: "loglevel", Value: "NOTICE"}}))
	if draft := w.draft(); len(draft.Files) != 2 || draft.Files[0].Name != "fail2ban.d/"+host.OwnFile {
		t.Errorf("draft %+v", draft)
	}
	check(t, w.TakeOut(ctx, w.ann, "local", own))
	check(t, w.Discard(ctx, w.ann, "local"))
	if len(w.draft().Files) != 0 {
		t.Errorf("draft %+v", w.draft())
	}
}
