package fail2bantest

import (
	"strings"

	"bangui/fail2ban/wire"
)

func (s *Server) status(words []any) (any, error) {
	names := s.jailNames()
	all := wire.List{
		wire.Tuple{"Number of jail", len(names)},
		wire.Tuple{"Jail list", strings.Join(names, ", ")},
	}
	switch {
	case len(words) == 0:
		return all, nil
	case len(words) > 2:
		return nil, invalidCommand("Invalid command (no status)")
	case text(words, 0) == "--all" && s.version.HasStats():
		return s.statusOfAll(all, text(words, 1))
	}
	j, err := s.jail(text(words, 0))
	if err != nil {
		return nil, err
	}
	return s.jailStatus(j, text(words, 1)), nil
}

func (s *Server) statusOfAll(all wire.List, flavor string) (any, error) {
	if flavor == "stats" {
		return s.stats()
	}
	jails := wire.Dict{}
	for _, name := range s.jailNames() {
		jails = append(jails, wire.Pair{Key: name, Value: s.jailStatus(s.jails[name], flavor)})
	}
	return append(all, jails), nil
}

func (s *Server) jailStatus(j *jail, flavor string) any {
	if flavor == "stats" && s.version.HasStats() {
		return j.stats()
	}
	sources := wire.Tuple{"File list", anys(j.logPaths)}
	if strings.HasPrefix(j.backend, "systemd") {
		sources = wire.Tuple{"Journal matches", anys(j.journalTexts())}
	}
	actions := wire.List{
		wire.Tuple{"Currently banned", len(j.tickets)},
		wire.Tuple{"Total banned", j.bannedTotal},
	}
	if flavor != "short" {
		actions = append(actions, wire.Tuple{"Banned IP list", j.ids()})
	}
	return wire.List{
		wire.Tuple{"Filter", wire.List{
			wire.Tuple{"Currently failed", len(j.failures)},
			wire.Tuple{"Total failed", j.failedTotal},
			sources,
		}},
		wire.Tuple{"Actions", actions},
	}
}

func (j *jail) journalTexts() []string {
	var texts []string
	for _, match := range j.journal {
		texts = append(texts, strings.Join(match, " "))
	}
	return texts
}

func (s *Server) stats() (any, error) {
	if !s.version.HasStats() {
		return nil, invalidCommand("Invalid command")
	}
	dict := wire.Dict{}
	for _, name := range s.jailNames() {
		dict = append(dict, wire.Pair{Key: name, Value: s.jails[name].stats()})
	}
	return dict, nil
}

func (j *jail) stats() wire.List {
	return wire.List{
		j.backend, wire.Tuple{len(j.failures), j.failedTotal}, wire.Tuple{len(j.tickets), j.bannedTotal},
	}
}
