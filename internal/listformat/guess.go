package listformat

import "bangui/internal/fault"

// Guess is what a list looks like, judged by its beginning.
type Guess struct {
	// Reading is how it would be read. Its format is one that cannot be read if that is what it is.
	Reading
	// Confidence is which part of what was looked at has entries where the format says: 0 to 1.
	Confidence float64 `json:"confidence"`
	// Why says in words what was seen.
	Why string `json:"why"`
}

// refusal is why the list cannot be read at all, whatever format is chosen; nil if it can. What is of no known format can, if somebody chooses one.
func (g Guess) refusal() error {
	switch g.Format {
	case HTML:
		return fault.Invalid.Errorf("this is a web page, or another document in HTML or XML, and no list: %s", g.Why).
			WithMend("Open the address in a browser: there may be an error, a sign-in or a link to the list itself.")
	case Hosts:
		return fault.Invalid.Errorf("this is a hosts file, a list of names and not of addresses: %s", g.Why).
			WithMend("Names are blocked by a resolver, not by a firewall. Look for a list of addresses of the same publisher.")
	case Binary:
		return fault.Invalid.Errorf("this is no text: %s", g.Why).
			WithMend("Lists are text in UTF-8, as they are or gzipped.")
	}
	return nil
}

// unknown is why the list cannot be read as long as nobody has chosen a format; nil if it can.
func (g Guess) unknown() error {
	if g.Format != Unknown {
		return nil
	}
	return fault.Invalid.Errorf("the format of the list is not known: %s", g.Why).
		WithMend("Look at the list, and choose the format, and for a table or JSON where in it the addresses are.")
}
