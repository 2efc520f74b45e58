package conf

import "strings"

// filterTemplates are the options of filters. Source: fail2ban/client/filterreader.py.
func filterTemplates() []template {
	return []template{
		{name: "usedns"}, {name: "prefregex"}, {name: "ignoreregex"}, {name: "failregex"}, {name: "maxlines", kind: asInt},
		{name: "datepattern"}, {name: "journalmatch"},
	}
}

// filter is the filter of a jail.
type filter struct{ definition }

// setLogType tells the filter whether the jail reads the journal or files, unless it knows.
func (f *filter) setLogType(backend string) {
	if textOfOption(f.init, "logtype") != "" || f.file.doc.own(definitionSection, "logtype") {
		return
	}
	logType := "file"
	if strings.HasPrefix(backend, "systemd") {
		logType = "journal"
	}
	f.init.set("logtype", made(FromFail2ban, logType))
}

// commands adds the commands for the options of a filter, which a jail may have as well. Source: fail2ban/client/filterreader.py,
// _fillStream.
func (r *resolver) filterCommands(stream []Command, options *values) ([]Command, error) {
	inserted := 0
	for name, v := range options.all() {
		value, isText := v.Data.(string)
		if v.Data == nil && (r.config.features.skipsNone || name == "failregex" || name == "ignoreregex" || name == "journalmatch") {
			continue
		}
		switch {
		case name == "failregex" || name == "ignoreregex":
			stream = append(stream, r.expressions(name, value)...)
		case name == "usedns":
			stream = insert(stream, 0, r.set(name, v.Data))
			inserted++
		case name == "maxlines" || name == "prefregex":
			stream = insert(stream, inserted, r.set(name, v.Data))
			inserted++
		case r.isDatePattern(name):
			stream = append(stream, r.set(name, v.Data))
		case name == "journalmatch" && isText:
			for _, line := range strings.Split(value, "\n") {
				if line == "" {
					continue
				}
				words, err := shellWords(line)
				if err != nil {
					return nil, r.x.problem(v, CodeJournalMatch, err.Error()+" in the journal match "+quote(line), "close it, or escape it with a backslash")
				}
				stream = append(stream, append(Command(list("set", r.jail, "addjournalmatch")), list(words...)...))
			}
		}
	}
	return stream, nil
}

// CodeJournalMatch is a journal match that cannot be split into words.
const CodeJournalMatch Code = "journal-match"

// isDatePattern tells what is sent like datepattern; older versions take any part of the word for it.
func (r *resolver) isDatePattern(name string) bool {
	if r.config.features.exactDatePattern {
		return name == "datepattern"
	}
	return strings.Contains("datepattern", name)
}

// expressions is the command that adds regular expressions.
func (r *resolver) expressions(name, value string) []Command {
	var expressions []string
	for _, line := range strings.Split(value, "\n") {
		if line != "" {
			expressions = append(expressions, line)
		}
	}
	switch len(expressions) {
	case 0:
		return nil
	case 1:
		return []Command{list("set", r.jail, "add"+name, expressions[0])}
	}
	return []Command{{"multi-set", r.jail, "add" + name, list(expressions...)}}
}

func (r *resolver) set(option string, value any) Command {
	return Command{"set", r.jail, option, value}
}

func insert(stream []Command, at int, c Command) []Command {
	stream = append(stream, nil)
	copy(stream[at+1:], stream[at:])
	stream[at] = c
	return stream
}
