package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// configCommand looks at the settings of BanGUI itself. It starts nothing and writes nothing.
type configCommand struct {
	Check configCheck `cmd:"" help:"Say what is wrong with the settings, and how to mend it."`
	Show  configShow  `cmd:"" help:"Show all settings as they count, and where each comes from."`
}

type configCheck struct {
	settingFlags `embed:""`
}

// Run fails with all that is wrong.
func (c *configCheck) Run(parsed *kong.Context) error {
	if _, err := c.loadSettings(parsed); err != nil {
		return err
	}
	return printf("The settings are right.\n")
}

type configShow struct {
	settingFlags `embed:""`
	outputFlags  `embed:""`
}

// settingRow is a setting as scripts see one.
type settingRow struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

// Run shows them.
func (c *configShow) Run(parsed *kong.Context) error {
	s, err := c.loadSettings(parsed)
	if err != nil {
		return err
	}
	var rows []settingRow
	for _, v := range s.Values() {
		rows = append(rows, settingRow{Name: v.Name, Value: v.Text, Origin: string(v.Origin)})
	}
	if c.json() {
		return printJSON(map[string]any{"items": rows})
	}
	var table strings.Builder
	fmt.Fprintln(&table, "SETTING\tVALUE\tORIGIN")
	for _, r := range rows {
		fmt.Fprintf(&table, "%s\t%s\t%s\n", r.Name, r.Value, r.Origin)
	}
	return printTable(table.String())
}
