package conf

import (
	"slices"
	"strings"
	"unicode"
)

// CodeLogLevel is a log level that fail2ban does not know.
const CodeLogLevel Code = "log-level"

// Entry is an option with its value.
type Entry struct {
	Name  string
	Value *Value
}

// entries are options in their order.
func entries(options *values) []Entry {
	all := make([]Entry, 0, options.len())
	for name, value := range options.all() {
		all = append(all, Entry{name, value})
	}
	return all
}

// Server is what the configuration says about the server itself.
type Server struct {
	// Options are those that fail2ban reads in [Definition], and stacksize from [Thread], in the order in which it sends them; socket and
	// pidfile, which it does not send, come last.
	Options  []Entry
	Commands []Command
	Findings []Finding
}

// serverTemplates are the options of fail2ban.conf in the order in which they are sent. Source: fail2ban/client/fail2banreader.py. The client
// reads log level and target, and the socket of syslog, before the other options, with fallbacks of their own, and these are what it sends.
func (f features) serverTemplates() []template {
	templates := []template{
		{"syslogsocket", asText, "auto"}, {"loglevel", asText, "INFO"}, {"logtarget", asText, "/var/log/fail2ban.log"},
		{"allowipv6", asText, "auto"}, {"dbfile", asText, "/var/lib/fail2ban/fail2ban.sqlite3"}, {"dbmaxmatches", asInt, nil}, {"dbpurgeage", asText, "1d"},
	}
	if !f.allowIPv6 {
		templates = slices.DeleteFunc(templates, func(t template) bool { return t.name == "allowipv6" })
	}
	return templates
}

// placeTemplates say where the server is to be found.
func placeTemplates() []template {
	return []template{{"socket", asText, "/var/run/fail2ban/fail2ban.sock"}, {"pidfile", asText, "/var/run/fail2ban/fail2ban.pid"}}
}

// Server works out what the configuration says about the server. Fails with an [*Error] if fail2ban would reject it.
func (c *Config) Server() (*Server, error) {
	r := newResolver(c)
	options, err := r.options(c.server, definitionSection, c.features.serverTemplates(), nil, true)
	if err != nil {
		return nil, err
	}
	places, err := r.options(c.server, definitionSection, placeTemplates(), nil, true)
	if err != nil {
		return nil, err
	}
	if err := r.checkLogLevel(options); err != nil {
		return nil, err
	}
	if age, ok := options.get("dbpurgeage"); ok {
		r.checkTime("dbpurgeage", age.Text(), age)
	}
	thread, err := r.thread(c.server)
	if err != nil {
		return nil, err
	}
	s := &Server{Options: append(append(entries(thread), entries(options)...), entries(places)...)}
	if thread.len() > 0 {
		var settings Dict
		for name, v := range thread.all() {
			settings = append(settings, Pair{name, v.Data})
		}
		s.Commands = append(s.Commands, Command{"set", "thread", settings})
	}
	for name, v := range options.all() {
		s.Commands = append(s.Commands, Command{"set", name, v.Data})
	}
	s.Findings = sortFindings(r.findings)
	return s, nil
}

// thread reads the options of threads, if there is a section for them.
func (r *resolver) thread(server *document) (*values, error) {
	const section = "Thread"
	if !server.sections.has(section) {
		return newOrdered[*Value](), nil
	}
	return r.options(server, section, []template{{name: "stacksize", kind: asInt}}, nil, true)
}

// checkLogLevel refuses what fail2ban's client refuses. Source: fail2ban/helpers.py, str2LogLevel.
func (r *resolver) checkLogLevel(options *values) error {
	v, ok := options.get("loglevel")
	if !ok {
		return nil
	}
	level := v.Text()
	digits := level != "" && strings.IndexFunc(level, func(c rune) bool { return !unicode.IsDigit(c) }) < 0
	if digits || slices.Contains(logLevels(), strings.ToUpper(level)) {
		return nil
	}
	return r.x.problem(v, CodeLogLevel, "there is no log level "+quote(level), "use CRITICAL, ERROR, WARNING, NOTICE, INFO or DEBUG")
}

// logLevels are the levels of Python and those that fail2ban adds. Source: fail2ban/__init__.py.
func logLevels() []string {
	return []string{"CRITICAL", "FATAL", "ERROR", "WARNING", "WARN", "NOTICE", "INFO", "DEBUG", "TRACEDEBUG", "HEAVYDEBUG", "MSG", "NOTSET"}
}
