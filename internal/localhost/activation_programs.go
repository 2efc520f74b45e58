package localhost

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/host"
)

// missingPrograms are the programs that the actions of a jail call and that are not on this machine. fail2ban takes such a jail, and its bans fail one by
// one; where the programs are called by other programs, that is not seen here.
func missingPrograms(jail *conf.Jail) []host.Need {
	commands, err := streamOf(jail.Commands)
	if err != nil {
		return nil // what cannot be read is told elsewhere
	}
	var needs []host.Need
	names, properties := commands.actions()
	for _, name := range names {
		var missing []string
		for _, property := range []string{"actionstart", "actioncheck", "actionban", "actionunban"} {
			script, _ := properties[name][property].(string)
			for _, program := range programsIn(script) {
				if !slices.Contains(missing, program) && !programThere(program) {
					missing = append(missing, program)
				}
			}
		}
		if len(missing) > 0 {
			needs = append(needs, host.Need{
				Subject: host.NeedProgram, State: host.NeedDoubtful,
				Message: fmt.Sprintf("the action %s calls %s, which is not on this machine: its bans would fail", name, strings.Join(missing, " and ")),
				Mend:    "Install it, or choose another action.",
			})
		}
	}
	return needs
}

// programThere tells whether a program can be run by a fail2ban that has the usual search path of a service.
func programThere(name string) bool {
	if filepath.IsAbs(name) {
		info, err := os.Stat(name)
		return err == nil && !info.IsDir()
	}
	if _, err := exec.LookPath(name); err == nil {
		return true
	}
	for _, dir := range []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// shellWords are what the shell does itself, and what stands before a command. Source: POSIX.1-2017, XCU 2.4 and 2.14.
func shellWords() []string {
	return strings.Fields("! { } ( ) if then else elif fi for do done while until case esac in : . [ [[ alias bg break cd command continue echo eval exec exit export false fg getopts " +
		"hash jobs kill local printf pwd read readonly return set shift test times trap true type ulimit umask unalias unset wait")
}

// leading are shell words that a command follows.
func leading() []string {
	return []string{"!", "{", "(", "if", "then", "else", "elif", "do", "while", "until", "exec", "command", "eval"}
}

var programName = regexp.MustCompile(`^(?:/[\w./+-]+|[A-Za-z][\w.+-]*)$`)

// programsIn are the programs that a shell script calls, as far as they can be seen without running it: the first words of its commands. What is made up
// while it runs, such as <ip> or $name, is left out, and so are functions.
func programsIn(script string) []string {
	var found []string
	for _, command := range commandsIn(script) {
		words := strings.Fields(command)
		for len(words) > 0 && (slices.Contains(leading(), words[0]) || strings.Contains(words[0], "=") && !strings.HasPrefix(words[0], "=")) {
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		name := strings.Trim(words[0], `"'`)
		if len(words) > 1 && strings.HasPrefix(words[1], "()") || strings.HasSuffix(name, "()") {
			continue
		}
		if programName.MatchString(name) && !slices.Contains(shellWords(), name) && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// commandsIn splits a script where a command ends, outside of quotes.
func commandsIn(script string) []string {
	var commands []string
	quote, begin := rune(0), 0
	script = strings.ReplaceAll(script, "\\\n", "  ")
	for i, c := range script {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case strings.ContainsRune("\n;|&`()", c):
			commands = append(commands, script[begin:i])
			begin = i + 1
		}
	}
	return append(commands, script[begin:])
}
