package store

import (
	"strings"

	"bangui/internal/host"
)

// cutMark stands where evidence was cut.
const cutMark = "…"

// capEvidence keeps evidence within the limits and each line in one line. A line that is cut ends with cutMark.
func capEvidence(lines []string) []string {
	lines = lines[:min(len(lines), host.MaxEvidenceLines)]
	kept := make([]string, 0, len(lines))
	room := host.MaxEvidenceBytes
	for _, line := range lines {
		if room <= len(cutMark) {
			break
		}
		line = oneLine(line, room)
		room -= len(line)
		kept = append(kept, line)
	}
	return kept
}

// oneLine replaces ends of lines and cuts to so many bytes.
func oneLine(line string, bytes int) string {
	short := cut(line, bytes)
	if len(short) < len(line) && len(clean(line)) > bytes {
		short = cut(line, bytes-len(cutMark)) + cutMark
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(short)
}

// splitEvidence returns what stands with the ban and what stands apart.
func splitEvidence(lines []string) (head, rest string) {
	if len(lines) == 0 {
		return "", ""
	}
	return lines[0], strings.Join(lines[1:], "\n")
}
