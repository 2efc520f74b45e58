package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"bangui/internal/ban"
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

// evidenceRest is what stands apart from a ban.
type evidenceRest struct {
	ban   int64
	lines string
}

// addEvidence adds the lines that stand apart from the bans.
func (s *Store) addEvidence(ctx context.Context, bans []ban.Ban) error {
	places := make(map[int64]int)
	var ids []int64
	for i, b := range bans {
		if b.EvidenceLines > 1 {
			places[b.ID] = i
			ids = append(ids, b.ID)
		}
	}
	for part := range slices.Chunk(ids, chunk(1)) {
		where := &filter{}
		wanted := make([]string, len(part))
		for i, id := range part {
			wanted[i] = where.arg(id)
		}
		found, err := all(ctx, s.read, scanEvidenceRest, `
			select ban_id, lines from ban_evidence where ban_id in (`+strings.Join(wanted, ", ")+`)`, where.args...)
		if err != nil {
			return err
		}
		for _, rest := range found {
			b := &bans[places[rest.ban]]
			b.Evidence = append(b.Evidence, strings.Split(rest.lines, "\n")...)
		}
	}
	return nil
}

func scanEvidenceRest(row *sql.Rows) (evidenceRest, error) {
	var rest evidenceRest
	return rest, row.Scan(&rest.ban, &rest.lines)
}
