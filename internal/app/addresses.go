package app

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"bangui/internal/fault"
	"bangui/internal/ipinfo"
	"bangui/internal/schedule"
)

// openAddressData opens what tells the country and the network of an address. Files of the operator that cannot be used are no reason not
// to start: protection matters more.
func (a *app) openAddressData(context.Context) (undo, error) {
	data, err := ipinfo.Open(ipinfo.Options{
		CountryFile: a.Settings.GeoCountryDB, NetworkFile: a.Settings.GeoASNDB, Dir: a.Settings.DataDir, Log: a.log,
	})
	a.addresses = data
	return nothing, err
}

// lookUpName returns what asks the name service for the names of an address, or nil if the operator has not allowed that.
func (a *app) lookUpName() func(context.Context, netip.Addr) ([]string, error) {
	if !a.Settings.ReverseDNS {
		return nil
	}
	return func(ctx context.Context, addr netip.Addr) ([]string, error) {
		names, err := net.DefaultResolver.LookupAddr(ctx, addr.String())
		if missing, ok := errors.AsType[*net.DNSError](err); ok && missing.IsNotFound {
			return nil, nil
		}
		return names, err
	}
}

// Ages from which on data should be renewed. Publishers make theirs anew every week or month; the built-in data comes with a release.
const (
	fileAge    = 60 * 24 * time.Hour
	builtInAge = 365 * 24 * time.Hour
)

// checkAddressData looks at the files of this replica, and tells what is in use.
func (a *app) checkAddressData(_ context.Context, work *schedule.Work) (string, error) {
	a.addresses.Look()
	state := a.addresses.State()
	countries := a.checkSource(work, "countries", state.Country)
	networks := a.checkSource(work, "networks", state.Network)
	for _, source := range []ipinfo.Source{state.Country, state.Network} {
		if source.Problem != nil {
			return "", fault.Invalid.Wrapf(source.Problem, "%s (%s)", source.Problem.Message, source.Path).WithMend("%s", source.Problem.Mend)
		}
	}
	return countries + "; " + networks, nil
}

// checkSource tells what answers one question, and returns it in a few words.
func (a *app) checkSource(work *schedule.Work, what string, source ipinfo.Source) string {
	if source.Problem != nil {
		work.Warnf("%s: %s (%s)", what, source.Problem.Message, source.Path)
	}
	if !source.Known {
		work.Logf("%s: nothing tells them; set BANGUI_GEO_ASN_DB to an MMDB file that does", what)
		return what + " are not known"
	}
	where, limit := source.Path, fileAge
	if source.BuiltIn {
		where, limit = "built in", builtInAge
	}
	work.Logf("%s: %s, %s, of %s", what, source.Type, where, source.BuiltAt.Format(time.DateOnly))
	if age := a.sharedNow().Sub(source.BuiltAt); age > limit {
		work.Warnf("%s: the data is %d days old, and networks have moved since", what, int(age.Hours()/24))
		return what + " should be renewed"
	}
	return what + " are good"
}
