package httpapi

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// AddressInput names an address, a network or another ban id.
type AddressInput struct {
	Address string `path:"address" maxLength:"255" doc:"An address, a network such as 192.0.2.0%2F24, or another ban id" example:"192.0.2.1"`
	Bits    int    `query:"prefix" minimum:"-1" maximum:"128" default:"-1" doc:"Makes a network of an address: proxies may not pass on a slash within a path"`
}

type addressOutput struct {
	Body addressReport
}

type addressReport struct {
	Address        string          `json:"address" doc:"In its usual form"`
	Kind           string          `json:"kind" enum:"address,network,other"`
	Special        string          `json:"special" doc:"Why it is no address of the internet, such as private; empty if it is one"`
	Country        string          `json:"country" doc:"ISO 3166-1; empty if not known"`
	ASN            uint32          `json:"asn" doc:"0 if not known"`
	Network        string          `json:"network" doc:"The owner of the network; empty if not known"`
	InForce        []banBody       `json:"in_force" doc:"Its bans in force and those of networks that it lies in, newest first"`
	InForceMore    bool            `json:"in_force_more" doc:"More of its bans are in force"`
	Bans           int64           `json:"bans" doc:"How many the history has"`
	More           bool            `json:"more" doc:"There are older bans that the figures do not have"`
	FirstBannedAt  *time.Time      `json:"first_banned_at"`
	LastBannedAt   *time.Time      `json:"last_banned_at"`
	Jails          []jailCount     `json:"jails" doc:"Most bans first"`
	Hosts          []hostCount     `json:"hosts" doc:"Most bans first"`
	Days           []statPoint     `json:"days" doc:"Bans by the day in UTC, without the empty ones"`
	Newest         *banBody        `json:"newest" doc:"The newest ban, with its evidence"`
	Around         string          `json:"around" doc:"The network of the neighbours; empty for another ban id"`
	Neighbours     []neighbourBody `json:"neighbours" doc:"Other banned addresses of that network, most bans first"`
	NeighboursMore bool            `json:"neighbours_more" doc:"There are others, or older bans of these"`
	Allowances     []coveringBody  `json:"allowances" doc:"Allowances in force that it lies in, newest first"`
	Listed         *listedBody     `json:"listed" doc:"What block lists have of it; null for another ban id"`
	Protected      []protectedBody `json:"protected" doc:"Why else it, or something in it, must not be blocked"`
	NameLookup     bool            `json:"name_lookup" doc:"Whether its name can be asked for"`
}

type jailCount struct {
	Jail string `json:"jail"`
	N    int64  `json:"n"`
}

type hostCount struct {
	Host string `json:"host"`
	N    int64  `json:"n"`
}

type neighbourBody struct {
	Address      string    `json:"address"`
	N            int64     `json:"n"`
	LastBannedAt time.Time `json:"last_banned_at"`
	Active       bool      `json:"active" doc:"Whether one of its bans is in force"`
}

func (s *server) getAddress(ctx context.Context, in *AddressInput) (*addressOutput, error) {
	network, id, err := in.read()
	if err != nil {
		return nil, err
	}
	about, err := s.deps.Bans.About(ctx, network, id)
	if err != nil {
		return nil, err
	}
	body := addressReportOf(about)
	s.addPlace(&body, about)
	if err := s.addProtection(ctx, &body, about); err != nil {
		return nil, err
	}
	if about.Network.IsValid() {
		listed, err := s.listed(ctx, about.Network)
		if err != nil {
			return nil, err
		}
		body.Listed = &listed
	}
	body.NameLookup = s.deps.LookupName != nil && about.Network.IsValid() && about.Network.IsSingleIP()
	return &addressOutput{Body: body}, nil
}

// read returns a network, or an id that is none.
func (in *AddressInput) read() (netip.Prefix, string, error) {
	text := in.Address
	if in.Bits >= 0 {
		addr, err := netip.ParseAddr(text)
		if err != nil || in.Bits > addr.BitLen() {
			return netip.Prefix{}, "", fault.Invalid.Errorf("there is no such network").
				WithField("query.prefix", "goes with an address, and is 32 at most for IPv4 and 128 for IPv6")
		}
		text = addr.WithZone("").String() + "/" + strconv.Itoa(in.Bits)
	}
	if network, err := addressFilter(text); err == nil {
		return network, "", nil
	} else if strings.ContainsAny(text, "/:") || looksLikeIPv4(text) {
		return netip.Prefix{}, "", err
	}
	return netip.Prefix{}, text, nil
}

// looksLikeIPv4 tells whether a text has only digits and dots.
func looksLikeIPv4(text string) bool { return strings.Trim(text, "0123456789.") == "" }

func addressReportOf(a ban.About) addressReport {
	body := addressReport{
		Address: a.ID, Kind: "other", Bans: a.Amount.N, More: a.Amount.AtLeast, FirstBannedAt: timeOrNull(a.FirstBannedAt),
		LastBannedAt: timeOrNull(a.LastBannedAt), InForce: listedBansOf(a.InForce), InForceMore: a.MoreInForce, NeighboursMore: a.MoreNeighbours,
		Jails: make([]jailCount, 0, len(a.Jails)),
		Hosts: make([]hostCount, 0, len(a.Hosts)), Days: make([]statPoint, 0, len(a.Days)), Neighbours: make([]neighbourBody, 0, len(a.Neighbours)),
	}
	if a.Network.IsValid() {
		body.Kind, body.Address, body.Around = "network", a.Network.String(), a.Around.String()
		body.Special = special(a.Network.Addr())
	}
	if a.Network.IsValid() && a.Network.IsSingleIP() {
		body.Kind, body.Address = "address", a.Network.Addr().String()
	}
	for _, c := range a.Jails {
		body.Jails = append(body.Jails, jailCount{c.Key, c.N})
	}
	for _, c := range a.Hosts {
		body.Hosts = append(body.Hosts, hostCount{c.Key, c.N})
	}
	for _, d := range a.Days {
		body.Days = append(body.Days, statPoint{d.Day, d.N})
	}
	for _, n := range a.Neighbours {
		body.Neighbours = append(body.Neighbours, neighbourBody{n.Address, n.N, n.LastBannedAt.UTC(), n.Active})
	}
	if a.Newest != nil {
		body.Newest = new(banBodyOf(*a.Newest))
	}
	return body
}

// addPlace says where the address is: as was found when it was banned, or else as the data of today tell.
func (s *server) addPlace(body *addressReport, a ban.About) {
	if a.Newest != nil {
		body.Country, body.ASN, body.Network = a.Newest.Country, a.Newest.ASN, a.Newest.Network
	}
	if !a.Network.IsValid() {
		return
	}
	country, asn, network := s.deps.Addresses.LookupPrefix(a.Network)
	if country != "" {
		body.Country = country
	}
	if asn != 0 {
		body.ASN, body.Network = asn, network
	}
}

// special says why an address is not one of the internet. Source: IANA's registries of special-purpose addresses (RFC 6890).
func special(addr netip.Addr) string {
	switch {
	case addr.IsLoopback():
		return "loopback"
	case addr.IsPrivate():
		return "private"
	case addr.IsLinkLocalUnicast():
		return "link_local"
	case addr.IsMulticast():
		return "multicast"
	case addr.IsUnspecified():
		return "unspecified"
	default:
		return ""
	}
}

type addressNameOutput struct {
	Body struct {
		Names []string `json:"names" doc:"What the name service tells; empty if it knows none"`
	}
}

// lookUpWithin is how long the name service may take.
const lookUpWithin = 5 * time.Second

func (s *server) getAddressName(ctx context.Context, in *AddressInput) (*addressNameOutput, error) {
	if s.deps.LookupName == nil {
		return nil, fault.Unsupported.Errorf("names are not looked up here").
			WithWhy("The address would be told to the name service, and so to others.").
			WithMend("Set BANGUI_REVERSE_DNS=on to allow it.")
	}
	network, _, err := in.read()
	if err != nil {
		return nil, err
	}
	if !network.IsValid() || !network.IsSingleIP() {
		return nil, fault.Invalid.Errorf("only an address has a name").WithField("path.address", "must be one address")
	}
	ctx, cancel := context.WithTimeout(ctx, lookUpWithin)
	defer cancel()
	names, err := s.deps.LookupName(ctx, network.Addr())
	if err != nil {
		return nil, fault.Unreachable.Wrapf(err, "the name service does not answer")
	}
	out := &addressNameOutput{}
	out.Body.Names = listOf(names)
	return out, nil
}
