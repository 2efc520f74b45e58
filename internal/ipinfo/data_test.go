package ipinfo_test

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/maxmind/mmdbwriter"

	"bangui/internal/ipinfo"
)

func TestBuiltIn(t *testing.T) {
	d, log := open(t, "", "")
	for addr, want := range map[string]string{
		"8.8.8.8":                   "US", // Google
		"193.0.14.129":              "NL", // K-root at RIPE, or where its operator is
		"202.12.27.33":              "JP", // M-root
		"130.89.1.1":                "NL", // University of Twente
		"133.11.0.1":                "JP", // University of Tokyo
		"131.159.0.35":              "DE", // TU Munich
		"129.67.1.1":                "GB", // Oxford
		"200.160.2.3":               "BR", // NIC.br
		"166.111.8.28":              "CN", // Tsinghua
		"147.8.1.1":                 "HK", // University of Hong Kong
		"196.25.1.1":                "ZA", // Telkom
		"2001:4860:4860::8888":      "US",
		"2001:67c:2e8:22::c100:68b": "NL", // RIPE
		"2001:200::1":               "JP", // WIDE
	} {
		if got, _, _ := d.Lookup(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: got %q, want %q", addr, got, want)
		}
	}
	state := d.State()
	if got := state.Country; !got.Known || !got.BuiltIn || got.Path != "" || got.Problem != nil || got.Credit.Licence != "CC BY-SA 4.0" ||
		got.Credit.URL == "" || got.Type != ipinfo.BuiltInType || got.BuiltAt.Before(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("state of the countries is %+v", got)
	}
	if diff := cmp.Diff(ipinfo.Source{}, state.Network); diff != "" {
		t.Errorf("state of the networks (-want +got):\n%s", diff)
	}
	if log.String() != "" {
		t.Errorf("logged %s", log)
	}
}

// TestBuiltInKnowsMost asks about addresses all over what has been given out.
func TestBuiltInKnowsMost(t *testing.T) {
	d, _ := open(t, "", "")
	asked, known := 0, 0
	codes := make(map[string]bool)
	for high := range 224 {
		for low := 1; low < 256; low += 2 {
			addr := netip.AddrFrom4([4]byte{byte(high), byte(low), 7, 9})
			if _, ok := ipinfo.Ordinary(addr); !ok {
				continue
			}
			asked++
			if code, _, _ := d.Lookup(addr); code != "" {
				known++
				codes[code] = true
			}
		}
	}
	if known*100 < asked*90 || len(codes) < 100 {
		t.Errorf("%d of %d addresses are known, in %d countries", known, asked, len(codes))
	}
}

// TestWhichFileAnswers goes through what can be named.
func TestWhichFileAnswers(t *testing.T) {
	country := file(t, content{"8.8.8.0/24": fields{"country_code": words("SE")}})
	network := file(t, content{"8.8.8.0/24": fields{"asn": words("AS7"), "as_name": words("Seven"), "country_code": words("NO")}})
	both := file(t, content{"8.8.8.0/24": fields{"asn": words("AS8"), "as_name": words("Eight"), "country_code": words("FI")}})
	tests := []struct{ name, country, network, want string }{
		{"none", "", "", "US 0 "},
		{"countries", country, "", "SE 0 "},
		{"networks alone leave countries to the built-in data", "", network, "US 7 Seven"},
		{"one each", country, network, "SE 7 Seven"},
		{"one for both", both, both, "FI 8 Eight"},
		{"countries that know networks, too", both, "", "FI 8 Eight"},
		{"countries that know networks, and networks", both, network, "FI 7 Seven"},
	}
	versions := make(map[string]string)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, _ := open(t, test.country, test.network)
			if got := look(d, "8.8.8.8"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			again, _ := open(t, test.country, test.network)
			if d.Version() != again.Version() || d.Version() == "" {
				t.Errorf("versions of the same files are %q and %q", d.Version(), again.Version())
			}
			if before, ok := versions[d.Version()]; ok && before != test.want {
				t.Errorf("version %q stands for %q and for %q", d.Version(), before, test.want)
			}
			versions[d.Version()] = test.want
		})
	}
}

func TestStateOfFiles(t *testing.T) {
	geo := func(name string) func(*mmdbwriter.Options) {
		return func(o *mmdbwriter.Options) { o.DatabaseType = name }
	}
	dir := t.TempDir()
	country := write(t, filepath.Join(dir, "c.mmdb"), build(t, content{"8.8.8.0/24": fields{"country_code": words("SE")}}, geo("GeoLite2-Country")))
	network := write(t, filepath.Join(dir, "n.mmdb"), build(t, content{"8.8.8.0/24": fields{"asn": words("AS7")}}, geo("DBIP-ASN-Lite (compat=GeoLite2-ASN)")))
	d, _ := open(t, country, network)
	got := d.State()
	if got.Country.LoadedAt.IsZero() || got.Version != d.Version() {
		t.Errorf("state is %+v", got)
	}
	want := ipinfo.State{
		Country: ipinfo.Source{Known: true, Path: country, Type: "GeoLite2-Country", BuiltAt: built, Credit: ipinfo.Credit{
			Source: "MaxMind GeoLite", URL: "https://www.maxmind.com", Licence: "GeoLite End User License Agreement",
			LicenceURL: "https://www.maxmind.com/en/geolite/eula",
			Text:       "This product includes GeoLite Data created by MaxMind, available from https://www.maxmind.com",
		}},
		Network: ipinfo.Source{Known: true, Path: network, Type: "DBIP-ASN-Lite (compat=GeoLite2-ASN)", BuiltAt: built, Credit: ipinfo.Credit{
			Source: "DB-IP Lite", URL: "https://db-ip.com", Licence: "CC BY 4.0", LicenceURL: "https://creativecommons.org/licenses/by/4.0/",
			Text: "IP Geolocation by DB-IP",
		}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(ipinfo.Source{}, "LoadedAt"), cmpopts.IgnoreFields(ipinfo.State{}, "Version")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPrefix(t *testing.T) {
	se, no := fields{"country_code": words("SE"), "asn": words("AS1"), "as_name": words("One")}, fields{"country_code": words("NO"), "asn": words("AS1"), "as_name": words("One")}
	path := file(t, content{
		"8.8.0.0/24": se, "8.8.1.0/24": se, "8.8.2.0/24": no, "9.0.0.0/8": se, "2a00:1::/32": se, "2a00:2::/32": no, "2a00:4::/32": no,
	})
	d, _ := open(t, path, path)
	for network, want := range map[string]string{
		"8.8.0.0/24":          "SE 1 One",
		"8.8.0.128/25":        "SE 1 One",
		"8.8.0.7/32":          "SE 1 One",
		"8.8.0.0/23":          "SE 1 One",
		"8.8.0.0/22":          " 1 One", // two countries
		"8.8.3.0/24":          " 0 ",
		"9.1.0.0/16":          "SE 1 One",
		"::ffff:9.1.0.0/112":  "SE 1 One",
		"10.0.0.0/8":          " 0 ",
		"0.0.0.0/0":           " 0 ",
		"2a00:1::/32":         "SE 1 One",
		"2a00:1:1::/48":       "SE 1 One",
		"2a00:4::/30":         "NO 1 One", // of the rest nothing is known
		"2a00::/29":           " 1 One",
		"2002:0901:0101::/48": "SE 1 One",
		"2002::/16":           " 0 ",
		"fe80::/10":           " 0 ",
	} {
		if got := told(d.LookupPrefix(netip.MustParsePrefix(network))); got != want {
			t.Errorf("%s: got %q, want %q", network, got, want)
		}
	}
	if got := told(d.LookupPrefix(netip.Prefix{})); got != " 0 " {
		t.Errorf("no network: got %q", got)
	}
	wide, _ := open(t, "", "")
	if got, _, _ := wide.LookupPrefix(netip.MustParsePrefix("64.0.0.0/2")); got != "" {
		t.Errorf("a quarter of all addresses is in %q", got)
	}
}

func TestCountryCode(t *testing.T) {
	for text, want := range map[string]string{"de": "DE", "DE": "DE", "UK": "GB", "XK": "XK", "EU": "EU", "??": "", "A1": "", "DEU": "", "": "", "ZZ": "", "CS": "RS"} {
		if got := ipinfo.CountryCode(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestVersionNamesTheWayOfReading keeps stored versions comparable.
func TestVersionNamesTheWayOfReading(t *testing.T) {
	d, _ := open(t, "", "")
	if v := d.Version(); !strings.HasPrefix(v, "1/built-in-2026") || !strings.HasSuffix(v, "/none") {
		t.Errorf("version is %q", v)
	}
}
