package httpapi

import (
	"context"

	"bangui/internal/blocklist"
)

type offerBody struct {
	Key           string     `json:"key"`
	Name          string     `json:"name"`
	About         string     `json:"about" doc:"What the list has"`
	URL           string     `json:"url"`
	Homepage      string     `json:"homepage"`
	Format        listFormat `json:"format"`
	Licence       string     `json:"licence" doc:"Its terms, in a few words"`
	TermsURL      string     `json:"terms_url" doc:"Where they stand"`
	Credit        string     `json:"credit" doc:"Whom to name"`
	MinInterval   int64      `json:"min_interval_seconds" doc:"How often it may be fetched at most"`
	IntervalAsked bool       `json:"min_interval_asked" doc:"Whether its makers ask for that; else it is how often they make it anew"`
	EverySeconds  int64      `json:"every_seconds" doc:"How often it is fetched if nobody says otherwise"`
	Size          int        `json:"size" doc:"About how many entries it has"`
	AllowWide     bool       `json:"allow_wide" doc:"Whether it has networks that need a yes"`
	Caution       string     `json:"caution" doc:"What one should know before using it; may be empty"`
	Lists         []int64    `json:"lists" doc:"The lists that were made from it"`
}

type catalogueOutput struct {
	Body struct {
		Items      []offerBody `json:"items"`
		NextCursor *string     `json:"next_cursor" doc:"Always null: the list is complete"`
	}
}

func (s *server) getCatalogue(ctx context.Context, _ *struct{}) (*catalogueOutput, error) {
	lists, err := s.deps.Blocklists.List(ctx)
	if err != nil {
		return nil, err
	}
	out := &catalogueOutput{}
	for _, o := range blocklist.Catalogue() {
		body := offerBody{
			Key: o.Key, Name: o.Name, About: o.About, URL: o.URL, Homepage: o.Homepage,
			Format:  listFormatOf(o.Format),
			Licence: o.Licence, TermsURL: o.TermsURL, Credit: o.Credit, MinInterval: seconds(o.MinInterval), IntervalAsked: o.IntervalAsked,
			EverySeconds: seconds(o.Every), Size: o.Size, AllowWide: o.AllowWide, Caution: o.Caution, Lists: []int64{},
		}
		for _, list := range lists {
			if list.Catalogue == o.Key {
				body.Lists = append(body.Lists, list.ID)
			}
		}
		out.Body.Items = append(out.Body.Items, body)
	}
	return out, nil
}
