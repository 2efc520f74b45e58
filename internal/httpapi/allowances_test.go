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
		{"allow", "POST", "/allowances", "/allowances", `{"addresses":["192.0.2.1"],"duration_seconds":3600,"lift":true,"reason":"ours"}`, 201, []string{`"outcome":"placed"`, `"by":"administrator"`, `"unbanned":1`, `"pending_hosts":[]`, `"state":"placed"`, `"ended_by":null`}},
		{"allow a network in a jail of a host", "POST", "/allowances", "/allowances", `{"addresses":["198.51.100.0/24"],"duration_seconds":60,"lift":false,"jails":["sshd"],"hosts":["local"]}`, 201, []string{`"jails":["sshd"]`, `"hosts":["local"]`, `"lifted":{"items":[],"summary":{}}`}},
		{"allow the internet", "POST", "/allowances", "/allowances", `{"addresses":["0.0.0.0/0"],"duration_seconds":3600,"lift":true,"force":true}`, 422, []string{`body.addresses[0]`, `"mend":"Allow the address that you need`}},
		{"allow a /8", "POST", "/allowances", "/allowances", `{"addresses":["10.0.0.0/8"],"duration_seconds":3600,"lift":true}`, 422, []string{`body.addresses[0]`, `send force`, `"mend":`}},
		{"allow for a second", "POST", "/allowances", "/allowances", `{"addresses":["192.0.2.1"],"duration_seconds":1,"lift":true}`, 422, []string{`body.duration_seconds`}},
		{"allow for a year", "POST", "/allowances", "/allowances", `{"addresses":["192.0.2.1"],"duration_seconds":31536000,"lift":true}`, 422, []string{`body.duration_seconds`}},
		{"allow nothing", "POST", "/allowances", "/allowances", `{"addresses":[],"duration_seconds":3600,"lift":true}`, 422, []string{`body.addresses`}},
		{"allow on an unknown host", "POST", "/allowances", "/allowances", `{"addresses":["192.0.2.1"],"duration_seconds":3600,"lift":true,"hosts":["web-7"]}`, 404, []string{`web-7`}},
		{"allow in an unknown jail", "POST", "/allowances", "/allowances", `{"addresses":["192.0.2.1"],"duration_seconds":3600,"lift":true,"jails":["ftpd"]}`, 404, []string{`ftpd`}},
		{"allowances", "GET", "/allowances", "/allowances?active=true&limit=1", "", 200, []string{`"address":"198.51.100.0/24"`, `"next_cursor":"2"`}},
		{"allowances by their reason", "GET", "/allowances", "/allowances?q=OURS", "", 200, []string{`"address":"192.0.2.1"`, `"next_cursor":null`}},
		{"allowances that nothing is like", "GET", "/allowances", "/allowances?q=192%25", "", 200, []string{`"items":[]`}},
		{"extend an allowance", "PATCH", "/allowances/{id}", "/allowances/2", `{"duration_seconds":7200}`, 200, []string{`"address":"198.51.100.0/24"`, `"active":true`}},
		{"extend it for too long", "PATCH", "/allowances/{id}", "/allowances/2", `{"duration_seconds":31536000}`, 422, []string{`body.duration_seconds`}},
		{"extend it by nothing", "PATCH", "/allowances/{id}", "/allowances/2", `{}`, 422, []string{`duration_seconds`}},
		{"extend an unknown allowance", "PATCH", "/allowances/{id}", "/allowances/99", `{"duration_seconds":7200}`, 404, nil},
		{"ended allowances", "GET", "/allowances", "/allowances?active=false", "", 200, []string{`"items":[]`}},
		{"allowances of a made-up kind", "GET", "/allowances", "/allowances?active=maybe", "", 422, []string{`query.active`}},
		{"allowances after a made-up cursor", "GET", "/allowances", "/allowances?cursor=!", "", 422, []string{`query.cursor`}},
		{"allowed address", "GET", "/addresses/{address}", "/addresses/198.51.100.9", "", 200, []string{`"allowances":[{"address":"198.51.100.0/24"`, `"by":"administrator"`}},
		{"address that is not allowed", "GET", "/addresses/{address}", "/addresses/198.51.101.9", "", 200, []string{`"allowances":[]`}},
		{"end an allowance", "DELETE", "/allowances/{id}", "/allowances/1", "", 200, []string{`"ended_by":"ended"`, `"ended_actor":"administrator"`, `"outcome":"removed"`}},
		{"end it again", "DELETE", "/allowances/{id}", "/allowances/1", "", 409, []string{`ended already`}},
		{"extend one that has ended", "PATCH", "/allowances/{id}", "/allowances/1", `{"duration_seconds":7200}`, 409, []string{`ended already`}},
		{"end an unknown allowance", "DELETE", "/allowances/{id}", "/allowances/99", "", 404, nil},
	} {
		t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
	}
}
