package httpapi_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/schedule"
)

// exchange is a request and what must come of it.
type exchange struct {
	// path is as in the document, at the same with parameters and query filled in.
	name, method, path, at, body string
	status                       int
	// want must stand in the answer, as JSON text.
	want []string
}

const (
	someHost = "/hosts/{host}"
	someJail = "/hosts/{host}/jails/{jail}"
	someTask = "/schedules/{task}"
	tested   = "/config/{host}/test"
	control  = "/hosts/{host}/jails/{jail}/actions/{action}"
)

func TestExchanges(t *testing.T) {
	w := newHostWorld(t)
	if err := w.deps.Replicas.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.store.EnsureSchedule(t.Context(), "sweep", schedule.Schedule{Every: time.Hour}); err != nil {
		t.Fatal(err)
	}
	c := readContract(t)
	for _, x := range []exchange{
		{"hosts", "GET", "/hosts", "/hosts", "", 200, []string{`"name":"local"`, `"version":"1.0.2"`, `"next_cursor":null`}},
		{"host", "GET", someHost, "/hosts/local", "", 200, []string{`"banned_now":1`, `"failed_total":9`, `"running":1`, `"problem":null`}},
		{"unknown host", "GET", someHost, "/hosts/web-7", "", 404, []string{`web-7`}},
		{"jails", "GET", "/hosts/{host}/jails", "/hosts/local/jails", "", 200, []string{`"bans_24h":0`, `"state":"running"`}},
		{"jail", "GET", someJail, "/hosts/local/jails/sshd", "", 200, []string{`"ban_time_seconds":600`, `"fail_regex":[]`, `"max_time_seconds":null`}},
		{"unknown jail", "GET", someJail, "/hosts/local/jails/ftpd", "", 404, []string{`ftpd`, `local`}},
		{"jail of an unknown host", "GET", someJail, "/hosts/web-7/jails/sshd", "", 404, []string{`web-7`}},
		{"idle", "POST", control, "/hosts/local/jails/sshd/actions/idle", "", 200, []string{`"name":"sshd"`}},
		{"broken reload", "POST", control, "/hosts/local/jails/sshd/actions/reload", "", 502, []string{`"code":"refused"`, `the filter is broken`}},
		{"unknown order", "POST", control, "/hosts/local/jails/sshd/actions/explode", "", 422, []string{`path.action`}},
		{"change", "PATCH", someJail, "/hosts/local/jails/sshd", `{"max_retry":3,"add_ignore":["192.0.2.0/24"]}`, 200, []string{`"settings":{`}},
		{"permanent", "PATCH", someJail, "/hosts/local/jails/sshd", `{"ban_time_seconds":-1}`, 200, nil},
		{"empty change", "PATCH", someJail, "/hosts/local/jails/sshd", `{}`, 422, []string{`"location":"body"`}},
		{"no ban time", "PATCH", someJail, "/hosts/local/jails/sshd", `{"ban_time_seconds":0}`, 422, []string{`body.ban_time_seconds`}},
		{"ban time beyond all numbers", "PATCH", someJail, "/hosts/local/jails/sshd", `{"ban_time_seconds":9223372036854775807}`, 422, []string{`body.ban_time_seconds`}},
		{"server", "GET", "/hosts/{host}/server", "/hosts/local/server", "", 200, []string{`"purge_age_seconds":86400`, `"restart":false`, `"mend":"let it"`, `"unit":"fail2ban.service"`}},
		{"server of an unknown host", "GET", "/hosts/{host}/server", "/hosts/web-7/server", "", 404, []string{`web-7`}},
		{"flush", "POST", "/hosts/{host}/server/flush-logs", "/hosts/local/server/flush-logs", "", 200, []string{`"log_level":"INFO"`}},
		{"restart that loses bans", "POST", "/hosts/{host}/server/restart", "/hosts/local/server/restart", `{}`, 409, []string{`2 bans would be lost`}},
		{"restart", "POST", "/hosts/{host}/server/restart", "/hosts/local/server/restart", `{"accept_loss":true}`, 200, []string{`"log_level":"INFO"`}},
		{"restart of an unknown host", "POST", "/hosts/{host}/server/restart", "/hosts/web-7/server/restart", `{}`, 404, []string{`web-7`}},
		{"activation", "GET", "/config/{host}/jails/{jail}/activation", "/config/local/jails/sshd/activation", "", 200, []string{
			`"ready":false`, `"subject":"source"`, `"state":"missing"`, `"option":"backend","value":"systemd"`, `"line":3`,
		}},
		{"activation of no jail", "GET", "/config/{host}/jails/{jail}/activation", "/config/local/jails/ftpd/activation", "", 404, []string{`ftpd`}},
		{"options of the configuration", "GET", "/config-options", "/config-options", "", 200, []string{`"name":"bantime"`, `"type":"duration"`, `"choices":[]`}},
		{"configuration", "GET", "/config/{host}", "/config/local", "", 200, []string{
			`"severity":"advice"`, `"mend":"mount it anew"`, `"enabled_at":null`, `"size_bytes":9`, `"log_paths":[]`, `"actions":[]`,
		}},
		{"configuration of an unknown host", "GET", "/config/{host}", "/config/web-7", "", 404, []string{`web-7`}},
		{"configuration file", "GET", "/config/{host}/file", "/config/local/file?name=jail.conf", "", 200, []string{`"text":"[x]\n# �\n"`, `"damaged":true`, `"mode":"0640"`}},
		{"no configuration file", "GET", "/config/{host}/file", "/config/local/file?name=jail.local", "", 404, []string{`"mend":"look again"`}},
		{"path out of the configuration", "GET", "/config/{host}/file", "/config/local/file?name=../../etc/shadow", "", 422, []string{`"code":"invalid"`, `shadow`, `"location":"query.name"`}},
		{"configuration file without a name", "GET", "/config/{host}/file", "/config/local/file", "", 422, []string{`query.name`}},
		{"explained server", "GET", "/config/{host}/server", "/config/local/server", "", 200, []string{`"kind":"server"`}},
		{"explained jail", "GET", "/config/{host}/jails/{jail}", "/config/local/jails/sshd", "", 200, []string{
			`"origin":"parameter"`, `"written":"%(port)s"`, `"place":null`, `"failed":"it stands for nothing"`, `"files":[]`,
		}},
		{"explained jail that is not there", "GET", "/config/{host}/jails/{jail}", "/config/local/jails/ftpd", "", 404, []string{`ftpd`}},
		{"explained filter", "GET", "/config/{host}/filters/{filter}", "/config/local/filters/sshd", "", 200, []string{`"kind":"filter"`}},
		{"explained action", "GET", "/config/{host}/actions/{action}", "/config/local/actions/sshd", "", 200, []string{`"kind":"action"`}},
		{"mistyped field", "PATCH", someJail, "/hosts/local/jails/sshd", `{"max_retry":"three"}`, 422, []string{`body.max_retry`}},
		{"unknown field", "PATCH", someJail, "/hosts/local/jails/sshd", `{"maxretry":3}`, 422, []string{`body.maxretry`}},
		{"bad ignore entry", "PATCH", someJail, "/hosts/local/jails/sshd", `{"add_ignore":["192.0.2.300"]}`, 422, []string{`body.add_ignore[0]`}},
		{"geo", "GET", "/geo", "/geo", "", 200, []string{`"built_in":true`, `"licence":"CC BY-SA 4.0"`, `"source":"IPFire Location"`, `"path":null`, `"problem":null`, `"known":false`}},
		{"log", "GET", "/hosts/{host}/log", "/hosts/local/log?level=INFO&limit=10", "", 200, []string{`[sshd] Ban 192.0.2.1`, `"next_cursor":"older"`}},
		{"log of an unknown level", "GET", "/hosts/{host}/log", "/hosts/local/log?level=LOUD", "", 422, []string{`query.level`}},
		{"bench", "GET", "/config/{host}/bench", "/config/local/bench", "", 200, []string{`"journal":true`, `"filters":["sshd"]`, `"logs":[]`}},
		{"bench of an unknown host", "GET", "/config/{host}/bench", "/config/web-7/bench", "", 404, []string{`web-7`}},
		{"test", "POST", tested, "/config/local/test", `{"jail":"sshd","lines":["a x"]}`, 200, []string{`"made":false,"memory":false`, `"list":"failregex","matched":"^a "`, `"index":null`, `"at":null`, `"ignore_regex":[]`}},
		{"test of a broken filter", "POST", tested, "/config/local/test", `{"filter":"broken","lines":["a"]}`, 422, []string{`body.own.fail_regex`}},
		{"test with own expressions", "POST", tested, "/config/local/test", `{"own":{"pref_regex":"","fail_regex":["<HOST>"],"ignore_regex":[],"date_pattern":"","max_lines":0},"log":{"lines":5},"draft":[{"name":"a.local","text":""}]}`, 200, nil},
		{"test of too many lines", "POST", tested, "/config/local/test", `{"jail":"sshd","log":{"lines":10001}}`, 422, []string{`body.log.lines`}},
		{"ban", "POST", "/bans", "/bans", `{"addresses":["192.0.2.1","192.0.2.7","nonsense"],"jail":"sshd","reason":"scan"}`, 200, []string{`"banned":1`, `"own_address"`, `"invalid":1`, `"ban_id":1`}},
		{"ban in an unknown jail", "POST", "/bans", "/bans", `{"addresses":["192.0.2.1"],"jail":"ftpd"}`, 404, []string{`ftpd`}},
		{"ban on an unknown host", "POST", "/bans", "/bans", `{"addresses":["192.0.2.1"],"jail":"sshd","hosts":["web-7"]}`, 404, []string{`web-7`}},
		{"ban nothing", "POST", "/bans", "/bans", `{"addresses":[],"jail":"sshd"}`, 422, []string{`body.addresses`}},
		{"ban without a jail", "POST", "/bans", "/bans", `{"addresses":["192.0.2.1"]}`, 422, []string{`jail`}},
		{"ban with an unknown field", "POST", "/bans", "/bans", `{"addresses":["192.0.2.1"],"jail":"sshd","until":1}`, 422, []string{`body.until`}},
		{"ban text", "POST", "/bans", "/bans", `{"addresses":"192.0.2.1","jail":"sshd"}`, 422, []string{`body.addresses`}},
		{"active", "GET", "/bans/active", "/bans/active?jail=sshd&q=192.0.2", "", 200, []string{`"total":1`, `"actor":"administrator"`, `"reason":"scan"`, `"ended_by":null`}},
		{"active on an unknown host", "GET", "/bans/active", "/bans/active?host=web-7", "", 404, []string{`web-7`}},
		{"one", "GET", "/bans/{id}", "/bans/1", "", 200, []string{`"origin":"manual"`, `"ban_time_seconds":600`}},
		{"unknown one", "GET", "/bans/{id}", "/bans/99", "", 404, nil},
		{"one with a name", "GET", "/bans/{id}", "/bans/first", "", 422, []string{`path.id`}},
		{"why a ban that was ordered", "GET", "/bans/{id}/why", "/bans/1/why", "", 200, []string{`"available":false`, `somebody ordered this ban`, `"lines":[]`}},
		{"why an unknown ban", "GET", "/bans/{id}/why", "/bans/99/why", "", 404, nil},
		{"lift", "DELETE", "/bans", "/bans", `{"addresses":["192.0.2.1"]}`, 200, []string{`"unbanned":1`}},
		{"lift all and some", "DELETE", "/bans", "/bans", `{"all":true,"addresses":["192.0.2.1"]}`, 422, []string{`body.addresses`}},
		{"lift nothing", "DELETE", "/bans", "/bans", `{}`, 422, []string{`body.addresses`}},
		{"history", "GET", "/bans", "/bans?address=192.0.2.9/24&origin=manual", "", 200, []string{`"ended_by":"unbanned"`, `"ended_actor":"administrator"`}},
		{"history of nonsense", "GET", "/bans", "/bans?address=192.0.2", "", 422, []string{`query.address`}},
		{"history of a name as an address", "GET", "/bans", "/bans?address=mallory", "", 422, []string{`query.address`, `parameter id`}},
		{"history of a name", "GET", "/bans", "/bans?id=mallory", "", 200, []string{`"items":[]`}},
		{"history of an address as a name", "GET", "/bans", "/bans?id=192.0.2.1", "", 422, []string{`query.id`, `use the parameter address`}},
		{"history of both", "GET", "/bans/count", "/bans/count?id=mallory&address=192.0.2.1", "", 422, []string{`query.id`}},
		{"history backwards", "GET", "/bans", "/bans?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "", 422, []string{`query.to`}},
		{"history of no country", "GET", "/bans", "/bans?country=!!", "", 422, []string{`query.country`}},
		{"history of an unknown country", "GET", "/bans", "/bans?country=WX", "", 422, []string{`query.country`}},
		{"history of half a country", "GET", "/bans", "/bans?country=Q", "", 422, []string{`query.country`}},
		{"history of unknown countries", "GET", "/bans", "/bans?country=zz", "", 200, []string{`"items":[`}},
		{"amount of no country", "GET", "/bans/count", "/bans/count?country=4", "", 422, []string{`query.country`}},
		{"export of no country", "GET", "/bans/export", "/bans/export?country=d%20", "", 422, []string{`query.country`}},
		{"summary of no country", "GET", "/stats/summary", "/stats/summary?country=!!", "", 422, []string{`query.country`}},
		{"trend of no country", "GET", "/stats/trend", "/stats/trend?country=!!", "", 422, []string{`query.country`}},
		{"countries of no country", "GET", "/stats/countries", "/stats/countries?country=!!", "", 422, []string{`query.country`}},
		{"history of an unknown jail", "GET", "/bans", "/bans?jail=ftpd", "", 422, []string{`query.jail`, `ftpd`}},
		{"active of an unknown jail", "GET", "/bans/active", "/bans/active?jail=ftpd", "", 422, []string{`query.jail`}},
		{"amount of an unknown jail", "GET", "/bans/count", "/bans/count?jail=ftpd", "", 422, []string{`query.jail`}},
		{"export of an unknown jail", "GET", "/bans/export", "/bans/export?jail=ftpd", "", 422, []string{`query.jail`}},
		{"summary of an unknown jail", "GET", "/stats/summary", "/stats/summary?jail=ftpd", "", 422, []string{`query.jail`}},
		{"trend of an unknown jail", "GET", "/stats/trend", "/stats/trend?jail=ftpd", "", 422, []string{`query.jail`}},
		{"addresses of an unknown jail", "GET", "/stats/addresses", "/stats/addresses?jail=ftpd", "", 422, []string{`query.jail`}},
		{"history from some day", "GET", "/bans", "/bans?from=yesterday", "", 422, []string{`query.from`}},
		{"history of a made-up origin", "GET", "/bans", "/bans?origin=mars", "", 422, []string{`query.origin`}},
		{"made-up cursor", "GET", "/bans/active", "/bans/active?cursor=xyz", "", 422, []string{`query.cursor`}},
		{"summary", "GET", "/stats/summary", "/stats/summary", "", 200, []string{`"range":"24h"`, `"bans":1`, `"versions":["1.0.2"]`, `"bucket_seconds":3600`}},
		{"summary of dates", "GET", "/stats/summary", "/stats/summary?from=2026-01-01T00:00:00Z&to=2026-01-08T00:00:00Z", "", 200, []string{`"range":""`, `"bucket_seconds":86400`}},
		{"summary of a made-up range", "GET", "/stats/summary", "/stats/summary?range=1y", "", 422, []string{`query.range`}},
		{"summary backwards", "GET", "/stats/summary", "/stats/summary?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "", 422, []string{`query.to`}},
		{"summary of two years", "GET", "/stats/summary", "/stats/summary?from=2024-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "", 422, []string{`query.from`}},
		{"summary without an end", "GET", "/stats/summary", "/stats/summary?from=2024-02-01T00:00:00Z", "", 422, []string{`query.to`}},
		{"summary both ways", "GET", "/stats/summary", "/stats/summary?range=7d&from=2024-02-01T00:00:00Z", "", 422, []string{`query.range`}},
		{"summary of an unknown host", "GET", "/stats/summary", "/stats/summary?host=web-7", "", 404, []string{`web-7`}},
		{"summary of a country", "GET", "/stats/summary", "/stats/summary?country=de", "", 200, []string{`"failures":null`, `"bans":0`}},
		{"trend", "GET", "/stats/trend", "/stats/trend?range=24h&tz=Europe/Berlin", "", 200, []string{`"jail":"sshd"`, `"timezone":"Europe/Berlin"`, `"sum":1`, `"other":null`, `"before":[]`}},
		{"trend on the moon", "GET", "/stats/trend", "/stats/trend?tz=Moon/Tycho", "", 422, []string{`query.tz`}},
		{"trend in a file", "GET", "/stats/trend", "/stats/trend?tz=../../etc/passwd", "", 422, []string{`query.tz`}},
		{"countries", "GET", "/stats/countries", "/stats/countries?range=30d", "", 200, []string{`"country":""`, `"n":1`, `"estimated":false`, `"total":1`, `"total_before":null`}},
		{"countries of a network", "GET", "/stats/countries", "/stats/countries?asn=64500", "", 200, []string{`"items":[]`}},
		{"networks", "GET", "/stats/networks", "/stats/networks", "", 200, []string{`"available":false`, `"items":[]`, `"total":1`}},
		{"addresses most banned", "GET", "/stats/addresses", "/stats/addresses?jail=sshd", "", 200, []string{`"address":"192.0.2.1"`, `"active":false`, `"share":1`}},
		{"statistics of an unknown host", "GET", "/stats/addresses", "/stats/addresses?host=web-7", "", 404, []string{`web-7`}},
		{"statistics of too much", "GET", "/stats/jails", "/stats/jails?limit=501", "", 422, []string{`query.limit`}},
		{"amount", "GET", "/bans/count", "/bans/count?jail=sshd", "", 200, []string{`"n":1`, `"exact":true`, `"at_least":false`}},
		{"exact amount", "GET", "/bans/count", "/bans/count?exact=true&country=FR", "", 200, []string{`"n":0`, `"exact":true`}},
		{"amount of nonsense", "GET", "/bans/count", "/bans/count?address=x", "", 422, []string{`query.address`}},
		{"history with text", "GET", "/bans", "/bans?q=100%25", "", 200, []string{`"items":[]`, `"searched_to":null`}},
		{"history with repeats", "GET", "/bans", "/bans?jail=sshd&asn=0", "", 200, []string{`"repeats":1`}},
		{"address", "GET", "/addresses/{address}", "/addresses/192.0.2.1", "", 200, []string{`"kind":"address"`, `"bans":1`, `"around":"192.0.2.0/24"`, `"jail":"sshd"`, `"in_force":[]`, `"name_lookup":false`}},
		{"address never seen", "GET", "/addresses/{address}", "/addresses/2001:db8::1", "", 200, []string{`"bans":0`, `"newest":null`, `"around":"2001:db8::/64"`}},
		{"private address", "GET", "/addresses/{address}", "/addresses/10.0.0.1", "", 200, []string{`"special":"private"`, `"country":""`}},
		{"place of an address", "GET", "/addresses/{address}", "/addresses/8.8.8.8", "", 200, []string{`"country":"US"`}},
		{"network", "GET", "/addresses/{address}", "/addresses/192.0.2.9?prefix=24", "", 200, []string{`"kind":"network"`, `"address":"192.0.2.0/24"`, `"neighbours":[{`}},
		{"network with a slash", "GET", "/addresses/{address}", "/addresses/192.0.2.0%2F24", "", 200, []string{`"kind":"network"`, `"bans":1`}},
		{"network of too many bits", "GET", "/addresses/{address}", "/addresses/192.0.2.0?prefix=33", "", 422, []string{`query.prefix`}},
		{"half an address", "GET", "/addresses/{address}", "/addresses/192.0.2", "", 422, nil},
		{"other ban id", "GET", "/addresses/{address}", "/addresses/user=Bob", "", 200, []string{`"kind":"other"`, `"around":""`}},
		{"name of an address", "GET", "/addresses/{address}/name", "/addresses/192.0.2.1/name", "", 501, []string{`BANGUI_REVERSE_DNS`}},
		{"schedules", "GET", "/schedules", "/schedules", "", 200, []string{`"title":"Sweep the floor"`, `"every_seconds":3600`, `"missed":"once"`, `"last":null`}},
		{"schedule by cron", "PATCH", someTask, "/schedules/sweep", `{"cron":"30 3 * * *","zone":"Europe/Berlin"}`, 200, []string{`"every_seconds":0`, `"cron":"30 3 * * *"`, `"custom":true`}},
		{"schedule by nonsense", "PATCH", someTask, "/schedules/sweep", `{"cron":"30 3 * *","zone":"Europe/Atlantis"}`, 422, []string{`body.zone`}},
		{"schedule with a wrong cron", "PATCH", someTask, "/schedules/sweep", `{"cron":"99 3 * * *"}`, 422, []string{`body.cron`}},
		{"schedule with half an interval", "PATCH", someTask, "/schedules/sweep", `{"every_seconds":-1}`, 422, []string{`body.every_seconds`}},
		{"schedule with both", "PATCH", someTask, "/schedules/sweep", `{"every_seconds":60,"cron":"@daily"}`, 422, []string{`body.cron`}},
		{"schedule without a change", "PATCH", someTask, "/schedules/sweep", `{}`, 422, []string{`"location":"body"`}},
		{"schedule reset and more", "PATCH", someTask, "/schedules/sweep", `{"reset":true,"enabled":false}`, 422, []string{`body.reset`}},
		{"schedule disabled", "PATCH", someTask, "/schedules/sweep", `{"enabled":false}`, 200, []string{`"enabled":false`, `"next_run_at":null`}},
		{"schedule reset", "PATCH", someTask, "/schedules/sweep", `{"reset":true}`, 200, []string{`"every_seconds":3600`, `"custom":false`, `"enabled":true`}},
		{"unknown schedule", "PATCH", someTask, "/schedules/dance", `{"enabled":false}`, 404, []string{`dance`}},
		{"run now", "POST", "/schedules/{task}/run", "/schedules/sweep/run", "", 202, []string{`"asked_by":"administrator"`}},
		{"run now, twice", "POST", "/schedules/{task}/run", "/schedules/sweep/run", "", 409, nil},
		{"run the unknown", "POST", "/schedules/{task}/run", "/schedules/dance/run", "", 404, []string{`dance`}},
		{"jobs", "GET", "/jobs", "/jobs?task=sweep&state=running&limit=1", "", 200, []string{`"items":[]`}},
		{"jobs in a made-up state", "GET", "/jobs", "/jobs?state=asleep", "", 422, []string{`query.state`}},
		{"jobs after a made-up cursor", "GET", "/jobs", "/jobs?cursor=!", "", 422, []string{`query.cursor`}},
		{"unknown job", "GET", "/jobs/{id}", "/jobs/99", "", 404, nil},
		{"lines of an unknown job", "GET", "/jobs/{id}/lines", "/jobs/99/lines", "", 404, nil},
		{"cancel an unknown job", "POST", "/jobs/{id}/cancel", "/jobs/99/cancel", "", 404, nil},
		{"replicas", "GET", "/replicas", "/replicas", "", 200, []string{`"database":"sqlite"`, `"self":true`, `"alive":true`, `"warnings":[]`}},
		{"by jail", "GET", "/stats/jails", "/stats/jails?range=7d", "", 200, []string{`"jail":"sshd"`, `"share":1`}},
	} {
		t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
	}
}

// exchange makes a request as administrator and checks the answer, also against the document.
func (w *world) exchange(t *testing.T, c *contract, x exchange) {
	t.Helper()
	res, body := w.call(x.method, "/api/v1"+x.at, w.signIn(account.Administrator), x.body)
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != x.status {
		t.Fatalf("status %d, want %d: %s", res.StatusCode, x.status, text)
	}
	for _, want := range x.want {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
	for _, wrong := range c.check("body", c.answer(t, x.method, x.path, x.status), body) {
		t.Errorf("not as the document says: %s", wrong)
	}
}

// withoutID returns a cursor for the same moment that names no ban.
func withoutID(t *testing.T, cursor string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(cursor, "&cursor="))
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`"i":\d+`).ReplaceAll(text, []byte(`"i":0`))
	return "&cursor=" + base64.RawURLEncoding.EncodeToString(text)
}

func TestPagesOfBans(t *testing.T) {
	w := newHostWorld(t)
	token := w.signIn(account.Operator)
	var addresses []string
	for i := range 7 {
		addresses = append(addresses, fmt.Sprintf("%q", fmt.Sprintf("203.0.113.%d", i+1)))
	}
	order := `{"jail":"sshd","addresses":[` + strings.Join(addresses, ",") + `]}`
	if res, body := w.call(http.MethodPost, "/api/v1/bans", token, order); res.StatusCode != 200 {
		t.Fatalf("ban: %d %v", res.StatusCode, body)
	}
	for _, path := range []string{"/api/v1/bans/active?limit=3", "/api/v1/bans?limit=3"} {
		seen := map[any]bool{}
		cursor := ""
		for page := 0; page < 3; page++ {
			_, body := w.call(http.MethodGet, path+cursor, token, "")
			for _, item := range body["items"].([]any) {
				seen[item.(map[string]any)["id"]] = true
			}
			if next, ok := body["next_cursor"].(string); ok {
				cursor = "&cursor=" + next
			} else if page != 2 {
				t.Errorf("%s ends at page %d", path, page+1)
			}
		}
		if len(seen) != 7 {
			t.Errorf("%s: %d bans on three pages, want 7", path, len(seen))
		}
		// A search that stops between two days goes on before the first ban of a moment.
		if res, body := w.call(http.MethodGet, path+withoutID(t, cursor), token, ""); res.StatusCode != 200 {
			t.Errorf("%s between two moments: %d %v", path, res.StatusCode, body)
		}
		res, body := w.call(http.MethodGet, path+cursor+"&jail=sshd", token, "")
		if text := fmt.Sprint(body); res.StatusCode != 422 || !strings.Contains(text, "query.cursor") {
			t.Errorf("cursor of a list with other filters: %d %s, want 422 naming it", res.StatusCode, text)
		}
	}
}
