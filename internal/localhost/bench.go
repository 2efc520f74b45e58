package localhost

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Bench implements [host.Host].
func (h *Host) Bench(ctx context.Context, draft []host.FileChange) (host.Bench, error) {
	config, err := h.draftConfig(ctx, draft)
	if err != nil {
		return host.Bench{}, err
	}
	plain := config
	if len(draft) > 0 {
		if plain, err = h.draftConfig(ctx, nil); err != nil {
			return host.Bench{}, err
		}
	}
	bench := host.Bench{Jails: []host.BenchJail{}, Filters: config.Filters()}
	for _, name := range config.Jails() {
		jail, err := config.Jail(name)
		one := host.BenchJail{Name: name, Enabled: jail.Enabled, Logs: []string{}, Problem: jail.Skipped}
		if err != nil {
			one.Problem = err.Error()
		}
		if jail.Filter != nil {
			one.Filter = jail.Filter.Name
		}
		if source, err := sourceOf(plain, name); err == nil {
			one.Logs, one.Journal = source.logs, source.journal()
		}
		bench.Jails = append(bench.Jails, one)
	}
	return bench, ctx.Err()
}

// fileName are the names of configuration files that a draft may have.
var fileName = regexp.MustCompile(`^(?:(?:fail2ban|jail|filter|action)\.d/)?[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// maxDraft bounds a draft, and maxDraftFile one file of it.
const (
	maxDraft     = 500
	maxDraftFile = 1 << 20
)

// draftConfig reads the configuration as it is to be.
func (h *Host) draftConfig(ctx context.Context, draft []host.FileChange) (*conf.Config, error) {
	if len(draft) > maxDraft {
		return nil, fault.TooLarge.Errorf("a draft has at most %d files", maxDraft)
	}
	changes := make(map[string][]byte, len(draft))
	for _, change := range draft {
		if !fileName.MatchString(change.Name) || len(change.Text) > maxDraftFile {
			return nil, fault.Invalid.Errorf("the draft has a file that cannot be one of fail2ban's configuration: %.60q", change.Name)
		}
		text := change.Text
		if change.Remove {
			text = nil
		} else if text == nil {
			text = []byte{}
		}
		changes[filepath.Join(h.opts.ConfigDir, filepath.FromSlash(change.Name))] = text
	}
	version := ""
	asked, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if v, err := h.quick.Version(asked); err == nil {
		version = v.String()
	}
	files := conf.OS()
	if len(changes) > 0 {
		files = conf.Overlay(newDraftFiles(h.opts.ConfigDir), changes)
	}
	opts := conf.Options{Dir: h.opts.ConfigDir, Version: version, Files: files}
	config, err := conf.Read(opts)
	if err != nil && version != "" {
		opts.Version = "" // one that is not known is read as the newest
		config, err = conf.Read(opts)
	}
	if err != nil {
		return nil, fault.Unavailable.Wrapf(err, "the configuration of fail2ban in %s cannot be read", h.opts.ConfigDir).
			WithMend("Look whether the directory is there, and whether bangui may read it. Another one is set with BANGUI_FAIL2BAN_CONFIG_DIR.")
	}
	return config, nil
}

// source is where a jail reads lines, and how.
type source struct {
	backend string
	logs    []string
	// matches are the words of each journal match.
	matches  [][]string
	encoding string
	timezone string
}

func (s source) journal() bool { return strings.HasPrefix(s.backend, "systemd") && len(s.matches) > 0 }

// sourceOf tells where a jail of the configuration reads.
func sourceOf(config *conf.Config, name string) (source, error) {
	jail, err := jailOf(config, name)
	if err != nil {
		return source{}, err
	}
	return sourceIn(jail), nil
}

// sourceIn tells where a jail reads.
func sourceIn(jail *conf.Jail) source {
	s := source{logs: []string{}}
	for _, command := range jail.Commands {
		switch words := command[min(2, len(command)):]; word(command, 2) {
		case "addlogpath":
			if path := word(words, 1); filepath.IsAbs(path) && !slices.Contains(s.logs, path) {
				s.logs = append(s.logs, path)
			}
		case "addjournalmatch":
			var match []string
			for i := range words[1:] {
				match = append(match, word(words, i+1))
			}
			s.matches = append(s.matches, match)
		case "logencoding":
			s.encoding = word(words, 1)
		case "logtimezone":
			s.timezone = word(words, 1)
		default:
			if word(command, 0) == "add" {
				s.backend = word(command, 2)
			}
		}
	}
	return s
}

// jailOf works a jail out. It fails with fault.NotFound and, in fail2ban's words, with fault.Invalid.
func jailOf(config *conf.Config, name string) (*conf.Jail, error) {
	if !slices.Contains(config.Jails(), name) {
		return nil, fault.NotFound.Errorf("the configuration has no jail %.60q", name)
	}
	jail, err := config.Jail(name)
	if err != nil {
		return nil, confFault(err)
	}
	return jail, nil
}

func confFault(err error) error {
	if wrong, ok := errors.AsType[*conf.Error](err); ok {
		return fault.Invalid.Wrapf(err, "fail2ban would not accept this configuration: %s", wrong.Error()).WithMend("%s", wrong.Finding.Mend)
	}
	return err
}

// word is the text at an index of a command; empty if it is none.
func word(command []any, i int) string {
	if i >= len(command) {
		return ""
	}
	text, _ := command[i].(string)
	return text
}

// expressionsOf are what a jail of the configuration looks for, as fail2ban's client sends it.
func expressionsOf(jail *conf.Jail) (host.Expressions, error) {
	if jail.Skipped != "" {
		return host.Expressions{}, fault.Invalid.Errorf("fail2ban would leave this jail out: %s", jail.Skipped)
	}
	var e host.Expressions
	for _, command := range jail.Commands {
		switch word(command, 2) {
		case "prefregex":
			e.PrefRegex = word(command, 3)
		case "addfailregex":
			e.FailRegex = append(e.FailRegex, texts(command)...)
		case "addignoreregex":
			e.IgnoreRegex = append(e.IgnoreRegex, texts(command)...)
		case "datepattern":
			e.DatePattern = word(command, 3)
		case "maxlines":
			if n, ok := command[len(command)-1].(int64); ok && n > 0 && n < 1<<20 {
				e.MaxLines = int(n)
			}
		}
	}
	return e, nil
}

// texts are the values of a command, which has one or a list of them.
func texts(command conf.Command) []string {
	if len(command) < 4 {
		return nil
	}
	list, ok := command[3].([]any)
	if !ok {
		list = command[3:]
	}
	var all []string
	for i := range list {
		all = append(all, word(list, i))
	}
	return all
}

// filterExpressions are those of a filter by itself.
func filterExpressions(config *conf.Config, name string) (host.Expressions, error) {
	if !slices.Contains(config.Filters(), name) {
		return host.Expressions{}, fault.NotFound.Errorf("the configuration has no filter %.60q", name)
	}
	part, err := config.Filter(name)
	if err != nil {
		return host.Expressions{}, confFault(err)
	}
	var e host.Expressions
	for _, option := range part.Options {
		if option.Value == nil || option.Value.Data == nil {
			continue
		}
		text := option.Value.Text()
		switch option.Name {
		case "prefregex":
			e.PrefRegex = text
		case "failregex":
			e.FailRegex = split(text)
		case "ignoreregex":
			e.IgnoreRegex = split(text)
		case "datepattern":
			e.DatePattern = text
		case "maxlines":
			if n, ok := option.Value.Data.(int64); ok && n > 0 && n < 1<<20 {
				e.MaxLines = int(n)
			}
		}
	}
	return e, nil
}

// split are the lines of a value that have something.
func split(value string) []string {
	return slices.DeleteFunc(strings.Split(value, "\n"), func(line string) bool { return line == "" })
}
