package httpapi

import (
	"context"
	"encoding/base64"
	"net/netip"
	"time"

	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
)

type listEntriesInput struct {
	BlocklistInput
	Text   string `query:"q" maxLength:"64" doc:"An address or network: entries that overlap it" example:"192.0.2.0/24"`
	Cursor string `query:"cursor" maxLength:"128"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type entryBody struct {
	Network string    `json:"network" doc:"An address or a network"`
	Since   time.Time `json:"since" doc:"From when on the list has had it without a break"`
}

type entriesOutput struct {
	Body entryPage
}

type entryPage struct {
	Items      []entryBody `json:"items" doc:"By address, IPv4 first"`
	NextCursor *string     `json:"next_cursor" doc:"Continues the list; null at its end"`
}

func (s *server) listEntries(ctx context.Context, in *listEntriesInput) (*entriesOutput, error) {
	within, err := networkOrNone(in.Text, "query.q")
	if err != nil {
		return nil, err
	}
	after, err := readNetworkCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	entries, err := s.deps.Blocklists.Entries(ctx, in.ID, within, after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := entryPage{Items: entryBodiesOf(entries)}
	if len(entries) == in.Limit {
		page.NextCursor = new(base64.RawURLEncoding.EncodeToString([]byte(entries[len(entries)-1].Network.String())))
	}
	return &entriesOutput{Body: page}, nil
}

// networkOrNone reads an address or network; none is an invalid one.
func networkOrNone(text, field string) (netip.Prefix, error) {
	if text == "" {
		return netip.Prefix{}, nil
	}
	network, err := ban.ParseAddress(text)
	if err != nil {
		return network, fault.Invalid.Errorf("%s", err).WithField(field, "%s", err)
	}
	return network, nil
}

func readNetworkCursor(cursor string) (netip.Prefix, error) {
	if cursor == "" {
		return netip.Prefix{}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return netip.Prefix{}, foreignCursor()
	}
	network, err := netip.ParsePrefix(string(text))
	if err != nil {
		return netip.Prefix{}, foreignCursor()
	}
	return network, nil
}

func entryBodiesOf(entries []blocklist.Entry) []entryBody {
	bodies := make([]entryBody, 0, len(entries))
	for _, e := range entries {
		bodies = append(bodies, entryBody{Network: ban.FormatAddress(e.Network), Since: e.Since.UTC()})
	}
	return bodies
}

type lookupInput struct {
	Address string `query:"address" required:"true" maxLength:"64" doc:"An address or a network" example:"192.0.2.1"`
}

type lookupOutput struct {
	Body listedBody
}

// listedBody is what lists have of an address or network.
type listedBody struct {
	Address string       `json:"address" doc:"In its usual form"`
	Lists   []listedIn   `json:"lists" doc:"Those that have it, or a part of it, by priority"`
	Exempt  bool         `json:"exempt" doc:"Whether all of it is let through on all hosts nevertheless"`
	Exempts []exemptBody `json:"exemptions" doc:"What is let through nevertheless, and why"`
}

type listedIn struct {
	ID       int64       `json:"id"`
	Name     string      `json:"name"`
	Enabled  bool        `json:"enabled"`
	Entries  []entryBody `json:"entries" doc:"The entries of the list that overlap it, 20 at most"`
	More     bool        `json:"more" doc:"Whether there are more"`
	Hosts    []string    `json:"hosts" doc:"Those whose kernel has the list as it is now, by name"`
	Packets  int64       `json:"packets" doc:"Dropped because of the list in the last 30 days, on all hosts"`
	Bytes    int64       `json:"bytes"`
	Licence  string      `json:"licence"`
	Credit   string      `json:"credit"`
	Homepage string      `json:"homepage"`
}

type exemptBody struct {
	Network string   `json:"network"`
	Why     string   `json:"why" doc:"Why it is not blocked" example:"signed_in"`
	Detail  string   `json:"detail" doc:"More, such as the name of a user; may be empty"`
	Hosts   []string `json:"hosts" doc:"Where; empty means everywhere"`
}

func (s *server) lookUpBlocklists(ctx context.Context, in *lookupInput) (*lookupOutput, error) {
	network, err := networkOrNone(in.Address, "query.address")
	if err != nil {
		return nil, err
	}
	if !network.IsValid() {
		return nil, fault.Invalid.Errorf("no address was given").WithField("query.address", "name an address or a network")
	}
	body, err := s.listed(ctx, network)
	return &lookupOutput{Body: body}, err
}

// listed tells what lists have of a network.
func (s *server) listed(ctx context.Context, network netip.Prefix) (listedBody, error) {
	found, err := s.deps.Blocklists.Lookup(ctx, network)
	if err != nil {
		return listedBody{}, err
	}
	body := listedBody{
		Address: ban.FormatAddress(network), Lists: make([]listedIn, 0, len(found.Lists)), Exempt: found.Exempt,
		Exempts: make([]exemptBody, 0, len(found.Exemptions)),
	}
	for _, in := range found.Lists {
		body.Lists = append(body.Lists, listedIn{
			ID: in.List.ID, Name: in.List.Name, Enabled: in.List.Enabled, Entries: entryBodiesOf(in.Entries), More: in.More, Hosts: listOf(in.Hosts),
			Packets: in.Packets, Bytes: in.Bytes, Licence: in.List.Licence, Credit: in.List.Credit, Homepage: in.List.Homepage,
		})
	}
	for _, e := range found.Exemptions {
		body.Exempts = append(body.Exempts, exemptBody{
			Network: ban.FormatAddress(e.Network), Why: string(e.Why), Detail: protectedDetail(ctx, e.ProtectedNetwork), Hosts: listOf(e.Hosts),
		})
	}
	return body, nil
}
