package httpapi

import (
	"context"
	"strconv"
	"time"

	"bangui/internal/ban"
)

// rankInput asks for what there is most of.
type rankInput struct {
	StatsInput
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// RankTotals is what all lists of that kind tell besides their items.
type RankTotals struct {
	StatsRange
	Total       int64   `json:"total" doc:"All bans of the filters, also those that are not in the list"`
	TotalBefore *int64  `json:"total_before" doc:"In the time of the same length before; null if that is not known"`
	NextCursor  *string `json:"next_cursor" doc:"Always null: the list is complete up to its limit"`
}

// RankItem is what each item has.
type RankItem struct {
	N       int64   `json:"n"`
	NBefore *int64  `json:"n_before" doc:"In the time of the same length before; null if that is not known"`
	Share   float64 `json:"share" doc:"Of the total, 0 to 1"`
}

type jailStatsOutput struct {
	Body jailRanking
}

type jailRanking struct {
	RankTotals
	Items []jailStat `json:"items" doc:"Most bans first"`
}

type jailStat struct {
	Jail string `json:"jail"`
	RankItem
	Values []int64 `json:"values" doc:"One for each bucket"`
}

type countryStatsOutput struct {
	Body countryRanking
}

type countryRanking struct {
	RankTotals
	Items []countryStat `json:"items" doc:"Most bans first"`
}

type countryStat struct {
	Country string `json:"country" doc:"ISO 3166-1; empty if not known"`
	RankItem
}

type networkStatsOutput struct {
	Body networkRanking
}

type networkRanking struct {
	RankTotals
	Available bool          `json:"available" doc:"False if no data about networks is there: see BANGUI_GEO_ASN_DB"`
	Items     []networkStat `json:"items" doc:"Most bans first"`
}

type networkStat struct {
	ASN  uint32 `json:"asn"`
	Name string `json:"name" doc:"Empty if not known"`
	RankItem
}

type addressStatsOutput struct {
	Body addressRanking
}

type addressRanking struct {
	RankTotals
	Items []addressStat `json:"items" doc:"Most bans first"`
}

type addressStat struct {
	Address      string    `json:"address"`
	Country      string    `json:"country" doc:"ISO 3166-1; empty if not known"`
	ASN          uint32    `json:"asn" doc:"0 if not known"`
	Network      string    `json:"network"`
	LastBannedAt time.Time `json:"last_banned_at"`
	Active       bool      `json:"active" doc:"Whether its newest ban is in force"`
	RankItem
}

func (s *server) rank(ctx context.Context, in *rankInput, by ban.Dimension) (ban.Ranking, RankTotals, error) {
	if err := s.checkStats(ctx, in.StatsFilters); err != nil {
		return ban.Ranking{}, RankTotals{}, err
	}
	asked, err := in.asked(s.deps.Bans.Now())
	if err != nil {
		return ban.Ranking{}, RankTotals{}, err
	}
	ranking, err := s.deps.Bans.Rank(ctx, in.scope(), asked.span, asked.zone, by, in.Limit)
	totals := RankTotals{StatsRange: asked.body(ranking.Estimated), Total: ranking.Total}
	if ranking.BeforeKnown {
		totals.TotalBefore = new(ranking.TotalBefore)
	}
	return ranking, totals, err
}

func rankItem(r ban.Ranking, c ban.Count) RankItem {
	item := RankItem{N: c.N, Share: float64(c.N) / float64(max(r.Total, 1))}
	if r.BeforeKnown {
		item.NBefore = new(r.Before[c.Key])
	}
	return item
}

func (s *server) countByJail(ctx context.Context, in *rankInput) (*jailStatsOutput, error) {
	ranking, totals, err := s.rank(ctx, in, ban.ByJail)
	if err != nil {
		return nil, err
	}
	values, err := s.deps.Bans.JailSeries(ctx, in.scope(), ranking.Span)
	if err != nil {
		return nil, err
	}
	out := &jailStatsOutput{}
	out.Body.RankTotals, out.Body.Items = totals, make([]jailStat, 0, len(ranking.Items))
	for _, c := range ranking.Items {
		out.Body.Items = append(out.Body.Items, jailStat{Jail: c.Key, RankItem: rankItem(ranking, c), Values: append([]int64{}, values[c.Key]...)})
	}
	return out, nil
}

func (s *server) countByCountry(ctx context.Context, in *rankInput) (*countryStatsOutput, error) {
	ranking, totals, err := s.rank(ctx, in, ban.ByCountry)
	if err != nil {
		return nil, err
	}
	out := &countryStatsOutput{}
	out.Body.RankTotals, out.Body.Items = totals, make([]countryStat, 0, len(ranking.Items))
	for _, c := range ranking.Items {
		out.Body.Items = append(out.Body.Items, countryStat{Country: c.Key, RankItem: rankItem(ranking, c)})
	}
	return out, nil
}

func (s *server) countByNetwork(ctx context.Context, in *rankInput) (*networkStatsOutput, error) {
	ranking, totals, err := s.rank(ctx, in, ban.ByNetwork)
	if err != nil {
		return nil, err
	}
	numbers := make([]uint32, len(ranking.Items))
	for i, c := range ranking.Items {
		n, err := strconv.ParseUint(c.Key, 10, 32)
		if err != nil {
			return nil, err
		}
		numbers[i] = uint32(n)
	}
	names, err := s.deps.Bans.NetworkNames(ctx, numbers)
	if err != nil {
		return nil, err
	}
	out := &networkStatsOutput{}
	out.Body.RankTotals, out.Body.Items = totals, make([]networkStat, 0, len(ranking.Items))
	out.Body.Available = len(ranking.Items) > 0 || s.deps.Addresses.State().Network.Known
	for i, c := range ranking.Items {
		out.Body.Items = append(out.Body.Items, networkStat{ASN: numbers[i], Name: names[numbers[i]], RankItem: rankItem(ranking, c)})
	}
	return out, nil
}

func (s *server) countByAddress(ctx context.Context, in *rankInput) (*addressStatsOutput, error) {
	in.Limit = min(in.Limit, maxRankedAddresses)
	ranking, totals, err := s.rank(ctx, in, ban.ByAddress)
	if err != nil {
		return nil, err
	}
	addresses := make([]string, len(ranking.Items))
	for i, c := range ranking.Items {
		addresses[i] = c.Key
	}
	newest, err := s.deps.Bans.Newest(ctx, addresses)
	if err != nil {
		return nil, err
	}
	out := &addressStatsOutput{}
	out.Body.RankTotals, out.Body.Items = totals, make([]addressStat, 0, len(ranking.Items))
	for _, c := range ranking.Items {
		last := newest[c.Key]
		out.Body.Items = append(out.Body.Items, addressStat{
			Address: c.Key, Country: last.Country, ASN: last.ASN, Network: last.Network, LastBannedAt: last.BannedAt.UTC(), Active: last.Active(),
			RankItem: rankItem(ranking, c),
		})
	}
	return out, nil
}

// maxRankedAddresses is how many addresses are ranked: of each the newest ban is looked up.
const maxRankedAddresses = 50
