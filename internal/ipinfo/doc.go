// Package ipinfo tells the country of an address and the network it belongs to, from data on this machine: no address leaves it.
//
// Start with [Open] and [Data.Lookup]. Country data is built in, see builtin.go; operators may name MMDB files of their own for countries
// and for networks. The files are copied, checked and then used; when they change, [Data.Run] notices and swaps them, and a file that is
// wrong or half written leaves the data before it in use. Which records are understood stands in record.go, which addresses are never
// looked up in special.go.
//
// Command compile, below, makes the built-in data.
package ipinfo
