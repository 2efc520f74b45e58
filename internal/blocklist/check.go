package blocklist

import (
	"cmp"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/schedule"
)

// Limits of what people say about a list.
const (
	MaxName = 100
	maxURL  = 2000
	maxText = 2000
	maxPath = 200
	// MaxUpload is how many bytes an uploaded text may have.
	MaxUpload = 16 << 20
	// MaxLists is how many lists there can be.
	MaxLists = 100
	// LeastInterval and MostInterval bound the least time between two downloads.
	LeastInterval = time.Minute
	MostInterval  = 30 * 24 * time.Hour
	maxPrivate    = 20
	maxPriority   = 1000
)

// Defaults of what people need not say.
const (
	DefaultPriority = 100
	DefaultInterval = 5 * time.Minute
	DefaultEvery    = 24 * time.Hour
)

// normal returns the settings in the form in which they are stored.
func (s Settings) normal() Settings {
	s.Name, s.URL = strings.TrimSpace(s.Name), strings.TrimSpace(s.URL)
	s.Format.Kind = cmp.Or(s.Format.Kind, listformat.Auto)
	s.Priority = cmp.Or(s.Priority, DefaultPriority)
	s.MinInterval = cmp.Or(s.MinInterval, DefaultInterval)
	s.Schedule = s.Schedule.Normal()
	private := make([]netip.Prefix, 0, len(s.AllowPrivate))
	for _, p := range s.AllowPrivate {
		private = append(private, p.Masked())
	}
	slices.SortFunc(private, netip.Prefix.Compare)
	s.AllowPrivate = slices.Compact(private)
	return s
}

// check fails with fault.Invalid, whose fields are those of a request.
func (s Settings) check() error {
	f := fault.Invalid.Errorf("the block list cannot be kept as it is")
	s.checkTexts(f)
	s.checkSource(f)
	s.checkTimes(f)
	if s.Priority < 1 || s.Priority > maxPriority {
		f.WithField("body.priority", "use 1 to %d", maxPriority)
	}
	if len(f.Fields) == 0 {
		return nil
	}
	first := f.Fields[0]
	f.Message = fmt.Sprintf("the block list cannot be kept as it is: %s: %s", strings.TrimPrefix(first.Location, "body."), first.Message)
	return f
}

func (s Settings) checkTexts(f *fault.Fault) {
	switch {
	case s.Name == "":
		f.WithField("body.name", "give it a name")
	case len(s.Name) > MaxName:
		f.WithField("body.name", "use at most %d bytes", MaxName)
	case strings.ContainsFunc(s.Name, unicode.IsControl) || !utf8.ValidString(s.Name):
		f.WithField("body.name", "write it on one line, without control characters")
	}
	for _, text := range []struct{ field, value string }{
		{"licence", s.Licence}, {"credit", s.Credit}, {"note", s.Note},
	} {
		if len(text.value) > maxText {
			f.WithField("body."+text.field, "use at most %d bytes", maxText)
		}
	}
	if s.Homepage == "" {
		return
	}
	if u, err := url.Parse(s.Homepage); err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || len(s.Homepage) > maxURL {
		f.WithField("body.homepage", "must begin with https:// or http:// and the name of a server")
	}
}

func (s Settings) checkSource(f *fault.Fault) {
	if s.URL != "" {
		if message := checkURL(s.URL); message != "" {
			f.WithField("body.url", "%s", message)
		}
	}
	s.Format.check(f)
	if len(s.AllowPrivate) > maxPrivate {
		f.WithField("body.allow_private", "name at most %d", maxPrivate)
	}
	offer, known := offerOf(s.Catalogue)
	switch {
	case s.Catalogue == "":
	case !known:
		f.WithField("body.catalogue", "the catalogue has no list %q", s.Catalogue)
	case s.MinInterval < offer.MinInterval:
		f.WithField("body.min_interval_seconds", "%s may be fetched every %s at most: use %d or more", offer.Name, offer.MinInterval, int(offer.MinInterval.Seconds()))
	}
}

// checkURL says what is wrong with an address; empty if nothing is.
func checkURL(text string) string {
	u, err := url.Parse(text)
	switch {
	case len(text) > maxURL:
		return fmt.Sprintf("use at most %d bytes", maxURL)
	case err != nil:
		return "is no address of a web page"
	case u.Scheme != "http" && u.Scheme != "https":
		return "must begin with https:// or http://"
	case u.Hostname() == "":
		return "names no server"
	case u.User != nil:
		return "leave user name and password away: everybody who may look at lists would see them"
	case u.Fragment != "":
		return "leave away what follows the #: it is not sent to the server"
	}
	return ""
}

// check says what is wrong with a format, and what has nothing to do with it.
func (o Format) check(f *fault.Fault) {
	if bad, ok := asFault(o.options(false).Check()); ok {
		for _, field := range bad.Fields {
			f.WithField("body.format."+strings.Replace(field.Location, "format", "kind", 1), "%s", field.Message)
		}
	}
	for _, part := range []struct {
		field, value string
		kinds        []listformat.Format
	}{
		{"column", o.Column, []listformat.Format{listformat.CSV, listformat.TSV}}, {"last", o.Last, []listformat.Format{listformat.CSV, listformat.TSV}},
		{"path", o.Path, []listformat.Format{listformat.JSON, listformat.JSONLines}},
	} {
		switch {
		case len(part.value) > maxPath || strings.ContainsFunc(part.value, unicode.IsControl):
			f.WithField("body.format."+part.field, "use at most %d bytes, without control characters", maxPath)
		case part.value != "" && !slices.Contains(part.kinds, o.Kind):
			f.WithField("body.format."+part.field, "goes with %v only", part.kinds)
		}
	}
}

// options are what package listformat wants to know.
func (o Format) options(wide bool) listformat.Options {
	return listformat.Options{Format: o.Kind, Column: o.Column, Last: o.Last, Path: o.Path, Wide: wide}
}

func (s Settings) checkTimes(f *fault.Fault) {
	if s.MinInterval < LeastInterval || s.MinInterval > MostInterval || s.MinInterval%time.Second != 0 {
		f.WithField("body.min_interval_seconds", "use whole seconds, from %d to %d", int(LeastInterval.Seconds()), int(MostInterval.Seconds()))
	}
	if s.Uploaded() {
		if !s.Schedule.OnDemand() {
			f.WithField("body.schedule", "a text that was uploaded does not change by itself: leave the schedule away")
		}
		return
	}
	if bad, ok := asFault(s.Schedule.Check()); ok {
		for _, field := range bad.Fields {
			f.WithField("body.schedule."+strings.TrimPrefix(field.Location, "body."), "%s", field.Message)
		}
		return
	}
	if s.Schedule.Every > 0 && s.Schedule.Every < s.MinInterval {
		f.WithField("body.schedule.every_seconds", "the list may be fetched every %s at most: use %d or more", s.MinInterval, int(s.MinInterval.Seconds()))
	}
}

// EverySo is the schedule of a list of which nobody has said when.
func EverySo(every time.Duration) schedule.Schedule { return schedule.Schedule{Every: every}.Normal() }
