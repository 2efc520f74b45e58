package localhost

import (
	"encoding/json"
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

// maxBanData bounds what is decoded of one ban; fail2ban keeps ten lines by default.
const maxBanData = 1 << 20

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

// lines keeps the last ones that fit.
func lines(matches []json.RawMessage) []string {
	matches = matches[max(0, len(matches)-host.MaxEvidenceLines):]
	var evidence []string
	room := host.MaxEvidenceBytes
	for _, match := range matches {
		line, ok := matchedLine(match)
		if !ok {
			continue
		}
		line = cut(harmless(strings.TrimRight(line, "\r\n")), room)
		if room -= len(line); room <= 0 {
			break
		}
		evidence = append(evidence, line)
	}
	return evidence
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
