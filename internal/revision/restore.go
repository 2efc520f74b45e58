package revision

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"bangui/internal/audit"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// filesAt are files that revisions have to do with, as they were after one of them, or before it: its own, and those that others changed with an ID
// greater than since.
func (r *Revisions) filesAt(ctx context.Context, one Revision, before bool, since int64) (map[string]Content, error) {
	others, err := r.store.AppliedFiles(ctx, one.Host, one.ID, since)
	if err != nil {
		return nil, fmt.Errorf("read the revisions: %w", err)
	}
	files := make(map[string]Content, len(others)+len(one.Files))
	for _, f := range others {
		files[f.Name] = f.Content
	}
	for _, f := range one.Files {
		files[f.Name] = f.After
		if before {
			files[f.Name] = f.Before
		}
	}
	return files, nil
}

// Restore makes a draft that brings back the files as they were after a revision, or before it. It fails with fault.Conflict if they are like that
// already, and if there is a draft, unless that may be replaced.
func (r *Revisions) Restore(ctx context.Context, actor audit.Actor, id int64, before, replace bool) (Draft, error) {
	one, err := r.store.Revision(ctx, id)
	if err != nil {
		return Draft{}, err
	}
	if !before && one.State.Phase != host.PhaseApplied {
		return Draft{}, fault.Conflict.Errorf("revision %d was never in force", id).WithMend("Restore a revision that was applied, or edit the files.")
	}
	files, err := r.filesAt(ctx, one, before, one.ID) // earlier ones are as they were
	if err != nil {
		return Draft{}, err
	}
	draft, err := r.store.Draft(ctx, one.Host, actor.UserID)
	if err != nil {
		return Draft{}, fmt.Errorf("read the draft: %w", err)
	}
	if len(draft.Files) > 0 && !replace {
		return Draft{}, fault.Conflict.Errorf("you have a draft for %s", one.Host).WithMend("Apply or discard it first, or let it be replaced.")
	}
	h, err := r.fleet.Host(ctx, one.Host)
	if err != nil {
		return Draft{}, err
	}
	var changed []DraftFile
	for _, name := range slices.Sorted(maps.Keys(files)) {
		now, err := r.read(ctx, h, name)
		if err != nil {
			return Draft{}, err
		}
		if now.Same(files[name]) {
			continue
		}
		text := files[name].Text
		if !files[name].There {
			text = nil
		}
		if err := configdir.CheckChange(name, text); err != nil {
			return Draft{}, err
		}
		changed = append(changed, DraftFile{Name: name, Base: now, Text: files[name]})
	}
	if len(changed) == 0 {
		return Draft{}, fault.Conflict.Errorf("the files are like that already: there is nothing to restore")
	}
	change := draft.emptied()
	change.Put = changed
	if err := r.store.ChangeDraft(ctx, one.Host, actor.UserID, change); err != nil {
		return Draft{}, fmt.Errorf("store the draft: %w", err)
	}
	return r.store.Draft(ctx, one.Host, actor.UserID)
}

// Comparison is how the files of one revision come from those of another.
type Comparison struct {
	Name string
	Diff
}

// Between compares the files as they were after two revisions of one host. With zero is the files as they are now.
func (r *Revisions) Between(ctx context.Context, id, with int64) ([]Comparison, error) {
	one, err := r.store.Revision(ctx, id)
	if err != nil {
		return nil, err
	}
	from, err := r.filesAt(ctx, one, false, 0)
	if err != nil {
		return nil, err
	}
	to, err := r.comparedWith(ctx, one, from, with)
	if err != nil {
		return nil, err
	}
	all := []Comparison{}
	for _, name := range slices.Sorted(maps.Keys(from)) {
		other, known := to[name]
		if !known { // only a revision that was never in force has to do with it
			other = from[name]
		}
		if diff := Compare(name, from[name], other); diff.Text != "" || from[name].There != other.There {
			all = append(all, Comparison{name, diff})
		}
	}
	return all, nil
}

// comparedWith are the same files at another time.
func (r *Revisions) comparedWith(ctx context.Context, one Revision, from map[string]Content, with int64) (map[string]Content, error) {
	if with != 0 {
		other, err := r.store.Revision(ctx, with)
		if err != nil {
			return nil, err
		}
		if other.Host != one.Host {
			return nil, fault.Invalid.Errorf("revisions %d and %d are of different hosts", one.ID, with).WithField("query.with", "a revision of %s", one.Host)
		}
		return r.filesAt(ctx, other, false, 0)
	}
	h, err := r.fleet.Host(ctx, one.Host)
	if err != nil {
		return nil, err
	}
	to := make(map[string]Content)
	for name := range from {
		if to[name], err = r.read(ctx, h, name); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// ByHand is a file that is not as the last revision left it.
type ByHand struct {
	Name string
	// Revision is the last that changed the file, Author who made it.
	Revision int64
	Author   string
	// Gone is set if the file is not there any more.
	Gone bool
	// Unread says why the file cannot be read, in words for people: what has become of it is not known then. Empty if it was read.
	Unread string
	Diff
}

// ChangedByHand returns the files that are not as the last revision left them: somebody changed them without us.
func (r *Revisions) ChangedByHand(ctx context.Context, hostName string) ([]ByHand, error) {
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return nil, err
	}
	left, err := r.store.AppliedFiles(ctx, hostName, math.MaxInt64, 0)
	if err != nil {
		return nil, fmt.Errorf("read the revisions: %w", err)
	}
	changed := []ByHand{}
	for _, f := range left {
		now, err := r.read(ctx, h, f.Name)
		if err == nil && now.Same(f.Content) {
			continue
		}
		one := ByHand{Name: f.Name, Revision: f.Revision, Author: f.Author}
		if err == nil {
			one.Gone, one.Diff = !now.There, Compare(f.Name, f.Content, now)
		} else if one.Unread = unread(err); one.Unread == "" {
			return nil, err
		}
		changed = append(changed, one)
	}
	return changed, nil
}

// unread says why one file cannot be read: it is no plain file any more, there is no right to, or it is too large. Empty if it is not about the file.
func unread(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if ok && (f.Kind == fault.Refused || f.Kind == fault.TooLarge) {
		return f.Message
	}
	return ""
}
