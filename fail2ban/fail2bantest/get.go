package fail2bantest

import (
	"strings"

	"bangui/fail2ban/wire"
)

func (s *Server) defaultSettings() map[string]any {
	settings := map[string]any{
		"loglevel": "INFO", "logtarget": "/var/log/fail2ban.log", "syslogsocket": "auto",
		"dbfile": "/var/lib/fail2ban/fail2ban.sqlite3", "dbmaxmatches": int64(10), "dbpurgeage": int64(86400),
		"thread": wire.Dict{{Key: "stacksize", Value: 0}},
	}
	if s.config.NoDatabase {
		settings["dbfile"], settings["dbmaxmatches"], settings["dbpurgeage"] = nil, nil, nil
	}
	return settings
}

func (s *Server) get(words []any) (any, error) {
	name := text(words, 0)
	if value, ok := s.settings[name]; ok {
		return value, nil
	}
	if len(words) < 2 {
		return nil, tooFewWords()
	}
	option := text(words, 1)
	if !readable(option) {
		return nil, invalidCommand("Invalid command (no get action or not yet implemented)")
	}
	j, err := s.jail(name)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(option, "action") {
		return j.getAction(words)
	}
	return j.get(option, words[2:])
}

func readable(option string) bool {
	switch option {
	case "banned", "banip", "ignoreip", "logpath", "journalmatch", "failregex", "ignoreregex",
		"actions", "action", "actionproperties", "actionmethods":
		return true
	}
	_, ok := defaultOptions()[option]
	return ok || strings.HasPrefix(option, "bantime.")
}

func (j *jail) get(option string, words []any) (any, error) {
	switch option {
	case "banned":
		return j.banned(words), nil
	case "banip":
		if text(words, 0) == "--with-time" {
			return j.withTimes(), nil
		}
		return j.ids(), nil
	case "ignoreip":
		return j.ignored(), nil
	case "logpath":
		return anys(j.logPaths), nil
	case "journalmatch":
		return anys(j.journal), nil
	case "failregex":
		return anys(j.failRegex), nil
	case "ignoreregex":
		return anys(j.ignoreRegex), nil
	}
	return j.options[option], nil
}

// ignored is the ignore list as it is sent; the entries of a file are an object of their own.
func (j *jail) ignored() any {
	list := wire.List{}
	for _, entry := range j.ignore {
		file, ok := strings.CutPrefix(entry, "file:")
		if !ok {
			list = append(list, shown(entry))
			continue
		}
		list = append(list, &wire.Object{
			Class: wire.Class{Module: "fail2ban.server.ipdns", Name: "FileIPAddrSet"},
			Args:  wire.Tuple{wire.List{}},
			State: wire.Dict{{Key: "fileName", Value: file}},
		})
	}
	return list
}
