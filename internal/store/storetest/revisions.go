package storetest

import (
	"fmt"
	"math"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/revision"
)

func revisions(t *testing.T, open func(t *testing.T) Database) {
	t.Run("drafts", func(t *testing.T) { drafts(t, open(t)) })
	t.Run("drafts that were changed", func(t *testing.T) { movedDrafts(t, open(t)) })
	t.Run("too many files", func(t *testing.T) { tooManyDraftFiles(t, open(t)) })
	t.Run("make and list", func(t *testing.T) { makeRevisions(t, open(t)) })
	t.Run("one at a time", func(t *testing.T) { oneRevisionAtATime(t, open(t)) })
	t.Run("states", func(t *testing.T) { revisionStates(t, open(t)) })
	t.Run("applied files", func(t *testing.T) { appliedFiles(t, open(t)) })
}

// contents are no file, an empty one, text, and what is no text.
func contents() []revision.Content {
	return []revision.Content{{}, {There: true, Text: []byte{}}, {There: true, Text: []byte("[a]\nb = ü\n")}, {There: true, Text: []byte("\xff\x00\xfe")}}
}

func sameContent(t *testing.T, what string, want, got revision.Content) {
	t.Helper()
	if !want.Same(got) {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// draftPlaces makes a host and two users.
func draftPlaces(t *testing.T, s Database) (ann, bob int64) {
	t.Helper()
	got(s.TakeHost(t.Context(), "a", true)).in(t)
	ids := make([]int64, 2)
	for i, name := range []string{"ann", "bob"} {
		ids[i] = got(s.CreateUser(t.Context(), account.User{Name: name, Role: account.Administrator, PasswordHash: "hash"}, entry("user.create"))).in(t).ID
	}
	return ids[0], ids[1]
}

// putInDraft puts files into the draft as it is.
func putInDraft(t *testing.T, s Database, hostName string, user int64, files []revision.DraftFile) error {
	t.Helper()
	return s.ChangeDraft(t.Context(), hostName, user, revision.DraftChange{Was: got(s.Draft(t.Context(), hostName, user)).in(t).Hash(), Put: files})
}

func drafts(t *testing.T, s Database) {
	ctx := t.Context()
	ann, bob := draftPlaces(t, s)
	var files []revision.DraftFile
	for i, base := range contents() {
		for j, text := range contents() {
			files = append(files, revision.DraftFile{Name: fmt.Sprintf("jail.d/%d%d.local", i, j), Base: base, Text: text})
		}
	}
	must(t, putInDraft(t, s, "a", ann, files[8:]))
	must(t, putInDraft(t, s, "a", ann, files[:8]))
	must(t, putInDraft(t, s, "a", bob, files[:1]))
	draft := got(s.Draft(ctx, "a", ann)).in(t)
	same(t, "files", len(files), len(draft.Files))
	for i, f := range draft.Files {
		same(t, "name", files[i].Name, f.Name)
		sameContent(t, f.Name+" base", files[i].Base, f.Base)
		sameContent(t, f.Name+" text", files[i].Text, f.Text)
		if time.Since(f.UpdatedAt).Abs() > time.Minute {
			t.Errorf("updated %v", f.UpdatedAt)
		}
	}
	changed := files[0]
	changed.Text = revision.Content{There: true, Text: []byte("other")}
	must(t, putInDraft(t, s, "a", ann, []revision.DraftFile{changed}))
	draft = got(s.Draft(ctx, "a", ann)).in(t)
	sameContent(t, "changed", changed.Text, draft.Files[0].Text)
	must(t, s.RemoveDraftFile(ctx, "a", ann, files[0].Name))
	must(t, s.RemoveDraftFile(ctx, "a", ann, files[0].Name))
	same(t, "files after one was taken out", len(files)-1, len(got(s.Draft(ctx, "a", ann)).in(t).Files))
	must(t, s.DiscardDraft(ctx, "a", ann))
	same(t, "files of the discarded one", 0, len(got(s.Draft(ctx, "a", ann)).in(t).Files))
	same(t, "files of the other's", 1, len(got(s.Draft(ctx, "a", bob)).in(t).Files))
	if err := putInDraft(t, s, "unknown", ann, files[:1]); err == nil {
		t.Error("a draft for no host was stored")
	}
}

// movedDrafts are changed by two at the same time.
func movedDrafts(t *testing.T, s Database) {
	ctx := t.Context()
	ann, _ := draftPlaces(t, s)
	one := func(name, text string) []revision.DraftFile {
		return []revision.DraftFile{{Name: name, Text: revision.Content{There: true, Text: []byte(text)}}}
	}
	must(t, s.ChangeDraft(ctx, "a", ann, revision.DraftChange{Put: one("a.local", "1")}))
	wantKind(t, s.ChangeDraft(ctx, "a", ann, revision.DraftChange{Put: one("a.local", "2")}), fault.Conflict)
	was := got(s.Draft(ctx, "a", ann)).in(t).Hash()
	results := make(chan error)
	const tries = 6
	for i := range tries {
		go func() {
			results <- s.ChangeDraft(ctx, "a", ann, revision.DraftChange{Was: was, Out: []string{"a.local"}, Put: one(fmt.Sprintf("%d.local", i), "3")})
		}()
	}
	won := 0
	for range tries {
		err := <-results
		if err == nil {
			won++
			continue
		}
		wantKind(t, err, fault.Conflict)
	}
	same(t, "changes of one state", 1, won)
	draft := got(s.Draft(ctx, "a", ann)).in(t)
	same(t, "files", 1, len(draft.Files))
	many := make([]revision.DraftFile, revision.MaxFiles+1)
	for i := range many {
		many[i].Name = fmt.Sprintf("jail.d/%d.local", i)
	}
	wantKind(t, s.ChangeDraft(ctx, "a", ann, revision.DraftChange{Was: draft.Hash(), Out: []string{draft.Files[0].Name}, Put: many}), fault.TooLarge)
	same(t, "the draft after a change that failed", draft.Hash(), got(s.Draft(ctx, "a", ann)).in(t).Hash())
}

func tooManyDraftFiles(t *testing.T, s Database) {
	ann, _ := draftPlaces(t, s)
	var files []revision.DraftFile
	for i := range revision.MaxFiles + 1 {
		files = append(files, revision.DraftFile{Name: fmt.Sprintf("jail.d/%d.local", i), Text: contents()[2]})
	}
	must(t, putInDraft(t, s, "a", ann, files[1:]))
	wantKind(t, putInDraft(t, s, "a", ann, files[:1]), fault.TooLarge)
	same(t, "files", revision.MaxFiles, len(got(s.Draft(t.Context(), "a", ann)).in(t).Files))
}

// aRevision is one with a file of each kind.
func aRevision(hostName, order string) revision.Revision {
	all := contents()
	return revision.Revision{
		Order: order, Host: hostName, Author: "ann", UserID: 7, Reason: "a reason", DraftHash: "abc", ConfirmWithin: time.Minute, Restores: 3,
		State: host.ApplyState{ID: order, Phase: host.PhaseChecking, Begun: time.UnixMilli(1e12).UTC(), Steps: []host.Step{}},
		Files: []revision.File{
			{Name: "a.local", Before: all[0], After: all[2], Added: 2}, {Name: "b.local", Before: all[1], After: all[0]},
			{Name: "c.local", Before: all[3], After: all[1], Added: 4, Removed: 5},
		},
	}
}

func makeRevisions(t *testing.T, s Database) {
	ctx := t.Context()
	var made []revision.Revision
	for _, name := range []string{"a", "b", "c"} {
		made = append(made, got(s.MakeRevision(ctx, aRevision(name, "order-"+name), entry("config.apply"))).in(t))
	}
	one := got(s.Revision(ctx, made[0].ID)).in(t)
	want := aRevision("a", "order-a")
	for i, f := range want.Files {
		sameContent(t, f.Name+" before", f.Before, one.Files[i].Before)
		sameContent(t, f.Name+" after", f.After, one.Files[i].After)
		same(t, f.Name, []int{f.Added, f.Removed}, []int{one.Files[i].Added, one.Files[i].Removed})
	}
	want.ID, want.CreatedAt, want.Files, one.Files = one.ID, one.CreatedAt, nil, nil
	same(t, "stored", want, one)
	if time.Since(one.CreatedAt).Abs() > time.Minute {
		t.Errorf("created %v", one.CreatedAt)
	}
	list := got(s.Revisions(ctx, revision.Query{Limit: 2})).in(t)
	same(t, "first page", []int64{made[2].ID, made[1].ID}, []int64{list[0].ID, list[1].ID})
	same(t, "files in a list", 3, len(list[0].Files))
	if f := list[0].Files[0]; f.After.Text != nil || f.Added != 2 || f.Before.There || !f.After.There {
		t.Errorf("file in a list %+v", f)
	}
	list = got(s.Revisions(ctx, revision.Query{Limit: 2, Before: made[1].ID})).in(t)
	same(t, "second page", made[0].ID, list[0].ID)
	same(t, "of a host", 1, len(got(s.Revisions(ctx, revision.Query{Limit: 9, Host: "b"})).in(t)))
	same(t, "audit entries", 3, len(got(s.AuditEntries(ctx, audit.Query{Action: "config.apply", Limit: 5})).in(t)))
	_, err := s.Revision(ctx, 99)
	wantKind(t, err, fault.NotFound)
}

func oneRevisionAtATime(t *testing.T, s Database) {
	ctx := t.Context()
	results := make(chan error)
	const tries = 8
	for i := range tries {
		go func() {
			_, err := s.MakeRevision(ctx, aRevision("a", fmt.Sprintf("order-%d", i)), entry("config.apply"))
			results <- err
		}()
	}
	won := 0
	for range tries {
		err := <-results
		if err == nil {
			won++
			continue
		}
		wantKind(t, err, fault.Conflict)
	}
	same(t, "made at once", 1, won)
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 50})).in(t)))
	got(s.MakeRevision(ctx, aRevision("b", "order-b"), entry("config.apply"))).in(t)
}

func revisionStates(t *testing.T, s Database) {
	ctx := t.Context()
	made := got(s.MakeRevision(ctx, aRevision("a", "order-a"), entry("config.apply"))).in(t)
	state := made.State
	same(t, "the same state", false, got(s.SaveState(ctx, made.ID, state, entry("x"))).in(t))
	state.Phase = host.PhaseWaiting
	state.Steps = []host.Step{{Name: host.StepSwap, State: host.StepDone, Took: time.Second, At: time.UnixMilli(1e12).UTC()}}
	state.ConfirmBy = time.UnixMilli(2e12).UTC()
	same(t, "another state", true, got(s.SaveState(ctx, made.ID, state, entry("y"))).in(t))
	same(t, "stored", state, got(s.Revision(ctx, made.ID)).in(t).State)
	same(t, "open", 1, len(got(s.OpenRevisions(ctx)).in(t)))
	state.Phase, state.Failure, state.Left = host.PhaseStuck, &host.ApplyFailure{Step: host.StepJail, Jail: "ssh", Message: "words"}, []string{"a.local"}
	same(t, "the end", true, got(s.SaveState(ctx, made.ID, state, entry("z"))).in(t))
	same(t, "open after the end", 0, len(got(s.OpenRevisions(ctx)).in(t)))
	late := state
	late.Phase = host.PhaseApplied
	same(t, "after the end", false, got(s.SaveState(ctx, made.ID, late, entry("late"))).in(t))
	same(t, "stored at the end", state, got(s.Revision(ctx, made.ID)).in(t).State)
	same(t, "audit entries", 3, len(got(s.AuditEntries(ctx, audit.Query{Limit: 50})).in(t)))
	got(s.MakeRevision(ctx, aRevision("a", "order-b"), entry("config.apply"))).in(t)
}

func appliedFiles(t *testing.T, s Database) {
	ctx := t.Context()
	var ids []int64
	for i, phase := range []host.Phase{host.PhaseApplied, host.PhaseRolledBack, host.PhaseApplied, host.PhaseWaiting} {
		one := aRevision("a", fmt.Sprintf("order-%d", i))
		if i == 3 {
			one.Files = []revision.File{{Name: "a.local", Before: contents()[2], After: contents()[3]}, {Name: "d.local", Before: contents()[1], After: contents()[2]}}
		}
		made := got(s.MakeRevision(ctx, one, entry("config.apply"))).in(t)
		state := made.State
		state.Phase = phase
		got(s.SaveState(ctx, made.ID, state)).in(t)
		ids = append(ids, made.ID)
	}
	type row struct {
		Name     string
		Revision int64
		Content  revision.Content
	}
	all, none := contents(), []row(nil)
	for _, tt := range []struct {
		name      string
		at, since int64
		want      []row
	}{
		{"now", math.MaxInt64, 0, []row{{"a.local", ids[3], all[3]}, {"b.local", ids[2], all[0]}, {"c.local", ids[2], all[1]}, {"d.local", ids[3], all[2]}}},
		{"at the last", ids[3], 0, []row{{"a.local", ids[2], all[2]}, {"b.local", ids[2], all[0]}, {"c.local", ids[2], all[1]}}},
		{"at one in between", ids[2], 0, []row{{"a.local", ids[0], all[2]}, {"b.local", ids[0], all[0]}, {"c.local", ids[0], all[1]}, {"d.local", ids[3], all[1]}}},
		{"what came after one in between", ids[2], ids[2], []row{{"a.local", ids[0], all[2]}, {"d.local", ids[3], all[1]}}},
		{"what came after the first", ids[0], ids[0], []row{{"a.local", ids[2], all[0]}, {"b.local", ids[2], all[1]}, {"c.local", ids[2], all[3]}, {"d.local", ids[3], all[1]}}},
		{"what came after the last", ids[3], ids[3], none},
	} {
		found := none
		for _, f := range got(s.AppliedFiles(ctx, "a", tt.at, tt.since)).in(t) {
			found = append(found, row{f.Name, f.Revision, f.Content})
			same(t, tt.name+": author", "ann", f.Author)
		}
		same(t, tt.name, len(tt.want), len(found))
		for i, f := range found {
			same(t, tt.name, []any{tt.want[i].Name, tt.want[i].Revision}, []any{f.Name, f.Revision})
			sameContent(t, tt.name+": "+f.Name, tt.want[i].Content, f.Content)
		}
	}
	same(t, "files of another host", 0, len(got(s.AppliedFiles(ctx, "b", math.MaxInt64, 0)).in(t)))
}
