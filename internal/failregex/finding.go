package failregex

import (
	"regexp"
	"slices"
	"strings"
)

// Finding is what was found in a line.
type Finding struct {
	Outcome Outcome
	// Index is that of the expression: of those that fail for Matched, of those to ignore for Ignored, else -1.
	Index int
	// Address is the address, name or other ban id, and User the user that the expression captures; each may be empty.
	Address, User string
	// Remembered is true for a match that is no failure by itself: fail2ban remembers it for when another line of the session is one.
	Remembered bool
	// Captures are all named groups that match something, in the order of their names.
	Captures []Capture
	// Parts are the whole line cut into pieces.
	Parts []Part
}

// Outcome is the short form of a finding.
type Outcome string

// The outcomes.
const (
	// Matched is a failure.
	Matched Outcome = "matched"
	// Ignored matches an expression of what is to be ignored.
	Ignored Outcome = "ignored"
	// Unmatched matches no expression.
	Unmatched Outcome = "unmatched"
	// Untried was not looked at, for lack of time.
	Untried Outcome = "untried"
	// TooLong was not looked at, for its length.
	TooLong Outcome = "too_long"
)

// Capture is a named group with what it matches.
type Capture struct{ Name, Text string }

// Part is a piece of a line.
type Part struct {
	Text string
	Role Role
	// Name is the group that captures it, for RoleAddress, RoleUser and RoleCaptured.
	Name string
}

// Role is what a piece of a line is to the expression.
type Role string

// The roles.
const (
	// RoleNone is not part of the match.
	RoleNone Role = "none"
	// RoleDate was cut out before the expression was tried.
	RoleDate Role = "date"
	// RoleMatched is part of the match.
	RoleMatched Role = "matched"
	// RoleAddress, RoleUser and RoleCaptured are captured by a group.
	RoleAddress  Role = "address"
	RoleUser     Role = "user"
	RoleCaptured Role = "captured"
)

func unmatched(line string) Finding { return plain(line, Unmatched) }

func untried(line string) Finding { return plain(line, Untried) }

func tooLong(line string) Finding { return plain(line, TooLong) }

func plain(line string, outcome Outcome) Finding {
	f := Finding{Outcome: outcome, Index: -1}
	if line != "" {
		f.Parts = []Part{{Text: string([]rune(line)), Role: RoleNone}}
	}
	return f
}

func ignored(line string, date span, by hit) Finding {
	return Finding{Outcome: Ignored, Index: by.index, Parts: partsOf(line, date, by.match)}
}

// matched takes groups also from before, the match of the prefix, where the expression itself does not have them.
func matched(line string, date span, by hit, before []match) Finding {
	f := Finding{Outcome: Matched, Index: by.index}
	texts := make(map[string]string)
	for _, m := range append(slices.Clone(before), by.match) {
		for _, name := range m.names {
			if s, ok := m.group(name); ok && named(name) && name != "content" {
				texts[name] = m.in.string(s)
			}
		}
	}
	for name, text := range texts {
		f.Captures = append(f.Captures, Capture{name, text})
	}
	slices.SortFunc(f.Captures, func(a, b Capture) int { return strings.Compare(a.Name, b.Name) })
	f.Address = firstOf(f.Captures, isAddress)
	f.User = firstOf(f.Captures, isUser)
	// Source: fail2ban/server/filter.py, _mergeFailure.
	f.Remembered = texts["mlfid"] != "" && (texts["nofail"] != "" || texts["mlfgained"] != "")
	f.Parts = partsOf(line, date, append(slices.Clone(before), by.match)...)
	return f
}

// named tells a group with a name from one with a number only.
func named(name string) bool { return strings.Trim(name, "0123456789") != "" }

// addressGroups are those that fail2ban takes the banned address from, in its order. Source: fail2ban/server/filter.py, findFailure.
func addressGroups() []string { return []string{"ip4", "ip6", "dns", "fid"} }

// other is a group that stands for another one if that is empty. Source: fail2ban/server/failregex.py, COMPLNAME_CRE.
var other = regexp.MustCompile(`^(?:alt|tuple)_(.*?)(?:_\d+)?$`)

// plainName is the name of the group for which a group stands. Source: fail2ban/server/failregex.py, mapTag2Opt.
func plainName(name string) string {
	if m := other.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	if name == "id" {
		return "fid"
	}
	return name
}

func isAddress(name string) int { return slices.Index(addressGroups(), plainName(name)) }

func isUser(name string) int { return slices.Index([]string{"user"}, plainName(name)) }

// firstOf returns what the most important of the groups captures; rank is -1 for those that do not count.
func firstOf(captures []Capture, rank func(string) int) string {
	best, text := -1, ""
	for _, c := range captures {
		r := rank(c.Name)
		if r < 0 {
			continue
		}
		r *= 2
		if other.MatchString(c.Name) {
			r++ // only where the group itself is empty
		}
		if best < 0 || r < best {
			best, text = r, c.Text
		}
	}
	return text
}

// partsOf cuts the line where what its characters are to the matches changes. Of groups within each other the smallest one counts.
func partsOf(line string, date span, matches ...match) []Part {
	runes := []rune(line)
	roles := make([]Part, len(runes))
	for i := range roles {
		roles[i].Role = RoleNone
	}
	for i := date.from; i < date.to; i++ {
		roles[i].Role = RoleDate
	}
	for _, m := range matches {
		mark(roles, m.in, m.whole(), Part{Role: RoleMatched})
	}
	for _, c := range groupsOf(matches) {
		mark(roles, c.in, c.span, Part{Role: roleOf(c.name), Name: c.name})
	}
	var parts []Part
	for from, to := 0, 1; from < len(runes); from, to = to, to+1 {
		for to < len(runes) && roles[to] == roles[from] {
			to++
		}
		parts = append(parts, Part{Text: string(runes[from:to]), Role: roles[from].Role, Name: roles[from].Name})
	}
	return parts
}

// place is where a group captures something.
type place struct {
	span
	in   text
	name string
}

// groupsOf returns the named groups of all matches, the largest ones first.
func groupsOf(matches []match) []place {
	var all []place
	for _, m := range matches {
		for _, name := range m.names {
			if s, ok := m.group(name); ok && named(name) && name != "content" {
				all = append(all, place{s, m.in, name})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return (b.to - b.from) - (a.to - a.from) })
	return all
}

func roleOf(name string) Role {
	switch {
	case isAddress(name) >= 0:
		return RoleAddress
	case isUser(name) >= 0:
		return RoleUser
	default:
		return RoleCaptured
	}
}

// mark gives a role to the characters of the line that a piece of a text comes from. The added end of the line is none of them.
func mark(roles []Part, in text, s span, as Part) {
	for _, at := range in.at[s.from:s.to] {
		if at < len(roles) {
			roles[at] = as
		}
	}
}
