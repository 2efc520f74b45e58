package fail2bantest

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"bangui/fail2ban/wire"
)

// run carries a command out. Source: fail2ban/server/transmitter.py.
func (s *Server) run(command []any) (any, error) {
	if text(command, 0) == "sleep" {
		seconds, err := strconv.ParseFloat(text(command, 1), 64)
		if err != nil {
			return nil, valueError("could not convert string to float: '%s'", text(command, 1))
		}
		s.sleep(time.Duration(seconds * float64(time.Second)))
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.handle(command, false)
}

// handle is run for who has the lock; quiet is for commands of a stream.
func (s *Server) handle(command []any, quiet bool) (any, error) {
	switch text(command, 0) {
	case "ping":
		return "pong", nil
	case "version":
		return s.version.String(), nil
	case "echo":
		return wire.List(command[1:]), nil
	case "server-status":
		return "Server ready", nil
	case "config-error":
		return nil, nil
	case "flushlogs":
		return "rolled over", nil
	case "status":
		return s.status(command[1:])
	case "stats", "statistic", "statistics":
		return s.stats()
	case "banned":
		return s.bannedEverywhere(command[1:])
	case "unban":
		return s.unbanEverywhere(command[1:])
	case "add", "start", "stop":
		return s.control(command)
	case "reload":
		return s.reloadJails(command)
	case "server-stream":
		return nil, s.stream(at(command, 1))
	case "get":
		return s.get(command[1:])
	case "set", "multi-set":
		return s.set(command[1:], text(command, 0) == "multi-set", quiet)
	}
	return nil, invalidCommand("Invalid command")
}

func (s *Server) control(command []any) (any, error) {
	word, name := text(command, 0), text(command, 1)
	switch {
	case word == "stop" && len(command) == 1:
		return nil, nil // the connection ends the server after the answer
	case len(command) < 2:
		return nil, tooFewWords()
	case word == "add":
		return s.add(name, text(command, 2))
	case word == "stop" && name == "--all":
		for _, name := range s.jailNames() {
			s.stopJail(s.jails[name])
		}
		return nil, nil
	}
	j, err := s.jail(name)
	if err != nil {
		return nil, err
	}
	if word == "stop" {
		s.stopJail(j)
		return nil, nil
	}
	s.startJail(j)
	delete(s.reload, name)
	return nil, nil
}

// add creates a jail. Before 1.1.0 a mistake in jails.py makes the error for one that exists a NameError.
func (s *Server) add(name, backend string) (any, error) {
	if name == "--all" {
		return nil, invalidCommand("Reserved name '--all'")
	}
	if backend == "" {
		backend = "auto"
	}
	if j, ok := s.jails[name]; ok {
		if s.reload[name] && j.backend == backend {
			return name, nil
		}
		if !s.reload[name] {
			return nil, s.duplicate(name)
		}
		s.stopJail(j)
		delete(s.reload, name)
	}
	s.jails[name] = s.emptyJail(name, backend)
	return name, nil
}

func (s *Server) duplicate(name string) error {
	if s.version.AtLeast(1, 1, 0) {
		return raise("fail2ban.exceptions", "DuplicateJailException", name)
	}
	return raise("builtins", "NameError", "name 'noduplicates' is not defined")
}

// reloadJails runs a stream; jails of the target that it does not start again are deleted, also when it fails.
func (s *Server) reloadJails(command []any) (any, error) {
	options, _ := sequence(at(command, 2))
	if err := s.beginReload(text(command, 1), anyTexts(options)); err != nil {
		return nil, err
	}
	err := s.stream(at(command, 3))
	for name := range s.reload {
		if j, ok := s.jails[name]; ok {
			s.stopJail(j)
		}
	}
	s.reload = nil
	if err != nil {
		return nil, err
	}
	return "OK", nil
}

func (s *Server) beginReload(target string, options []string) error {
	s.reload = make(map[string]bool)
	for _, name := range s.jailNames() {
		if target != "--all" && target != name {
			continue
		}
		if slices.Contains(options, "--unban") {
			s.unbanAll(s.jails[name])
		}
		if slices.Contains(options, "--restart") {
			s.stopJail(s.jails[name])
			continue
		}
		s.jails[name].forReload()
		s.reload[name] = true
	}
	if target != "--all" && s.jails[target] == nil && !slices.Contains(options, "--if-exists") && !slices.Contains(options, "--restart") {
		return unknownJail(target)
	}
	return nil
}

func (s *Server) stream(v any) error {
	commands, ok := sequence(v)
	if !ok {
		return tooFewWords()
	}
	for _, v := range commands {
		command, _ := sequence(v)
		if _, err := s.handle(command, true); err != nil {
			return err
		}
	}
	return nil
}

func at(command []any, i int) any {
	if i >= len(command) {
		return nil
	}
	return command[i]
}

// text reads a word, numbers as they are printed.
func text(command []any, i int) string {
	switch v := at(command, i).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

func anyTexts(values []any) []string {
	texts := make([]string, len(values))
	for i := range values {
		texts[i] = text(values, i)
	}
	return texts
}
