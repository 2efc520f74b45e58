package fail2ban

import "time"

// timeLimit is how long a command may take when the caller's context does not say. fail2ban runs one command at a time and answers
// only when it is done: one that runs actions takes as long as they do, about 0.1 s for each address at worst.
func timeLimit(words []any) time.Duration {
	switch word(words, 0) {
	case "stop", "start":
		return 10 * time.Minute
	case "reload":
		return reloadLimit(words)
	case "unban":
		return listLimit(words[1:])
	case "set", "multi-set":
		return setLimit(words)
	}
	return 10 * time.Second
}

func setLimit(words []any) time.Duration {
	switch word(words, 2) {
	case "banip", "unbanip":
		return listLimit(words[3:])
	case "action", "addaction", "delaction":
		return 2 * time.Minute // an action's own time limit is 60 s, and a repair runs several
	}
	return 10 * time.Second
}

func listLimit(addresses []any) time.Duration {
	if word(addresses, 0) == "--all" {
		return 10 * time.Minute
	}
	return 2*time.Second + time.Duration(len(addresses))*100*time.Millisecond
}

// reloadLimit counts the jails in the stream; with --restart or --unban actions run for each ban.
func reloadLimit(words []any) time.Duration {
	if options, ok := at(words, 2).([]string); ok && len(options) > 0 {
		return 10 * time.Minute
	}
	jails := 0
	stream, _ := at(words, 3).([]any)
	for _, command := range stream {
		if list, ok := command.([]any); ok && word(list, 0) == "start" {
			jails++
		}
	}
	return time.Minute + time.Duration(jails)*time.Second
}

func at(words []any, i int) any {
	if i >= len(words) {
		return nil
	}
	return words[i]
}

func word(words []any, i int) string {
	text, _ := at(words, i).(string)
	return text
}
