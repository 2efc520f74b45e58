package fail2bantest

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"bangui/fail2ban/wire"
)

// jail is the state of one jail. The server's mu guards it.
type jail struct {
	name, backend string
	started, idle bool
	options       map[string]any
	ignore        []string
	logPaths      []string
	journal       [][]string
	failRegex     []string
	ignoreRegex   []string
	actions       []*action

	failures    map[string]*failure
	failedTotal int
	tickets     map[string]*ticket
	bannedTotal int
	// expiry unbans; it runs while there are tickets with an end.
	expiry *time.Timer
}

// failure counts an address on its way to a ban.
type failure struct {
	count int
	last  time.Time
	lines []string
}

// ticket is one ban.
type ticket struct {
	id       string
	at       time.Time
	count    int
	failures int
	matches  []string
}

func (s *Server) emptyJail(name, backend string) *jail {
	return &jail{
		name: name, backend: backend, options: defaultOptions(),
		failures: make(map[string]*failure), tickets: make(map[string]*ticket),
	}
}

func defaultOptions() map[string]any {
	return map[string]any{
		"maxretry": int64(3), "maxmatches": int64(5), "maxlines": int64(1), "findtime": int64(600), "bantime": int64(600),
		"usedns": "warn", "ignoreself": true, "ignorecommand": "", "ignorecache": nil, "logencoding": "UTF-8",
		"logtimezone": nil, "prefregex": "", "datepattern": wire.Tuple{nil, "Default Detectors"},
	}
}

func (s *Server) newJail(c JailConfig) *jail {
	j := s.emptyJail(c.Name, c.Backend)
	if c.Backend == "" {
		j.backend = "polling"
	}
	j.options["maxretry"] = int64(cmp.Or(c.MaxRetry, 5))
	j.options["maxmatches"] = j.options["maxretry"]
	j.options["findtime"] = int64(cmp.Or(c.FindTime, 10*time.Minute) / time.Second)
	j.options["bantime"] = max(int64(cmp.Or(c.BanTime, 10*time.Minute)/time.Second), -1)
	j.ignore, j.logPaths = slices.Clone(c.Ignore), slices.Clone(c.LogPaths)
	for _, expression := range c.FailRegex {
		j.failRegex = append(j.failRegex, expand(expression))
	}
	if c.Actions == nil {
		c.Actions = []string{"file"}
	}
	for _, name := range c.Actions {
		j.actions = append(j.actions, newAction(name))
	}
	s.jails[j.name] = j
	return j
}

func (s *Server) jail(name string) (*jail, error) {
	if j, ok := s.jails[name]; ok {
		return j, nil
	}
	return nil, unknownJail(name)
}

func (s *Server) jailNames() []string {
	names := make([]string, 0, len(s.jails))
	for name := range s.jails {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// startJail starts a jail and restores its bans, or ends its idling.
func (s *Server) startJail(j *jail) {
	j.idle = false
	if j.started {
		return
	}
	j.started = true
	s.event(Event{Kind: EventJailStarted, Jail: j.name})
	for _, t := range s.kept[j.name] {
		if j.end(t).After(time.Now()) {
			s.imprison(j, t, EventRestore)
		}
	}
	s.arm(j)
}

// stopJail lifts the jail's bans and removes it; the database keeps them.
func (s *Server) stopJail(j *jail) {
	for _, t := range j.ordered() {
		s.event(Event{Kind: EventRepeal, Jail: j.name, ID: t.id})
	}
	if j.expiry != nil {
		j.expiry.Stop()
	}
	delete(s.jails, j.name)
	j.started, j.tickets = false, nil
	s.event(Event{Kind: EventJailStopped, Jail: j.name})
}

// forReload clears what a stream sets anew. Source: fail2ban/server/filter.py, reload.
func (j *jail) forReload() {
	j.idle = true
	j.failRegex, j.ignoreRegex, j.ignore = nil, nil, nil
}

func (j *jail) number(option string) int64 {
	n, _ := j.options[option].(int64)
	return n
}

// banTime is the length of every ban in the jail; negative for no end.
func (j *jail) banTime() time.Duration { return time.Duration(j.number("bantime")) * time.Second }

// end is when a ban ends; bans without end do so in the year 9999.
func (j *jail) end(t *ticket) time.Time {
	if j.banTime() < 0 {
		return time.Date(9999, 12, 31, 23, 59, 59, 0, time.Local)
	}
	return t.at.Add(j.banTime())
}

// ordered lists the bans, the first to end at the beginning.
func (j *jail) ordered() []*ticket {
	tickets := make([]*ticket, 0, len(j.tickets))
	for _, t := range j.tickets {
		tickets = append(tickets, t)
	}
	slices.SortFunc(tickets, func(a, b *ticket) int {
		if order := a.at.Compare(b.at); order != 0 {
			return order
		}
		return compareIDs(a.id, b.id)
	})
	return tickets
}

func compareIDs(a, b string) int {
	x, _ := netip.ParseAddr(a)
	y, _ := netip.ParseAddr(b)
	if order := x.Compare(y); order != 0 {
		return order
	}
	return slices.Compare([]byte(a), []byte(b))
}

func (j *jail) ids() []any {
	ids := make([]any, 0, len(j.tickets))
	for _, t := range j.ordered() {
		ids = append(ids, shown(t.id))
	}
	return ids
}

// shown is how an id is sent: addresses as objects, other ids as text.
func shown(id string) any {
	if _, err := parse(id); err != nil {
		return id
	}
	return address(id)
}

// canonical is how fail2ban writes an id. Source: fail2ban/server/ipdns.py, IPAddr.
func canonical(id string) string {
	p, err := parse(id)
	switch {
	case err != nil:
		return id
	case p.IsSingleIP():
		return p.Addr().String()
	default:
		return p.String()
	}
}

func parse(id string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(id); err == nil {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(id)
	return p.Masked(), err
}

func (j *jail) ignores(id string) bool {
	p, err := parse(id)
	for _, entry := range j.ignore {
		network, notNetwork := parse(entry)
		if entry == id || err == nil && notNetwork == nil && network.Bits() <= p.Bits() && network.Contains(p.Addr()) {
			return true
		}
	}
	return false
}
