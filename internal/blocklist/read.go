package blocklist

import (
	"context"
	"io"
	"slices"
	"time"

	"bangui/internal/listformat"
	"bangui/internal/outbound"
	"bangui/internal/prefixset"
)

// Limits of fetching.
const (
	fetchWithin = 5 * time.Minute
	idleWithin  = 30 * time.Second
	maxFetched  = 64 << 20
)

// request asks for a list.
func (b *Blocklists) request(s Settings, within time.Duration) outbound.Request {
	return outbound.Request{
		URL: s.URL, Private: s.AllowPrivate, Within: within, Idle: b.idle, MaxBytes: maxFetched, MaxUnpacked: listformat.MaxBytes,
	}
}

// readList reads a list, which may be packed. The report tells what was found until it failed.
func readList(ctx context.Context, r io.Reader, s Settings) (Report, prefixset.Set, error) {
	found, set, err := listformat.Read(ctx, r, s.Format.options(s.AllowWide))
	report := Report{
		Format: found.Format, Gzip: found.Packed, Lines: int(found.Lines), Networks: found.Entries, Doubles: found.Repeated + found.Covered, Entries: set.Len(),
	}
	for _, d := range found.Dropped {
		dropped := Dropped{Reason: string(d.Reason), Title: title(d.Reason), Lines: int(d.N)}
		for _, one := range d.Samples {
			dropped.Samples = append(dropped.Samples, Sample{Line: int(one.Line), Text: one.Text})
		}
		report.Dropped = append(report.Dropped, dropped)
	}
	if err != nil && slices.Contains([]listformat.Format{listformat.HTML, listformat.Hosts, listformat.Binary, listformat.Unknown}, found.Guess.Format) {
		report.Format = found.Guess.Format
	}
	return report, set, err
}

// isNoList tells whether what was read is no list at all.
func (r Report) isNoList() bool { return r.Format != "" && !r.Format.Readable() }

// title says a reason for people.
func title(reason listformat.Reason) string {
	known := map[listformat.Reason]string{
		listformat.NotAnAddress: "no address or network",
		listformat.HostName:     "a host name, which may have other addresses tomorrow",
		listformat.URL:          "an address of a web page",
		listformat.HostsLine:    "a line of a hosts file, whose address is not the one to block",
		listformat.LeadingZeros: "leading zeros, which some programs take for octal",
		listformat.Port:         "an address with a port",
		listformat.Zone:         "an address with a network card",
		listformat.BadBits:      "a number of bits, or a mask, that the address cannot have",
		listformat.BadRange:     "a range that ends before it begins, or in something else",
		listformat.Trailing:     "something behind the address that is no comment",
		listformat.TooWide:      "a network wider than /8, or /19 of IPv6, which needs a yes",
		listformat.Everything:   "a network of all addresses",
		listformat.LongLine:     "a line that is far too long",
		listformat.NoValue:      "nothing where the entry should be",
		listformat.BadQuotes:    "quotes that do not end",
		listformat.BadJSON:      "broken JSON",
	}
	if text, ok := known[reason]; ok {
		return text
	}
	return string(reason)
}

// contentsOf counts what a set comes to.
func contentsOf(set prefixset.Set, format listformat.Format) Contents {
	n := set.Counts()
	c := Contents{
		Digest: set.Digest(), Entries: set.Len(), Addresses: n.Addresses4 + n.Addresses6, Networks: n.Networks4 + n.Networks6,
		IPv4: n.Addresses4 + n.Networks4, IPv6: n.Addresses6 + n.Networks6, Format: format,
	}
	for network := range set.All() {
		if !network.Addr().Is4() {
			break
		}
		c.Covered4 += 1 << (32 - network.Bits())
	}
	return c
}
