package revision

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// NewJail is a jail that is to be made.
type NewJail struct {
	// Name is plain, see [conf.IsPlainName], and not that of another jail.
	Name string
	// Like is the jail whose settings it gets; empty means none.
	Like string
	// Filter is the name of its filter; empty means that of Like.
	Filter string
	// Backend and LogPaths are what it reads; empty means what Like reads, or what holds for all jails.
	Backend  string
	LogPaths []string
	// Enabled is whether it is active.
	Enabled bool
}

// MakeJail makes a jail in the draft. It fails with fault.Conflict if there is one of that name, and with fault.NotFound if there is no such jail to be
// like, or no such filter.
func (r *Revisions) MakeJail(ctx context.Context, actor audit.Actor, hostName string, made NewJail) error {
	if err := checkNewName("name", made.Name); err != nil {
		return err
	}
	w, err := r.workshop(ctx, actor, hostName)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(w.overview.Jails, func(j host.ConfiguredJail) bool { return j.Name == made.Name }) {
		return taken(string(host.PartJail), made.Name)
	}
	var settings []host.Setting
	if made.Like != "" {
		if settings, err = w.settingsOf(ctx, made.Like); err != nil {
			return err
		}
	}
	if made.Filter != "" {
		if !has(w.overview.Filters, made.Filter) {
			return fault.NotFound.Errorf("the configuration has no filter %q", made.Filter).WithField("filter", "choose one that is there")
		}
		settings = with(settings, "filter", made.Filter)
	}
	if made.Backend != "" {
		settings = with(settings, "backend", made.Backend)
	}
	if len(made.LogPaths) > 0 {
		settings = with(settings, "logpath", conf.Escape(strings.Join(made.LogPaths, "\n")))
	}
	settings = append([]host.Setting{{Option: "enabled", Value: fmt.Sprint(made.Enabled)}}, settings...)
	edits := make([]Edit, 0, len(settings))
	for _, s := range settings {
		edits = append(edits, Edit{Op: Set, Section: made.Name, Option: s.Option, Value: s.Value})
	}
	return r.Edit(ctx, actor, hostName, edits)
}

// checkNewName holds the name of something new to what is safe in file names and commands.
func checkNewName(field, name string) error {
	if !conf.IsPlainName(name) || name == conf.DefaultSection || name == "INCLUDES" {
		return fault.Invalid.Errorf("%.80q is no name for something new: use letters, digits, _, . and -, beginning with a letter or a digit", name).
			WithField(field, "letters, digits, _, . and -, beginning with a letter or a digit")
	}
	return nil
}

func taken(kind, name string) error {
	return fault.Conflict.Errorf("there is a %s %s already", kind, name).WithField("name", "choose another one").WithMend("Choose another name.")
}

func has(all []host.Definition, name string) bool {
	return slices.ContainsFunc(all, func(d host.Definition) bool { return d.Name == name })
}

// with gives an option a value among settings.
func with(settings []host.Setting, option, value string) []host.Setting {
	settings = slices.DeleteFunc(settings, func(s host.Setting) bool { return s.Option == option })
	return append(settings, host.Setting{Option: option, Value: value})
}

// workshop is the configuration of a host with the draft of who works on it.
type workshop struct {
	host     host.Host
	draft    []host.FileChange
	overview host.Configuration
}

func (r *Revisions) workshop(ctx context.Context, actor audit.Actor, hostName string) (*workshop, error) {
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return nil, err
	}
	draft, err := r.Changes(ctx, hostName, actor.UserID)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	overview, err := h.Configuration(ctx, draft)
	if err != nil {
		return nil, fmt.Errorf("read the configuration of %s: %w", hostName, err)
	}
	return &workshop{h, draft, overview}, nil
}

func (w *workshop) explain(ctx context.Context, kind host.PartKind, name string) (host.Explained, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	return w.host.Explain(ctx, host.Part{Kind: kind, Name: name}, w.draft)
}

// settingsOf are what the section of a jail says, as it must be written for another one to be the same. Whether it is enabled is left out.
func (w *workshop) settingsOf(ctx context.Context, jail string) ([]host.Setting, error) {
	e, err := w.explain(ctx, host.PartJail, jail)
	if err != nil {
		return nil, err
	}
	var settings []host.Setting
	for _, o := range e.Options {
		if o.Name == "filter" {
			if text := strings.ReplaceAll(written(o), "%(__name__)s", jail); text != "" {
				settings = append(settings, host.Setting{Option: o.Name, Value: text})
			}
			continue
		}
		if p := o.Value.Place; p != nil && p.Section == jail && o.Name != "enabled" {
			settings = append(settings, host.Setting{Option: o.Name, Value: written(o)})
		}
	}
	return settings, nil
}

// written is the value of an option as it can be written into another file or section: as it stands, unless it refers to what stood before it there.
func written(o host.ExplainedOption) string {
	if p := o.Value.Place; p != nil && !strings.Contains(p.Text, "%(known/") {
		return p.Text
	}
	return conf.Escape(o.Value.Text)
}
