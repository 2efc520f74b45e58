package httpapi

import (
	"context"
	"net/netip"

	"bangui/internal/ban"
	"bangui/internal/blocklist"
)

type previewInput struct {
	Body previewOrder
}

type previewOrder struct {
	List         int64       `json:"list,omitempty" minimum:"1" doc:"The list that it is about, if there is one: what would change against it"`
	URL          string      `json:"url,omitempty" maxLength:"2000"`
	Text         string      `json:"text,omitempty" doc:"The list itself, instead of an address"`
	Format       *listFormat `json:"format,omitempty" nullable:"false" doc:"Found by looking if it is left away"`
	AllowWide    bool        `json:"allow_wide,omitempty" doc:"A yes to networks wider than /8, or /19 for IPv6"`
	AllowPrivate []string    `json:"allow_private,omitempty" maxItems:"20" doc:"Private addresses and networks at which its server may be"`
}

type previewOutput struct {
	Body previewBody
}

type previewBody struct {
	ReportBody
	Contents listContents    `json:"contents" doc:"What it would come to; without revision and time"`
	Samples  []string        `json:"samples" doc:"Some of the entries, from all over the list"`
	Overlaps []overlapBody   `json:"overlaps" doc:"Other lists that have the same addresses, most first"`
	Exempt   []exemptedBody  `json:"exempt" doc:"Entries that would not be blocked, or not all of them; 100 at most"`
	Exempted int             `json:"exempted" doc:"How many there are"`
	Alert    *blocklistAlert `json:"alert" doc:"What would raise one"`
}

type overlapBody struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Entries int    `json:"entries" doc:"How many entries touch one of that list"`
}

type exemptedBody struct {
	Entry   string `json:"entry"`
	Network string `json:"network" doc:"What is let through"`
	Why     string `json:"why" example:"allowance"`
	Detail  string `json:"detail" doc:"More; may be empty"`
}

func (s *server) previewBlocklist(ctx context.Context, in *previewInput) (*previewOutput, error) {
	private, err := privateOf(in.Body.AllowPrivate)
	if err != nil {
		return nil, err
	}
	order := blocklist.PreviewOrder{
		List: in.Body.List, URL: in.Body.URL, Text: textOrNil(in.Body.Text), AllowWide: in.Body.AllowWide, AllowPrivate: private,
	}
	if in.Body.Format != nil {
		order.Format = in.Body.Format.format()
	}
	preview, err := s.deps.Blocklists.Preview(ctx, order)
	if err != nil {
		return nil, err
	}
	return &previewOutput{Body: previewBodyOf(ctx, preview)}, nil
}

func previewBodyOf(ctx context.Context, p blocklist.Preview) previewBody {
	body := previewBody{
		ReportBody: reportBodyOf(ctx, p.Report), Contents: listContentsBody(p.Contents), Samples: networkTexts(p.Samples),
		Overlaps: make([]overlapBody, 0, len(p.Overlaps)), Exempt: make([]exemptedBody, 0, len(p.Exempt)), Exempted: p.Exempted,
		Alert: blocklistAlertOf(p.Alert),
	}
	for _, o := range p.Overlaps {
		body.Overlaps = append(body.Overlaps, overlapBody{ID: o.List, Name: o.Name, Entries: o.Entries})
	}
	for _, e := range p.Exempt {
		body.Exempt = append(body.Exempt, exemptedBody{ban.FormatAddress(e.Entry), ban.FormatAddress(e.By.Network), string(e.By.Why), e.By.Detail})
	}
	return body
}

func networkTexts(networks []netip.Prefix) []string {
	texts := make([]string, 0, len(networks))
	for _, n := range networks {
		texts = append(texts, ban.FormatAddress(n))
	}
	return texts
}
