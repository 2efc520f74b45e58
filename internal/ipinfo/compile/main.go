// Command compile makes the country data that is built into BanGUI, an MMDB file, from the two text files of Debian's package
// tor-geoipdb.
//
//	go run ./internal/ipinfo/compile OUT geoip geoip6
//
// `make geo` fetches the package and calls it. The same input gives the same bytes: the time in the file is that of the data.
package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"time"

	"github.com/google/renameio/v2"
	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
	"github.com/oschwald/maxminddb-golang/v2"

	"bangui/internal/ipinfo"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("expected three arguments, the file to write, geoip and geoip6, not %d", len(args))
	}
	var blocks []block
	var made time.Time
	for _, path := range args[1:] {
		file, err := readFile(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if !made.IsZero() && !made.Equal(file.made) {
			return fmt.Errorf("%s is of %s, and the file before of %s: take both from one package", path, file.made, made)
		}
		made = file.made
		blocks = append(blocks, file.blocks...)
	}
	return write(args[0], made, blocks)
}

// write makes the MMDB file and looks whether it answers as it should.
func write(path string, made time.Time, blocks []block) error {
	large, err := compile(made, blocks)
	if err != nil {
		return err
	}
	small, err := shrink(large)
	if err != nil {
		return err
	}
	if err := check(small, blocks); err != nil {
		return err
	}
	fmt.Printf("%s: data of %s, %d ranges, %d bytes\n", path, made.Format(time.DateOnly), len(blocks), len(small))
	return renameio.WriteFile(path, small, 0o644)
}

// compile returns an MMDB file. Records are as MaxMind has them, so that any reader of such files understands it.
func compile(made time.Time, blocks []block) ([]byte, error) {
	tree, err := mmdbwriter.New(mmdbwriter.Options{
		BuildEpoch: made.Unix(), DatabaseType: ipinfo.BuiltInType, Description: map[string]string{"en": description(made)}, Languages: []string{},
		// 24 bits are enough for 16 million nodes, and make the smallest file.
		RecordSize: 8 * nodeBytes / 2, DisableMetadataPointers: true,
		// What is special about an address is known to package ipinfo, not to the data.
		DisableIPv4Aliasing: true, IncludeReservedNetworks: true,
	})
	if err != nil {
		return nil, err
	}
	records := make(map[string]mmdbtype.DataType)
	for _, b := range blocks {
		if records[b.code] == nil {
			records[b.code] = mmdbtype.Map{"country": mmdbtype.Map{"iso_code": mmdbtype.String(b.code)}}
		}
		if err := tree.InsertRange(b.from.AsSlice(), b.to.AsSlice(), records[b.code]); err != nil {
			return nil, fmt.Errorf("insert %s to %s: %w", b.from, b.to, err)
		}
	}
	var out bytes.Buffer
	_, err = tree.WriteTo(&out)
	return out.Bytes(), err
}

// check looks up both ends of every range.
func check(file []byte, blocks []block) error {
	reader, err := maxminddb.OpenBytes(file)
	if err != nil {
		return err
	}
	if err := reader.Verify(); err != nil {
		return err
	}
	for _, b := range blocks {
		for _, addr := range []netip.Addr{b.from, b.to} {
			var code string
			if err := reader.Lookup(addr).DecodePath(&code, "country", "iso_code"); err != nil {
				return err
			}
			if code != b.code {
				return fmt.Errorf("%s is in %q, want %q: do ranges overlap?", addr, code, b.code)
			}
		}
	}
	return nil
}

func description(made time.Time) string {
	return fmt.Sprintf("Countries of IP addresses, compiled for BanGUI from IPFire Location (https://location.ipfire.org/) of %s; "+
		"licence CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)", made.Format(time.DateOnly))
}
