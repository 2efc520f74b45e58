package main

import (
	"context"
	"fmt"
	"strings"

	"bangui/fail2ban/conf"
)

type fail2banExplain struct {
	configurationFlags `embed:""`
	Jail               string `arg:"" help:"The name of the jail."`
	Option             string `arg:"" help:"The option, such as bantime, port, failregex or actionban."`
}

// explained is the value of an option as scripts see it.
type explained struct {
	Jail   string `json:"jail"`
	Kind   string `json:"kind"`
	Name   string `json:"name,omitempty"`
	Option string `json:"option"`
	valueRow
	Hides []settingPlace `json:"hides,omitempty"`
}

// valueRow is a value, where it comes from, and what was put into it.
type valueRow struct {
	Value  any           `json:"value"`
	Origin conf.Origin   `json:"origin"`
	Place  *settingPlace `json:"place,omitempty"`
	Uses   []useRow      `json:"uses,omitempty"`
}

type useRow struct {
	Written string `json:"written"`
	valueRow
}

type settingPlace struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Section string `json:"section"`
	Option  string `json:"option"`
	Text    string `json:"text"`
}

// Run prints the value and where it comes from, for the jail, its filter and its actions.
func (c *fail2banExplain) Run(ctx context.Context) error {
	read, err := c.read(ctx)
	if err != nil {
		return err
	}
	found, err := read.Explain(c.Jail, c.Option)
	if err != nil {
		return rejected(err)
	}
	if !c.json() {
		var text strings.Builder
		for _, e := range found {
			writeExplanation(&text, e)
		}
		return printf("%s", text.String())
	}
	items := []explained{}
	for _, e := range found {
		items = append(items, explainedFrom(e))
	}
	return printJSON(map[string]any{"items": items})
}

func explainedFrom(e conf.Explanation) explained {
	item := explained{Jail: e.Jail, Kind: e.Kind, Option: e.Option, valueRow: valueFrom(e.Value)}
	if e.Part != nil {
		item.Name = partName(e.Part)
	}
	for _, s := range e.Hidden {
		item.Hides = append(item.Hides, *placeFrom(s))
	}
	return item
}

func valueFrom(v *conf.Value) valueRow {
	row := valueRow{Value: v.Data, Origin: v.Origin, Place: placeFrom(v.Setting)}
	for _, u := range v.Uses {
		row.Uses = append(row.Uses, useRow{u.Written, valueFrom(u.Value)})
	}
	return row
}

func placeFrom(s *conf.Setting) *settingPlace {
	if s == nil {
		return nil
	}
	return &settingPlace{s.File, s.Line, s.Section, s.Option, s.Text}
}

// partName is what a filter or an action is called in the jail.
func partName(p *conf.Part) string {
	if p.As != "" {
		return p.As
	}
	return p.Name
}

// writeExplanation writes for people.
func writeExplanation(text *strings.Builder, e conf.Explanation) {
	where := ""
	if e.Part != nil {
		where = fmt.Sprintf(", %s %s", e.Kind, partName(e.Part))
	}
	fmt.Fprintf(text, "jail %s%s: %s = %s\n", e.Jail, where, e.Option, indented(e.Value.Text(), "  "))
	fmt.Fprintf(text, "  from %s\n", origin(e.Value))
	writeUses(text, e.Value, "  ")
	for _, s := range e.Hidden {
		fmt.Fprintf(text, "  instead of %s [%s]: %s\n", s.Place(), s.Section, indented(s.Text, "    "))
	}
}

func writeUses(text *strings.Builder, v *conf.Value, indent string) {
	for _, u := range v.Uses {
		fmt.Fprintf(text, "%swith %s = %s\n%s  from %s\n", indent, u.Written, oneLine(u.Value.Text()), indent, origin(u.Value))
		writeUses(text, u.Value, indent+"  ")
	}
}

// origin says in words where a value comes from.
func origin(v *conf.Value) string {
	switch {
	case v.Origin == conf.FromDefault:
		return "fail2ban's own default"
	case v.Setting == nil:
		return "fail2ban itself"
	case v.Origin == conf.FromParameter:
		return fmt.Sprintf("the brackets in %s [%s] %s", v.Setting.Place(), v.Setting.Section, v.Setting.Option)
	}
	return fmt.Sprintf("%s [%s]", v.Setting.Place(), v.Setting.Section)
}

// oneLine is the first line of a value that has something in it, and how many there are.
func oneLine(value string) string {
	first, _, more := strings.Cut(strings.TrimLeft(value, "\n"), "\n")
	if !more {
		return first
	}
	return fmt.Sprintf("%s … (%d lines)", first, strings.Count(value, "\n")+1)
}

// indented puts further lines of a value below the first one.
func indented(value, indent string) string {
	return strings.ReplaceAll(value, "\n", "\n"+indent+"    ")
}
