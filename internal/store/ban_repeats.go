package store

import (
	"context"
	"database/sql"
	"slices"

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
		args := make([]any, 0, 3*len(part))
		for _, address := range part {
			from, to, _ := span(address)
			args = append(args, address, from, to)
		}
		counts, err := all(ctx, s.read, scanRepeats, `
			with wanted (address, first_one, last_one) as (values ('', `+noAddress+`), `+places(0, len(part), 3)+`)
			select address, (select count(*) from (
				select 1 from bans where ip_from = first_one and ip_to = last_one limit `+literals(ban.MaxRepeats)+`) as found)
			from wanted`, args...)
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

// noAddress are two values of the first row of a list of addresses and networks: nothing is found by it, and it tells PostgreSQL the types of
// the columns. PostgreSQL would plan for several milliseconds where each address has a part of the statement to itself.
const noAddress = `(select ip_from from bans limit 0), (select ip_to from bans limit 0)`

func scanRepeats(row *sql.Rows) (ban.Count, error) {
	var c ban.Count
	return c, row.Scan(&c.Key, &c.N)
}
