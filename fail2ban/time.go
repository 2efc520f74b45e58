package fail2ban

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Permanent is the ban time of bans without an end: -1 second, as fail2ban writes it.
const Permanent = -1 * time.Second

const (
	day  = 24 * time.Hour
	week = 7 * day
	// A year has 365.25 days and a month is a twelfth of it. Source: fail2ban/server/mytime.py, str2seconds.
	year  = 31557600 * time.Second
	month = year / 12
)

// maxSeconds is the longest time that fits a Duration.
const maxSeconds = math.MaxInt64 / int64(time.Second)

// ParseTime reads a time as the configuration has it, but strictly: "-1", a number of seconds such as "600", or numbers with units
// such as "1d 12h", where the units are y, mo, w, d, h, m and s. fail2ban itself evaluates times as Python expressions, therefore
// nothing else may reach it. Fails with [InvalidArgument].
func ParseTime(text string) (time.Duration, error) {
	if text == "-1" {
		return Permanent, nil
	}
	if seconds, rest, ok := cutNumber(text); ok && rest == "" {
		return total(text, seconds, 1)
	}
	return parseUnits(text)
}

func parseUnits(text string) (time.Duration, error) {
	var sum time.Duration
	rest := text
	for {
		number, after, ok := cutNumber(rest)
		if !ok {
			return 0, badTime(text)
		}
		unit, after, ok := cutUnit(strings.TrimLeft(after, " \t"))
		if !ok {
			return 0, badTime(text)
		}
		part, err := total(text, number, int64(unit/time.Second))
		if err != nil {
			return 0, err
		}
		if sum > math.MaxInt64-part {
			return 0, longTime(text)
		}
		sum += part
		if rest = strings.TrimLeft(after, " \t"); rest == "" {
			return sum, nil
		}
	}
}

// cutNumber takes digits from the beginning of text. A number that is too large becomes the largest one.
func cutNumber(text string) (number int64, rest string, ok bool) {
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(text)
	}
	number, err := strconv.ParseInt(text[:end], 10, 64)
	if err != nil && end > 0 {
		number = math.MaxInt64
	}
	return number, text[end:], end > 0
}

func cutUnit(text string) (unit time.Duration, rest string, ok bool) {
	for _, u := range units() {
		if rest, ok := strings.CutPrefix(text, u.name); ok {
			return u.length, rest, true
		}
	}
	return 0, text, false
}

type unit struct {
	name   string
	length time.Duration
}

// units are in the order of their lengths, which is also right for reading: mo comes before m.
func units() []unit {
	return []unit{
		{"y", year}, {"mo", month}, {"w", week}, {"d", day}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second},
	}
}

func total(text string, number, unitSeconds int64) (time.Duration, error) {
	if number > maxSeconds/unitSeconds {
		return 0, longTime(text)
	}
	return time.Duration(number*unitSeconds) * time.Second, nil
}

func badTime(text string) error {
	return invalid("time", "%q is not -1, a number of seconds, or numbers with units such as 1d 12h", shorten(text))
}

func longTime(text string) error {
	return invalid("time", "%q is too long; the longest is about 292 years", shorten(text))
}

// FormatTime writes d in a form that [ParseTime] and fail2ban's configuration read, with the units w, d, h, m and s, such as
// "1d 12h". Parts of a second are dropped, and what is negative is "-1".
func FormatTime(d time.Duration) string {
	if d < 0 {
		return "-1"
	}
	var parts []string
	for _, u := range units() {
		if u.length == month || u.length == year {
			continue // their lengths differ from the calendar's
		}
		if n := d / u.length; n > 0 {
			parts = append(parts, strconv.FormatInt(int64(n), 10)+u.name)
			d -= n * u.length
		}
	}
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, " ")
}

// parseSeconds reads a number of seconds as Python writes an int or a float.
func parseSeconds(text string) (time.Duration, bool) {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(s) {
		return 0, false
	}
	return seconds(s), true
}
