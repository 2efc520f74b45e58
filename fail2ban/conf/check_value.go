package conf

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// The codes of values that fail2ban's server does not take, or takes for something else.
const (
	// CodeTime is a length of time that is none.
	CodeTime Code = "time"
	// CodeBackend is a backend that does not exist.
	CodeBackend Code = "backend"
	// CodeBoolean is a word that fail2ban takes for false because it does not know it.
	CodeBoolean Code = "boolean"
	// CodeChoice is a word that is none of those that the option takes.
	CodeChoice Code = "choice"
	// CodeAddress is something that looks like an address and is none.
	CodeAddress Code = "address"
	// CodeComment is a # behind a value: it is a part of the value.
	CodeComment Code = "comment-in-value"
)

// checkOptions looks at what a jail says.
func (r *resolver) checkOptions(options *values) {
	for name, v := range options.all() {
		value, isText := v.Data.(string)
		if !isText {
			continue
		}
		switch name {
		case "findtime", "bantime", "bantime.maxtime", "bantime.rndtime":
			r.checkTime(name, value, v)
		case "backend":
			r.checkBackend(value, v)
		case "usedns":
			r.checkChoice(name, value, v, "no", "yes", "warn", "no", "raw")
		case "ignoreip":
			r.checkAddresses(value, v)
		}
	}
}

// checkBoolean looks at a word that is to be true or false.
func (r *resolver) checkBoolean(name, value string, v *Value) {
	if !isTrue(value) && !slices.Contains([]string{"0", "off", "false", "no", ""}, lower(value)) {
		r.reportAt(v, CodeBoolean, Doubtful, fmt.Sprintf("%s is %s, which fail2ban takes for false", name, quote(value)), "write true or false")
	}
}

// checkChoice looks at a word of which there are only some; fail2ban takes another for fallback.
func (r *resolver) checkChoice(name, value string, v *Value, fallback string, words ...string) {
	if !slices.Contains(words, lower(value)) {
		r.reportAt(v, CodeChoice, Doubtful, fmt.Sprintf("%s is %s, which fail2ban takes for %s", name, quote(value), fallback),
			"use one of "+strings.Join(words, ", "))
	}
}

// timeForm is a sum of numbers with or without units, as an administrator writes it. fail2ban evaluates whatever is written as a Python
// expression. Source: fail2ban/server/mytime.py, str2seconds.
var timeForm = regexp.MustCompile(`(?i)^\s*[-+]?\s*\d+(\.\d+)?\s*` + timeUnit + `(\s*[-+*/]?\s*\d+(\.\d+)?\s*` + timeUnit + `)*\s*$`)

const timeUnit = `(?:days?|da|dd?|weeks?|wee?|ww?|months?|mon?|years?|yea?|yy?|seconds?|sec?|ss?|minutes?|min?|mm?|hours?|hou?|hh?)?`

func (r *resolver) checkTime(name, value string, v *Value) {
	plain, _, _ := strings.Cut(value, "#") // a comment, for Python
	if !timeForm.MatchString(plain) {
		r.reportAt(v, CodeTime, Fatal, fmt.Sprintf("%s is %s, which is no length of time; fail2ban's server would try to run it as a program", name, quote(value)),
			"write seconds, or numbers with units such as 1d 12h; -1 is for ever")
	}
}

// backends are those that there are. Source: fail2ban/server/jail.py, _BACKENDS.
func (f features) backends() []string {
	all := []string{"auto", "pyinotify", "polling", "systemd"}
	if !f.splitsAtAnySpace { // 1.1.0 dropped it
		all = append(all, "gamin")
	}
	return all
}

func (r *resolver) checkBackend(value string, v *Value) {
	name, parameters, err := r.syntax.parameters(value)
	known := r.config.features.backends()
	switch {
	case err != nil || !slices.Contains(known, lower(name)):
		r.reportAt(v, CodeBackend, Fatal, fmt.Sprintf("there is no backend %s", quote(value)), "use one of "+strings.Join(known, ", "))
	case parameters.len() > 0 && lower(name) != "systemd":
		r.reportAt(v, CodeBackend, Fatal, fmt.Sprintf("the backend %s takes no parameters", lower(name)), "remove what is in brackets, or use systemd")
	}
}

// likeAddress is what can only be meant as an address.
var likeAddress = regexp.MustCompile(`^[0-9.]+(/.*)?$|^[0-9a-fA-F]*:[0-9a-fA-F:.]*(/.*)?$`)

func (r *resolver) checkAddresses(value string, v *Value) {
	for _, word := range splitWords(value, r.config.features.splitsAtAnySpace) {
		if likeAddress.MatchString(word) && !isAddress(word) {
			r.reportAt(v, CodeAddress, Doubtful, fmt.Sprintf("%s is neither an address nor a network", quote(word)),
				"write addresses such as 192.0.2.1, and networks such as 192.0.2.0/24")
		}
	}
}

// isAddress also takes networks with a mask such as 10.0.0.0/255.0.0.0, as fail2ban does.
func isAddress(word string) bool {
	if _, err := netip.ParseAddr(word); err == nil {
		return true
	}
	if _, err := netip.ParsePrefix(word); err == nil {
		return true
	}
	address, mask, ok := strings.Cut(word, "/")
	if !ok {
		return false
	}
	a, err := netip.ParseAddr(address)
	m, err2 := netip.ParseAddr(mask)
	return err == nil && err2 == nil && a.Is4() == m.Is4()
}
