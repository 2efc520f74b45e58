package localhost

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/host"
)

// adviser looks for what is not wrong, and would be better otherwise.
type adviser struct {
	*study
	server map[string]*conf.Value
	jails  []*conf.Jail
	all    []host.Finding
}

// advice is what there is to say about the server and jails. A setting that several jails share is told about once.
func (s *study) advice(jails []*conf.Jail) []host.Finding {
	a := &adviser{study: s, server: make(map[string]*conf.Value), jails: jails}
	if server, err := s.config.Server(); err == nil {
		for _, e := range server.Options {
			a.server[e.Name] = e.Value
		}
	}
	a.purgeAge()
	a.log()
	a.ignoreList()
	a.names()
	a.increment()
	a.forever()
	a.intervals()
	return a.all
}

// say notes advice about a value, for one jail or for several.
func (a *adviser) say(code string, v *conf.Value, option string, jails []string, message, mend string) {
	f := host.Finding{Code: code, Severity: host.SeverityAdvice, Option: option, Message: message, Mend: mend}
	if len(jails) == 1 {
		f.Jail = jails[0]
	}
	if v != nil && v.Setting != nil {
		f.File, f.Line = a.nameOf(v.Setting.File), v.Setting.Line
	}
	a.all = append(a.all, f)
}

// hasDatabase tells whether fail2ban remembers anything.
func (a *adviser) hasDatabase() bool {
	v := a.server["dbfile"]
	return v == nil || v.Data != nil && !strings.EqualFold(v.Text(), "none") && v.Text() != ""
}

// Advice about how long fail2ban remembers. Source: fail2ban/server/database.py, purge.
func (a *adviser) purgeAge() {
	const day = 24 * 60 * 60
	v := a.server["dbpurgeage"]
	if v == nil || !a.hasDatabase() {
		return
	}
	if age, ok := conf.Seconds(v.Text()); ok && age < day {
		a.say("purge-age", v, "dbpurgeage", nil, fmt.Sprintf("fail2ban forgets bans after %s: earlier bans of an address are soon not counted any more, "+
			"and bans that are made while BanGUI does not run for longer than that are missing in its history", v.Text()), "set dbpurgeage to 1d or more, such as 30d")
	}
}

// Advice about what BanGUI reads.
func (a *adviser) log() {
	level, target := a.server["loglevel"], a.server["logtarget"]
	if level != nil && slices.Contains([]string{"CRITICAL", "FATAL", "ERROR", "WARNING", "WARN"}, strings.ToUpper(level.Text())) {
		a.say("log-level-low", level, "loglevel", nil, "at the log level "+level.Text()+" fail2ban does not write down bans and their ends, from which BanGUI knows of them at once",
			"set loglevel to INFO")
	}
	if target != nil && !strings.HasPrefix(target.Text(), "/") {
		a.say("log-target", target, "logtarget", nil, "fail2ban logs to "+target.Text()+", which BanGUI cannot read: it learns of bans from the database, later and with less about them",
			"set logtarget to a file, such as /var/log/fail2ban.log")
	}
}

// grouped calls say once for each place where a value of the jails stands, for those jails whose value is looked for.
func (a *adviser) grouped(option string, looked func(j *conf.Jail, v *conf.Value) bool, say func(v *conf.Value, jails []string)) {
	type group struct {
		value *conf.Value
		jails []string
	}
	var places []string
	groups := make(map[string]*group)
	for _, j := range a.jails {
		v := valueOf(j, option)
		if !looked(j, v) {
			continue
		}
		place := ""
		if v != nil && v.Setting != nil {
			place = v.Setting.Place()
		}
		if groups[place] == nil {
			groups[place] = &group{value: v}
			places = append(places, place)
		}
		groups[place].jails = append(groups[place].jails, j.Name)
	}
	for _, place := range places {
		say(groups[place].value, groups[place].jails)
	}
}

// valueOf is the value of an option of a jail or, if the jail leaves that to it, of its filter; nil if it is not set.
func valueOf(j *conf.Jail, option string) *conf.Value {
	options := j.Options
	if j.Filter != nil {
		options = append(slices.Clone(options), j.Filter.Options...)
	}
	for _, e := range options {
		if e.Name == option {
			return e.Value
		}
	}
	return nil
}

func textOf(v *conf.Value) string {
	if v == nil || v.Data == nil {
		return ""
	}
	return strings.TrimSpace(v.Text())
}

func isYes(v *conf.Value) bool {
	yes, _ := v.Data.(bool)
	return yes
}

// several is how some jails are spoken of.
func several(jails []string) string {
	const most = 3
	switch n := len(jails); {
	case n == 1:
		return "jail " + jails[0]
	case n <= most:
		return "jails " + strings.Join(jails, ", ")
	default:
		return fmt.Sprintf("jails %s and %d more", strings.Join(jails[:most], ", "), n-most)
	}
}

func (a *adviser) ignoreList() {
	a.grouped("ignoreip", func(_ *conf.Jail, v *conf.Value) bool {
		return len(strings.FieldsFunc(textOf(v), func(c rune) bool { return strings.ContainsRune(" ,\t\n", c) })) == 0
	}, func(v *conf.Value, jails []string) {
		a.say("no-ignore-list", v, "ignoreip", jails, "nobody is on the ignore list of "+several(jails)+": somebody who mistypes a password can lock out a whole office, and you",
			"set ignoreip in [DEFAULT] to the addresses and networks that you come from")
	})
}

// Advice about looking up names. Source: fail2ban/server/ipdns.py.
func (a *adviser) names() {
	a.grouped("usedns", func(_ *conf.Jail, v *conf.Value) bool {
		return slices.Contains([]string{"yes", "warn"}, strings.ToLower(textOf(v)))
	}, func(v *conf.Value, jails []string) {
		a.say("use-dns", v, "usedns", jails, "host names in logs are looked up and the addresses are banned: whoever can write a name into a log, and answers for it, chooses who is banned; "+
			"and a slow name service holds fail2ban up", "set usedns = no, unless a log has names only")
	})
}

// Advice about bans that get longer. Source: fail2ban/server/observer.py, incrBanTime.
func (a *adviser) increment() {
	on := func(_ *conf.Jail, v *conf.Value) bool { return v != nil && isYes(v) }
	if !a.hasDatabase() {
		a.grouped("bantime.increment", on, func(v *conf.Value, jails []string) {
			a.say("increment-without-database", v, "bantime.increment", jails, "bans of "+several(jails)+" do not get longer, because fail2ban keeps no database of earlier ones",
				"set dbfile in fail2ban's own options, or bantime.increment = false")
		})
		return
	}
	a.grouped("bantime.increment", func(j *conf.Jail, v *conf.Value) bool {
		return on(j, v) && textOf(valueOf(j, "bantime.maxtime")) == ""
	}, func(v *conf.Value, jails []string) {
		a.say("increment-without-limit", v, "bantime.increment", jails, "the ban times of "+several(jails)+" double without a limit: after some twenty bans they last for years",
			"set bantime.maxtime, such as 5w")
	})
}

func (a *adviser) forever() {
	a.grouped("bantime", func(_ *conf.Jail, v *conf.Value) bool {
		n, ok := conf.Seconds(textOf(v))
		return ok && n < 0
	}, func(v *conf.Value, jails []string) {
		a.say("bans-for-ever", v, "bantime", jails, "bans of "+several(jails)+" never end: addresses change hands, and each start of fail2ban takes longer, because it bans all of them anew",
			"set bantime to some weeks, or bantime.increment = true with a short bantime")
	})
}

// manyBans is from how many bans on it matters how a firewall keeps them.
const manyBans = 2000

// Advice about sets of networks: with each ban, nft fetches the whole set. Source: fail2ban 1.1.1, config/action.d/nftables.conf, addr_options; measured with
// nftables 1.0.6: 14 ms for a ban beside 1,000 others, 57 ms beside 10,000, 458 ms beside 50,000.
func (a *adviser) intervals() {
	sets := make(map[string]*conf.Value)
	for _, j := range a.jails {
		for _, action := range j.Actions {
			for _, o := range action.Options {
				if o.Name == "addr_options" && strings.Contains(textOf(o.Value), "interval") {
					sets[j.Name] = o.Value
				}
			}
		}
	}
	if len(sets) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(a.host.life, askVersion)
	defer cancel()
	stats, err := a.host.quick.Stats(ctx)
	if err != nil {
		return // it does not run: then there are no bans to be slow with
	}
	for _, s := range stats {
		if v := sets[s.Name]; v != nil && s.BannedNow >= manyBans {
			a.say("interval-set", v, "addr_options", []string{s.Name}, fmt.Sprintf("the %d addresses of jail %s are in a set of networks, where each ban takes longer the more there are: "+
				"half a second with 50,000", s.BannedNow, s.Name), "set banaction = nftables[addr_options=\"\"], with which only single addresses can be banned, or iptables-ipset")
		}
	}
}
