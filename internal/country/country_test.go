package country_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"bangui/internal/country"
	"bangui/internal/fault"
)

// write makes a file with one network.
func write(t *testing.T, built time.Time, record mmdbtype.DataType) string {
	t.Helper()
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: "Test-Country", BuildEpoch: built.Unix()})
	if err != nil {
		t.Fatal(err)
	}
	_, network, err := net.ParseCIDR("8.8.8.0/24")
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Insert(network, record); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.mmdb")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.WriteTo(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLook(t *testing.T) {
	built := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	records := map[string]mmdbtype.DataType{
		"as MaxMind has it": mmdbtype.Map{"country": mmdbtype.Map{"iso_code": mmdbtype.String("US")}},
		"as IPinfo has it":  mmdbtype.Map{"country": mmdbtype.String("United States"), "country_code": mmdbtype.String("US")},
	}
	for name, record := range records {
		t.Run(name, func(t *testing.T) {
			got, err := country.Look(write(t, built, record))
			if err != nil {
				t.Fatal(err)
			}
			want := country.File{Type: "Test-Country", BuiltAt: built, IPv6: true, Known: 1, Tried: 4}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLookRefuses(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.mmdb")
	if err := os.WriteFile(text, []byte("not a database"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ name, path, want string }{
		{"no file", filepath.Join(t.TempDir(), "none.mmdb"), "there is no country data at"},
		{"text", text, "is not an MMDB"},
		{"networks without countries", write(t, time.Now(), mmdbtype.Map{"asn": mmdbtype.Uint32(1)}), "tells no countries"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := country.Look(c.path)
			if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
		})
	}
}
