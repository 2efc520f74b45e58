package listformat

import (
	"net/netip"

	"bangui/internal/fault"
	"bangui/internal/prefixset"
)

// collector takes what a reader of one format finds.
type collector struct {
	options Options
	builder prefixset.Builder
	drops   drops
	// entries, hostBits and comments are as in [Report]; dropped is the sum of what was left out.
	entries, hostBits, dropped int
	comments                   int64
}

// entry takes the text of one entry. whole is what a sample shows of it if it is dropped, such as the line in which it stands. It fails with
// fault.TooLarge when there are too many.
func (c *collector) entry(text []byte, line int64, whole []byte) error {
	written := string(text)
	if p, ok := network(written); ok {
		if reason := tooWide(p, c.options.Wide); reason != "" {
			return c.drop(reason, line, whole)
		}
		return c.take(p)
	}
	networks, reason, isRange := between(written)
	if !isRange {
		reason = why(written)
	}
	for p := range networks.All() {
		if reason == "" {
			reason = tooWide(p, c.options.Wide)
		}
	}
	if reason != "" {
		return c.drop(reason, line, whole)
	}
	for p := range networks.All() {
		if err := c.take(p); err != nil {
			return err
		}
	}
	return nil
}

func (c *collector) take(p netip.Prefix) error {
	c.entries++
	if p != p.Masked() {
		c.hostBits++
	}
	c.builder.Add(p)
	return c.room()
}

// drop leaves something out, of which text is shown.
func (c *collector) drop(reason Reason, line int64, text []byte) error {
	c.dropped++
	c.drops.add(reason, line, text)
	return c.room()
}

// room fails when there are too many. What is dropped counts, too: it costs more time than what is taken.
func (c *collector) room() error {
	if c.entries+c.dropped > c.options.MaxEntries {
		return fault.TooLarge.Errorf("the list has more than %d entries, with those that are dropped", c.options.MaxEntries)
	}
	return nil
}
