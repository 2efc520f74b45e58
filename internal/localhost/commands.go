package localhost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// setting is what the commands of a jail say about one option, in the order of the commands.
type setting struct {
	option string
	values []string
}

// settings are the commands of a jail by option: what is added to a list under the name of the list.
func (s stream) settings() []setting {
	var all []setting
	for _, command := range s {
		option, value := optionOf(command)
		if option == "" {
			continue
		}
		at := slices.IndexFunc(all, func(one setting) bool { return one.option == option })
		if at < 0 {
			at = len(all)
			all = append(all, setting{option: option})
		}
		all[at].values = append(all[at].values, value...)
	}
	return all
}

// optionOf is the option that a command of a jail is about, and its values. Source: fail2ban/client/jailreader.py, filterreader.py and
// actionreader.py, convert.
func optionOf(command []any) (option string, values []string) {
	rest := func(from int) []string {
		var all []string
		for _, word := range command[min(from, len(command)):] {
			if list, ok := word.([]any); ok {
				for _, one := range list {
					all = append(all, fmt.Sprint(one))
				}
				continue
			}
			all = append(all, fmt.Sprint(word))
		}
		return all
	}
	switch word := text(command, 2); {
	case text(command, 0) == "start":
		return "", nil
	case text(command, 0) == "add":
		return "backend", rest(2)
	case word == "addaction" || word == "action":
		return "action", []string{fmt.Sprintf("%q", command[3:])}
	default:
		return strings.TrimPrefix(word, "add"), rest(3)
	}
}

// clearedByReload are the lists that fail2ban clears when it reloads a jail, so that they are what is sent then. Source: fail2ban/server/filter.py,
// clearAllParams and reload.
func clearedByReload(option string) bool {
	return slices.Contains([]string{"failregex", "ignoreregex", "ignoreip", "logpath"}, option)
}

// difference tells how a running jail comes from one set of commands to another, and why. The operation is empty if they are the same.
func difference(before, after stream) (operation host.Operation, reasons []string) {
	old, now := before.settings(), after.settings()
	restart := false
	for _, is := range now {
		at := slices.IndexFunc(old, func(was setting) bool { return was.option == is.option })
		var was []string
		if at >= 0 {
			was = old[at].values
		}
		if at >= 0 && slices.Equal(was, is.values) {
			continue
		}
		switch {
		case slices.Contains([]string{"action", "backend", "journalmatch"}, is.option):
			restart = true
			reasons = append(reasons, is.option+" changes, and a reload would not bring that into force")
		case at < 0:
			reasons = append(reasons, is.option+" is new: "+shown(is.values))
		default:
			reasons = append(reasons, changedWords(is.option, was, is.values))
		}
	}
	for _, was := range old {
		gone := !slices.ContainsFunc(now, func(is setting) bool { return is.option == was.option })
		switch {
		case gone && clearedByReload(was.option):
			reasons = append(reasons, was.option+" is not set any more")
		case gone:
			restart = true
			reasons = append(reasons, was.option+" is not set any more, and a reload would keep it")
		}
	}
	switch {
	case restart:
		return host.OperationRestart, reasons
	case len(reasons) > 0:
		return host.OperationReload, reasons
	case !slices.EqualFunc(before, after, sameCommand):
		return host.OperationReload, []string{"the order of the settings changes"}
	}
	return "", nil
}

// sameActions tells whether two sets of commands have the same actions, in the same order.
func sameActions(a, b stream) bool {
	actions := func(s stream) []string {
		at := slices.IndexFunc(s.settings(), func(one setting) bool { return one.option == "action" })
		if at < 0 {
			return nil
		}
		return s.settings()[at].values
	}
	return slices.Equal(actions(a), actions(b))
}

func sameCommand(a, b []any) bool { return fmt.Sprintf("%#v", a) == fmt.Sprintf("%#v", b) }

func changedWords(option string, was, is []string) string {
	if len(was) == 1 && len(is) == 1 && len(was[0])+len(is[0]) < 80 {
		return fmt.Sprintf("%s changes from %s to %s", option, shown(was), shown(is))
	}
	var added, removed int
	for _, one := range is {
		if !slices.Contains(was, one) {
			added++
		}
	}
	for _, one := range was {
		if !slices.Contains(is, one) {
			removed++
		}
	}
	return fmt.Sprintf("%s changes: %d added, %d removed", option, added, removed)
}

func shown(values []string) string {
	return cmp.Or(record.Cut(oneLine(strings.Join(values, ", ")), 120), "empty")
}
