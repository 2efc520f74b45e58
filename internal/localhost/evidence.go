package localhost

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"bangui/internal/host"
)

// event is what the row tells.
func (r banRow) event() host.Event {
	e := host.Event{
		Kind: host.EventBan, At: time.Unix(r.timeOfBan, 0).UTC(), Jail: harmless(r.jail), ID: canonical(r.id),
		BanTime: banTime(r.banTime), BanCount: max(r.count, 0),
	}
	e.Until = until(e.At, e.BanTime)
	e.Failures, e.Evidence = parseBanData(r.data)
	return e
}

// maxBanData bounds what is read and decoded of one ban, in bytes; fail2ban keeps ten lines by default.
const maxBanData = 64 << 10

// parseBanData reads the column data: JSON with the number of failures and the matched lines. A line is a string, or a list of
// what stood before the time, the time, and what stood after it. What cannot be read is left out.
// Source: fail2ban/server/database.py, addBan, and ticket.py.
func parseBanData(data []byte) (failures int, evidence []string) {
	if len(data) == 0 || len(data) > maxBanData {
		return 0, nil
	}
	var content struct {
		Failures json.RawMessage   `json:"failures"`
		Matches  []json.RawMessage `json:"matches"`
	}
	if json.Unmarshal(data, &content) != nil {
		return 0, nil
	}
	var count float64
	if json.Unmarshal(content.Failures, &count) == nil {
		failures = int(bounded(max(count, 0), 1<<31))
	}
	return failures, lines(content.Matches)
}

// lines keeps the last ones that fit. Of lines that follow each other and are the same one is kept: fail2ban repeats the reason of a
// manual ban as often as failures are needed for it.
func lines(matches []json.RawMessage) []string {
	var all []string
	for _, match := range matches {
		if line, ok := matchedLine(match); ok {
			all = append(all, harmless(strings.TrimRight(line, "\r\n")))
		}
	}
	all = slices.Compact(all)
	all = all[max(0, len(all)-host.MaxEvidenceLines):]
	room := host.MaxEvidenceBytes
	for i, line := range all {
		all[i] = cut(line, room)
		if room -= len(all[i]); room <= 0 {
			return all[:i+1]
		}
	}
	return all
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
