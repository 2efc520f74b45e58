package record

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban"
)

// ShortData is an SQL expression for the column data of SQLite tables of bans: the column itself, and of one that is longer than so
// many bytes the number of failures and so many characters of its last line. fail2ban keeps lines of any length, and many rows are read
// at once.
func ShortData(bytes, characters int) string {
	return fmt.Sprintf(`case when length(data) <= %d then data when not json_valid(cast(data as text)) then null
		else json_object('failures', json_extract(cast(data as text), '$.failures'),
			'matches', json_array(substr(json_extract(cast(data as text), '$.matches[#-1]'), 1, %d))) end`, bytes, characters)
}

// ParseData reads the column data of fail2ban's tables of bans: JSON with the number of failures and the matched lines, of which the
// last ones are returned, at most so many lines and bytes. A line is a string, or a list of what stood before the time, the time,
// and what stood after it. What cannot be read is left out.
// Source: fail2ban/server/database.py, addBan, and ticket.py.
func ParseData(data []byte, maxLines, maxBytes int) (failures int, lines []string) {
	var content struct {
		Failures json.RawMessage   `json:"failures"`
		Matches  []json.RawMessage `json:"matches"`
	}
	if json.Unmarshal(data, &content) != nil {
		return 0, nil
	}
	var count float64
	if json.Unmarshal(content.Failures, &count) == nil {
		failures = int(min(max(count, 0), math.MaxInt32))
	}
	return failures, matchedLines(content.Matches, maxLines, maxBytes)
}

// matchedLines keeps the last ones that fit. Of lines that follow each other and are the same one is kept: fail2ban repeats the reason of a
// manual ban as often as failures are needed for it.
func matchedLines(matches []json.RawMessage, maxLines, maxBytes int) []string {
	var all []string
	for _, match := range matches {
		if line, ok := matchedLine(match); ok {
			all = append(all, Harmless(strings.TrimRight(line, "\r\n")))
		}
	}
	all = slices.Compact(all)
	all = all[max(0, len(all)-maxLines):]
	room := maxBytes
	for i, line := range all {
		all[i] = cutMarked(line, room)
		if room -= len(all[i]); room <= 0 {
			return all[:i+1]
		}
	}
	return all
}

// cutMark stands where a line was cut.
const cutMark = "…"

// cutMarked returns at most n bytes; what is cut ends with a mark, if there is room for it.
func cutMarked(line string, n int) string {
	if len(line) <= n || n < len(cutMark) {
		return Cut(line, n)
	}
	return Cut(line, n-len(cutMark)) + cutMark
}

func matchedLine(match json.RawMessage) (string, bool) {
	var line string
	if json.Unmarshal(match, &line) == nil {
		return line, true
	}
	var parts []string
	if json.Unmarshal(match, &parts) == nil {
		return strings.Join(parts, ""), true
	}
	return "", false
}

// BanTime turns fail2ban's seconds into a length: -1 is permanent, -2 is unknown. Source: fail2ban/server/database.py, updateDb.
func BanTime(seconds float64) time.Duration {
	switch {
	case seconds == -1:
		return fail2ban.Permanent
	case math.IsNaN(seconds), seconds < 0:
		return 0
	case seconds > math.MaxInt64/float64(time.Second)/2:
		return math.MaxInt64 / 2
	}
	return time.Duration(seconds * float64(time.Second))
}
