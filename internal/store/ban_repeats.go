package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"bangui/internal/ban"
)

// addRepeats counts how many bans there are of each address, up to [ban.MaxRepeats].
func (s *Store) addRepeats(ctx context.Context, bans []ban.Ban) error {
	var addresses []string
	for _, b := range bans {
		if _, ok := parsePrefix(b.Address); ok {
			addresses = append(addresses, b.Address)
		}
	}
	slices.Sort(addresses)
	repeats := make(map[string]int, len(addresses))
	for part := range slices.Chunk(slices.Compact(addresses), chunk(3)) {
		where := &filter{}
		var wanted []string
		for _, address := range part {
			from, to, _ := span(address)
			wanted = append(wanted, `select `+where.arg(address)+` as address, count(*) as n from (
				select 1 from bans where ip_from = `+where.arg(from)+` and ip_to = `+where.arg(to)+` limit `+literals(ban.MaxRepeats)+`) as found`)
		}
		counts, err := all(ctx, s.read, scanRepeats, strings.Join(wanted, ` union all `), where.args...)
		if err != nil {
			return err
		}
		for _, c := range counts {
			repeats[c.Key] = int(c.N)
		}
	}
	for i := range bans {
		bans[i].Repeats = repeats[bans[i].Address]
	}
	return nil
}

func scanRepeats(row *sql.Rows) (ban.Count, error) {
	var c ban.Count
	return c, row.Scan(&c.Key, &c.N)
}
