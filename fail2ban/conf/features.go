package conf

import "bangui/fail2ban"

// features is what versions of fail2ban do differently when they read their configuration. Source: the files in fail2ban/client of the
// versions 0.11.2, 1.0.2, 1.1.0 and 1.1.1.
type features struct {
	// confPath: jails know %(fail2ban_confpath)s.
	confPath bool
	// allowIPv6: the server has that option.
	allowIPv6 bool
	// strictParameters: what is no parameter, within the brackets behind a filter or an action, is an error.
	strictParameters bool
	// conditionalParameters: a parameter may have a condition, as in blocktype?family=inet6, and without one it also replaces what the action
	// says under a condition.
	conditionalParameters bool
	// skipsNone: options of the filter that have no value are not sent.
	skipsNone bool
	// splitsAtAnySpace: addresses in ignoreip may be separated by any white space.
	splitsAtAnySpace bool
	// exactDatePattern: options whose name is a part of the word datepattern are not sent along with it.
	exactDatePattern bool
	// needsAllFiles: a file that is there and cannot be read is an error.
	needsAllFiles bool
	// handlesNoLogs: there are skip_if_nologs and systemd_if_nologs.
	handlesNoLogs bool
}

func featuresOf(v fail2ban.Version) features {
	since100, since110, since111 := v.AtLeast(1, 0, 0), v.AtLeast(1, 1, 0), v.AtLeast(1, 1, 1)
	return features{
		confPath: since100, allowIPv6: since100, strictParameters: since100, skipsNone: since100,
		splitsAtAnySpace:      since110,
		conditionalParameters: since111, exactDatePattern: since111, needsAllFiles: since111, handlesNoLogs: since111,
	}
}
