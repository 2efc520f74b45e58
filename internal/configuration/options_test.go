package configuration_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bangui/fail2ban/conf"
	"bangui/internal/configuration"
	"bangui/internal/host"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	types := []configuration.OptionType{
		configuration.Boolean, configuration.Integer, configuration.Duration, configuration.Choice, configuration.Text, configuration.List,
		configuration.Addresses, configuration.Paths, configuration.Expressions, configuration.Expression, configuration.Command,
	}
	scopes := []host.PartKind{host.PartJail, host.PartFilter, host.PartAction, host.PartServer}
	lists := []configuration.OptionType{configuration.List, configuration.Addresses, configuration.Paths, configuration.Expressions}
	seen := make(map[string]bool)
	for _, o := range configuration.Options() {
		name := string(o.Scope) + " " + o.Name
		if seen[name] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
		_, isTime := conf.Seconds(o.Default)
		for what, ok := range map[string]bool{
			"scope": slices.Contains(scopes, o.Scope), "type": slices.Contains(types, o.Type), "group": o.Group != "",
			"name":      o.Name != "" && o.Name == strings.ToLower(o.Name),
			"label":     o.Label != "" && !strings.HasSuffix(o.Label, "."),
			"help":      strings.HasSuffix(o.Help, "."),
			"warning":   o.Warning == "" || strings.HasSuffix(o.Warning, "."),
			"choices":   (o.Type == configuration.Choice) == (len(o.Choices) > 0),
			"default":   o.Type != configuration.Duration || o.Default == "" || isTime,
			"word":      o.Type != configuration.Choice || o.Default == "" || slices.Contains(o.Choices, o.Default),
			"separator": slices.Contains(lists, o.Type) == (o.Separator != ""),
			"since":     o.Since == "" || regexp.MustCompile(`^1\.\d\.\d$`).MatchString(o.Since),
		} {
			if !ok {
				t.Errorf("%s: bad %s: %+v", name, what, o)
			}
		}
	}
}

// TestOptionsAreAllKnown compares the table with what fail2ban reads: all options of the server, and of a jail that sets each of them.
func TestOptionsAreAllKnown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	jail := "[DEFAULT]\n[x]\n"
	for _, o := range configuration.Options() {
		if o.Scope == host.PartJail && !o.Variable {
			value := "1"
			if o.Name == "filter" || o.Name == "action" {
				value = "" // there is none
			}
			jail += o.Name + " = " + value + "\n"
		}
	}
	for name, text := range map[string]string{"fail2ban.conf": "[Definition]\n[Thread]\nstacksize = 0\n", "jail.conf": jail} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := conf.Read(conf.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	server, err := c.Server()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range server.Options {
		if !knows(host.PartServer, o.Name) {
			t.Errorf("option %s of the server is not in the table", o.Name)
		}
	}
	for _, f := range c.Lint() {
		if f.Code == conf.CodeUnknownOption {
			t.Errorf("the table has an option that fail2ban does not: %s", f.Message)
		}
	}
	j, _, err := c.ExplainJail("x")
	if err != nil {
		t.Fatal(err)
	}
	const read = 27 // options that 1.1.1 reads of a jail, see fail2ban/client/jailreader.py, and of filters, see filterreader.py
	if len(j.Options) < read {
		t.Errorf("fail2ban reads %d options of a jail that sets all in the table, want %d or more", len(j.Options), read)
	}
	for _, o := range j.Options {
		if !knows(host.PartJail, o.Name) {
			t.Errorf("option %s of jails is not in the table", o.Name)
		}
	}
}

func knows(scope host.PartKind, name string) bool {
	return slices.ContainsFunc(configuration.Options(), func(o configuration.Option) bool { return o.Scope == scope && o.Name == name })
}
