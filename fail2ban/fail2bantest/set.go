package fail2bantest

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/wire"
)

func (s *Server) set(words []any, multiple, quiet bool) (any, error) {
	name := text(words, 0)
	if _, ok := s.settings[name]; ok || (name == "allowipv6" && s.version.AtLeast(1, 0, 0)) {
		return s.setServer(name, words)
	}
	if len(words) < 2 {
		return nil, tooFewWords()
	}
	option := text(words, 1)
	if !writable(option) {
		return nil, invalidCommand(fmt.Sprintf("Invalid command '%s' (no set action or not yet implemented)", option))
	}
	if len(words) < 3 {
		return nil, tooFewWords()
	}
	j, err := s.jail(name)
	if err != nil {
		return nil, err
	}
	value, err := s.setJail(j, option, words[2:], multiple)
	if quiet || err != nil {
		return nil, err
	}
	return value, nil
}

func writable(option string) bool {
	switch option {
	case "idle", "attempt", "banip", "unbanip", "addignoreip", "delignoreip", "addlogpath", "dellogpath",
		"addjournalmatch", "deljournalmatch", "addfailregex", "delfailregex", "addignoreregex", "delignoreregex",
		"addaction", "delaction", "action":
		return true
	}
	_, ok := defaultOptions()[option]
	return ok || strings.HasPrefix(option, "bantime.")
}

func (s *Server) setServer(name string, words []any) (any, error) {
	value := at(words, 1)
	switch {
	case len(words) < 2:
		return nil, tooFewWords()
	case name == "allowipv6":
		return value, nil
	case name == "dbfile" && len(s.jails) > 0:
		return nil, raise("builtins", "RuntimeError", "Cannot change database when there are jails present")
	case name == "loglevel":
		return s.setLogLevel(strings.ToUpper(text(words, 1)))
	case strings.HasPrefix(name, "db") && name != "dbfile":
		n, err := number(name, value)
		if err != nil || s.settings[name] == nil {
			return nil, err
		}
		value = n
	}
	s.settings[name] = value
	return value, nil
}

func (s *Server) setLogLevel(level string) (any, error) {
	levels := []string{"CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG", "TRACEDEBUG", "HEAVYDEBUG"}
	if !slices.Contains(levels, level) {
		return nil, valueError("Invalid log level '%s'", level)
	}
	s.settings["loglevel"] = level
	return level, nil
}

// setJail carries out "set J option value ..."; it answers with the new value.
func (s *Server) setJail(j *jail, option string, words []any, multiple bool) (any, error) {
	switch option {
	case "idle":
		return j.setIdle(text(words, 0))
	case "attempt":
		return s.attempt(j, words)
	case "banip":
		return s.banIP(j, words), nil
	case "unbanip":
		return s.unbanIP(j, words)
	case "addaction", "delaction", "action":
		return j.setAction(option, words, multiple)
	case "addfailregex":
		return j.addRegex(&j.failRegex, at(words, 0), true, multiple)
	case "addignoreregex":
		return j.addRegex(&j.ignoreRegex, at(words, 0), false, multiple)
	case "delfailregex":
		return deleteAt(&j.failRegex, words)
	case "delignoreregex":
		return deleteAt(&j.ignoreRegex, words)
	case "addignoreip", "delignoreip", "addlogpath", "dellogpath", "addjournalmatch", "deljournalmatch":
		return j.setList(option, words)
	}
	err := j.setOption(option, at(words, 0))
	if option == "bantime" {
		s.arm(j)
	}
	return j.options[option], err
}

func (j *jail) setIdle(value string) (any, error) {
	if value != "on" && value != "off" {
		return nil, invalidCommand("Invalid idle option, must be 'on' or 'off'")
	}
	j.idle = value == "on"
	return j.idle, nil
}

func (j *jail) setList(option string, words []any) (any, error) {
	entry := text(words, 0)
	var err error
	switch option {
	case "addignoreip":
		for _, entry := range anyTexts(words) {
			if id := canonical(entry); !slices.Contains(j.ignore, id) {
				j.ignore = append(j.ignore, id)
			}
		}
	case "delignoreip":
		err = remove(&j.ignore, canonical(entry))
	case "addlogpath":
		err = j.addLogPath(entry)
	case "dellogpath":
		_ = remove(&j.logPaths, entry) // no error in fail2ban either
	case "addjournalmatch":
		if strings.HasPrefix(j.backend, "systemd") {
			j.journal = append(j.journal, anyTexts(words))
		}
	case "deljournalmatch":
		err = j.removeJournalMatch(anyTexts(words))
	}
	if err != nil {
		return nil, err
	}
	return j.get(listOf(option), nil)
}

func listOf(option string) string {
	return map[string]string{
		"addignoreip": "ignoreip", "delignoreip": "ignoreip", "addlogpath": "logpath", "dellogpath": "logpath",
		"addjournalmatch": "journalmatch", "deljournalmatch": "journalmatch",
	}[option]
}

func remove(list *[]string, entry string) error {
	i := slices.Index(*list, entry)
	if i < 0 {
		return valueError("list.remove(x): x not in list")
	}
	*list = slices.Delete(*list, i, i+1)
	return nil
}

func (j *jail) addLogPath(file string) error {
	if _, err := os.Stat(file); err != nil {
		return raise("builtins", "FileNotFoundError", 2, "No such file or directory", file)
	}
	if !slices.Contains(j.logPaths, file) {
		j.logPaths = append(j.logPaths, file)
	}
	return nil
}

func (j *jail) removeJournalMatch(match []string) error {
	if !strings.HasPrefix(j.backend, "systemd") {
		return nil
	}
	i := slices.IndexFunc(j.journal, func(m []string) bool { return slices.Equal(m, match) })
	if i < 0 {
		return valueError("Match %v not found", match)
	}
	j.journal = slices.Delete(j.journal, i, i+1)
	return nil
}

// setOption sets what is read back as it is.
func (j *jail) setOption(option string, value any) error {
	switch option {
	case "maxretry", "maxmatches", "maxlines", "findtime", "bantime", "bantime.maxtime", "bantime.rndtime":
		if value == "" {
			j.options[option] = nil
			return nil
		}
		n, err := number(option, value)
		if err != nil {
			return err
		}
		value = n
	case "ignoreself", "bantime.increment":
		value = slices.Contains([]string{"1", "on", "true", "yes"}, strings.ToLower(fmt.Sprint(value)))
	case "usedns":
		if !slices.Contains([]any{"yes", "warn", "no", "raw"}, value) {
			value = "no"
		}
	case "logencoding":
		return j.setEncoding(fmt.Sprint(value))
	case "ignorecache":
		value = cacheOf(fmt.Sprint(value))
	case "datepattern":
		value = wire.Tuple{value, value}
	case "prefregex":
		value = expand(fmt.Sprint(value))
	}
	if text, ok := value.(string); ok && text == "" && strings.HasPrefix(option, "bantime.") {
		value = nil
	}
	j.options[option] = value
	return nil
}

// number reads an int or a time; what is neither fails as its evaluation by Python would.
func number(option string, value any) (int64, error) {
	switch value := value.(type) {
	case int64:
		return value, nil
	case string:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n, nil
		}
		if strings.HasPrefix(option, "max") {
			return 0, valueError("invalid literal for int() with base 10: '%s'", value)
		}
		if d, err := fail2ban.ParseTime(value); err == nil {
			return int64(d / time.Second), nil
		}
		return 0, raise("builtins", "NameError", fmt.Sprintf("name '%s' is not defined", value))
	}
	return 0, raise("builtins", "TypeError", "expected string or bytes-like object")
}

func (j *jail) setEncoding(encoding string) error {
	known := []string{"auto", "utf-8", "ascii", "latin-1", "iso-8859-1", "cp1252"}
	if !slices.Contains(known, strings.ToLower(encoding)) {
		return raise("builtins", "LookupError", "unknown encoding: "+encoding)
	}
	if encoding == "auto" {
		encoding = "UTF-8"
	}
	j.options["logencoding"] = encoding
	return nil
}

// cacheOf reads key="<ip>", max-count=100, max-time=300.
func cacheOf(text string) any {
	if text == "" {
		return nil
	}
	cache := wire.List{"", int64(300), int64(300)}
	for part := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		n, _ := number("time", value)
		switch name {
		case "key":
			cache[0] = strings.Trim(value, `"`)
		case "max-count":
			cache[1] = n
		case "max-time":
			cache[2] = n
		}
	}
	return cache
}
