package ban

import (
	"context"
	"net/netip"

	"bangui/internal/host"
)

// Protection looks once what must not be banned by accident, as far as the control plane knows, and returns what tells it for a jail of a host.
type Protection func(ctx context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error)

// Unprotected is a Protection that protects nothing.
func Unprotected(context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error) {
	return nothingProtected, nil
}

func nothingProtected(string, string) []host.ProtectedNetwork { return nil }

// guards are the addresses that must not be banned by accident.
type guards struct {
	// own is where the request came from; may be invalid.
	own netip.Addr
	// host are the host's own addresses.
	host []netip.Addr
	// protected is what the control plane knows.
	protected []host.ProtectedNetwork
}

// split splits the prefixes into those that may be banned at once and results for those that need a second yes.
func (g guards) split(prefixes []netip.Prefix, jail string, t target) (free []netip.Prefix, held []Result) {
	for _, prefix := range prefixes {
		guard, message, ok := g.check(prefix)
		if ok {
			free = append(free, prefix)
			continue
		}
		held = append(held, Result{
			Address: FormatAddress(prefix), Host: t.record.Name, Jail: jail, Outcome: NeedsConfirmation, Code: guard, Message: message,
		})
	}
	return free, held
}

// check returns the guard that a prefix hits, with a message for the user; ok is true if it hits none.
func (g guards) check(prefix netip.Prefix) (guard Guard, message string, ok bool) {
	switch {
	case g.own.IsValid() && prefix.Contains(g.own.Unmap()):
		return OwnAddress, "you are connected from " + g.own.Unmap().String() + ": banning " + describe(prefix) + " may lock you out", false
	case prefix.Overlaps(loopback4) || prefix.Overlaps(loopback6):
		return Loopback, "the machine speaks to itself through " + describe(prefix), false
	case g.containsHost(prefix):
		return HostAddress, describe(prefix) + " contains an address of the host itself", false
	}
	for _, one := range g.protected {
		if one.Network.Overlaps(prefix) {
			return Guard(one.Why), whyProtected(one, prefix), false
		}
	}
	if wide(prefix) {
		return WideNetwork, describe(prefix) + " holds very many addresses", false
	}
	return "", "", true
}

// whyProtected says why a prefix must not be banned by accident.
func whyProtected(one host.ProtectedNetwork, prefix netip.Prefix) string {
	at := FormatAddress(one.Network)
	switch one.Why {
	case host.ProtectedSession:
		return one.Detail + " uses BanGUI from " + at + ": banning " + describe(prefix) + " may lock them out"
	case host.ProtectedProxy:
		return at + " is a proxy in front of BanGUI: banning " + describe(prefix) + " may lock everybody out"
	case host.ProtectedReplica:
		return at + " is an address of " + one.Detail + ", on which BanGUI runs"
	case host.ProtectedDatabase:
		return at + " is the database server of BanGUI"
	case host.ProtectedAllowance:
		if one.Detail != at {
			return at + " is on the allow-list as " + one.Detail
		}
		return at + " is on the allow-list"
	default:
		return at + " is protected"
	}
}

func (g guards) containsHost(prefix netip.Prefix) bool {
	for _, addr := range g.host {
		if prefix.Contains(addr.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}
