package storetest

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func lists(t *testing.T, open func(t *testing.T) Database) {
	t.Run("filters", func(t *testing.T) { filters(t, open(t)) })
	t.Run("in force", func(t *testing.T) { active(t, open(t)) })
	t.Run("pages under inserts", func(t *testing.T) { pagesUnderInserts(t, open(t)) })
	t.Run("last ban", func(t *testing.T) { lastBan(t, open(t)) })
	t.Run("repeats", func(t *testing.T) { repeats(t, open(t)) })
}

func repeats(t *testing.T, s Database) {
	planted(t, s)
	for _, c := range []struct {
		name  string
		query ban.Query
		want  int
	}{
		{"twice", ban.Query{Scope: ban.Scope{Host: "web2", Jail: "sshd"}, Limit: 10}, 2},
		{"once", ban.Query{Scope: ban.Scope{Host: "web1", Jail: "nginx"}, Limit: 10}, 1},
		{"not asked for", ban.Query{Scope: ban.Scope{Host: "web2", Jail: "sshd"}, Limit: 10, NoRepeats: true}, 0},
	} {
		same(t, c.name, c.want, got(s.List(t.Context(), c.query)).in(t).Bans[0].Repeats)
	}
}

// host4 is the i-th address of 10.0.0.0/8.
func host4(i int) string {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).String()
}

// planted are the bans of the tests of filters: one each second from 0, in this order.
func planted(t *testing.T, s Database) {
	t.Helper()
	plant := []struct{ host, jail, id string }{
		{"web1", "sshd", "192.0.2.1"},
		{"web1", "sshd", "192.0.2.200"},
		{"web1", "nginx", "192.0.3.1"},
		{"web2", "sshd", "192.0.2.1"},
		{"web2", "nginx", "2001:db8::1"},
		{"web2", "nginx", "2001:db8:1::/48"},
		{"web2", "nginx", "192.0.2.128/25"},
		{"web2", "odd_jail", "user=Bob"},
	}
	for i, p := range plant {
		h, err := s.Host(t.Context(), p.host)
		if err != nil {
			h = got(s.TakeHost(t.Context(), p.host, false)).in(t)
		}
		e := banned(i)
		e.Jail, e.ID = p.jail, p.id
		got(s.Ingest(t.Context(), p.host, h.Epoch, events(e))).in(t)
	}
	manual := ban.Ban{Host: "web2", Jail: "nginx", Address: "203.0.113.7", BannedAt: sec(8), Origin: ban.Manual, Actor: "ann", Reason: "100% Bad"}
	got(s.RecordManual(t.Context(), []ban.Ban{manual}, nil)).in(t)
}

// seconds tells which of the planted bans are in the list.
func seconds(bans []ban.Ban) []int {
	var list []int
	for _, b := range bans {
		list = append(list, int(b.BannedAt.Sub(base())/time.Second))
	}
	return list
}

func filters(t *testing.T, s Database) {
	planted(t, s)
	prefix := netip.MustParsePrefix
	cases := []struct {
		name  string
		query ban.Query
		want  []int
	}{
		{"all", ban.Query{}, []int{8, 7, 6, 5, 4, 3, 2, 1, 0}},
		{"range", ban.Query{Scope: ban.Scope{From: sec(2), To: sec(5)}}, []int{4, 3, 2}},
		{"host", ban.Query{Scope: ban.Scope{Host: "web1"}}, []int{2, 1, 0}},
		{"jail", ban.Query{Scope: ban.Scope{Jail: "sshd"}}, []int{3, 1, 0}},
		{"host and jail", ban.Query{Scope: ban.Scope{Host: "web2", Jail: "sshd"}}, []int{3}},
		{"address", ban.Query{Scope: ban.Scope{Address: prefix("192.0.2.1/32")}}, []int{3, 0}},
		{"network", ban.Query{Scope: ban.Scope{Address: prefix("192.0.2.0/24")}}, []int{6, 3, 1, 0}},
		{"wide network", ban.Query{Scope: ban.Scope{Address: prefix("192.0.0.0/8")}}, []int{6, 3, 2, 1, 0}},
		{"all of IPv4", ban.Query{Scope: ban.Scope{Address: prefix("0.0.0.0/0")}}, []int{8, 6, 3, 2, 1, 0}},
		{"IPv6", ban.Query{Scope: ban.Scope{Address: prefix("2001:db8::/32")}}, []int{5, 4}},
		{"all of IPv6", ban.Query{Scope: ban.Scope{Address: prefix("::/0")}}, []int{5, 4}},
		{"all of IPv6 in a jail", ban.Query{Scope: ban.Scope{Address: prefix("::/0"), Jail: "nginx"}}, []int{5, 4}},
		{"all but one", ban.Query{Scope: ban.Scope{Address: prefix("192.0.2.0/24"), Except: prefix("192.0.2.1/32")}}, []int{6, 1}},
		{"network inside a banned one", ban.Query{Scope: ban.Scope{Address: prefix("192.0.2.192/26")}}, []int{1}},
		{"network and jail", ban.Query{Scope: ban.Scope{Address: prefix("192.0.0.0/8"), Jail: "nginx"}}, []int{6, 2}},
		{"other id", ban.Query{Scope: ban.Scope{ID: "user=Bob"}}, []int{7}},
		{"address is no other id", ban.Query{Scope: ban.Scope{ID: "192.0.2.1"}}, nil},
		{"country", ban.Query{Scope: ban.Scope{Country: "DE"}}, nil},
		{"detected", ban.Query{Scope: ban.Scope{Origin: ban.Detected, Host: "web1"}}, []int{2, 1, 0}},
		{"manual", ban.Query{Scope: ban.Scope{Origin: ban.Manual}}, []int{8}},
		{"blocklist", ban.Query{Scope: ban.Scope{Origin: ban.Blocklist}}, nil},
		{
			"everything at once",
			ban.Query{Scope: ban.Scope{From: sec(0), To: sec(100), Host: "web1", Jail: "sshd", Address: prefix("192.0.2.0/24"), Origin: ban.Detected}},
			[]int{1, 0},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.query.Limit = 100
			page := got(s.List(t.Context(), c.query)).in(t)
			same(t, "bans", c.want, seconds(page.Bans))
			same(t, "next", (*ban.Position)(nil), page.Next)
			same(t, "in pages of two", c.want, seconds(inPages(t, s, c.query)))
		})
	}
}

func inPages(t *testing.T, s Store, query ban.Query) []ban.Ban {
	t.Helper()
	query.Limit = 2
	var bans []ban.Ban
	for {
		page := got(s.List(t.Context(), query)).in(t)
		bans = append(bans, page.Bans...)
		if query.Cursor = page.Next; query.Cursor == nil {
			return bans
		}
	}
}

func active(t *testing.T, s Database) {
	planted(t, s)
	h := got(s.Host(t.Context(), "web1")).in(t)
	unban := event(host.EventUnban, sec(60))
	unban.ID = "192.0.2.200"
	got(s.Ingest(t.Context(), "web1", h.Epoch, events(unban))).in(t)
	cases := []struct {
		name  string
		query ban.ActiveQuery
		want  []int
	}{
		{"all", ban.ActiveQuery{}, []int{8, 7, 6, 5, 4, 3, 2, 0}},
		{"host", ban.ActiveQuery{Host: "web1"}, []int{2, 0}},
		{"jail", ban.ActiveQuery{Jail: "nginx"}, []int{8, 6, 5, 4, 2}},
		{"piece of an address", ban.ActiveQuery{Text: "2.0.2."}, []int{6, 3, 0}},
		{"jail in the text", ban.ActiveQuery{Text: "SSH"}, []int{3, 0}},
		{"reason", ban.ActiveQuery{Text: "bad"}, []int{8}},
		{"percent is a letter", ban.ActiveQuery{Text: "0%"}, []int{8}},
		{"underscore is a letter", ban.ActiveQuery{Text: "d_j"}, []int{7}},
		{"percent alone", ban.ActiveQuery{Text: "%"}, []int{8}},
		{"network", ban.ActiveQuery{Text: "192.0.2.0/24"}, []int{6, 3, 0}},
		{"IPv6 network", ban.ActiveQuery{Text: "2001:DB8::/32", Jail: "nginx"}, []int{5, 4}},
		{"all of IPv6", ban.ActiveQuery{Text: "::/0"}, []int{5, 4}},
		{"within all of IPv6", ban.ActiveQuery{Within: netip.MustParsePrefix("::/0")}, []int{5, 4}},
		{"within a network", ban.ActiveQuery{Within: netip.MustParsePrefix("192.0.2.0/24")}, []int{6, 3, 0}},
		{"address", ban.ActiveQuery{Within: netip.MustParsePrefix("192.0.2.1/32")}, []int{3, 0}},
		{"other id", ban.ActiveQuery{ID: "user=Bob"}, []int{7}},
		{"no other id", ban.ActiveQuery{ID: "192.0.2.1"}, nil},
		{"nothing", ban.ActiveQuery{Text: "nothing like that"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.query.Limit = 100
			same(t, "bans", c.want, seconds(got(s.Active(t.Context(), c.query)).in(t).Bans))
			same(t, "count", len(c.want), got(s.ActiveCount(t.Context(), c.query)).in(t))
		})
	}
}

// pagesUnderInserts pages while newer bans come: every older one is seen once.
func pagesUnderInserts(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	put := func(i, at int) {
		e := banned(at)
		e.ID = host4(i)
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	}
	const n = 30
	for i := range n {
		put(i, i/10)
	}
	seen := make(map[string]int)
	query := ban.Query{Limit: 4}
	for i := n; ; i++ {
		page := got(s.List(t.Context(), query)).in(t)
		for _, b := range page.Bans {
			seen[b.Address]++
		}
		if query.Cursor = page.Next; query.Cursor == nil {
			break
		}
		put(i, i)
	}
	want := make(map[string]int)
	for i := range n {
		want[host4(i)] = 1
	}
	same(t, "how often each was seen", want, seen)
}

func lastBan(t *testing.T, s Database) {
	same(t, "none", time.Time{}, got(s.LastBanAt(t.Context(), "web1")).in(t))
	planted(t, s)
	for name, want := range map[string]time.Time{"web1": sec(2), "": sec(8), "unknown": {}} {
		same(t, fmt.Sprintf("host %q", name), want, got(s.LastBanAt(t.Context(), name)).in(t))
	}
	for jail, want := range map[string]bool{"odd_jail": true, "sshd": true, "ftpd": false} {
		same(t, jail, want, got(s.HasBansOf(t.Context(), jail)).in(t))
	}
}
