package revision

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"bangui/internal/audit"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// filesAt are all files that revisions have to do with, as they were after one of them, or before it. touched are those that it or a later one changed.
func (r *Revisions) filesAt(ctx context.Context, one Revision, before bool) (files map[string]Content, touched map[string]bool, err error) {
	applied, err := r.store.AppliedFiles(ctx, one.Host, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("read the revisions: %w", err)
	}
	files, touched = make(map[string]Content), make(map[string]bool)
	for _, f := range applied {
		_, known := files[f.Name]
		switch {
		case f.Revision < one.ID:
			files[f.Name] = f.After
		case f.Revision > one.ID && !known:
			files[f.Name] = f.Before
		}
		touched[f.Name] = touched[f.Name] || f.Revision >= one.ID
	}
	for _, f := range one.Files {
		files[f.Name], touched[f.Name] = f.After, true
		if before {
			files[f.Name] = f.Before
		}
	}
	return files, touched, nil
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
	files, touched, err := r.filesAt(ctx, one, before)
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
	for _, name := range slices.Sorted(maps.Keys(touched)) {
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
	if len(draft.Files) > 0 {
		if err := r.Discard(ctx, actor, one.Host); err != nil {
			return Draft{}, err
		}
	}
	if err := r.keep(ctx, actor, one.Host, changed...); err != nil {
		return Draft{}, err
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
	from, _, err := r.filesAt(ctx, one, false)
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
		to, _, err := r.filesAt(ctx, other, false)
		return to, err
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
	Diff
}

// ChangedByHand returns the files that are not as the last revision left them: somebody changed them without us.
func (r *Revisions) ChangedByHand(ctx context.Context, hostName string) ([]ByHand, error) {
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return nil, err
	}
	applied, err := r.store.AppliedFiles(ctx, hostName, 0)
	if err != nil {
		return nil, fmt.Errorf("read the revisions: %w", err)
	}
	last := make(map[string]AppliedFile)
	for _, f := range applied {
		last[f.Name] = f
	}
	changed := []ByHand{}
	for _, name := range slices.Sorted(maps.Keys(last)) {
		f := last[name]
		now, err := r.read(ctx, h, name)
		if err != nil {
			return nil, err
		}
		if now.Same(f.After) {
			continue
		}
		changed = append(changed, ByHand{
			Name: name, Revision: f.Revision, Author: f.Author, Gone: !now.There, Diff: Compare(name, f.After, now),
		})
	}
	return changed, nil
}
