package ipinfo_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"bangui/internal/ipinfo"
)

// Shorthands for records.
type (
	fields = mmdbtype.Map
	words  = mmdbtype.String
)

// content are the records of a file, by network.
type content map[string]mmdbtype.DataType

// build makes the bytes of a file. change may alter what it says of itself; nil changes nothing.
func build(t testing.TB, records content, change func(*mmdbwriter.Options)) []byte {
	t.Helper()
	options := mmdbwriter.Options{
		DatabaseType: "Test", BuildEpoch: built.Unix(), IncludeReservedNetworks: true, Description: map[string]string{"en": "for tests"},
	}
	if change != nil {
		change(&options)
	}
	tree, err := mmdbwriter.New(options)
	if err != nil {
		t.Fatal(err)
	}
	for text, record := range records {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Insert(network, record); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := tree.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// built is when the files of these tests were made.
var built = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

// write puts bytes where a file is to be, as careful people do: all at once.
func write(t testing.TB, path string, data []byte) string {
	t.Helper()
	next := path + ".next"
	if err := os.WriteFile(next, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// file makes a file in a directory of its own.
func file(t testing.TB, records content) string {
	t.Helper()
	return write(t, filepath.Join(t.TempDir(), "test.mmdb"), build(t, records, nil))
}

// open opens data with files of the operator, either may be empty. log gets what is logged.
func open(t testing.TB, country, network string) (d *ipinfo.Data, log *safeBuffer) {
	t.Helper()
	log = &safeBuffer{}
	d, err := ipinfo.Open(ipinfo.Options{
		CountryFile: country, NetworkFile: network, Dir: t.TempDir(), Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, log
}

// look is what is known of an address, in one text.
func look(d *ipinfo.Data, addr string) string {
	return told(d.Lookup(netip.MustParseAddr(addr)))
}

func told(country string, asn uint32, network string) string {
	return fmt.Sprintf("%s %d %s", country, asn, network)
}

// safeBuffer is a buffer that several goroutines write to.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// discard is a log that nobody reads.
func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }
