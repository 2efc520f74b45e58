package ban

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"time"
	"unicode"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// How long a host may take.
const (
	askWithin   = 5 * time.Second
	orderWithin = 20 * time.Second
	// liftAllWithin is longer because fail2ban runs a command for each address.
	liftAllWithin = 60 * time.Second
)

// maxReason is the longest reason, in bytes; see [host.BanOrder].
const maxReason = 500

// Order asks for bans.
type Order struct {
	// Addresses are addresses and networks as somebody typed them, 1 to [host.MaxOrder].
	Addresses []string
	// Hosts empty means all that are reachable and have the jail.
	Hosts []string
	Jail  string
	// Reason may be empty; at most 500 bytes on one line.
	Reason string
	// Force overrides the guards.
	Force bool
	// Origin is where the bans come from; empty means [Manual]. Of others, which may be thousands, whoever gives the order writes what the audit log
	// is to have.
	Origin Origin
}

func (o Order) origin() Origin { return cmp.Or(o.Origin, Manual) }

func (o Order) validate() error {
	f := fault.Invalid.Errorf("the order to ban cannot be carried out as it is")
	checkAddresses(f, o.Addresses)
	if o.Jail == "" {
		f = f.WithField("body.jail", "say in which jail")
	}
	if len(o.Reason) > maxReason {
		f = f.WithField("body.reason", "use at most %d bytes", maxReason)
	}
	if strings.ContainsFunc(o.Reason, unicode.IsControl) {
		f = f.WithField("body.reason", "write it on one line, without control characters")
	}
	return orNil(f)
}

func checkAddresses(f *fault.Fault, addresses []string) {
	switch n := len(addresses); {
	case n == 0:
		f.WithField("body.addresses", "name at least one address or network")
	case n > host.MaxOrder:
		f.WithField("body.addresses", "name at most %d at once", host.MaxOrder)
	}
}

// orNil returns f if it has fields.
func orNil(f *fault.Fault) error {
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

// parse returns the canonical prefixes that can be banned, each once, and a result for every other input.
func (o Order) parse() ([]netip.Prefix, []Result) {
	var prefixes []netip.Prefix
	var rejected []Result
	seen := make(map[netip.Prefix]bool)
	for _, text := range o.Addresses {
		prefix, err := ParseAddress(text)
		if err == nil {
			err = bannable(prefix)
		}
		switch {
		case err != nil:
			rejected = append(rejected, Result{Address: text, Jail: o.Jail, Outcome: Invalid, Message: err.Error()})
		case seen[prefix]:
			rejected = append(rejected, Result{Address: text, Jail: o.Jail, Outcome: Duplicate, Message: "given before as " + FormatAddress(prefix)})
		default:
			seen[prefix] = true
			prefixes = append(prefixes, prefix)
		}
	}
	return prefixes, rejected
}

// onEach carries an order out on all targets at the same time and returns all results, by host.
func onEach(targets []target, carryOut func(target) []Result) []Result {
	parts := make([][]Result, len(targets))
	var wg sync.WaitGroup
	for i, t := range targets {
		wg.Go(func() { parts[i] = carryOut(t) })
	}
	wg.Wait()
	var results []Result
	for _, part := range parts {
		results = append(results, part...)
	}
	return results
}

// outcomeOf says what a whole order that failed on one host means for each of its addresses.
func outcomeOf(err error) (Outcome, string) {
	f, isFault := errors.AsType[*fault.Fault](err)
	switch {
	case errors.Is(err, fault.Unreachable):
		return Unreachable, f.Message
	case errors.Is(err, context.DeadlineExceeded):
		return Unreachable, "the host did not answer in time; what it has taken it may still carry out"
	case isFault:
		return Failed, f.Message
	default:
		return Failed, "something went wrong on our side; the log has more"
	}
}
