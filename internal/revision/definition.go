package revision

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// NewDefinition is a filter or an action that is to be made.
type NewDefinition struct {
	// Kind is host.PartFilter or host.PartAction.
	Kind host.PartKind
	// Name is plain, see [conf.IsPlainName], and not that of another one.
	Name string
	// Like is the one that it is a copy of; empty means none.
	Like string
}

// Texts of a new filter and a new action that are no copies.
const (
	newFilter = "# Made in BanGUI.\n\n[Definition]\n\n# One expression a line. <ADDR> stands for the address; try them in the workbench.\nfailregex =\n\nignoreregex =\n"
	newAction = "# Made in BanGUI.\n\n[Definition]\n\n# Commands for a shell. <ip> stands for the address, <name> for the jail.\nactionstart =\nactionstop =\nactioncheck =\nactionban =\nactionunban =\n\n[Init]\n"
)

// MakeDefinition makes a filter or an action in the draft, and returns the name of its file. It fails with fault.Conflict if there is one of that name,
// and with fault.NotFound if there is no such one to copy.
func (r *Revisions) MakeDefinition(ctx context.Context, actor audit.Actor, hostName string, made NewDefinition) (file string, err error) {
	if err := checkNewName("name", made.Name); err != nil {
		return "", err
	}
	w, err := r.workshop(ctx, actor, hostName)
	if err != nil {
		return "", err
	}
	all, text := w.overview.Filters, newFilter
	switch made.Kind {
	case host.PartFilter:
	case host.PartAction:
		all, text = w.overview.Actions, newAction
	default:
		return "", fault.Invalid.Errorf("there is no kind %q of what can be made", made.Kind).WithField("kind", "filter or action")
	}
	dir := string(made.Kind) + ".d/"
	if has(all, made.Name) {
		return "", taken(string(made.Kind), made.Name)
	}
	if made.Like != "" {
		if !has(all, made.Like) || strings.HasSuffix(made.Like, ".py") {
			return "", fault.NotFound.Errorf("there is no %s %q that can be copied", made.Kind, made.Like).WithField("like", "choose one that is there, and no program in Python")
		}
		if text, err = r.copyOf(ctx, actor, w.host, hostName, dir+made.Like); err != nil {
			return "", err
		}
	}
	file = dir + made.Name + ".local"
	return file, r.Put(ctx, actor, hostName, file, []byte(text), Origin{Text: new("")})
}

// copyOf is the text of a definition with what its .local file says put in.
func (r *Revisions) copyOf(ctx context.Context, actor audit.Actor, h host.Host, hostName, path string) (string, error) {
	base, based, err := r.nowOf(ctx, actor, h, hostName, path+".conf")
	if err != nil {
		return "", err
	}
	own, owned, err := r.nowOf(ctx, actor, h, hostName, path+".local")
	switch {
	case err != nil:
		return "", err
	case !owned:
		return base, nil
	case !based:
		return own, nil
	}
	whole, over := conf.Parse(path+".conf", []byte(base)), conf.Parse(path+".local", []byte(own))
	for _, section := range over.Sections() {
		for _, o := range section.Options {
			if section.Name == "INCLUDES" {
				continue
			}
			if err := whole.Set(section.Name, o.Name, known(whole, section.Name, o)); err != nil {
				return "", explainCopy(err)
			}
		}
	}
	return string(whole.Bytes()), nil
}

// known is a value with what it refers to as the one before it put in. Source: fail2ban/client/configparserinc.py, SafeConfigParserWithIncludes.read.
func known(before *conf.File, section string, o conf.Option) string {
	value := o.Value
	if was, ok := before.Lookup(section, o.Name); ok {
		value = strings.ReplaceAll(value, "%(known/"+o.Name+")s", was.Value)
	}
	return value
}

func explainCopy(err error) error {
	if refused, ok := errors.AsType[*conf.Error](err); ok {
		return fault.Refused.Wrapf(err, "it cannot be copied: %s", refused.Finding.Message).WithMend("%s", refused.Finding.Mend)
	}
	return err
}

// nowOf is a file as the draft has it, else as the host has it.
func (r *Revisions) nowOf(ctx context.Context, actor audit.Actor, h host.Host, hostName, name string) (text string, there bool, err error) {
	f, drafted, err := r.inDraft(ctx, actor, hostName, name)
	if err != nil || drafted {
		return string(f.Text.Text), f.Text.There, err
	}
	now, err := r.read(ctx, h, name)
	return string(now.Text), now.There, err
}

// Assign has a jail use a filter instead of its own, or an action beside those that it has.
func (r *Revisions) Assign(ctx context.Context, actor audit.Actor, hostName, jail string, part host.Part) error {
	w, err := r.workshop(ctx, actor, hostName)
	if err != nil {
		return err
	}
	e, err := w.explain(ctx, host.PartJail, jail)
	if err != nil {
		return err
	}
	definition, err := w.explain(ctx, part.Kind, part.Name)
	if err != nil {
		return err
	}
	edit := Edit{Op: Set, Section: jail, Option: string(part.Kind), Value: part.Name}
	switch part.Kind {
	case host.PartFilter:
	case host.PartAction:
		for _, use := range e.Uses {
			if use.Kind == host.PartAction && use.Name == part.Name {
				return fault.Conflict.Errorf("jail %s uses the action %s already", jail, part.Name).WithMend("To give it other parameters, change the option action of the jail.")
			}
		}
		edit.Value = strings.TrimLeft(actionsOf(e)+"\n", "\n") + part.Name + parametersFor(definition, e)
	default:
		return fault.Invalid.Errorf("a jail uses filters and actions").WithField("kind", "filter or action")
	}
	return r.Edit(ctx, actor, hostName, []Edit{edit})
}

// actionsOf are the actions that a jail has, as they are written.
func actionsOf(jail host.Explained) string {
	for _, o := range jail.Options {
		if o.Name == string(host.PartAction) && !o.Value.None {
			return written(o)
		}
	}
	return ""
}

// parametersFor are what the jail knows and the action asks for: which ports to block, for one.
func parametersFor(action, jail host.Explained) string {
	var given []string
	for _, name := range []string{"port", "protocol", "chain"} {
		if sets(action.Options, name) && sets(jail.Options, name) {
			given = append(given, fmt.Sprintf(`%s="%%(%s)s"`, name, name))
		}
	}
	if len(given) == 0 {
		return ""
	}
	return "[" + strings.Join(given, ", ") + "]"
}

func sets(options []host.ExplainedOption, name string) bool {
	for _, o := range options {
		if o.Name == name {
			return true
		}
	}
	return false
}
