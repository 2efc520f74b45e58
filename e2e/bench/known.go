package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
)

// known is what a history has, to ask about.
type known struct {
	// Names of hosts, jails, countries and networks that have most bans, some, and few.
	hosts, jails, countries, networks levels
	// heaviest and ordinary are addresses with most bans and with one.
	heaviest, ordinary string
	// noneOfJail is a country that the rarest jail has no ban from, noneOfNetwork a network that it has none from.
	noneOfJail, noneOfNetwork string
	// noneIn8 is a /8 in which there are bans, but none of the rarest jail.
	noneIn8 string
	// earlier is how many bans of jail bench it had before.
	earlier int
}

// levels are three keys: of most bans, of some, and of few.
type levels struct{ most, some, few string }

// recent are the bans that keys are chosen from: what is most in them is so in all of a made-up history.
const recent = `(select * from bans where id > (select max(id) from bans where jail <> 'bench') - 200000 and jail <> 'bench') as recent`

// ofJail are the bans of a jail, found by the index that begins with the host.
const ofJail = ` bans where host in (select name from hosts) and jail = $1 `

// know looks at the bans. All of it is plain SQL and takes a while.
func (p *past) know(ctx context.Context) error {
	k := &p.known
	for column, into := range map[string]*levels{"host": &k.hosts, "jail": &k.jails, "country": &k.countries, "asn": &k.networks} {
		keys, err := p.texts(ctx, `select `+column+` from `+recent+` where cast(`+column+` as text) not in ('', '0') group by 1 order by count(*) desc, 1`)
		if err != nil {
			return err
		}
		*into = levels{keys[0], keys[len(keys)/2], keys[len(keys)-1]}
	}
	k.jails.few = "murmur"
	err := p.plain.QueryRowContext(ctx, `select count(*) from`+ofJail, "bench").Scan(&k.earlier)
	one := func(query string, args ...any) (text string) {
		if err == nil {
			err = p.plain.QueryRowContext(ctx, query, args...).Scan(&text)
		}
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return text
	}
	k.heaviest = one(`select address from ` + recent + ` where ip_from is not null group by 1 order by count(*) desc, 1 limit 1`)
	k.ordinary = one(`select address from ` + recent + ` where ip_from is not null and ban_count = 1 order by id desc limit 1 offset 1000`)
	k.noneOfJail = one(`select country from `+recent+` where country <> '' and country not in (select country from`+ofJail+`)
		group by 1 order by count(*) desc, 1 limit 1`, k.jails.few)
	k.noneOfNetwork = one(`select asn from `+recent+` where asn <> 0 and asn not in (select asn from`+ofJail+`)
		group by 1 order by count(*) desc, 1 limit 1`, k.jails.few)
	if err != nil {
		return err
	}
	return p.findNoneIn8(ctx)
}

// findNoneIn8 looks at the networks that have most bans first.
func (p *past) findNoneIn8(ctx context.Context) error {
	rare, err := p.texts(ctx, `select distinct address from`+ofJail+`and ip_from is not null`, p.known.jails.few)
	if err != nil {
		return err
	}
	taken := make(map[byte]bool)
	for _, text := range rare {
		if addr, err := netip.ParseAddr(text); err == nil && addr.Is4() {
			taken[addr.As4()[0]] = true
		}
	}
	for first := 1; first < 224; first++ {
		if taken[byte(first)] {
			continue
		}
		network := netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(first)}), 8)
		from, to := network.Addr().As16(), netip.AddrFrom4([4]byte{byte(first), 255, 255, 255}).As16()
		var n int
		err := p.plain.QueryRowContext(ctx, `select count(*) from bans where ip_from >= $1 and ip_to <= $2 and ip_from <= $2`, from[:], to[:]).Scan(&n)
		if err != nil {
			return err
		}
		if n > p.bans/1000 {
			p.known.noneIn8 = network.String()
			return nil
		}
	}
	// Every /8 with many bans has some of the rarest jail.
	p.known.noneIn8 = fmt.Sprintf("%s/8", p.known.heaviest)
	return nil
}

func (p *past) texts(ctx context.Context, query string, args ...any) (texts []string, err error) {
	rows, err := p.plain.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil, errors.Join(rows.Err(), fmt.Errorf("nothing found: %s", query))
	}
	return texts, rows.Err()
}
