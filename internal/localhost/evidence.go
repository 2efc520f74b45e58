package localhost

import (
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// event is what the row tells.
func (r banRow) event() host.Event {
	e := host.Event{
		Kind: host.EventBan, At: time.Unix(r.timeOfBan, 0).UTC(), Jail: record.Harmless(r.jail), ID: record.Canonical(r.id),
		BanTime: record.BanTime(r.banTime), BanCount: max(r.count, 0),
	}
	e.Until = until(e.At, e.BanTime)
	e.Failures, e.Evidence = parseBanData(r.data)
	return e
}

// maxBanData bounds what is read and decoded of one ban, in bytes; fail2ban keeps ten lines by default.
const maxBanData = 64 << 10

// parseBanData reads the column data, within the limits for evidence.
func parseBanData(data []byte) (failures int, evidence []string) {
	if len(data) > maxBanData {
		return 0, nil
	}
	return record.ParseData(data, host.MaxEvidenceLines, host.MaxEvidenceBytes)
}
