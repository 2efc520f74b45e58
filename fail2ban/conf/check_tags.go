package conf

import (
	"regexp"
	"strings"
)

// Tags of regular expressions. Source: fail2ban/server/failregex.py, FTAG_CRE and FCUSTNAME_CRE.
var (
	expressionTag = regexp.MustCompile(`</?[` + wordSet + `\-]+/?>`)
	ownTag        = regexp.MustCompile(`^(/?)F-([A-Z0-9_\-]+)$`)
)

// tagGroups are the groups that a tag stands for. Source: fail2ban/server/failregex.py, RH4TAG.
func tagGroups(tag string, names bool) []string {
	switch strings.TrimSuffix(strings.TrimPrefix(tag, "F-"), "/") {
	case "HOST":
		if tag == "HOST" && names {
			return []string{"ip4", "ip6", "dns"}
		}
		if tag == "HOST" {
			return []string{"ip4", "ip6"}
		}
	case "ADDR":
		return []string{"ip4", "ip6"}
	case "IP4":
		return []string{"ip4"}
	case "IP6":
		return []string{"ip6"}
	case "DNS":
		return []string{"dns"}
	case "CIDR":
		return []string{"cidr"}
	case "SUBNET":
		return []string{"ip4", "ip6", "cidr"}
	case "ID":
		return []string{"fid"}
	case "PORT":
		return []string{"fport"}
	}
	return nil
}

// expandTags replaces the tags of a regular expression by groups of the same names, which stand for nothing else. With names set <HOST> also
// finds names of hosts.
func expandTags(text string, names bool) string {
	opened := make(map[string]bool)
	return expressionTag.ReplaceAllStringFunc(text, func(written string) string {
		tag := written[1 : len(written)-1]
		plain, closed := !strings.HasPrefix(tag, "F-"), strings.HasSuffix(tag, "/")
		if groups := tagGroups(tag, names); groups != nil && plain != closed {
			if tag == "ID" || tag == "PORT" {
				return written // only with F-
			}
			return "(?P<" + strings.Join(groups, ">)(?P<") + ">)"
		}
		parts := ownTag.FindStringSubmatch(tag)
		switch {
		case parts == nil:
			return written
		case parts[1] == "":
			opened[parts[2]] = true
			return "(?P<" + groupName(parts[2]) + ">"
		case opened[parts[2]]:
			return ")"
		}
		return written
	})
}

// groupName is the group that a tag of the filter's own opens. Source: fail2ban/server/failregex.py, mapTag2Opt.
func groupName(tag string) string {
	switch name := lower(tag); name {
	case "id", "port":
		return "f" + name
	default:
		return name
	}
}
