package conf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJailThatItsFilterDisables has a jail that is enabled until the filter is known.
func TestJailThatItsFilterDisables(t *testing.T) {
	c := readTree(t, map[string]string{"jail.local": "[DEFAULT]\nx =\n[sshd]\nenabled = 1%(known/x)s\n", "filter.d/f.local": "[Definition]\nx = 0\n"}, "1.1.0")
	if stream := printAll(t, c); strings.Contains(stream, "sshd") {
		t.Errorf("got %s", stream)
	}
	jail, err := c.Jail("sshd")
	if err != nil || jail.Enabled || len(jail.Commands) == 0 {
		t.Errorf("%+v, %v", jail, err)
	}
}

func TestJail(t *testing.T) {
	c := readTree(t, map[string]string{"filter.d/f.local": "[Definition]\nmaxlines = 3\n"}, "1.0.2")
	jail, err := c.Jail("sshd")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, command := range jail.Commands {
		commands = append(commands, command.String())
	}
	want := []string{
		"['add', 'sshd', 'auto']", "['set', 'sshd', 'usedns', 'warn']", "['set', 'sshd', 'maxlines', 3]",
		"['set', 'sshd', 'addfailregex', '^sshd from <HOST>$']", "['set', 'sshd', 'maxretry', 5]", "['set', 'sshd', 'findtime', '1d 12h']",
		"['set', 'sshd', 'bantime', '10m']", "['set', 'sshd', 'addignoreip', '127.0.0.1/8', '::1']", "['set', 'sshd', 'addlogpath', '/f2b/a.log', 'head']",
		"['set', 'sshd', 'addaction', 'a']", "['multi-set', 'sshd', 'action', 'a', [['actionban', 'ban <ip> ssh'], ['port', 'ssh'], ['name', 'sshd'], ['actname', 'a']]]",
		"['start', 'sshd']",
	}
	if diff := cmp.Diff(want, commands); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !jail.Enabled || jail.Skipped != "" || jail.Filter.Name != "f" || len(jail.Filter.Files) != 2 || len(jail.Actions) != 1 || jail.Actions[0].As != "a" {
		t.Errorf("%+v", jail)
	}
	skipped, err := c.Jail("other")
	if err != nil || skipped.Skipped != "Unable to read the filter 'nowhere'" || len(skipped.Commands) != 1 {
		t.Errorf("%+v, %v", skipped, err)
	}
}
