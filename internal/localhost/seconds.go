package localhost

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timePiece is one piece of a length of time as an administrator writes it. fail2ban evaluates more than that as a Python expression; that is not done
// here. Source: fail2ban/server/mytime.py, str2seconds.
var timePiece = regexp.MustCompile(`(?i)^[\s+]*(\d+(?:\.\d+)?)\s*([a-z]*)`)

// unitSeconds is how long a unit is; ok is false for what is none.
func unitSeconds(unit string) (seconds float64, ok bool) {
	const day, year = 86_400, 365.25 * 86_400
	switch strings.ToLower(unit) {
	case "", "s", "ss", "se", "sec", "second", "seconds":
		return 1, true
	case "m", "mm", "mi", "min", "minute", "minutes":
		return 60, true
	case "h", "hh", "ho", "hou", "hour", "hours":
		return 3600, true
	case "d", "dd", "da", "day", "days":
		return day, true
	case "w", "ww", "we", "wee", "week", "weeks":
		return 7 * day, true
	case "mo", "mon", "month", "months":
		return year / 12, true
	case "y", "yy", "ye", "yea", "year", "years":
		return year, true
	}
	return 0, false
}

// timeOf reads a length of time such as 1d 12h, in whole seconds; -1 is permanent. ok is false for what is none.
func timeOf(text string) (d time.Duration, ok bool) {
	text = strings.TrimSpace(text)
	if text == "-1" {
		return -time.Second, true
	}
	total := 0.0
	for rest := text; ; {
		m := timePiece.FindStringSubmatch(rest)
		if m == nil {
			return time.Duration(total) * time.Second, ok && strings.TrimSpace(rest) == "" && total < math.MaxInt32*100
		}
		rest = rest[len(m[0]):]
		n, err := strconv.ParseFloat(m[1], 64)
		seconds, known := unitSeconds(m[2])
		if err != nil || !known {
			return 0, false
		}
		total, ok = total+n*seconds, true
	}
}
