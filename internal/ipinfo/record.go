package ipinfo

import (
	"cmp"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/oschwald/maxminddb-golang/v2/mmdbdata"
)

// answer is what a record says about its addresses. The zero value says nothing.
type answer struct {
	// country is an ISO 3166-1 alpha-2 code.
	country string
	// asn is the number of the autonomous system, network who runs it.
	asn     uint32
	network string
}

// record reads what is understood out of a record of any publisher:
//
//	MaxMind GeoLite2 and GeoIP2, DB-IP  country.iso_code, registered_country.iso_code, autonomous_system_number and
//	                                    autonomous_system_organization, at the top or in traits
//	DB-IP                               as_number, as_organization
//	IPinfo Lite                         country_code, asn ("AS64500"), as_name, as_domain; country is its name there
//	IPinfo before 2025, IPinfo ASN      country (the code), asn, as_name or name
//	ip-location-db (iptoasn and more)   country_code, autonomous_system_number, autonomous_system_organization
//	IPLocate                            country_code, asn (a number), org, name
//
// What is of another type than expected is passed over: publishers use the same names for different things. Sources: db-ip.com/db/format,
// ipinfo.io/developers/ipinfo-lite-database, dev.maxmind.com/geoip/docs/databases, github.com/sapics/ip-location-db and
// github.com/iplocate/ip-address-databases.
type record struct {
	// codes and names are what was found, the best first.
	codes [4]string
	names [4]string
	asn   uint32
}

// Ranks of countries: that of the address goes before that which its network is registered in.
const (
	codeInPart = iota
	codeByName
	codeAlone
	codeRegistered
)

// Ranks of the names of networks: the full one of the owner goes before a short one, a domain is better than nothing.
const (
	nameFull = iota
	nameOwner
	nameShort
	nameDomain
)

// Limits of what a record may hold; real ones stay far below.
const (
	maxFields    = 100
	maxText      = 1000
	maxNameRunes = 120
)

// answer is the best of what was found, made fit for use: codes that are codes, and names that can be shown.
func (r *record) answer() answer {
	a := answer{asn: r.asn}
	for _, text := range r.codes {
		a.country = cmp.Or(a.country, CountryCode(text))
	}
	for _, name := range r.names {
		a.network = cmp.Or(a.network, tidyName(name))
	}
	return a
}

// UnmarshalMaxMindDBCursor reads a whole record.
func (r *record) UnmarshalMaxMindDBCursor(at mmdbdata.Cursor) (mmdbdata.Cursor, error) {
	*r = record{}
	return fields(at, r.top)
}

// top reads one field of the record itself.
func (r *record) top(key string, at mmdbdata.Cursor, kind mmdbdata.Kind) error {
	part := kind == mmdbdata.KindMap
	switch {
	case key == "country" && part:
		return inPart(at, "iso_code", &r.codes[codeInPart])
	case key == "registered_country" && part:
		return inPart(at, "iso_code", &r.codes[codeRegistered])
	case (key == "traits" || key == "asn") && part:
		_, err := fields(at, r.system)
		return err
	case key == "country_code":
		return text(at, kind, &r.codes[codeByName])
	case key == "country":
		return text(at, kind, &r.codes[codeAlone])
	}
	return r.system(key, at, kind)
}

// system reads one field about the autonomous system.
func (r *record) system(key string, at mmdbdata.Cursor, kind mmdbdata.Kind) error {
	switch key {
	case "autonomous_system_number", "as_number", "asn":
		return number(at, kind, &r.asn)
	case "autonomous_system_organization", "as_organization", "as_name":
		return text(at, kind, &r.names[nameFull])
	case "org", "organization":
		return text(at, kind, &r.names[nameOwner])
	case "name", "isp":
		return text(at, kind, &r.names[nameShort])
	case "as_domain":
		return text(at, kind, &r.names[nameDomain])
	}
	return nil
}

// fields calls read with each field of the map at a place, and returns the place after it. What is no map has no fields.
func fields(at mmdbdata.Cursor, read func(key string, at mmdbdata.Cursor, kind mmdbdata.Kind) error) (mmdbdata.Cursor, error) {
	kind, err := at.Kind()
	if err != nil {
		return at, err
	}
	if kind != mmdbdata.KindMap {
		return at.Skip()
	}
	all, err := at.Map()
	if err != nil {
		return at, err
	}
	if all.Size() > maxFields {
		return at, errors.New("a record has too many fields")
	}
	var after mmdbdata.Cursor
	for {
		key, value, ok := all.Next(after)
		if !ok {
			break
		}
		kind, err := value.Kind()
		if err != nil {
			return at, err
		}
		if err := read(string(key), value, kind); err != nil {
			return at, err
		}
		if after, err = value.Skip(); err != nil {
			return at, err
		}
	}
	if err := all.Err(); err != nil {
		return at, err
	}
	return all.End()
}

// inPart reads one text of a map.
func inPart(at mmdbdata.Cursor, name string, into *string) error {
	_, err := fields(at, func(key string, at mmdbdata.Cursor, kind mmdbdata.Kind) error {
		if key != name {
			return nil
		}
		return text(at, kind, into)
	})
	return err
}

// text reads a text, unless something else is there.
func text(at mmdbdata.Cursor, kind mmdbdata.Kind, into *string) error {
	if kind != mmdbdata.KindString {
		return nil
	}
	found, _, err := at.ReadStringMaxSize(maxText)
	*into = found
	return err
}

// number reads the number of an autonomous system, which may be written as AS64500.
func number(at mmdbdata.Cursor, kind mmdbdata.Kind, into *uint32) error {
	switch kind {
	case mmdbdata.KindString:
		var written string
		if err := text(at, kind, &written); err != nil {
			return err
		}
		if n, err := strconv.ParseUint(strings.TrimPrefix(strings.ToUpper(written), "AS"), 10, 32); err == nil {
			*into = uint32(n)
		}
	case mmdbdata.KindUint16, mmdbdata.KindUint32, mmdbdata.KindUint64, mmdbdata.KindInt32:
		n, _, _, err := at.ReadInteger()
		if err != nil {
			return err
		}
		if n <= math.MaxUint32 {
			*into = uint32(n)
		}
	}
	return nil
}

// tidyName makes a foreign text one line of bounded length.
func tidyName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "�"))
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > maxNameRunes {
		return string(runes[:maxNameRunes-1]) + "…"
	}
	return name
}
