package localhost

import (
	"context"
	"errors"
	"slices"

	"bangui/fail2ban/conf"
	"bangui/fail2ban/record"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Explain implements [host.Host]. It starts no program.
func (h *Host) Explain(ctx context.Context, part host.Part, draft []host.FileChange) (host.Explained, error) {
	var answer host.Explained
	err := h.study(ctx, draft, func(s *study) (err error) {
		e := newExplainer(s, part)
		switch part.Kind {
		case host.PartServer:
			err = e.server()
		case host.PartJail:
			err = e.jail()
		case host.PartFilter:
			err = e.definition(s.config.Filters(), s.config.Filter)
		case host.PartAction:
			err = e.definition(s.config.Actions(), s.config.Action)
		default:
			err = fault.Invalid.Errorf("there is no kind of part %q", part.Kind).WithField("kind", "server, jail, filter or action")
		}
		answer = e.Explained
		return err
	})
	if err != nil {
		return host.Explained{}, err
	}
	return answer, nil
}

const (
	// maxUses is how many values that were put into one are told, and maxText how long the text of one value may be, in bytes.
	maxUses = 200
	maxText = 64 << 10
	// maxTexts bounds all texts of an answer together, in bytes; what is beyond it is cut to maxLate.
	maxTexts = 8 << 20
	maxLate  = 200
)

// explainer makes one answer.
type explainer struct {
	*study
	host.Explained
	// texts is how many bytes of text may still be told, and uses how many values within the one that is being told.
	texts, uses int
}

func newExplainer(s *study, part host.Part) *explainer {
	return &explainer{study: s, texts: maxTexts, Explained: host.Explained{
		Part: part, Version: s.version, Files: []string{}, Jails: []string{}, Options: []host.ExplainedOption{}, Uses: []host.UsedDefinition{},
		Findings: []host.Finding{},
	}}
}

func (e *explainer) server() error {
	files, _ := e.config.Files()
	e.Name, e.Enabled, e.Files = "", true, e.namesOf(files)
	e.Ours = allOurs(e.Files)
	server, err := e.config.Server()
	if err != nil {
		e.reject(err)
		return nil
	}
	e.Options = e.options(server.Options)
	return e.findings(func(f host.Finding) bool {
		return slices.Contains(e.Files, f.File) || f.Jail == "" && f.File == "" && slices.ContainsFunc(server.Options, func(o conf.Entry) bool { return o.Name == f.Option })
	})
}

func (e *explainer) jail() error {
	if !slices.Contains(e.config.Jails(), e.Name) {
		_, err := e.config.Jail(e.Name)
		return noPart(err, "jail", e.Name)
	}
	j, all, err := e.config.ExplainJail(e.Name)
	if err != nil {
		e.reject(err)
	}
	e.Enabled, e.Files = j.Enabled, list(e.sections()[e.Name])
	e.Ours = allOurs(e.Files)
	if j.Skipped != "" {
		e.Skipped = j.Skipped
	}
	parts := make(map[*conf.Part]int)
	for _, x := range all {
		if x.Part == nil {
			e.Options = append(e.Options, e.explained(x))
			continue
		}
		at, known := parts[x.Part]
		if !known {
			at = len(e.Uses)
			parts[x.Part] = at
			e.Uses = append(e.Uses, e.used(x.Part, host.PartKind(x.Kind)))
		}
		e.Uses[at].Options = append(e.Uses[at].Options, e.explained(x))
	}
	e.programs(j, parts)
	for _, f := range j.Findings {
		e.add(e.finding(f))
	}
	if !j.Enabled {
		return nil
	}
	return e.findings(e.concerns)
}

// used is a filter or an action of the jail, without its options.
func (e *explainer) used(p *conf.Part, kind host.PartKind) host.UsedDefinition {
	return host.UsedDefinition{Part: host.Part{Kind: kind, Name: p.Name}, As: p.As, Files: e.namesOf(p.Files), Options: []host.ExplainedOption{}}
}

// programs adds filters and actions that have no options, as those that are Python programs.
func (e *explainer) programs(j *conf.Jail, told map[*conf.Part]int) {
	if _, ok := told[j.Filter]; !ok && j.Filter != nil {
		e.Uses = slices.Insert(e.Uses, 0, e.used(j.Filter, host.PartFilter))
	}
	for _, a := range j.Actions {
		if _, ok := told[a]; !ok {
			e.Uses = append(e.Uses, e.used(a, host.PartAction))
		}
	}
}

// concerns tells whether a finding about no jail in particular is about a value of this one.
func (e *explainer) concerns(f host.Finding) bool {
	if f.Jail != "" || f.Option == "" {
		return f.Jail == e.Name
	}
	return slices.ContainsFunc(e.Options, func(o host.ExplainedOption) bool {
		if o.Name != f.Option {
			return false
		}
		if o.Value.Place == nil {
			return f.File == ""
		}
		return o.Value.Place.File == f.File && o.Value.Place.Line == f.Line
	})
}

func (e *explainer) definition(names []string, read func(string) (*conf.Part, error)) error {
	kind := string(e.Kind)
	if !slices.Contains(names, e.Name) {
		return noPart(nil, kind, e.Name)
	}
	whole, err := e.whole()
	if err != nil {
		return err
	}
	p, err := read(e.Name)
	if err != nil {
		e.reject(err)
	} else {
		e.Files = e.namesOf(p.Files)
		e.Options = e.options(p.Options)
	}
	e.Ours = allOurs(slices.DeleteFunc(slices.Clone(e.Files), func(name string) bool { return !isDirectly(name, kind, e.Name) }))
	for _, j := range whole.Jails {
		if e.Kind == host.PartFilter && j.Filter == e.Name || e.Kind == host.PartAction && slices.Contains(j.Actions, e.Name) {
			e.Jails = append(e.Jails, j.Name)
			e.Enabled = e.Enabled || j.Enabled
		}
	}
	return e.findings(func(f host.Finding) bool { return slices.Contains(e.Files, f.File) })
}

// isDirectly tells whether a file is one of the part itself, and not one that it includes.
func isDirectly(file, kind, name string) bool {
	base := kind + ".d/" + name
	return file == base || file == base+".conf" || file == base+".local"
}

func noPart(cause error, kind, name string) error {
	message := "fail2ban's configuration has no " + kind + " %q"
	if known, ok := errors.AsType[*conf.Error](cause); ok {
		message += ": " + known.Finding.Message
	}
	return fault.NotFound.Wrapf(cause, message, name).WithMend("It may have been removed or renamed meanwhile: look at the list again.")
}

// reject notes why fail2ban does not take the part.
func (e *explainer) reject(err error) {
	e.Skipped = err.Error()
	if known, ok := errors.AsType[*conf.Error](err); ok {
		e.Skipped = known.Finding.Message
		e.add(e.finding(known.Finding))
	}
}

// findings adds those of the whole configuration that are picked.
func (e *explainer) findings(pick func(host.Finding) bool) error {
	whole, err := e.whole()
	if err != nil {
		return err
	}
	for _, f := range whole.Findings {
		if pick(f) {
			e.add(f)
		}
	}
	return nil
}

// add adds a finding unless it is there, perhaps for another jail.
func (e *explainer) add(f host.Finding) {
	if !slices.ContainsFunc(e.Findings, func(g host.Finding) bool {
		g.Jail = f.Jail
		return g == f
	}) {
		e.Findings = append(e.Findings, f)
	}
}

func (e *explainer) options(entries []conf.Entry) []host.ExplainedOption {
	all := make([]host.ExplainedOption, 0, len(entries))
	for _, entry := range entries {
		x := conf.Explanation{Option: entry.Name, Value: entry.Value}
		for s := entry.Value.Setting; s != nil && s.Earlier != nil; s = s.Earlier {
			x.Hidden = append(x.Hidden, s.Earlier)
		}
		all = append(all, e.explained(x))
	}
	return all
}

func (e *explainer) explained(x conf.Explanation) host.ExplainedOption {
	e.uses = maxUses
	o := host.ExplainedOption{Name: x.Option, Value: e.value(x.Value), Hidden: []host.Place{}}
	for _, s := range x.Hidden {
		if len(o.Hidden) < maxUses {
			o.Hidden = append(o.Hidden, *e.told(s))
		}
	}
	if x.Failed != nil {
		o.Failed = x.Failed.Message
	}
	return o
}

func (e *explainer) value(v *conf.Value) host.ExplainedValue {
	told := host.ExplainedValue{None: v.Data == nil, Origin: host.Origin(v.Origin), Place: e.told(v.Setting)}
	if !told.None {
		told.Text, told.Cut = e.text(v.Text())
	}
	for _, u := range v.Uses {
		if e.uses--; e.uses < 0 {
			told.MoreUses = true
			break
		}
		told.Uses = append(told.Uses, host.ValueUse{Written: u.Written, Value: e.value(u.Value)})
	}
	return told
}

// told is a place whose text is within the limits.
func (e *explainer) told(s *conf.Setting) *host.Place {
	p := e.place(s)
	if p != nil {
		p.Text, _ = e.text(p.Text)
	}
	return p
}

// text is as much of a text as may be told.
func (e *explainer) text(whole string) (text string, cut bool) {
	most := maxText
	if e.texts < maxText {
		most = maxLate
	}
	text = record.Cut(whole, most)
	e.texts -= len(text)
	return text, len(text) < len(whole)
}
