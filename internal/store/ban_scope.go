package store

import (
	"database/sql"
	"net/netip"
	"strings"

	"bangui/internal/ban"
)

// scopeFilter has all conditions of the scope. Only the leading one, or else that on the address, is left to an index.
func scopeFilter(scope ban.Scope, l lead) *filter {
	where := conditions(scope, l)
	window{scope.From, scope.To}.add(where)
	return where
}

// conditions are those of scopeFilter without the time.
func conditions(scope ban.Scope, l lead) *filter {
	where := &filter{}
	l.add(where)
	where.addOthers(scope, l)
	return where
}

// addOthers adds the conditions of the scope besides the leading one and the time.
func (f *filter) addOthers(scope ban.Scope, l lead) {
	f.addAddress(scope, l)
	if scope.Host != l.scope.Host {
		f.add(unindexed("host")+" = %s", scope.Host)
	}
	if scope.Jail != l.scope.Jail {
		f.add(unindexed("jail")+" = %s", scope.Jail)
	}
	if scope.Country != l.scope.Country {
		f.add(unindexed("country")+" = %s", countryCode(scope.Country))
	}
	if scope.ASN != l.scope.ASN {
		f.add("asn + 0 = %s", scope.ASN)
	}
	if scope.Origin != l.scope.Origin {
		f.add(unindexed("origin")+" = %s", string(scope.Origin))
	}
	if scope.Text != "" {
		f.addEvidence(scope.Text)
	}
}

// addAddress adds the conditions on the address. A leading condition takes its index away.
func (f *filter) addAddress(scope ban.Scope, l lead) {
	if scope.ID != "" {
		f.add("ip_from is null and address = %s", cutKey(scope.ID))
	}
	if !scope.Address.IsValid() {
		return
	}
	from, to := spanOf(scope.Address)
	switch {
	case l.chosen:
		f.addWithin("substr(ip_from, 1, 16)", scope.Address)
	case scope.Address.IsSingleIP():
		f.add("ip_from = %s and ip_to = %s", from, to)
	default:
		f.addWithin("ip_from", scope.Address)
	}
	if scope.Except.IsValid() {
		from, to := spanOf(scope.Except)
		f.add("not (ip_from = %s and ip_to = %s)", from, to)
	}
}

// addWithin adds that it is the network, or lies in it. first is the column ip_from, or an expression of the same value.
func (f *filter) addWithin(first string, network netip.Prefix) {
	_, to := spanOf(network)
	var either []string
	for _, span := range spansOf(network) {
		either = append(either, first+" >= "+f.arg(span[0])+" and "+first+" <= "+f.arg(span[1]))
	}
	f.add("("+strings.Join(either, " or ")+") and ip_to <= %s", to)
}

// addEvidence looks for text in the matched lines, and in ban ids that are not addresses. It counts, because PostgreSQL, which cannot know how few bans a step of a search has,
// would go through the evidence of all bans first to answer whether there is some.
func (f *filter) addEvidence(text string) {
	f.add(`(lower(evidence) like %[1]s escape '\' or (ip_from is null and lower(address) like %[1]s escape '\') or (evidence_lines > 1 and (
		select count(*) from ban_evidence where ban_id = bans.id and lower(lines) like %[1]s escape '\') > 0))`, likePattern(text))
}

// likePattern finds the text anywhere.
func likePattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(asciiLower(text)) + "%"
}

// unindexed is an expression of the same value as a column, which no index has.
func unindexed(column string) string { return "(" + column + " || '')" }

func scanPosition(row *sql.Rows) (ban.Position, error) {
	var p ban.Position
	return p, row.Scan(timeIn(&p.BannedAt), &p.ID)
}
