package httpapi

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/text/language"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// PageInput asks for a piece of a list. It is exported because huma sees into embedded types only then.
type PageInput struct {
	Cursor string `query:"cursor" maxLength:"255" doc:"The next_cursor of the answer before, with the same filters"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// ActiveFilters are the filters of the bans in force.
type ActiveFilters struct {
	Host string `query:"host" maxLength:"64"`
	Jail string `query:"jail" maxLength:"255"`
	Text string `query:"q" maxLength:"255" doc:"Looked for in address, jail and reason; a network also finds what lies in it"`
}

type activeBansInput struct {
	ActiveFilters
	PageInput
}

type activeBansOutput struct {
	Body activeBanPage
}

type activeBanPage struct {
	Items      []banBody `json:"items" doc:"Newest first"`
	NextCursor *string   `json:"next_cursor" doc:"Continues the list; null at its end"`
	Total      int       `json:"total" doc:"How many match in all"`
}

// BanFilters are the filters of the history.
type BanFilters struct {
	From    time.Time `query:"from" doc:"Bans that began then or later"`
	To      time.Time `query:"to" doc:"Bans that began before"`
	Host    string    `query:"host" maxLength:"64"`
	Jail    string    `query:"jail" maxLength:"255"`
	Address string    `query:"address" maxLength:"255" doc:"An address or network"`
	ID      string    `query:"id" maxLength:"255" doc:"A ban id that is not an address, such as a user name, all of it"`
	Country string    `query:"country" maxLength:"2" doc:"ISO 3166-1; ZZ for unknown"`
	Origin  string    `query:"origin" enum:"detected,manual,blocklist,fleet"`
	ASN     uint32    `query:"asn" doc:"The number of a network's owner; 0 for all"`
	Text    string    `query:"q" maxLength:"255" doc:"Looked for in the matched lines, and in ban ids that are not addresses"`
}

type bansInput struct {
	BanFilters
	PageInput
}

type bansOutput struct {
	Body banPage
}

type banPage struct {
	Items      []banBody  `json:"items" doc:"Newest first. With few items, or none, and a next_cursor, the search is to be continued"`
	NextCursor *string    `json:"next_cursor" doc:"Continues the list; null at its end"`
	SearchedTo *time.Time `json:"searched_to" doc:"How far back the search has come, if it is to be continued before the page is full; else null"`
}

type banInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type banOutput struct {
	Body banBody
}

func (s *server) listActiveBans(ctx context.Context, in *activeBansInput) (*activeBansOutput, error) {
	if err := s.checkJail(ctx, in.Jail); err != nil {
		return nil, err
	}
	position, err := readBanCursor(in.Cursor, in.ActiveFilters)
	if err != nil {
		return nil, err
	}
	page, total, err := s.deps.Bans.Active(ctx, ban.ActiveQuery{
		Host: in.Host, Jail: in.Jail, Text: in.Text, Cursor: position, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	next, err := writeBanCursor(page.Next, in.ActiveFilters)
	if err != nil {
		return nil, err
	}
	return &activeBansOutput{Body: activeBanPage{Items: listedBansOf(page.Bans), NextCursor: next, Total: total}}, nil
}

func (s *server) listBans(ctx context.Context, in *bansInput) (*bansOutput, error) {
	scope, err := s.scopeOf(ctx, in.BanFilters)
	if err != nil {
		return nil, err
	}
	query := ban.Query{Scope: scope, Limit: in.Limit, Patience: listPatience}
	if query.Cursor, err = readBanCursor(in.Cursor, in.BanFilters); err != nil {
		return nil, err
	}
	page, err := s.deps.Bans.List(ctx, query)
	if err != nil {
		return nil, err
	}
	next, err := writeBanCursor(page.Next, in.BanFilters)
	if err != nil {
		return nil, err
	}
	body := banPage{Items: listedBansOf(page.Bans), NextCursor: next}
	if page.Next != nil && len(page.Bans) < in.Limit {
		body.SearchedTo = new(page.Next.BannedAt.UTC())
	}
	return &bansOutput{Body: body}, nil
}

// listPatience is how long a page is searched for before it is returned with what was found.
const listPatience = 25 * time.Millisecond

// scopeOf reads the filters, and refuses a jail that there is nowhere.
func (s *server) scopeOf(ctx context.Context, f BanFilters) (ban.Scope, error) {
	scope, err := f.scope()
	if err != nil {
		return ban.Scope{}, err
	}
	return scope, s.checkJail(ctx, f.Jail)
}

func (s *server) checkJail(ctx context.Context, jail string) error {
	if jail == "" {
		return nil
	}
	known, err := s.deps.Bans.KnowsJail(ctx, jail)
	if err != nil || known {
		return err
	}
	return fault.Invalid.Errorf("there is no jail %q", jail).WithField("query.jail", "no host has it, and the history has no bans of it")
}

// checkCountry refuses what is no code of a country, nor was one.
func checkCountry(code string) error {
	if code == "" || strings.EqualFold(code, ban.UnknownCountry) {
		return nil
	}
	if _, err := language.ParseRegion(code); err == nil && len(code) == 2 {
		return nil
	}
	return fault.Invalid.Errorf("there is no country %q", code).
		WithField("query.country", "must be one of ISO 3166-1, of two letters, or %s for bans whose country is not known", ban.UnknownCountry)
}

func (f BanFilters) scope() (ban.Scope, error) {
	scope := ban.Scope{
		From: f.From, To: f.To, Host: f.Host, Jail: f.Jail, Country: strings.ToUpper(f.Country), Origin: ban.Origin(f.Origin), ASN: f.ASN,
		Text: f.Text,
	}
	if err := checkCountry(f.Country); err != nil {
		return ban.Scope{}, err
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.To.After(f.From) {
		return ban.Scope{}, fault.Invalid.Errorf("the range of time is empty").WithField("query.to", "must be after from")
	}
	var err error
	if scope.Address, err = addressFilter(f.Address); err != nil || f.ID == "" {
		return scope, err
	}
	scope.ID, err = idFilter(f)
	return scope, err
}

// addressFilter reads an address or a network, whose host bits do not matter here.
func addressFilter(text string) (netip.Prefix, error) {
	if text == "" {
		return netip.Prefix{}, nil
	}
	if network, err := netip.ParsePrefix(text); err == nil {
		text = network.Masked().String()
	}
	prefix, err := ban.ParseAddress(text)
	if err != nil {
		return netip.Prefix{}, fault.Invalid.Wrapf(err, "the address cannot be looked for").WithField("query.address", "%s", err).
			WithMend("Give an address or a network. What is banned by another id, such as a user name, is found with the parameter id.")
	}
	return prefix, nil
}

// idFilter reads a ban id that is not an address.
func idFilter(f BanFilters) (string, error) {
	no := fault.Invalid.Errorf("the ban id cannot be looked for")
	if f.Address != "" {
		return "", no.WithField("query.id", "give either this or address")
	}
	if _, err := ban.ParseAddress(f.ID); err == nil {
		return "", no.WithField("query.id", "this is an address: use the parameter address")
	}
	return f.ID, nil
}

func (s *server) getBan(ctx context.Context, in *banInput) (*banOutput, error) {
	one, err := s.deps.Bans.One(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &banOutput{Body: banBodyOf(one)}, nil
}
