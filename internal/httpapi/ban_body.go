package httpapi

import (
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// banBody is one ban.
type banBody struct {
	ID            int64      `json:"id"`
	Host          string     `json:"host"`
	Jail          string     `json:"jail"`
	Address       string     `json:"address" doc:"An address or network, or another ban id" example:"192.0.2.1"`
	BannedAt      time.Time  `json:"banned_at"`
	Until         *time.Time `json:"until" doc:"The end that is planned; null if permanent or not known"`
	BanTime       *int64     `json:"ban_time_seconds" doc:"-1 is permanent; null if not known"`
	Permanent     bool       `json:"permanent"`
	Active        bool       `json:"active"`
	EndedAt       *time.Time `json:"ended_at"`
	EndedBy       *string    `json:"ended_by" enum:"expired,unbanned,repealed,unknown" doc:"Null while it is in force"`
	EndedActor    string     `json:"ended_actor" doc:"Who lifted it, if that was done here; else empty"`
	Origin        string     `json:"origin" enum:"detected,manual,blocklist,fleet"`
	Actor         string     `json:"actor" doc:"Who ordered it; empty if detected"`
	Reason        string     `json:"reason"`
	Failures      int        `json:"failures" doc:"How many led to it"`
	Count         int        `json:"count" doc:"Which ban of this address in this jail it is; 0 if not known"`
	Evidence      []string   `json:"evidence" doc:"The matched lines; in lists and CSV the first one only"`
	EvidenceLines int        `json:"evidence_lines" doc:"How many there are"`
	Country       string     `json:"country" doc:"ISO 3166-1, empty if not known" example:"NL"`
	ASN           uint32     `json:"asn" doc:"The number of the network's owner; 0 if not known"`
	Network       string     `json:"network" doc:"The owner of the network; empty if not known"`
	Repeats       int        `json:"repeats" doc:"In lists of the history: how many bans of this address there are, up to 100; else 0"`
}

// banBodyOf tells all of a ban.
func banBodyOf(b ban.Ban) banBody {
	body := banBody{
		ID: b.ID, Host: b.Host, Jail: b.Jail, Address: b.Address, BannedAt: b.BannedAt.UTC(), Until: timeOrNull(b.Until),
		Permanent: b.BanTime == host.Permanent, Active: b.Active(), EndedAt: timeOrNull(b.EndedAt), EndedActor: b.EndedActor,
		Origin: string(b.Origin), Actor: b.Actor, Reason: b.Reason, Failures: b.Failures, Count: b.Count, Evidence: listOf(b.Evidence),
		EvidenceLines: b.EvidenceLines, Country: b.Country, ASN: b.ASN, Network: b.Network, Repeats: b.Repeats,
	}
	if b.BanTime != 0 {
		body.BanTime = new(seconds(b.BanTime))
	}
	if b.EndedBy != "" {
		body.EndedBy = new(string(b.EndedBy))
	}
	return body
}

// listedBanOf has the first line of evidence only.
func listedBanOf(b ban.Ban) banBody {
	b.EvidenceLines = max(b.EvidenceLines, len(b.Evidence))
	b.Evidence = b.Evidence[:min(len(b.Evidence), 1)]
	return banBodyOf(b)
}

func listedBansOf(bans []ban.Ban) []banBody {
	items := make([]banBody, 0, len(bans))
	for _, b := range bans {
		items = append(items, listedBanOf(b))
	}
	return items
}
