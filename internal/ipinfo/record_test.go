package ipinfo_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
)

// TestSchemas goes through what publishers call things.
func TestSchemas(t *testing.T) {
	part := func(code string) fields {
		return fields{"geoname_id": mmdbtype.Uint32(1), "iso_code": words(code), "names": fields{"en": words("Somewhere"), "de": words("Irgendwo")}}
	}
	tests := map[string]struct {
		record mmdbtype.DataType
		want   string
	}{
		"GeoLite2-City": {
			fields{"city": fields{"names": fields{"en": words("Bonn")}}, "country": part("DE"), "registered_country": part("NL"), "location": fields{"latitude": mmdbtype.Float64(1)}},
			"DE 0 ",
		},
		"GeoLite2-Country without country": {fields{"continent": fields{"code": words("EU")}, "registered_country": part("NL")}, "NL 0 "},
		"GeoLite2-ASN": {
			fields{"autonomous_system_number": mmdbtype.Uint32(64500), "autonomous_system_organization": words("Example Org")}, " 64500 Example Org",
		},
		"GeoIP2-Enterprise": {
			fields{"country": part("FR"), "traits": fields{
				"autonomous_system_number": mmdbtype.Uint32(64500), "autonomous_system_organization": words("Example Org"), "isp": words("Example"),
			}}, "FR 64500 Example Org",
		},
		"DB-IP, other names":    {fields{"as_number": mmdbtype.Uint32(64500), "as_organization": words("Example Org")}, " 64500 Example Org"},
		"IPinfo Lite":           {fields{"country": words("Canada"), "country_code": words("CA"), "asn": words("AS174"), "as_name": words("Cogent"), "as_domain": words("cogentco.com")}, "CA 174 Cogent"},
		"IPinfo country_asn":    {fields{"country": words("JP"), "country_name": words("Japan"), "asn": words("AS2519"), "as_name": words("ARTERIA")}, "JP 2519 ARTERIA"},
		"IPinfo ASN":            {fields{"asn": words("AS2519"), "name": words("ARTERIA"), "domain": words("arteria-net.com"), "type": words("isp")}, " 2519 ARTERIA"},
		"IPinfo, no name":       {fields{"asn": words("AS2519"), "as_name": words(""), "as_domain": words("arteria-net.com")}, " 2519 arteria-net.com"},
		"ip-location-db":        {fields{"country_code": words("BR")}, "BR 0 "},
		"IPLocate":              {fields{"asn": mmdbtype.Uint32(64500), "country_code": words("US"), "name": words("EXAMPLE"), "org": words("Example, Inc.")}, "US 64500 Example, Inc."},
		"a part about the AS":   {fields{"asn": fields{"autonomous_system_number": mmdbtype.Uint32(64500), "autonomous_system_organization": words("Example")}}, " 64500 Example"},
		"small letters":         {fields{"country_code": words("se")}, "SE 0 "},
		"United Kingdom":        {fields{"country_code": words("UK")}, "GB 0 "},
		"no country":            {fields{"country_code": words("ZZ"), "asn": words("AS1")}, " 1 "},
		"no number":             {fields{"country_code": words("SE"), "asn": words("ASfoo")}, "SE 0 "},
		"number too large":      {fields{"country_code": words("SE"), "asn": mmdbtype.Uint64(1 << 40)}, "SE 0 "},
		"negative number":       {fields{"country_code": words("SE"), "asn": mmdbtype.Int32(-5)}, "SE 0 "},
		"other types":           {fields{"country_code": mmdbtype.Uint32(5), "country": words("SE"), "as_name": mmdbtype.Bool(true), "asn": mmdbtype.Float64(1)}, "SE 0 "},
		"ugly name":             {fields{"country": words("SE"), "as_name": words(" a\x1b[31m\nb\xff ")}, "SE 0 a [31m b�"},
		"endless name":          {fields{"country": words("SE"), "as_name": words(strings.Repeat("é", 300))}, "SE 0 " + strings.Repeat("é", 119) + "…"},
		"not even a map":        {words("SE"), " 0 "},
		"iso_code is no string": {fields{"country": fields{"iso_code": mmdbtype.Uint16(4)}, "registered_country": part("SE")}, "SE 0 "},
	}
	for name, test := range tests {
		for _, bits := range []int{24, 28, 32} {
			t.Run(name, func(t *testing.T) {
				data := build(t, content{
					"8.8.8.0/24": test.record, "2a00::/16": test.record,
					// so that the file knows something in any case
					"9.0.0.0/8": fields{"country_code": words("US"), "asn": words("AS1"), "as_name": words("One")},
				}, func(o *mmdbwriter.Options) { o.RecordSize = bits })
				path := write(t, filepath.Join(t.TempDir(), "test.mmdb"), data)
				d, log := open(t, path, path)
				if problem := d.State().Country.Problem; problem != nil {
					t.Fatalf("not taken: %v\n%s", problem, log)
				}
				for _, addr := range []string{"8.8.8.8", "2a00::1", "::ffff:8.8.8.8"} {
					for range 2 { // read, and remembered
						if got := look(d, addr); got != test.want {
							t.Errorf("%s: got %q, want %q", addr, got, test.want)
						}
					}
				}
				if got := look(d, "8.8.9.8"); got != " 0 " {
					t.Errorf("an address that is not in the file: got %q", got)
				}
			})
		}
	}
}

// TestOnlyIPv4 uses a file that has no IPv6 at all.
func TestOnlyIPv4(t *testing.T) {
	data := build(t, content{"8.8.8.0/24": fields{"country_code": words("US")}}, func(o *mmdbwriter.Options) { o.IPVersion = 4 })
	d, _ := open(t, write(t, filepath.Join(t.TempDir(), "v4.mmdb"), data), "")
	for addr, want := range map[string]string{"8.8.8.8": "US 0 ", "::ffff:8.8.8.8": "US 0 ", "2a00::1": " 0 "} {
		if got := look(d, addr); got != want {
			t.Errorf("%s: got %q, want %q", addr, got, want)
		}
	}
}
