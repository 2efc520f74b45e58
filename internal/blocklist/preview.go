package blocklist

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/prefixset"
)

// PreviewOrder asks for a preview.
type PreviewOrder struct {
	// List is the list that it is about; 0 if there is none yet.
	List int64
	// URL or Text is where it comes from.
	URL          string
	Text         []byte
	Format       Format
	AllowWide    bool
	AllowPrivate []netip.Prefix
}

// Preview is what an import of a list would come to.
type Preview struct {
	Report
	// Contents are without revision and time.
	Contents Contents
	// Samples are some of the entries, from all over the list.
	Samples []netip.Prefix
	// Overlaps are other lists that have the same addresses, most first.
	Overlaps []Overlap
	// Exempt are entries that would not be blocked, or not all of them: at most [MaxExempt]; Exempted counts all.
	Exempt   []Exempted
	Exempted int
	// Alert is what would raise one; nil if nothing would.
	Alert *Alert
}

// Overlap is another list that has the same addresses.
type Overlap struct {
	List int64
	Name string
	// Entries is how many of ours touch one of theirs.
	Entries int
}

// Exempted is an entry that would not be blocked, or not all of it.
type Exempted struct {
	Entry netip.Prefix
	By    host.ProtectedNetwork
}

// Limits of a preview.
const (
	// MaxExempt is how many entries that would not be blocked are told.
	MaxExempt   = 100
	samples     = 20
	previewTime = 45 * time.Second
	// previewFetch is what fetching may take of that: comparing needs a moment, too.
	previewFetch = 35 * time.Second
)

// Preview reads a list and tells what importing it would come to. Nothing is stored. It fails with fault.Invalid, whose fields are those of a
// request, for what is no list; with fault.TooMany while others are at it; and as fetching does.
func (b *Blocklists) Preview(ctx context.Context, order PreviewOrder) (Preview, error) {
	settings := Settings{
		Name: "preview", URL: order.URL, Format: order.Format, AllowWide: order.AllowWide, AllowPrivate: order.AllowPrivate,
	}.normal()
	if err := checkNew(settings, order.Text); err != nil {
		return Preview{}, err
	}
	list := List{Settings: settings}
	if order.List != 0 {
		before, err := b.store.Blocklist(ctx, order.List)
		if err != nil {
			return Preview{}, err
		}
		list.ID, list.Contents, list.Compare = before.ID, before.Contents, true
	}
	select {
	case b.views <- struct{}{}:
		defer func() { <-b.views }()
	default:
		return Preview{}, fault.TooMany.Errorf("%d previews are being made already", cap(b.views)).WithMend("Wait a moment.").WithRetryAfter(10 * time.Second)
	}
	ctx, cancel := context.WithTimeout(ctx, previewTime)
	defer cancel()
	p, err := b.preview(ctx, list, order.Text)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		err = inFields(fault.Unreachable.Wrapf(err, "it could not be looked at within %s", previewTime), list)
	}
	return p, err
}

func (b *Blocklists) preview(ctx context.Context, list List, text []byte) (Preview, error) {
	report, set, err := b.read(ctx, list, text)
	if err != nil {
		return Preview{}, inFields(err, list)
	}
	p := Preview{Report: report, Contents: contentsOf(set, report.Format), Samples: spread(set)}
	p.Before = list.Contents.Entries
	if p.Added, p.Removed, err = b.compare(ctx, list.Contents.Revision, set); err != nil {
		return p, err
	}
	p.Alert = suspicion(list, p.Contents, b.now())
	if p.Contents.Entries == 0 && p.Alert == nil {
		p.Alert = &Alert{Kind: AlertEmpty, At: b.now(), Message: "nothing in it can be blocked"}
	}
	if p.Overlaps, err = b.overlaps(ctx, list.ID, set); err != nil {
		return p, err
	}
	return p, b.addExempt(ctx, &p, set)
}

// read fetches and reads a list.
func (b *Blocklists) read(ctx context.Context, list List, text []byte) (Report, prefixset.Set, error) {
	if list.Uploaded() {
		report, set, err := readList(ctx, bytes.NewReader(text), list.Settings)
		report.Bytes = int64(len(text))
		return report, set, err
	}
	answer, err := b.outside.Get(ctx, b.request(list.Settings, min(b.within, previewFetch)))
	if err != nil {
		return Report{}, prefixset.Set{}, err
	}
	defer answer.Close()
	report, set, err := readList(ctx, answer.Body, list.Settings)
	report.Source, report.Status, report.Bytes = answer.URL, answer.Status, answer.Bytes()
	return report, set, err
}

// inFields says by which part of the request an error came about.
func inFields(err error, list List) error {
	f, ok := asFault(err)
	if !ok || len(f.Fields) > 0 {
		return err
	}
	field := "body.url"
	if list.Uploaded() {
		field = "body.text"
	}
	if f.Kind == fault.Forbidden { // it is no matter of permissions here
		f.Kind = fault.Invalid
	}
	return f.WithField(field, "%s", f.Message)
}

// spread returns entries from all over a set.
func spread(set prefixset.Set) []netip.Prefix {
	var list []netip.Prefix
	for i := range min(samples, set.Len()) {
		at := i * set.Len() / min(samples, set.Len())
		for network := range set.Slice(at, at+1).All() {
			list = append(list, network)
		}
	}
	return list
}

// overlaps looks at all other lists, one after the other.
func (b *Blocklists) overlaps(ctx context.Context, self int64, set prefixset.Set) ([]Overlap, error) {
	lists, err := b.store.Blocklists(ctx)
	if err != nil {
		return nil, err
	}
	var found []Overlap
	for _, list := range lists {
		if list.ID == self || list.Contents.Revision == 0 {
			continue
		}
		other, err := b.load(ctx, list.Contents.Revision)
		if err != nil {
			return nil, err
		}
		if n := set.Overlap(other); n > 0 {
			found = append(found, Overlap{List: list.ID, Name: list.Name, Entries: n})
		}
	}
	slices.SortStableFunc(found, func(a, b Overlap) int { return cmp.Compare(b.Entries, a.Entries) })
	return found, nil
}

// load returns all of a revision.
func (b *Blocklists) load(ctx context.Context, revision int64) (prefixset.Set, error) {
	var builder prefixset.Builder
	err := b.walk(ctx, revision, netip.IPv4Unspecified(), func(e Entry) bool {
		builder.Add(e.Network)
		return true
	})
	set, _ := builder.Set()
	return set, err
}

// addExempt adds which entries would not be blocked, on any host, and why.
func (b *Blocklists) addExempt(ctx context.Context, p *Preview, set prefixset.Set) error {
	exemptions, err := b.exemptions(ctx, netip.Prefix{})
	if err != nil {
		return err
	}
	var networks prefixset.Builder
	for _, e := range exemptions {
		networks.Add(e.Network)
		for _, entry := range touching(set, e.Network, MaxExempt-len(p.Exempt)) {
			p.Exempt = append(p.Exempt, Exempted{entry, e.ProtectedNetwork})
		}
	}
	protected, _ := networks.Set()
	p.Exempted = set.Overlap(protected)
	return nil
}

// touching returns at most limit entries of a set that overlap a network.
func touching(set prefixset.Set, network netip.Prefix, limit int) []netip.Prefix {
	if over, ok := set.Covering(network); ok {
		return []netip.Prefix{over}[:min(limit, 1)]
	}
	var list []netip.Prefix
	for entry := range set.Within(network) {
		if len(list) >= limit {
			break
		}
		list = append(list, entry)
	}
	return list
}
