package fail2bantest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/wire"
)

// Fail has a jail find a failure of an address in a log, as if its filter had matched the line. Unknown jails are an error.
func (s *Server) Fail(jail, id, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	j, err := s.jail(jail)
	if err != nil {
		return err
	}
	id = canonical(id)
	if j.ignores(id) {
		s.event(Event{Kind: EventIgnored, Jail: jail, ID: id})
		return nil
	}
	s.count(j, id, []string{line}, EventFound)
	return nil
}

// attempt is the command of that name; since 1.1.1 it does not count what is ignored.
func (s *Server) attempt(j *jail, words []any) (any, error) {
	if len(words) == 0 {
		return nil, raise("builtins", "TypeError", "addAttempt() missing 1 required positional argument: 'ip'")
	}
	id := canonical(text(words, 0))
	if s.version.AtLeast(1, 1, 1) && j.ignores(id) {
		s.event(Event{Kind: EventIgnored, Jail: j.name, ID: id})
		return 0, nil
	}
	s.count(j, id, anyTexts(words[1:]), EventAttempt)
	return 1, nil
}

// count adds failures and, when they are enough, leaves the ban to the jail's thread.
func (s *Server) count(j *jail, id string, lines []string, kind EventKind) {
	now := time.Now()
	f := j.failures[id]
	if f == nil || now.Sub(f.last) > time.Duration(j.number("findtime"))*time.Second {
		f = &failure{}
		j.failures[id] = f
	}
	n := max(len(lines), 1)
	f.count, f.last, f.lines = f.count+n, now, append(f.lines, lines...)
	j.failedTotal += n
	s.event(Event{Kind: kind, Jail: j.name, ID: id})
	if f.count >= int(j.number("maxretry")) && j.started {
		delete(j.failures, id)
		time.AfterFunc(s.config.BanDelay, func() { s.banLater(j, id, f) })
	}
}

func (s *Server) banLater(j *jail, id string, f *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.jails[j.name] != j || s.listener == nil {
		return
	}
	if j.idle {
		time.AfterFunc(10*time.Millisecond, func() { s.banLater(j, id, f) })
		return
	}
	lines := f.lines[max(0, len(f.lines)-int(j.number("maxmatches"))):]
	s.ban(j, &ticket{id: id, at: f.last, failures: f.count, matches: lines})
}

// ban adds a ticket, or moves the end of the one that is there. It reports whether it is new.
func (s *Server) ban(j *jail, t *ticket) bool {
	if old, ok := j.tickets[t.id]; ok {
		old.at = t.at
		return false
	}
	if kept, ok := s.kept[j.name][t.id]; ok {
		t.count = kept.count
	}
	t.count++
	if !s.config.NoDatabase {
		if s.kept[j.name] == nil {
			s.kept[j.name] = make(map[string]*ticket)
		}
		s.kept[j.name][t.id] = t
	}
	s.imprison(j, t, EventBan)
	s.arm(j)
	return true
}

func (s *Server) imprison(j *jail, t *ticket, kind EventKind) {
	j.tickets[t.id] = t
	j.bannedTotal++
	s.event(Event{
		Kind: kind, Jail: j.name, ID: t.id, At: t.at,
		BanTime: j.banTime(), BanCount: t.count, Failures: t.failures, Matches: slices.Clone(t.matches),
	})
}

// banIP is the command: whatever it is given, ignored or not.
func (s *Server) banIP(j *jail, ids []any) int {
	n := 0
	for i := range ids {
		if s.ban(j, &ticket{id: canonical(text(ids, i)), at: time.Now()}) {
			n++
		}
	}
	return n
}

// arm sets the time of the next expiry.
func (s *Server) arm(j *jail) {
	tickets := j.ordered()
	if j.expiry != nil {
		j.expiry.Stop()
	}
	if len(tickets) == 0 || j.banTime() < 0 {
		return
	}
	j.expiry = time.AfterFunc(time.Until(j.end(tickets[0])), func() { s.expire(j) })
}

func (s *Server) expire(j *jail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.jails[j.name] != j || s.listener == nil {
		return
	}
	for _, t := range j.ordered() {
		if !j.end(t).After(time.Now()) {
			s.release(j, t)
		}
	}
	s.arm(j)
}

func (s *Server) release(j *jail, t *ticket) {
	delete(j.tickets, t.id)
	s.event(Event{Kind: EventUnban, Jail: j.name, ID: t.id})
}

// unban lifts bans by id, or those inside a network, and forgets their history. Source: actions.py, removeBannedIP.
func (s *Server) unban(j *jail, ids []string) (n int, missed []string) {
	for _, id := range ids {
		id = canonical(id)
		s.forget(j.name, id)
		inside := j.inside(id)
		for _, t := range inside {
			s.forget(j.name, t.id)
			s.release(j, t)
		}
		n += len(inside)
		if len(inside) == 0 {
			missed = append(missed, id)
		}
	}
	return n, missed
}

func (s *Server) forget(jail, id string) {
	if _, ok := s.kept[jail][id]; ok {
		delete(s.kept[jail], id)
		s.event(Event{Kind: EventForget, Jail: jail, ID: id})
	}
}

// inside finds the ticket of an id, else all tickets inside a network.
func (j *jail) inside(id string) []*ticket {
	if t, ok := j.tickets[id]; ok {
		return []*ticket{t}
	}
	network, err := parse(id)
	if err != nil {
		return nil
	}
	var found []*ticket
	for _, t := range j.ordered() {
		if p, err := parse(t.id); err == nil && network.Contains(p.Addr()) && network.Bits() <= p.Bits() {
			found = append(found, t)
		}
	}
	return found
}

func (s *Server) unbanAll(j *jail) int {
	var ids []string
	for _, t := range j.ordered() {
		ids = append(ids, t.id)
	}
	n, _ := s.unban(j, ids)
	for id := range s.kept[j.name] {
		s.forget(j.name, id)
	}
	return n
}

// unbanIP is the command.
func (s *Server) unbanIP(j *jail, words []any) (any, error) {
	ids := anyTexts(words)
	if len(ids) == 0 {
		return nil, tooFewWords()
	}
	report := ids[0] == "--report-absent"
	if report {
		ids = ids[1:]
	}
	n, missed := s.unban(j, ids)
	if report && len(missed) > 0 {
		return nil, valueError("not banned: ['%s']", strings.Join(missed, "', '"))
	}
	return n, nil
}

func (s *Server) unbanEverywhere(words []any) (any, error) {
	if len(words) == 0 {
		return nil, invalidCommand("Invalid command")
	}
	total := 0
	for _, name := range s.jailNames() {
		j := s.jails[name]
		if text(words, 0) == "--all" && len(words) == 1 {
			total += s.unbanAll(j)
			continue
		}
		n, _ := s.unban(j, anyTexts(words))
		total += n
	}
	return total, nil
}

func (s *Server) bannedEverywhere(words []any) (any, error) {
	list := wire.List{}
	if len(words) == 0 {
		for _, name := range s.jailNames() {
			list = append(list, wire.Dict{{Key: name, Value: s.jails[name].ids()}})
		}
		return list, nil
	}
	for i := range words {
		jails := wire.List{}
		for _, name := range s.jailNames() {
			if s.jails[name].tickets[canonical(text(words, i))] != nil {
				jails = append(jails, name)
			}
		}
		list = append(list, jails)
	}
	return list, nil
}

// banned is "get J banned": the list, or for each id 1 or 0, alone if there is one id.
func (j *jail) banned(words []any) any {
	if len(words) == 0 {
		return j.ids()
	}
	list := wire.List{}
	for i := range words {
		n := 0
		if j.tickets[canonical(text(words, i))] != nil {
			n = 1
		}
		list = append(list, n)
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// withTimes is "get J banip --with-time". Source: fail2ban/server/banmanager.py, getBanList.
func (j *jail) withTimes() any {
	list := wire.List{}
	for _, t := range j.ordered() {
		list = append(list, fmt.Sprintf("%s \t%s + %d = %s", t.id,
			t.at.Local().Format(time.DateTime), j.number("bantime"), j.end(t).Local().Format(time.DateTime)))
	}
	return list
}
