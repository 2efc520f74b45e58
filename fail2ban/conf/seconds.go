package conf

import (
	"regexp"
	"strconv"
	"strings"
)

// timeParts are the parts of a sum of lengths of time.
var timeParts = regexp.MustCompile(`(?i)([-+]?)\s*(\d+(?:\.\d+)?)\s*([a-z]*)`)

// Seconds is the length of time that fail2ban understands by a text such as 1d 12h, and whether it is one of ours: products and quotients, which
// fail2ban works out as well, are not. -1 is for ever. Source: fail2ban/server/mytime.py, str2seconds.
func Seconds(text string) (seconds float64, ok bool) {
	if !timeForm.MatchString(text) || strings.ContainsAny(text, "*/") {
		return 0, false
	}
	for _, part := range timeParts.FindAllStringSubmatch(text, -1) {
		n, err := strconv.ParseFloat(part[2], 64)
		if err != nil {
			return 0, false
		}
		n *= unitSeconds(lower(part[3]))
		if part[1] == "-" {
			n = -n
		}
		seconds += n
	}
	return seconds, true
}

// unitSeconds is how long a unit is. A month is the twelfth of a year, and a year has a quarter of a leap day.
func unitSeconds(unit string) float64 {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	switch {
	case unit == "":
		return 1
	case strings.HasPrefix(unit, "mo"):
		return 365.25 * day / 12
	}
	return map[byte]float64{'s': 1, 'm': minute, 'h': hour, 'd': day, 'w': 7 * day, 'y': 365.25 * day}[unit[0]]
}
