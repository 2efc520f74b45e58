package revision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/audit"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// DraftState is a file of a draft, with what has become of the file meanwhile.
type DraftState struct {
	DraftFile
	Diff Diff
	// Stale is set if somebody else has changed the file since it came into the draft, InForce if it is as the draft has it already: the draft was
	// applied and waits to be confirmed. Unknown is set if the host did not tell.
	Stale, InForce, Unknown bool
}

// Draft returns the draft of a user for a host, with what has become of its files meanwhile.
func (r *Revisions) Draft(ctx context.Context, hostName string, user int64) (Draft, []DraftState, error) {
	draft, err := r.store.Draft(ctx, hostName, user)
	if err != nil {
		return draft, nil, fmt.Errorf("read the draft: %w", err)
	}
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return draft, nil, err
	}
	states := make([]DraftState, 0, len(draft.Files))
	for _, f := range draft.Files {
		state := DraftState{DraftFile: f, Diff: Compare(f.Name, f.Base, f.Text)}
		now, err := r.read(ctx, h, f.Name)
		state.Unknown = err != nil
		state.InForce = err == nil && now.Same(f.Text)
		state.Stale = err == nil && !now.Same(f.Base) && !state.InForce
		states = append(states, state)
	}
	return draft, states, nil
}

// Changes is the draft as its host takes it; none if there is no draft.
func (r *Revisions) Changes(ctx context.Context, hostName string, user int64) ([]host.FileChange, error) {
	draft, err := r.store.Draft(ctx, hostName, user)
	return draft.Changes(), err
}

// Origin is what a new text was made from.
type Origin struct {
	// Base is the hash of the file, empty for no file: as it is now, or as it was when it came into the draft.
	Base string
	// Text is the hash of the draft's text, empty for none; nil is not compared.
	Text *string
}

// Put gives a file a new text in the draft. It fails with fault.Conflict if what the text was made from is not what is there.
func (r *Revisions) Put(ctx context.Context, actor audit.Actor, hostName, name string, text []byte, from Origin) error {
	if text == nil {
		text = []byte{}
	}
	if err := configdir.CheckChange(name, text); err != nil {
		return err
	}
	return r.put(ctx, actor, hostName, name, Content{There: true, Text: text}, from)
}

// Remove has the draft take a file away.
func (r *Revisions) Remove(ctx context.Context, actor audit.Actor, hostName, name string) error {
	if err := configdir.CheckChange(name, nil); err != nil {
		return err
	}
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return err
	}
	now, err := r.read(ctx, h, name)
	if err != nil {
		return err
	}
	if !now.There {
		if _, ok, err := r.inDraft(ctx, actor, hostName, name); err != nil || ok {
			return errors.Join(err, r.TakeOut(ctx, actor, hostName, name))
		}
		return fault.NotFound.Errorf("there is no file %s to remove", name)
	}
	return r.put(ctx, actor, hostName, name, Content{}, Origin{Base: now.Hash()})
}

func (r *Revisions) inDraft(ctx context.Context, actor audit.Actor, hostName, name string) (DraftFile, bool, error) {
	draft, err := r.store.Draft(ctx, hostName, actor.UserID)
	if err != nil {
		return DraftFile{}, false, fmt.Errorf("read the draft: %w", err)
	}
	f, ok := draft.file(name)
	return f, ok, nil
}

func (r *Revisions) put(ctx context.Context, actor audit.Actor, hostName, name string, text Content, from Origin) error {
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return err
	}
	now, err := r.read(ctx, h, name)
	if err != nil {
		return err
	}
	return r.change(ctx, actor, hostName, func(draft Draft) ([]DraftFile, error) {
		file := DraftFile{Name: name, Base: now, Text: text}
		old, drafted := draft.file(name)
		switch {
		case from.Text != nil && *from.Text != old.Text.Hash():
			return nil, fault.Conflict.Errorf("your draft of %s was changed since you opened it, such as in another window", name).
				WithMend("Open it again, and make your change in what is there now.")
		case from.Base == now.Hash():
		case drafted && from.Base == old.Base.Hash():
			file.Base = old.Base
		default:
			return nil, fault.Conflict.Errorf("%s was changed by somebody else since you opened it", name).
				WithMend("Open it again, and make your change in what is there now.")
		}
		return []DraftFile{file}, nil
	})
}

// tries is how often a change of a draft is made if the draft is changed at the same time: by the same person, in another window.
const tries = 5

// change has files come into the draft, made from what the draft is; those that are as they were go out of it.
func (r *Revisions) change(ctx context.Context, actor audit.Actor, hostName string, do func(draft Draft) ([]DraftFile, error)) error {
	for left := tries - 1; ; left-- {
		draft, err := r.store.Draft(ctx, hostName, actor.UserID)
		if err != nil {
			return fmt.Errorf("read the draft: %w", err)
		}
		files, err := do(draft)
		if err != nil {
			return err
		}
		err = r.store.ChangeDraft(ctx, hostName, actor.UserID, changeTo(draft, files))
		if err == nil {
			return nil
		}
		if left == 0 || !errors.Is(err, fault.Conflict) {
			return fmt.Errorf("store the draft: %w", err)
		}
	}
}

func changeTo(draft Draft, files []DraftFile) DraftChange {
	change := DraftChange{Was: draft.Hash()}
	for _, f := range files {
		if f.Text.Same(f.Base) {
			change.Out = append(change.Out, f.Name)
			continue
		}
		change.Put = append(change.Put, f)
	}
	return change
}

// TakeOut takes a file out of the draft: it stays as it is.
func (r *Revisions) TakeOut(ctx context.Context, actor audit.Actor, hostName, name string) error {
	return r.store.RemoveDraftFile(ctx, hostName, actor.UserID, name)
}

// Discard removes the draft.
func (r *Revisions) Discard(ctx context.Context, actor audit.Actor, hostName string) error {
	return r.store.DiscardDraft(ctx, hostName, actor.UserID)
}

// Edit is one change within a file that keeps all else.
type Edit struct {
	Op EditOp
	// File is the name of the file; empty means our own, for the jails or the server.
	File    string
	Section string
	// Option and Value are empty where the operation does not need them.
	Option, Value string
}

// EditOp is a kind of edit.
type EditOp string

// The kinds.
const (
	// Set gives an option a value, Append adds a line to it, and Unset removes it.
	Set    EditOp = "set"
	Append EditOp = "append"
	Unset  EditOp = "unset"
	// AddSection and RemoveSection are about a whole section.
	AddSection    EditOp = "add_section"
	RemoveSection EditOp = "remove_section"
)

// MaxEdits is how many edits are made at once.
const MaxEdits = 200

// header is the beginning of our own files.
const header = "# Made in BanGUI. What stands here wins over all other files of this directory.\n"

// file is where an edit goes.
func (e Edit) file() string {
	switch {
	case e.File != "":
		return e.File
	case e.Section == "Definition" || e.Section == "Thread":
		return "fail2ban.d/" + host.OwnFile
	}
	return "jail.d/" + host.OwnFile
}

// Edit makes edits in the draft: all of them, or none.
func (r *Revisions) Edit(ctx context.Context, actor audit.Actor, hostName string, edits []Edit) error {
	if len(edits) == 0 || len(edits) > MaxEdits {
		return fault.Invalid.Errorf("give 1 to %d edits", MaxEdits).WithField("body.edits", "1 to %d", MaxEdits)
	}
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return err
	}
	return r.change(ctx, actor, hostName, func(draft Draft) ([]DraftFile, error) { return r.edited(ctx, h, draft, edits) })
}

// Edited is what the draft would be with some edits, as its host takes it. Nothing is stored.
func (r *Revisions) Edited(ctx context.Context, actor audit.Actor, hostName string, edits []Edit) ([]host.FileChange, error) {
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return nil, err
	}
	draft, err := r.store.Draft(ctx, hostName, actor.UserID)
	if err != nil {
		return nil, fmt.Errorf("read the draft: %w", err)
	}
	files, err := r.edited(ctx, h, draft, edits)
	if err != nil {
		return nil, err
	}
	with := Draft{Host: hostName}
	for _, f := range draft.Files {
		if !slices.ContainsFunc(files, func(other DraftFile) bool { return other.Name == f.Name }) {
			with.Files = append(with.Files, f)
		}
	}
	with.Files = append(with.Files, changeTo(draft, files).Put...)
	return with.Changes(), nil
}

// edited returns the files of a draft that edits concern, with their new texts.
func (r *Revisions) edited(ctx context.Context, h host.Host, draft Draft, edits []Edit) ([]DraftFile, error) {
	var files []DraftFile
	texts := make(map[string]*conf.File)
	for i, e := range edits {
		name := e.file()
		if texts[name] == nil {
			f, err := r.begin(ctx, h, draft, name)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
			texts[name] = conf.Parse(name, f.Text.Text)
		}
		if err := e.in(texts[name]); err != nil {
			return nil, explainEdit(i, err)
		}
	}
	for i, f := range files {
		files[i].Text = textOf(texts[f.Name])
		if err := configdir.CheckChange(f.Name, files[i].Text.Text); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// textOf is a file after edits. Of ours there is none any more if nothing is left but the words that we began it with.
func textOf(f *conf.File) Content {
	text := f.Bytes()
	if host.IsOurs(f.Name()) && strings.TrimSpace(string(text)) == strings.TrimSpace(header) {
		return Content{}
	}
	return Content{There: true, Text: text}
}

// begin is a file to be edited: as the draft has it, else as it is.
func (r *Revisions) begin(ctx context.Context, h host.Host, draft Draft, name string) (DraftFile, error) {
	if err := configdir.CheckWritableName(name); err != nil {
		return DraftFile{}, err
	}
	f, ok := draft.file(name)
	if !ok {
		now, err := r.read(ctx, h, name)
		if err != nil {
			return DraftFile{}, err
		}
		f = DraftFile{Name: name, Base: now, Text: now}
	}
	if !f.Text.There && host.IsOurs(name) {
		f.Text.Text = []byte(header)
	}
	return f, nil
}

// named tells whether a section may be written that is not there yet: fail2ban's own, or one with a name that is safe in file names and commands.
func named(section string) bool {
	plain, _, _ := strings.Cut(section, "?") // Init?family=inet6
	return conf.IsPlainName(plain)
}

// in makes the edit in a file.
func (e Edit) in(f *conf.File) error {
	there := slices.ContainsFunc(f.Sections(), func(s conf.Section) bool { return s.Name == e.Section })
	if !there && !named(e.Section) {
		return fault.Invalid.Errorf("%.80q is no name for a new section: use letters, digits, _, . and -, beginning with a letter or a digit", e.Section).
			WithField("section", "letters, digits, _, . and -")
	}
	switch e.Op {
	case Set:
		return f.Set(e.Section, e.Option, e.Value)
	case Append:
		return f.Append(e.Section, e.Option, e.Value)
	case Unset:
		return f.Unset(e.Section, e.Option)
	case AddSection:
		return f.AddSection(e.Section)
	case RemoveSection:
		return f.RemoveSection(e.Section)
	}
	return fault.Invalid.Errorf("there is no edit %q", e.Op)
}

// explainEdit makes of what the engine refuses an answer for people.
func explainEdit(i int, err error) error {
	if refused, ok := errors.AsType[*conf.Error](err); ok {
		f := refused.Finding
		return fault.Invalid.Wrapf(err, "%s: %s", f.File, f.Message).WithMend("%s", f.Mend).WithField(fmt.Sprintf("body.edits[%d]", i), "%s", f.Message)
	}
	return err
}
