package failregex

import (
	"regexp"
	"strconv"
	"strings"
)

// Pieces of expressions that tags stand for. Source: fail2ban/server/failregex.py, R_HOST, and fail2ban/server/ipdns.py.
const (
	ip4     = `(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})`
	ip6     = `(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))`
	address = `\[?(?:` + ip4 + `|` + ip6 + `)\]?`
	cidr    = `(?P<cidr>\d+)`
)

var (
	tag    = regexp.MustCompile(`^</?[\w-]+/?>`)
	ownTag = regexp.MustCompile(`^<(/?)F-([A-Z0-9_-]+)>$`)
)

// wholeTag is what a tag that stands for itself is replaced by; ok is false if it is none. Names of hosts are not looked for. Source:
// fail2ban/server/failregex.py, RH4TAG.
func wholeTag(name string) (text string, ok bool) {
	name = strings.Trim(name, "<>")
	if plain, own := strings.CutPrefix(name, "F-"); own {
		plain, own = strings.CutSuffix(plain, "/")
		if !own {
			return "", false
		}
		switch plain {
		case "ID":
			return `(?P<fid>\S+)`, true
		case "PORT":
			return `(?P<fport>\w+)`, true
		}
		name = plain
	}
	switch name {
	case "HOST", "ADDR":
		return address, true
	case "IP4":
		return ip4, true
	case "IP6":
		return ip6, true
	case "DNS":
		return `(?P<dns>[\w\-.^_]*\w)`, true
	case "CIDR":
		return cidr, true
	case "SUBNET":
		return `\[?(?:` + ip4 + `|` + ip6 + `)(?:/` + cidr + `)?\]?`, true
	}
	return "", false
}

// Expand replaces the tags of fail2ban in an expression by what they stand for. An expression that has none stays as it is.
func Expand(text string) string {
	var b strings.Builder
	opened, lines := map[string]bool{}, 0
	for text != "" {
		end := strings.IndexByte(text, '<')
		if end < 0 {
			end = len(text)
		}
		b.WriteString(text[:end])
		text = text[end:]
		found := tag.FindString(text)
		if found == "" {
			if text != "" {
				b.WriteByte('<')
				text = text[1:]
			}
			continue
		}
		text = text[len(found):]
		if found == "<SKIPLINES>" {
			b.WriteString(`\n(?P<skiplines` + strconv.Itoa(lines) + `>(?:(?:.*\n)*?))`)
			lines++
			continue
		}
		b.WriteString(expandTag(found, opened))
	}
	return b.String()
}

func expandTag(found string, opened map[string]bool) string {
	if whole, ok := wholeTag(found); ok {
		return whole
	}
	own := ownTag.FindStringSubmatch(found)
	switch {
	case own == nil:
		return found
	case own[1] == "":
		opened[own[2]] = true
		return "(?P<" + groupOf(own[2]) + ">"
	case opened[own[2]]:
		return ")"
	}
	return found
}

// groupOf is the group that a tag of the filter's own opens. Source: fail2ban/server/failregex.py, mapTag2Opt.
func groupOf(tag string) string {
	switch name := strings.ToLower(tag); name {
	case "id", "port":
		return "f" + name
	default:
		return name
	}
}
