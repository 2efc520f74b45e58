package httpapi_test

import (
	"net/http"
	"testing"

	"bangui/internal/account"
)

func TestAllowances(t *testing.T) {
	w := newHostWorld(t)
	if res, body := w.call(http.MethodPost, "/api/v1/bans", w.signIn(account.Operator), `{"addresses":["192.0.2.1"],"jail":"sshd"}`); res.StatusCode != 200 {
		t.Fatalf("ban: %d %v", res.StatusCode, body)
	}
	c := readContract(t)
	for _, x := range []exchange{
		{"allow", "POST", "/allowlist", "/allowlist", `{"addresses":["192.0.2.1"],"duration_seconds":3600,"lift":true,"note":"ours"}`, 201, []string{`"outcome":"placed"`, `"by":"administrator"`, `"unbanned":1`, `"pending_hosts":[]`, `"state":"placed"`, `"ended_by":null`, `"kind":"address"`, `"answer":null`, `"note":"ours"`}},
		{"allow a network in a jail of a host", "POST", "/allowlist", "/allowlist", `{"addresses":["198.51.100.0/24"],"duration_seconds":60,"lift":false,"jails":["sshd"],"hosts":["local"]}`, 201, []string{`"jails":["sshd"]`, `"hosts":["local"]`, `"lifted":{"items":[],"summary":{}}`}},
		{"allow the internet", "POST", "/allowlist", "/allowlist", `{"addresses":["0.0.0.0/0"],"duration_seconds":3600,"lift":true,"force":true}`, 422, []string{`body.addresses[0]`, `"mend":"Allow the address that you need`}},
		{"allow a /8", "POST", "/allowlist", "/allowlist", `{"addresses":["10.0.0.0/8"],"duration_seconds":3600,"lift":true}`, 422, []string{`body.addresses[0]`, `send force`, `"mend":`}},
		{"allow for a second", "POST", "/allowlist", "/allowlist", `{"addresses":["192.0.2.1"],"duration_seconds":1,"lift":true}`, 422, []string{`body.duration_seconds`}},
		{"allow for ten years", "POST", "/allowlist", "/allowlist", `{"addresses":["192.0.2.1"],"duration_seconds":315360000,"lift":true}`, 422, []string{`body.duration_seconds`}},
		{"allow nothing", "POST", "/allowlist", "/allowlist", `{"addresses":[],"duration_seconds":3600,"lift":true}`, 422, []string{`body.addresses`}},
		{"allow on an unknown host", "POST", "/allowlist", "/allowlist", `{"addresses":["192.0.2.1"],"duration_seconds":3600,"lift":true,"hosts":["web-7"]}`, 404, []string{`web-7`}},
		{"allow in an unknown jail", "POST", "/allowlist", "/allowlist", `{"addresses":["192.0.2.1"],"duration_seconds":3600,"lift":true,"jails":["ftpd"]}`, 404, []string{`ftpd`}},
		{"allowances", "GET", "/allowlist", "/allowlist?active=true&limit=1", "", 200, []string{`"address":"198.51.100.0/24"`, `"next_cursor":"2"`}},
		{"allowances by their reason", "GET", "/allowlist", "/allowlist?q=OURS", "", 200, []string{`"address":"192.0.2.1"`, `"next_cursor":null`}},
		{"allowances that nothing is like", "GET", "/allowlist", "/allowlist?q=192%25", "", 200, []string{`"items":[]`}},
		{"allow a name for good", "POST", "/allowlist", "/allowlist", `{"addresses":["Home.Example.org"],"lift":false,"jails":["sshd"],"note":"ann"}`, 201, []string{`"kind":"name"`, `"address":"home.example.org"`, `"until":null`, `{"address":"203.0.113.7","special":""}`, `{"address":"10.0.0.7","special":"private"}`, `"problem":""`, `"address":"10.0.0.7","host":"local","jail":"sshd"`}},
		{"allow a name of nothing", "POST", "/allowlist", "/allowlist", `{"addresses":["no.example.org"],"lift":false}`, 422, []string{`body.addresses[0]`, `no.example.org stands for no address`, `send force`}},
		{"allow a URL", "POST", "/allowlist", "/allowlist", `{"addresses":["https://example.org/"],"lift":false}`, 422, []string{`body.addresses[0]`}},
		{"what is without an end", "GET", "/allowlist", "/allowlist?standing=true", "", 200, []string{`"home.example.org"`, `"next_cursor":null`}},
		{"what has an end", "GET", "/allowlist", "/allowlist?standing=false&limit=1", "", 200, []string{`"198.51.100.0/24"`}},
		{"found by an address of a name", "GET", "/allowlist", "/allowlist?q=203.0.113", "", 200, []string{`"home.example.org"`}},
		{"ask for the name now", "POST", "/allowlist/{id}/resolve", "/allowlist/3/resolve", "", 200, []string{`"home.example.org"`, `"resolved_at":"`}},
		{"ask for an address", "POST", "/allowlist/{id}/resolve", "/allowlist/1/resolve", "", 422, []string{`is no name`}},
		{"ask for an unknown allowance", "POST", "/allowlist/{id}/resolve", "/allowlist/99/resolve", "", 404, nil},
		{"preview", "POST", "/allowlist/preview", "/allowlist/preview", `{"addresses":["198.51.100.9","10.0.0.0/8","home.example.org","0.0.0.0/0"]}`, 200, []string{`"allowed":[{"address":"198.51.100.0/24"`, `"needs_force":true`, `"special":"private"`, `a large part of the internet`, `"at_least":false,"bans":[]`, `"total":0`}},
		{"preview of nothing", "POST", "/allowlist/preview", "/allowlist/preview", `{"addresses":[]}`, 422, []string{`body.addresses`}},
		{"preview in an unknown jail", "POST", "/allowlist/preview", "/allowlist/preview", `{"addresses":["192.0.2.1"],"jails":["ftpd"]}`, 404, []string{`ftpd`}},
		{"what is protected", "GET", "/allowlist/protected", "/allowlist/protected", "", 200, []string{`{"detail":"administrator","network":"192.0.2.7","why":"signed_in"}`}},
		{"what the configuration lacks", "GET", "/allowlist/hosts/{host}", "/allowlist/hosts/local", "", 200, []string{`"wanted":1`, `"missing":["home.example.org"]`, `"jails":["sshd"]`, `"right":false`, `"drafted":false`}},
		{"of an unknown host", "GET", "/allowlist/hosts/{host}", "/allowlist/hosts/web-7", "", 404, []string{`web-7`}},
		{"prepare a change where that is not safe", "POST", "/allowlist/hosts/{host}/draft", "/allowlist/hosts/local/draft", "", 200, []string{`"changed":false`, `"left":[{"jail":"sshd","message":"its ignore list is not told"}]`}},
		{"prepare one for an unknown host", "POST", "/allowlist/hosts/{host}/draft", "/allowlist/hosts/web-7/draft", "", 404, []string{`web-7`}},
		{"make one standing", "PATCH", "/allowlist/{id}", "/allowlist/2", `{"standing":true,"note":"for good"}`, 200, []string{`"until":null`, `"note":"for good"`}},
		{"with an end and none", "PATCH", "/allowlist/{id}", "/allowlist/2", `{"standing":true,"duration_seconds":60}`, 422, []string{`body.standing`}},
		{"extend an allowance", "PATCH", "/allowlist/{id}", "/allowlist/2", `{"duration_seconds":7200}`, 200, []string{`"address":"198.51.100.0/24"`, `"active":true`}},
		{"extend it for too long", "PATCH", "/allowlist/{id}", "/allowlist/2", `{"duration_seconds":315360000}`, 422, []string{`body.duration_seconds`}},
		{"change nothing", "PATCH", "/allowlist/{id}", "/allowlist/2", `{}`, 422, []string{`duration_seconds, standing or note`}},
		{"extend an unknown allowance", "PATCH", "/allowlist/{id}", "/allowlist/99", `{"duration_seconds":7200}`, 404, nil},
		{"ended allowances", "GET", "/allowlist", "/allowlist?active=false", "", 200, []string{`"items":[]`}},
		{"allowances of a made-up kind", "GET", "/allowlist", "/allowlist?active=maybe", "", 422, []string{`query.active`}},
		{"allowances after a made-up cursor", "GET", "/allowlist", "/allowlist?cursor=!", "", 422, []string{`query.cursor`}},
		{"allowed address", "GET", "/addresses/{address}", "/addresses/198.51.100.9", "", 200, []string{`"allowances":[{"address":"198.51.100.0/24"`, `"by":"administrator"`}},
		{"address of a name", "GET", "/addresses/{address}", "/addresses/203.0.113.7", "", 200, []string{`"allowances":[{"address":"home.example.org"`, `"kind":"name"`, `"protected":[]`}},
		{"address of somebody", "GET", "/addresses/{address}", "/addresses/192.0.2.7", "", 200, []string{`"protected":[{"detail":"administrator","network":"192.0.2.7","why":"signed_in"}`}},
		{"ban of what is allowed", "POST", "/bans", "/bans", `{"addresses":["198.51.100.9","203.0.113.7"],"jail":"sshd"}`, 200, []string{`"code":"allowance"`, `is on the allow-list as home.example.org`}},
		{"address that is not allowed", "GET", "/addresses/{address}", "/addresses/198.51.101.9", "", 200, []string{`"allowances":[]`}},
		{"end an allowance", "DELETE", "/allowlist/{id}", "/allowlist/1", "", 200, []string{`"ended_by":"ended"`, `"ended_actor":"administrator"`, `"outcome":"removed"`}},
		{"end it again", "DELETE", "/allowlist/{id}", "/allowlist/1", "", 409, []string{`ended already`}},
		{"extend one that has ended", "PATCH", "/allowlist/{id}", "/allowlist/1", `{"duration_seconds":7200}`, 409, []string{`ended already`}},
		{"end an unknown allowance", "DELETE", "/allowlist/{id}", "/allowlist/99", "", 404, nil},
	} {
		t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
	}
}
