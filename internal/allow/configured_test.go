package allow_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/revision"
	"bangui/internal/schedule"
)

// administrator is somebody who can have a draft.
func (w *world) administrator() audit.Actor {
	w.t.Helper()
	user, err := w.store.CreateUser(w.t.Context(), account.User{Name: "ann", Role: account.Administrator}, audit.Entry{Actor: audit.System(), Action: "user.create", Result: audit.OK})
	if err != nil {
		w.t.Fatal(err)
	}
	return audit.Actor{UserID: user.ID, Name: user.Name}
}

func (w realWorld) configured(actor audit.Actor) allow.Configured {
	w.t.Helper()
	state, err := w.allowances.Configured(w.t.Context(), "local", actor.UserID)
	if err != nil {
		w.t.Fatal(err)
	}
	return state
}

func (w realWorld) configure(actor audit.Actor) allow.Prepared {
	w.t.Helper()
	prepared, err := w.allowances.Configure(w.t.Context(), actor, "local")
	if err != nil {
		w.t.Fatal(err)
	}
	return prepared
}

// applyDraft applies the draft of an administrator, as fail2ban itself must accept it.
func (w realWorld) applyDraft(actor audit.Actor) {
	w.t.Helper()
	check, draft, err := w.revisions.Check(w.t.Context(), "local", actor.UserID)
	if err != nil || len(check.Objections) > 0 {
		w.t.Fatalf("check: %+v, %v", check.Objections, err)
	}
	for _, f := range check.Added {
		w.t.Errorf("the draft brings a finding: %+v", f)
	}
	made, err := w.revisions.Apply(w.t.Context(), actor, "local", revision.Order{Reason: "the allow-list", DraftHash: draft.Hash()})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	if _, err := w.revisions.Follow(ctx, &schedule.Work{}); err != nil {
		w.t.Fatal(err)
	}
	if made, err = w.revisions.Get(w.t.Context(), made.ID); err != nil || made.State.Failure != nil {
		w.t.Fatalf("applied: %+v, %v", made.State, err)
	}
}

func (w realWorld) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.server.Paths().Config, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// withoutLists takes the lists out of the sections of the jails, which the sandbox has there: they have those of the defaults then.
func (w realWorld) withoutLists() {
	w.t.Helper()
	for _, name := range []string{"jail.d/ssh.conf", "jail.d/manual.conf"} {
		before := w.text(name)
		after := regexp.MustCompile(`(?m)^ignoreip =.*\n`).ReplaceAllString(before, "")
		if after == before {
			w.t.Fatalf("%s has no ignoreip:\n%s", name, before)
		}
		w.write(name, after)
	}
}

func (w realWorld) text(name string) string {
	text, err := os.ReadFile(filepath.Join(w.server.Paths().Config, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	return string(text)
}

// ignoredBy is the list of a jail as the configuration alone makes it.
func (w realWorld) ignoredBy(jail string) []string {
	w.t.Helper()
	w.client("reload", jail)
	text := w.client("get", jail, "ignoreip")
	if strings.HasPrefix(text, "No IP address/network is ignored") {
		return []string{}
	}
	var list []string
	for line := range strings.Lines(text) {
		if _, entry, ok := strings.Cut(line, "- "); ok {
			list = append(list, strings.TrimSpace(entry))
		}
	}
	slices.Sort(list)
	return list
}

// TestRealStandingEntriesHoldWithoutUs writes the allow-list into the configuration, and has somebody change other files by hand.
func TestRealStandingEntriesHoldWithoutUs(t *testing.T) {
	w := newRealWorld(t)
	w.withoutLists()
	ann := w.administrator()
	w.names.set("home.example.org", "203.0.113.7")
	w.same("nothing is wanted", allow.Configured{Host: "local"}, w.configured(ann))
	w.same("nothing to do", allow.Prepared{}, w.configure(ann))
	w.allow(allow.Order{Addresses: []string{"203.0.113.99"}})
	made := w.allow(allow.Order{Addresses: []string{"2001:db8::/32", "home.example.org", "192.0.2.1"}, Lasts: standing}).Allowances
	made = append(made, w.allow(allow.Order{Addresses: []string{"192.0.2.2"}, Lasts: standing, Jails: []string{"ssh"}}).Allowances...)
	all := []string{"192.0.2.1", "192.0.2.2", "2001:db8::/32", "home.example.org"}
	w.same("before", allow.Configured{Host: "local", Wanted: 4, Missing: all, Jails: []string{"manual", "ssh"}}, w.configured(ann))

	w.write("jail.d/other.local", "[manual]\nignoreip = 198.51.100.1\n")
	w.write("jail.d/zz-bangui.local", "# by hand\n[ssh]\nmaxretry = 3\n")
	w.same("prepared", allow.Prepared{Changed: true}, w.configure(ann))
	w.same("prepared again", allow.Prepared{}, w.configure(ann))
	w.same("in the draft", true, w.configured(ann).Drafted)
	w.same("not applied", "# by hand\n[ssh]\nmaxretry = 3\n", w.text("jail.d/zz-bangui.local"))
	w.applyDraft(ann)
	w.same("after", allow.Configured{Host: "local", Wanted: 4}, w.configured(ann))
	w.same("ssh", all, w.ignoredBy("ssh"))
	w.same("manual", []string{"192.0.2.1", "198.51.100.1", "2001:db8::/32", "home.example.org"}, w.ignoredBy("manual"))

	w.write("jail.d/a.local", "[DEFAULT]\nignoreip = 198.51.100.2\n")
	w.same("with what somebody has set since", slices.Sorted(slices.Values(append([]string{"198.51.100.2"}, all...))), w.ignoredBy("ssh"))
	for _, name := range []string{"jail.d/a.local", "jail.d/other.local"} {
		w.write(name, "")
	}
	w.same("with what somebody has taken away since", all, w.ignoredBy("ssh"))
	w.same("with its own list taken away", []string{"192.0.2.1", "2001:db8::/32", "home.example.org"}, w.ignoredBy("manual"))

	for _, one := range made[1:] {
		w.end(one.ID)
	}
	w.same("some have ended", allow.Configured{
		Host: "local", Wanted: 1, Surplus: []string{"192.0.2.1", "192.0.2.2", "home.example.org"}, Jails: []string{"manual", "ssh"},
	}, w.configured(ann))
	w.configure(ann)
	w.applyDraft(ann)
	w.same("what is left", []string{"2001:db8::/32"}, w.ignoredBy("ssh"))
	w.end(made[0].ID)
	w.configure(ann)
	w.applyDraft(ann)
	w.same("none is left", 0, len(w.ignoredBy("ssh")))
	if text := w.text("jail.d/zz-bangui.local") + w.text("paths-overrides.local"); strings.Contains(text, "ignoreip") || strings.Contains(text, "bangui_allowed") || !strings.Contains(text, "# by hand\n[ssh]\nmaxretry = 3\n") {
		t.Errorf("the files are\n%s", text)
	}
}

// TestRealJailsThatCannotBeExtended leaves out a jail whose list is extended already, and keeps off where fail2ban would come down with one edit.
func TestRealJailsThatCannotBeExtended(t *testing.T) {
	w := newRealWorld(t)
	w.withoutLists()
	ann := w.administrator()
	w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Lasts: standing})
	w.write("jail.d/a.local", "[DEFAULT]\nignoreip = 198.51.100.2\n[manual]\nignoreip = %(known/ignoreip)s 198.51.100.3\n")
	prepared := w.configure(ann)
	if !prepared.Changed || len(prepared.Left) != 1 || prepared.Left[0].Jail != "manual" || !strings.Contains(prepared.Left[0].Message, "known/ignoreip") {
		t.Errorf("prepared %+v", prepared)
	}
	w.applyDraft(ann)
	w.same("ssh", []string{"192.0.2.1", "198.51.100.2"}, w.ignoredBy("ssh"))
	w.same("manual", []string{"198.51.100.2", "198.51.100.3"}, w.ignoredBy("manual"))
	w.same("what is missing", allow.Configured{Host: "local", Wanted: 1, Missing: []string{"192.0.2.1"}, Jails: []string{"manual"}}, w.configured(ann))

	w.allow(allow.Order{Addresses: []string{"192.0.2.2"}, Lasts: standing})
	w.write("jail.conf", "[DEFAULT]\n")
	if _, err := w.allowances.Configure(t.Context(), ann, "local"); !errors.Is(err, fault.Conflict) {
		t.Errorf("without the file that is read first: %v", err)
	}
	w.same("nothing was prepared", false, w.configured(ann).Drafted)
}
