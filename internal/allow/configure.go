package allow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/revision"
)

// Prepared is what came of preparing a change of the configuration.
type Prepared struct {
	// Changed is false if there was nothing to change: the configuration, or the draft, is as it should be.
	Changed bool
	// Left are jails that could not be extended, and why.
	Left []LeftJail
}

// LeftJail is a jail whose ignore list cannot be extended in the configuration.
type LeftJail struct {
	Jail    string
	Message string
}

// Configure puts into the draft of whoever asks what the configuration of a host needs so that entries without an end hold while BanGUI is away.
// Nothing is applied: that is up to whoever has looked at the draft. It fails with fault.NotFound for an unknown host, as [host.Host] does, and
// with fault.Conflict if the jails of the host do not read the files that it takes.
func (a *Allowances) Configure(ctx context.Context, actor audit.Actor, hostName string) (Prepared, error) {
	h, err := a.fleet.Host(ctx, hostName)
	if err != nil {
		return Prepared{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, configureWithin)
	defer cancel()
	draft, _, err := a.drafts.Draft(ctx, hostName, actor.UserID)
	if err != nil {
		return Prepared{}, err
	}
	wanted, err := a.wantedInConfiguration(ctx, h, hostName, draft.Changes())
	if err != nil {
		return Prepared{}, err
	}
	own, err := a.draftedText(ctx, h, draft, ownFile)
	if err != nil {
		return Prepared{}, err
	}
	first, err := a.draftedText(ctx, h, draft, firstFile)
	if err != nil {
		return Prepared{}, err
	}
	edits, left, err := a.safeEdits(ctx, actor, h, hostName, wanted, own, first)
	if err != nil || len(edits) == 0 {
		return Prepared{Left: left}, err
	}
	for part := range slices.Chunk(edits, revision.MaxEdits) {
		if err := a.drafts.Edit(ctx, actor, hostName, part); err != nil {
			return Prepared{}, err
		}
	}
	return Prepared{Changed: true, Left: left}, nil
}

// draftedText is a file as the draft has it, else as it is.
func (a *Allowances) draftedText(ctx context.Context, h host.Host, draft revision.Draft, name string) (*conf.File, error) {
	for _, f := range draft.Files {
		if f.Name == name {
			return conf.Parse(name, f.Text.Text), nil
		}
	}
	text, err := readOrNone(ctx, h, name)
	return conf.Parse(name, text), err
}

// safeEdits returns the edits with which every jail can still be read, and the jails that had to be left out for that.
func (a *Allowances) safeEdits(
	ctx context.Context, actor audit.Actor, h host.Host, hostName string, wanted wantedList, own, first *conf.File,
) ([]revision.Edit, []LeftJail, error) {
	if wanted.count() == 0 {
		return removal(own, first), nil, nil
	}
	var left []LeftJail
	for {
		edits := wanted.edits(own, first)
		if len(edits) == 0 {
			return nil, left, nil
		}
		changes, err := a.drafts.Edited(ctx, actor, hostName, edits)
		if err != nil {
			return nil, nil, err
		}
		bad, err := unreadable(ctx, h, wanted, changes)
		if err != nil {
			return nil, nil, err
		}
		if len(bad) == 0 {
			return edits, left, nil
		}
		left = append(left, bad...)
		wanted.jails = slices.DeleteFunc(wanted.jails, func(jail string) bool {
			return slices.ContainsFunc(bad, func(b LeftJail) bool { return b.Jail == jail })
		})
		if len(wanted.jails) == 0 {
			return nil, left, nil
		}
	}
}

// edits makes our own file what it should be. What else is in it stays.
func (w wantedList) edits(own, first *conf.File) []revision.Edit {
	var edits []revision.Edit
	set := func(file, section, option, value string) {
		edits = append(edits, revision.Edit{Op: revision.Set, File: file, Section: section, Option: option, Value: value})
	}
	if _, ok := first.Lookup(defaults, ignoreIP); !ok {
		set(firstFile, defaults, ignoreIP, "")
	}
	if old, ok := own.Lookup(defaults, variable); !ok || !slices.Equal(sorted(strings.Fields(old.Value)), w.all) {
		set(ownFile, defaults, variable, strings.Join(w.all, "\n"))
	}
	for _, jail := range w.jails {
		if old, ok := own.Lookup(jail, variable); len(w.more[jail]) > 0 {
			if want := w.of(jail); !slices.Equal(sorted(strings.Fields(old.Value)), want) {
				set(ownFile, jail, variable, strings.Join(want, "\n"))
			}
		} else if ok {
			edits = append(edits, revision.Edit{Op: revision.Unset, File: ownFile, Section: jail, Option: variable})
		}
		switch old, ok := own.Lookup(jail, ignoreIP); {
		case len(w.of(jail)) == 0 || strings.Contains(old.Value, reference):
		case ok:
			set(ownFile, jail, ignoreIP, strings.TrimSpace(old.Value+"\n"+reference))
		default:
			set(ownFile, jail, ignoreIP, extension)
		}
	}
	return edits
}

// removal takes out of our own file what an allow-list that is empty by now has left there.
func removal(own, first *conf.File) []revision.Edit {
	var edits []revision.Edit
	unset := func(file, section, option string) {
		edits = append(edits, revision.Edit{Op: revision.Unset, File: file, Section: section, Option: option})
	}
	for _, section := range own.Sections() {
		for _, option := range section.Options {
			switch rest := strings.TrimSpace(strings.ReplaceAll(option.Value, reference, "")); {
			case option.Name == variable:
				unset(ownFile, section.Name, variable)
			case option.Name != ignoreIP || !strings.Contains(option.Value, reference):
			case rest == "" || rest == strings.TrimSpace(strings.ReplaceAll(extension, reference, "")):
				unset(ownFile, section.Name, ignoreIP)
			default:
				edits = append(edits, revision.Edit{Op: revision.Set, File: ownFile, Section: section.Name, Option: ignoreIP, Value: rest})
			}
		}
	}
	if old, ok := first.Lookup(defaults, ignoreIP); ok && old.Value == "" && len(edits) > 0 {
		unset(firstFile, defaults, ignoreIP)
	}
	return edits
}

// unreadable returns the jails whose ignore list fail2ban could not work out with the changes, or would not take from our file. It fails with
// fault.Conflict if firstFile is not read, because somebody who takes the last ignoreip out of another file would then bring fail2ban down.
func unreadable(ctx context.Context, h host.Host, wanted wantedList, changes []host.FileChange) ([]LeftJail, error) {
	var bad []LeftJail
	for _, jail := range wanted.jails {
		if len(wanted.of(jail)) == 0 {
			continue
		}
		explained, err := h.Explain(ctx, host.Part{Kind: host.PartJail, Name: jail}, changes)
		if err != nil {
			return nil, fmt.Errorf("look what %s would ignore: %w", jail, err)
		}
		i := slices.IndexFunc(explained.Options, func(o host.ExplainedOption) bool { return o.Name == ignoreIP })
		switch {
		case i < 0:
			bad = append(bad, LeftJail{jail, "its ignore list is not told"})
		case explained.Options[i].Failed != "":
			bad = append(bad, LeftJail{jail, "another file extends its ignore list with known/ignoreip already, and that works once only"})
		case !comesFrom(explained.Options[i], ownFile):
			bad = append(bad, LeftJail{jail, "a file that is read later sets its ignore list"})
		case !knows(explained.Options[i], firstFile):
			return nil, fault.Conflict.Errorf("the jails of this host do not read %s, where the allow-list needs a line", firstFile).
				WithWhy("Without it, fail2ban would reject its whole configuration once somebody takes the last ignoreip out of another file.").
				WithMend("Include it from jail.conf as fail2ban's own does (before = paths-debian.conf), or write the addresses into ignoreip of jail.local yourself.")
		}
	}
	return bad, nil
}

func comesFrom(option host.ExplainedOption, file string) bool {
	return option.Value.Place != nil && option.Value.Place.File == file
}

// knows tells whether a file has something to say about an option, if another one does not.
func knows(option host.ExplainedOption, file string) bool {
	return slices.ContainsFunc(option.Hidden, func(p host.Place) bool { return p.File == file }) || usesFile(option.Value, file)
}

func usesFile(value host.ExplainedValue, file string) bool {
	return value.Place != nil && value.Place.File == file ||
		slices.ContainsFunc(value.Uses, func(u host.ValueUse) bool { return usesFile(u.Value, file) })
}
