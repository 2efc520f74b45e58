package allow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/conf"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/revision"
)

// How the allow-list stands in fail2ban's configuration, so that it holds while BanGUI is away: our own file of the jails has a variable with the
// entries, and each jail refers to it behind what it ignores anyway. See docs/adr/0016-the-allow-list-in-the-configuration.md.
const (
	ownFile  = "jail.d/" + host.OwnFile
	variable = "bangui_allowed"
	// reference is what a jail has, and extension how it keeps what other files say.
	reference = "%(" + variable + ")s"
	extension = "%(known/ignoreip)s " + reference
	// firstFile is read before all others of the jails. An empty list there is what known/ignoreip comes to where nothing else says one:
	// without any, fail2ban rejects the whole configuration.
	firstFile = "paths-overrides.local"
	ignoreIP  = "ignoreip"
	defaults  = "DEFAULT"
)

// configureWithin is how long a host may take to tell what its configuration comes to.
const configureWithin = 60 * time.Second

// Drafts is where changes of the configuration are prepared; [revision.Revisions] is one.
type Drafts interface {
	Draft(ctx context.Context, hostName string, user int64) (revision.Draft, []revision.DraftState, error)
	Edit(ctx context.Context, actor audit.Actor, hostName string, edits []revision.Edit) error
	Edited(ctx context.Context, actor audit.Actor, hostName string, edits []revision.Edit) ([]host.FileChange, error)
}

// Configured tells how far the entries without an end are in the configuration of a host.
type Configured struct {
	Host string
	// Wanted is how many there are for this host.
	Wanted int
	// Missing are those that some jail would not ignore while BanGUI is away, Surplus what the configuration has because it was wanted once.
	Missing, Surplus []string
	// Jails are the enabled jails that are concerned by either.
	Jails []string
	// Drafted is set if the draft of the asker would put that right.
	Drafted bool
}

// Right tells whether the configuration has what it should.
func (c Configured) Right() bool { return len(c.Missing)+len(c.Surplus) == 0 }

// Configured looks into the configuration of a host, and into the draft of a user. It fails with fault.NotFound for an unknown host, and as
// [host.Host] does.
func (a *Allowances) Configured(ctx context.Context, hostName string, user int64) (Configured, error) {
	h, err := a.fleet.Host(ctx, hostName)
	if err != nil {
		return Configured{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, configureWithin)
	defer cancel()
	wanted, err := a.wantedInConfiguration(ctx, h, hostName, nil)
	if err != nil {
		return Configured{}, err
	}
	text, err := readOrNone(ctx, h, ownFile)
	if err != nil {
		return Configured{}, err
	}
	state := wanted.state(conf.Parse(ownFile, text))
	state.Host = hostName
	if !state.Right() && user != 0 {
		state.Drafted, err = a.drafted(ctx, h, hostName, user)
	}
	return state, err
}

// drafted tells whether the draft of a user has what the configuration lacks.
func (a *Allowances) drafted(ctx context.Context, h host.Host, hostName string, user int64) (bool, error) {
	draft, _, err := a.drafts.Draft(ctx, hostName, user)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(draft.Files, func(f revision.DraftFile) bool { return f.Name == ownFile })
	if i < 0 {
		return false, nil
	}
	wanted, err := a.wantedInConfiguration(ctx, h, hostName, draft.Changes())
	if err != nil {
		return false, err
	}
	return wanted.state(conf.Parse(ownFile, draft.Files[i].Text.Text)).Right(), nil
}

// readOrNone reads a file; one that is not there has no text.
func readOrNone(ctx context.Context, h host.Host, name string) ([]byte, error) {
	file, err := h.ReadFile(ctx, name)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return file.Text, nil
}

// wantedList is what the configuration of a host should have.
type wantedList struct {
	// all are the entries for all jails, more those for single ones, by jail.
	all  []string
	more map[string][]string
	// jails are those that are enabled, in order.
	jails []string
}

func (a *Allowances) wantedInConfiguration(ctx context.Context, h host.Host, hostName string, draft []host.FileChange) (wantedList, error) {
	active, err := a.inForce(ctx)
	if err != nil {
		return wantedList{}, err
	}
	configuration, err := h.Configuration(ctx, draft)
	if err != nil {
		return wantedList{}, fmt.Errorf("read the configuration of %s: %w", hostName, err)
	}
	w := wantedList{more: make(map[string][]string)}
	for _, jail := range configuration.Jails {
		if jail.Enabled && jail.Skipped == "" {
			w.jails = append(w.jails, jail.Name)
		}
	}
	slices.Sort(w.jails)
	for _, one := range active {
		if !one.Standing() || !one.Concerns(hostName) {
			continue
		}
		if len(one.Jails) == 0 {
			w.all = append(w.all, one.Label())
		}
		for _, jail := range one.Jails {
			w.more[jail] = append(w.more[jail], one.Label())
		}
	}
	w.all = sorted(w.all)
	return w, nil
}

// of are the entries for a jail, in order.
func (w wantedList) of(jail string) []string {
	return sorted(append(slices.Clone(w.all), w.more[jail]...))
}

// count is how many entries there are.
func (w wantedList) count() int {
	every := slices.Clone(w.all)
	for _, more := range w.more {
		every = append(every, more...)
	}
	return len(sorted(every))
}

// state compares what is wanted with our own file.
func (w wantedList) state(file *conf.File) Configured {
	state := Configured{Wanted: w.count()}
	for _, jail := range w.jails {
		want, have := w.of(jail), listOf(file, jail)
		missing, surplus := without(want, have), without(have, want)
		if len(missing)+len(surplus) > 0 {
			state.Jails = append(state.Jails, jail)
		}
		state.Missing, state.Surplus = append(state.Missing, missing...), append(state.Surplus, surplus...)
	}
	state.Missing, state.Surplus = sorted(state.Missing), sorted(state.Surplus)
	return state
}

// listOf are the entries that our own file has a jail ignore, by the variable.
func listOf(file *conf.File, jail string) []string {
	if ignore, ok := file.Lookup(jail, ignoreIP); !ok || !strings.Contains(ignore.Value, reference) {
		return nil
	}
	list, ok := file.Lookup(jail, variable)
	if !ok {
		list, _ = file.Lookup(defaults, variable)
	}
	return sorted(strings.Fields(list.Value))
}

func without(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(one string) bool { return slices.Contains(others, one) })
}
