package store

import (
	"bytes"
	"context"
	"database/sql"
	"net/netip"
	"slices"

	"bangui/internal/ban"
)

const banColumns = `bans.id, bans.host, bans.jail, bans.address, bans.banned_at, bans.until_at, bans.ban_time, bans.ended_at, bans.ended_by,
	bans.ended_actor, bans.origin, bans.actor, bans.reason, bans.failures, bans.ban_count, bans.evidence, bans.evidence_lines, bans.country,
	bans.asn`

const rowColumns = `bans.id, bans.jail, bans.address, bans.banned_at, bans.until_at, bans.ban_time, bans.ended_at, bans.ended_by,
	bans.ended_actor, bans.origin, bans.actor, bans.reason, bans.observed, bans.failures, bans.ban_count, bans.evidence_lines, bans.country,
	bans.asn`

// chunk is how many rows of so many columns go into one statement: enough to save round trips to PostgreSQL, and not so many that
// SQLite, which looks for each $n in a list of all before it, needs longer to read the statement than to run it.
func chunk(columns int) int { return max(1, 160/columns) }

func scanBan(row *sql.Rows) (ban.Ban, error) {
	var b ban.Ban
	var evidence string
	err := row.Scan(&b.ID, &b.Host, &b.Jail, &b.Address, timeIn(&b.BannedAt), timeIn(&b.Until), durationIn(&b.BanTime),
		timeIn(&b.EndedAt), &b.EndedBy, &b.EndedActor, &b.Origin, &b.Actor, &b.Reason, &b.Failures, &b.Count,
		&evidence, &b.EvidenceLines, &b.Country, &b.ASN)
	if b.EvidenceLines > 0 {
		b.Evidence = []string{evidence}
	}
	return b, err
}

func scanRow(row *sql.Rows) (*banRow, error) {
	r := &banRow{}
	err := row.Scan(&r.id, &r.key.jail, &r.key.address, timeIn(&r.bannedAt), timeIn(&r.until), durationIn(&r.banTime),
		timeIn(&r.endedAt), &r.endedBy, &r.endedActor, &r.origin, &r.actor, &r.reason, &r.observed, &r.failures, &r.count,
		&r.evidenceLines, &r.country, &r.asn)
	r.was = r.banState
	return r, err
}

// bansByID returns bans in the order of the IDs, with the first line of evidence.
func bansByID(ctx context.Context, c conn, ids []int64) (map[int64]ban.Ban, error) {
	found := make(map[int64]ban.Ban, len(ids))
	for part := range slices.Chunk(ids, chunk(1)) {
		where := &filter{}
		names := ""
		for i, id := range part {
			if i > 0 {
				names += ", "
			}
			names += where.arg(id)
		}
		bans, err := all(ctx, c, scanBan, `select `+banColumns+` from bans where id in (`+names+`)`, where.args...)
		if err != nil {
			return nil, err
		}
		for _, b := range bans {
			found[b.ID] = b
		}
	}
	return found, nil
}

// span is the first and the last address of a network in 16 bytes, IPv4 mapped into IPv6; ok is false for what is no address.
func span(id string) (from, to []byte, ok bool) {
	prefix, err := netip.ParsePrefix(id)
	if err != nil {
		addr, err := netip.ParseAddr(id)
		if err != nil {
			return nil, nil, false
		}
		prefix = netip.PrefixFrom(addr.WithZone(""), addr.BitLen())
	}
	from, to = spanOf(prefix)
	return from, to, true
}

// spansOf are the stretches of addresses of a network. Those of IPv4 stand among those of IPv6, and belong to no network of IPv6.
func spansOf(prefix netip.Prefix) [][2][]byte {
	from, to := spanOf(prefix)
	firstV4, lastV4 := spanOf(netip.PrefixFrom(netip.IPv4Unspecified(), 0))
	if prefix.Addr().Is4() || bytes.Compare(from, firstV4) > 0 || bytes.Compare(to, lastV4) < 0 {
		return [][2][]byte{{from, to}}
	}
	before, after := netip.AddrFrom16([16]byte(firstV4)).Prev().As16(), netip.AddrFrom16([16]byte(lastV4)).Next().As16()
	return [][2][]byte{{from, before[:]}, {after[:], to}}
}

func spanOf(prefix netip.Prefix) (from, to []byte) {
	first := prefix.Masked().Addr().As16()
	last := first
	host := prefix.Addr().BitLen() - prefix.Bits()
	for bit := range host {
		last[15-bit/8] |= 1 << (bit % 8)
	}
	return first[:], last[:]
}
