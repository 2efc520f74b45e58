package conf

import (
	"fmt"
	"regexp"
	"strconv"
)

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

func featuresOf(v release) features {
	since100, since110, since111 := v.atLeast(1, 0, 0), v.atLeast(1, 1, 0), v.atLeast(1, 1, 1)
	return features{
		confPath: since100, allowIPv6: since100, strictParameters: since100, skipsNone: since100,
		splitsAtAnySpace:      since110,
		conditionalParameters: since111, exactDatePattern: since111, needsAllFiles: since111, handlesNoLogs: since111,
	}
}

// release is the number of a version.
type release [3]int

var releaseForm = regexp.MustCompile(`^(\d{1,4})\.(\d{1,4})\.(\d{1,4})([-+~.\w]{0,32})$`)

// parseRelease reads a version such as 1.0.2 or 1.1.2.dev1. A development version counts as the version it leads to.
func parseRelease(text string) (v release, err error) {
	parts := releaseForm.FindStringSubmatch(text)
	if parts == nil {
		return v, fmt.Errorf("%s is no version such as 1.0.2", quote(text))
	}
	for i := range v {
		v[i], _ = strconv.Atoi(parts[i+1]) // the form allows digits only
	}
	return v, nil
}

func (v release) atLeast(major, minor, patch int) bool {
	for i, n := range []int{major, minor, patch} {
		if v[i] != n {
			return v[i] > n
		}
	}
	return true
}
