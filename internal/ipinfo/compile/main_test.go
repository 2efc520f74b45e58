package main

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oschwald/maxminddb-golang/v2"

	"bangui/internal/ipinfo"
)

const header = "# Location Database Export\n#\n# Generated: Thu, 25 Jun 2026 04:33:59 GMT\n# Vendor:    IPFire Project\n# License:   CC BY-SA 4.0\n"

func put(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "geoip")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCompile(t *testing.T) {
	v4 := put(t, header+"15726992,15726999,??\n16777216,16777471,AU\n16777472,16778239,UK\n134744072,134744072,US\n")
	v6 := put(t, header+"2001:200::,2001:200:134:ffff:ffff:ffff:ffff:ffff,JP\n2a00::,2a00:ffff:ffff:ffff:ffff:ffff:ffff:ffff,SE\n")
	out := filepath.Join(t.TempDir(), "out.mmdb")
	if err := run([]string{out, v4, v6}); err != nil {
		t.Fatal(err)
	}
	reader, err := maxminddb.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for addr, want := range map[string]string{
		"0.239.249.16": "", "1.0.0.0": "AU", "1.0.0.255": "AU", "1.0.1.0": "GB", "1.0.3.255": "GB", "1.0.4.0": "", "8.8.8.8": "US", "8.8.8.9": "",
		"2001:200::": "JP", "2001:200:134:ffff::": "JP", "2001:200:135::": "", "2a00::1": "SE", "2a01::": "",
	} {
		var got string
		if err := reader.Lookup(netip.MustParseAddr(addr)).DecodePath(&got, "country", "iso_code"); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", addr, got, err, want)
		}
	}
	meta := reader.Metadata
	if meta.DatabaseType != ipinfo.BuiltInType || meta.BuildEpoch != 1782362039 || !strings.Contains(meta.Description["en"], "CC BY-SA 4.0") {
		t.Errorf("metadata is %+v", meta)
	}
	again := filepath.Join(t.TempDir(), "again.mmdb")
	if err := run([]string{again, v4, v6}); err != nil {
		t.Fatal(err)
	}
	first, _ := os.ReadFile(out)
	second, _ := os.ReadFile(again)
	if len(first) == 0 || string(first) != string(second) {
		t.Error("the same input gave other bytes")
	}
}

func TestCompileRefuses(t *testing.T) {
	good := header + "16777216,16777471,AU\n"
	for name, test := range map[string]struct{ v4, v6, want string }{
		"no date":        {strings.Replace(good, "Generated", "Made", 1), good, "says when it was made"},
		"other licence":  {strings.Replace(good, "BY-SA", "BY-NC", 1), good, "licence"},
		"no addresses":   {header, good, "no addresses"},
		"other dates":    {good, strings.Replace(good, "25 Jun", "26 Jun", 1), "take both from one package"},
		"two words":      {good + "1,2\n", good, "line 7: \"1,2\" is not FIRST,LAST,COUNTRY"},
		"no address":     {good + "x,2,AU\n", good, "\"x\" is no address"},
		"backwards":      {good + "2,1,AU\n", good, "is no range"},
		"mixed":          {good + "1,::1,AU\n", good, "is no range"},
		"bad date":       {strings.Replace(good, "25 Jun", "31 Jun", 1), good, "line 3"},
		"ranges overlap": {good + "16777300,16777301,SE\n16777216,16777471,AU\n", good, "do ranges overlap"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run([]string{filepath.Join(t.TempDir(), "out"), put(t, test.v4), put(t, test.v6)})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if err := run(nil); err == nil {
		t.Error("no arguments were accepted")
	}
}
