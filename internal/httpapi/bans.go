package httpapi

import (
	"context"
	"net/netip"
	"time"

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
	Country string    `query:"country" maxLength:"2"`
	Origin  string    `query:"origin" enum:"detected,manual,blocklist,fleet"`
}

type bansInput struct {
	BanFilters
	PageInput
}

type bansOutput struct {
	Body banPage
}

type banPage struct {
	Items      []banBody `json:"items" doc:"Newest first"`
	NextCursor *string   `json:"next_cursor" doc:"Continues the list; null at its end"`
}

type banInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type banOutput struct {
	Body banBody
}

func (s *server) listActiveBans(ctx context.Context, in *activeBansInput) (*activeBansOutput, error) {
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
	query, err := in.query()
	if err != nil {
		return nil, err
	}
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
	return &bansOutput{Body: banPage{Items: listedBansOf(page.Bans), NextCursor: next}}, nil
}

func (in *bansInput) query() (ban.Query, error) {
	query := ban.Query{
		From: in.From, To: in.To, Host: in.Host, Jail: in.Jail, Country: in.Country, Origin: ban.Origin(in.Origin), Limit: in.Limit,
	}
	if !in.From.IsZero() && !in.To.IsZero() && !in.To.After(in.From) {
		return ban.Query{}, fault.Invalid.Errorf("the range of time is empty").WithField("query.to", "must be after from")
	}
	var err error
	query.Address, err = addressFilter(in.Address)
	return query, err
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
		return netip.Prefix{}, fault.Invalid.Wrapf(err, "the address cannot be looked for").WithField("query.address", "%s", err)
	}
	return prefix, nil
}

func (s *server) getBan(ctx context.Context, in *banInput) (*banOutput, error) {
	one, err := s.deps.Bans.One(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &banOutput{Body: banBodyOf(one)}, nil
}
