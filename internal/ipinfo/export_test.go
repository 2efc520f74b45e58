package ipinfo

import (
	"net/netip"
	"time"
)

// What tests use beside the exported names.

// Hurry makes Run look sooner.
func (d *Data) Hurry(quiet, often time.Duration) { d.quiet, d.often = quiet, often }

// Foreign opens the bytes of a file from outside, asks it about addresses and about a network, and tells whether it was taken.
func Foreign(data []byte, network netip.Prefix, addrs ...netip.Addr) bool {
	f, err := openBytes(data)
	if err != nil {
		return false
	}
	for _, addr := range addrs {
		f.find(addr)
	}
	f.findAll(network)
	creditOf(f.reader.Metadata.DatabaseType)
	return true
}

// Ordinary is what is looked up for an address.
var Ordinary = ordinary
