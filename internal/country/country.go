// Package country looks into the file that tells which country an address belongs to.
//
// The file is an MMDB, as MaxMind, DB-IP and IPinfo publish it. Start with [Look].
package country

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"

	"bangui/internal/fault"
)

// File is what such a file says of itself.
type File struct {
	// Type is such as GeoLite2-Country.
	Type string
	// BuiltAt is when it was made.
	BuiltAt time.Time
	// IPv6 is false if it only knows IPv4.
	IPv6 bool
	// Known is how many of some well-known addresses it has a country for, of Tried.
	Known, Tried int
}

// Look opens the file, reads what it says of itself, tries it, and closes it. It fails with fault.Invalid if there is no such file, if it
// may not be read, or if it is not an MMDB that tells countries.
func Look(path string) (file File, err error) {
	reader, err := maxminddb.Open(path)
	if err != nil {
		return File{}, notOpened(path, err)
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	file = File{Type: reader.Metadata.DatabaseType, BuiltAt: reader.Metadata.BuildTime().UTC(), IPv6: reader.Metadata.IPVersion == 6}
	for _, addr := range wellKnown() {
		code, err := codeOf(reader, addr)
		if err != nil {
			return File{}, fault.Invalid.Wrapf(err, "the country data %s is damaged", path).WithMend("Download it again.")
		}
		file.Tried++
		if code != "" {
			file.Known++
		}
	}
	if file.Known == 0 {
		return File{}, fault.Invalid.Errorf("the file %s (%s) tells no countries", path, file.Type).
			WithMend("Name a file with countries or cities, such as GeoLite2-Country.mmdb.")
	}
	return file, nil
}

// wellKnown are addresses of large networks that every such file has: DNS of Google, of RIPE, of the root servers K and M.
func wellKnown() []netip.Addr {
	return []netip.Addr{
		netip.AddrFrom4([4]byte{8, 8, 8, 8}), netip.AddrFrom4([4]byte{193, 0, 14, 129}),
		netip.AddrFrom4([4]byte{202, 12, 27, 33}), netip.AddrFrom4([4]byte{192, 203, 230, 10}),
	}
}

// codeOf returns the ISO code of the country that the address is in; empty if the file does not know.
func codeOf(reader *maxminddb.Reader, addr netip.Addr) (string, error) {
	found := reader.Lookup(addr)
	// IPinfo has the code at the top, and the name of the country where MaxMind has a part of its own.
	for _, path := range [][]any{{"country_code"}, {"country", "iso_code"}, {"registered_country", "iso_code"}} {
		var code string
		if err := found.DecodePath(&code, path...); err != nil {
			return "", fmt.Errorf("look up %s: %w", addr, err)
		}
		if code != "" {
			return code, nil
		}
	}
	return "", nil
}

// notOpened says why the file could not be opened.
func notOpened(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Invalid.Wrapf(err, "there is no country data at %s", path).
			WithMend("Put the file there, or set BANGUI_GEO_COUNTRY_DB to where it is.")
	case errors.Is(err, fs.ErrPermission):
		return fault.Invalid.Wrapf(err, "the country data %s may not be read", path).
			WithMend("Let the user that BanGUI runs as read the file.")
	default:
		return fault.Invalid.Wrapf(err, "the file %s is not an MMDB", path).WithMend("Name a file that ends in .mmdb, and download it again if it is damaged.")
	}
}
