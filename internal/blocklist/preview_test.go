package blocklist_test

import (
	"errors"
	"io"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/listformat"
	"bangui/internal/store/storetest"
)

func TestPreview(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish("45.0.0.1\n45.0.0.2\n45.1.0.0/16\n")
	other := r.make("other")
	r.imports(other.ID)
	r.shield.protect("45.1.2.3/32", "45.0.0.0/30", "10.0.0.0/8")
	r.server.publish("# new\n45.0.0.2\n45.1.2.0/24\n45.9.0.0/16\nname.example\n")
	p, err := r.lists.Preview(t.Context(), blocklist.PreviewOrder{URL: r.server.URL + "/new", AllowPrivate: r.settings("x").AllowPrivate})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "contents", []any{3, 1, 2, listformat.Netset}, []any{p.Contents.Entries, p.Contents.Addresses, p.Contents.Networks, p.Format})
	same(t, "dropped", "host_name", p.Dropped[0].Reason)
	same(t, "samples", []netip.Prefix{netip.MustParsePrefix("45.0.0.2/32"), netip.MustParsePrefix("45.1.2.0/24"), netip.MustParsePrefix("45.9.0.0/16")}, p.Samples)
	same(t, "overlaps", []blocklist.Overlap{{List: other.ID, Name: "other", Entries: 2}}, p.Overlaps)
	same(t, "exempt", []string{"45.0.0.2/32 by 45.0.0.0/30", "45.1.2.0/24 by 45.1.2.3/32"}, exempts(p))
	same(t, "exempted", 2, p.Exempted)
	if p.Contents.Memory() < 100 || p.Alert != nil {
		t.Errorf("memory %d, alert %v", p.Contents.Memory(), p.Alert)
	}
	// Nothing is stored.
	same(t, "lists", 1, len(must(r.lists.List(t.Context()))))
	same(t, "other's contents", 3, len(r.networks(other.ID, "")))

	p, err = r.lists.Preview(t.Context(), blocklist.PreviewOrder{List: other.ID, Text: []byte(addresses(1000))})
	if err != nil || p.Alert == nil || p.Alert.Kind != blocklist.AlertGrew {
		t.Fatalf("against the list itself: %+v %v", p.Alert, err)
	}
	same(t, "difference", []int{998, 1, 3}, []int{p.Added, p.Removed, p.Before})
	same(t, "of itself", []blocklist.Overlap(nil), p.Overlaps)
}

func exempts(p blocklist.Preview) []string {
	var texts []string
	for _, e := range p.Exempt {
		texts = append(texts, e.Entry.String()+" by "+e.By.Network.String())
	}
	return texts
}

func TestPreviewOfEverything(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.shield.protect("192.0.2.7/32")
	p, err := r.lists.Preview(t.Context(), blocklist.PreviewOrder{AllowWide: true, Text: []byte("0.0.0.0/0\n::/0\n128.0.0.0/1\n127.0.0.0/8\n192.0.0.0/7\n")})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "entries", 2, p.Contents.Entries)
	same(t, "protected", []string{"128.0.0.0/1 by 192.0.2.7/32"}, exempts(p))
}

func TestPreviewsThatFail(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	private := r.settings("x").AllowPrivate
	for name, tt := range map[string]struct {
		order blocklist.PreviewOrder
		body  string
		kind  fault.Kind
		field string
	}{
		"nothing":          {blocklist.PreviewOrder{}, "", fault.Invalid, "body.url"},
		"both":             {blocklist.PreviewOrder{URL: r.server.URL, Text: []byte("1.2.3.4")}, "", fault.Invalid, "body.text"},
		"private":          {blocklist.PreviewOrder{URL: r.server.URL}, "45.0.0.1\n", fault.Invalid, "body.url"},
		"no list":          {blocklist.PreviewOrder{URL: r.server.URL, AllowPrivate: private}, "<html>", fault.Invalid, "body.url"},
		"no list uploaded": {blocklist.PreviewOrder{Text: []byte("<html>")}, "", fault.Invalid, "body.text"},
		"bad format":       {blocklist.PreviewOrder{Text: []byte("45.0.0.1"), Format: blocklist.Format{Kind: "pdf"}}, "", fault.Invalid, "body.format.kind"},
		"path for plain":   {blocklist.PreviewOrder{Text: []byte("45.0.0.1"), Format: blocklist.Format{Kind: listformat.Plain, Path: "x"}}, "", fault.Invalid, "body.format.path"},
		"of no list":       {blocklist.PreviewOrder{List: 99, Text: []byte("45.0.0.1")}, "", fault.NotFound, ""},
		"gone":             {blocklist.PreviewOrder{URL: r.server.URL, AllowPrivate: private}, "", fault.Refused, "body.url"},
		"too large":        {blocklist.PreviewOrder{Text: make([]byte, blocklist.MaxUpload+1)}, "", fault.TooLarge, "body.text"},
	} {
		t.Run(name, func(t *testing.T) {
			r.server.answer(func(w http.ResponseWriter, _ *http.Request) {
				if tt.body == "" {
					w.WriteHeader(http.StatusGone)
				}
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := r.lists.Preview(t.Context(), tt.order)
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != tt.kind || (tt.field != "" && (len(f.Fields) == 0 || f.Fields[0].Location != tt.field)) {
				t.Errorf("%v (%+v), want %s at %s", err, f, tt.kind, tt.field)
			}
		})
	}
}

// TestPreviewThatDrips never ends, and is told as the fault of its source.
func TestPreviewThatDrips(t *testing.T) {
	r := newRigWith(t, storetest.SQLite(t), func(o *blocklist.Options) { o.Within = 100 * time.Millisecond })
	r.server.answer(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.WriteString(w, addresses(20))
		w.(http.Flusher).Flush() //nolint:forcetypeassert // it is one
		<-req.Context().Done()
	})
	_, err := r.lists.Preview(t.Context(), blocklist.PreviewOrder{URL: r.server.URL, AllowPrivate: r.settings("x").AllowPrivate})
	wantKind(t, err, fault.Unreachable)
	same(t, "fields", "body.url", fields(err))
}

func TestLookup(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	record := must(r.TakeHost(t.Context(), "web1", false))
	must(r.TakeHost(t.Context(), "web2", false))
	r.server.publish("45.0.0.1\n45.1.0.0/16\n")
	one := r.make("one")
	r.imports(one.ID)
	r.server.publish("45.1.2.3\n45.1.2.4\n46.0.0.0/8\n")
	settings := r.settings("two")
	settings.Enabled, settings.Priority = false, 1
	two := r.makeWith(settings, nil)
	r.imports(two.ID)
	r.shield.protect("45.1.2.0/30")
	report := host.Enforcement{Armed: true, Lists: []host.ListInKernel{{
		EnforcedList: host.EnforcedList{ID: one.ID, Digest: r.get(one.ID).Contents.Digest}, Packets: 7, Bytes: 70,
	}}, Protected: []host.ProtectedNetwork{{Network: netip.MustParsePrefix("45.1.9.9/32"), Why: host.ProtectedOwn, Detail: "eth0"}}}
	if err := r.SaveReport(t.Context(), "web1", record.Epoch, report, nil); err != nil {
		t.Fatal(err)
	}
	found := must(r.lists.Lookup(t.Context(), netip.MustParsePrefix("45.1.2.3/32")))
	same(t, "lists", []string{"two", "one"}, []string{found.Lists[0].List.Name, found.Lists[1].List.Name})
	same(t, "entries", []string{"45.1.2.3/32", "45.1.0.0/16"}, []string{found.Lists[0].Entries[0].Network.String(), found.Lists[1].Entries[0].Network.String()})
	same(t, "hosts", [][]string{nil, {"web1"}}, [][]string{found.Lists[0].Hosts, found.Lists[1].Hosts})
	same(t, "packets", []int64{0, 7}, []int64{found.Lists[0].Packets, found.Lists[1].Packets})
	same(t, "exempt", true, found.Exempt)
	found = must(r.lists.Lookup(t.Context(), netip.MustParsePrefix("45.1.0.0/20")))
	same(t, "entries within", 2, len(found.Lists[0].Entries))
	same(t, "exempt as a whole", false, found.Exempt)
	same(t, "exemptions", []blocklist.Exemption{
		{ProtectedNetwork: host.ProtectedNetwork{Network: netip.MustParsePrefix("45.1.2.0/30"), Why: host.ProtectedAllowance, Detail: "office"}},
		{ProtectedNetwork: report.Protected[0], Hosts: []string{"web1"}},
	}, found.Exemptions)
	same(t, "nothing", blocklist.Found{}, must(r.lists.Lookup(t.Context(), netip.MustParsePrefix("45.2.0.0/16"))))
	must(r.lists.Preview(t.Context(), blocklist.PreviewOrder{Text: []byte("45.0.0.1")}))
	many := must(r.lists.Lookup(t.Context(), netip.MustParsePrefix("::/0")))
	same(t, "IPv6", 0, len(many.Lists))
}
