package store

import (
	"context"
	"database/sql"
	"net/netip"
	"strings"

	"bangui/internal/ban"
)

// maxSorted is how many bans of one network are sorted by time for a page. With more of them it is quicker to go through all bans by
// time until enough are found.
const maxSorted = 20_000

// listPlan says which index a list is read by. Neither database can know which of several conditions leaves the fewest bans, and
// the wrong index makes the difference between 100 and 10 million rows.
type listPlan struct {
	// wide is true for a network with more than maxSorted bans.
	wide bool
	// lead is country, jail or host: the condition with the fewest bans, if no other is better. The others are written so that no
	// index fits.
	lead string
}

func (s *Store) planList(ctx context.Context, query ban.Query) (listPlan, error) {
	wide, err := s.isWide(ctx, query.Address)
	if err != nil {
		return listPlan{}, err
	}
	if query.ID != "" || (query.Address.IsValid() && !wide) || isRare(query.Origin) {
		return listPlan{wide: wide}, nil
	}
	lead, err := s.rarest(ctx, query)
	return listPlan{wide: wide, lead: lead}, err
}

// isRare tells whether bans of that origin have an index of their own.
func isRare(origin ban.Origin) bool { return origin != "" && origin != ban.Detected }

// isWide looks at no more than maxSorted entries of the index.
func (s *Store) isWide(ctx context.Context, network netip.Prefix) (bool, error) {
	if !network.IsValid() || network.IsSingleIP() {
		return false, nil
	}
	from, to := spanOf(network)
	n, err := first(ctx, s.read, value[int], `
		select count(*) from (select 1 from bans where ip_from >= $1 and ip_from <= $2 limit $3) as found`, from, to, maxSorted+1)
	return n > maxSorted, err
}

// rarest returns which of country, jail and host has the fewest bans in the range, by the counts of whole days; empty if none is given.
func (s *Store) rarest(ctx context.Context, query ban.Query) (string, error) {
	from, to := countRange(ban.CountQuery{From: query.From, To: query.To})
	where := &filter{args: []any{day, from - from%dayMillis, to}}
	var columns, sums []string
	for _, given := range []struct{ column, text, counted string }{
		{"country", query.Country, "dim = 'country' and host = '' and key = "},
		{"jail", query.Jail, "dim = 'jail' and host = '' and key = "},
		{"host", query.Host, "dim = 'bans' and key = '' and host = "},
	} {
		if given.text != "" {
			columns = append(columns, given.column)
			sums = append(sums, `select '`+given.column+`' as lead, coalesce(sum(n), 0) as total from ban_counts
				where hours = $1 and bucket >= $2 and bucket <= $3 and `+given.counted+where.arg(given.text))
		}
	}
	if len(columns) < 2 {
		return strings.Join(columns, ""), nil
	}
	return first(ctx, s.read, scanLead, strings.Join(sums, ` union all `)+` order by total limit 1`, where.args...)
}

func scanLead(row *sql.Rows) (string, error) {
	var lead string
	var total any
	return lead, row.Scan(&lead, &total)
}

func listFilter(query ban.Query, plan listPlan) *filter {
	where := &filter{}
	where.addIdentity(query, plan.wide)
	where.addText(unindexed("country", plan.lead), query.Country)
	where.addText(unindexed("jail", plan.lead), query.Jail)
	where.addText(unindexed("host", plan.lead), query.Host)
	where.addText("origin", string(query.Origin))
	if isRare(query.Origin) {
		// Said again for the index of the rare origins.
		where.add("origin <> 'detected'")
	}
	if !query.From.IsZero() {
		where.add("banned_at >= %s", query.From)
	}
	if !query.To.IsZero() {
		where.add("banned_at < %s", query.To)
	}
	return where
}

// addIdentity adds the conditions on the address.
func (f *filter) addIdentity(query ban.Query, wide bool) {
	if query.ID != "" {
		f.add("ip_from is null and address = %s", cutKey(query.ID))
	}
	if !query.Address.IsValid() {
		return
	}
	from, to := spanOf(query.Address)
	switch {
	case wide:
		f.add("substr(ip_from, 1, 16) >= %s and substr(ip_from, 1, 16) <= %s and ip_to <= %s", from, to, to)
	case query.Address.IsSingleIP():
		f.add("ip_from = %s and ip_to = %s", from, to)
	default:
		f.add("ip_from >= %s and ip_from <= %s and ip_to <= %s", from, to, to)
	}
}

// unindexed is the column if it leads, or else an expression of the same value that no index has.
func unindexed(column, lead string) string {
	if column == lead {
		return column
	}
	return "(" + column + " || '')"
}
