package httpapi_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/schedule"
)

// importing has the list imported that was asked for, as a job. Meanwhile, if that is not nil, is called with the list until its import has
// ended.
func (w *world) importing(t *testing.T, id string, meanwhile func(list map[string]any)) {
	t.Helper()
	runner := schedule.NewRunner(w.store, w.deps.Events, "r", slog.New(slog.DiscardHandler)).WithFamilies(w.deps.Blocklists.ImportFamily())
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = runner.Run(ctx) // it ends with ctx
	}()
	defer func() {
		stop()
		<-done
	}()
	for range 6000 {
		_, body := w.call(http.MethodGet, "/api/v1/blocklists/"+id, w.signIn(account.Viewer), "")
		if body["asked"] == false {
			return
		}
		if meanwhile != nil {
			meanwhile(body)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the import does not end")
}

const (
	someList = "/blocklists/{id}"
	preview  = "/blocklists/preview"
)

func TestBlocklists(t *testing.T) {
	source := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/never" {
			<-r.Context().Done()
			return
		}
		_, _ = io.WriteString(w, "198.51.100.1\n198.51.100.7\n203.0.113.0/24\nname.example\n")
	}))
	t.Cleanup(source.Close)
	w := newHostWorld(t)
	c := readContract(t)
	body := func(text string) string { return strings.ReplaceAll(text, "SOURCE", source.URL) }
	run := func(exchanges ...exchange) {
		t.Helper()
		for _, x := range exchanges {
			x.body = body(x.body)
			t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
		}
	}
	run(
		exchange{"none", "GET", "/blocklists", "/blocklists", "", 200, []string{`"items":[]`}},
		exchange{"catalogue", "GET", "/blocklists/catalogue", "/blocklists/catalogue", "", 200, []string{`"key":"spamhaus-drop"`, `"min_interval_asked":true`, `"lists":[]`, `"kind":"jsonl"`}},
		exchange{"preview", "POST", preview, preview, `{"url":"SOURCE/l","allow_private":["127.0.0.1"]}`, 200, []string{`"entries":3`, `"reason":"host_name"`, `"text":"name.example"`, `"exempted":1`, `"why":"signed_in"`, `"samples":["198.51.100.1"`, `"http_status":200`}},
		exchange{"preview of a text", "POST", preview, preview, `{"text":"1.2.3.4\n1.2.3.5"}`, 200, []string{`"entries":2`, `"format":"plain"`, `"overlaps":[]`, `"alert":null`}},
		exchange{"preview of a page", "POST", preview, preview, `{"text":"<html><body>no</body></html>"}`, 422, []string{`body.text`, `web page`, `"mend":`}},
		exchange{"preview of a private address", "POST", preview, preview, `{"url":"SOURCE"}`, 422, []string{`body.url`, `no address of the internet`}},
		exchange{"preview of a file", "POST", preview, preview, `{"url":"file:///etc/passwd"}`, 422, []string{`body.url`}},
		exchange{"make", "POST", "/blocklists", "/blocklists", `{"name":"one","url":"SOURCE/l?key=secret","allow_private":["127.0.0.1"],"enabled":true,"licence":"CC0","schedule":{"every_seconds":7200}}`, 201,
			[]string{`"id":1`, `"health":"new"`, `"contents":null`, `"asked":true`, `"task":"blocklist.import.1"`, `"every_seconds":7200`, `"url":"` + source.URL + `/l?key=secret"`, `"priority":100`, `"min_interval_seconds":300`}},
		exchange{"make another of the name", "POST", "/blocklists", "/blocklists", `{"name":"ONE","url":"https://a.example/"}`, 409, []string{`body.name`}},
		exchange{"make with cron and interval", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","schedule":{"every_seconds":7200,"cron":"@daily"}}`, 422, []string{`body.schedule.cron`}},
		exchange{"make with a wrong zone", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","schedule":{"cron":"@daily","zone":"Moon"}}`, 422, []string{`body.schedule.zone`}},
		exchange{"make one that is fetched too often", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","catalogue":"spamhaus-drop","min_interval_seconds":60}`, 422, []string{`body.min_interval_seconds`, `Spamhaus`}},
		exchange{"make from no catalogue", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","catalogue":"none"}`, 422, []string{`body.catalogue`}},
		exchange{"make with a password", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a:b@a.example/"}`, 422, []string{`body.url`}},
		exchange{"make with a host for a network", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","allow_private":["here"]}`, 422, []string{`body.allow_private[0]`}},
		exchange{"make with a column for plain text", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","format":{"kind":"plain","column":"2"}}`, 422, []string{`body.format.column`}},
		exchange{"make of nothing", "POST", "/blocklists", "/blocklists", `{"name":"x"}`, 422, []string{`body.url`}},
		exchange{"make of both", "POST", "/blocklists", "/blocklists", `{"name":"x","url":"https://a.example/","text":"1.2.3.4"}`, 422, []string{`body.text`}},
		exchange{"make without a name", "POST", "/blocklists", "/blocklists", `{"name":" ","url":"https://a.example/"}`, 422, []string{`body.name`}},
		exchange{"import one that was asked for", "POST", "/blocklists/{id}/import", "/blocklists/1/import", "", 409, []string{`"code":"conflict"`}},
		exchange{"cancel what has not begun", "POST", "/blocklists/{id}/cancel", "/blocklists/1/cancel", "", 409, []string{`"code":"conflict"`}},
		exchange{"cancel the unknown", "POST", "/blocklists/{id}/cancel", "/blocklists/99/cancel", "", 404, nil},
		exchange{"import the unknown", "POST", "/blocklists/{id}/import", "/blocklists/99/import", "", 404, nil},
	)
	w.importing(t, "1", nil)
	run(
		exchange{"one", "GET", someList, "/blocklists/1", "", 200, []string{`"health":"ok"`, `"entries":3`, `"format":"`, `"covered_ipv4":258`, `"held":null`, `"alert":null`}},
		exchange{"unknown", "GET", someList, "/blocklists/99", "", 404, []string{`99`}},
		exchange{"runs", "GET", "/blocklists/{id}/runs", "/blocklists/1/runs", "", 200, []string{`"outcome":"imported"`, `"added":3`, `"title":"a host name`, `"next_cursor":null`}},
		exchange{"runs of the unknown", "GET", "/blocklists/{id}/runs", "/blocklists/99/runs", "", 404, nil},
		exchange{"a page of runs", "GET", "/blocklists/{id}/runs", "/blocklists/1/runs?limit=1", "", 200, []string{`"next_cursor":"1"`}},
		exchange{"one run", "GET", "/blocklists/{id}/runs/{run}", "/blocklists/1/runs/1", "", 200, []string{`"hosts":[]`, `"http_status":200`}},
		exchange{"an unknown run", "GET", "/blocklists/{id}/runs/{run}", "/blocklists/1/runs/9", "", 404, nil},
		exchange{"entries", "GET", "/blocklists/{id}/entries", "/blocklists/1/entries?limit=2", "", 200, []string{`"network":"198.51.100.1"`, `"next_cursor":"`}},
		exchange{"entries of a network", "GET", "/blocklists/{id}/entries", "/blocklists/1/entries?q=203.0.113.9", "", 200, []string{`"network":"203.0.113.0/24"`, `"next_cursor":null`}},
		exchange{"entries of nonsense", "GET", "/blocklists/{id}/entries", "/blocklists/1/entries?q=x", "", 422, []string{`query.q`}},
		exchange{"entries after a made-up cursor", "GET", "/blocklists/{id}/entries", "/blocklists/1/entries?cursor=!", "", 422, []string{`query.cursor`}},
		exchange{"look up", "GET", "/blocklists/lookup", "/blocklists/lookup?address=198.51.100.7", "", 200, []string{`"exempt":true`, `"why":"signed_in"`, `"detail":"admin"`, `"network":"198.51.100.7"`, `"licence":"CC0"`}},
		exchange{"look up a network", "GET", "/blocklists/lookup", "/blocklists/lookup?address=198.51.100.0/24", "", 200, []string{`"exempt":false`, `"network":"198.51.100.64/26"`, `"more":false`}},
		exchange{"look up nothing", "GET", "/blocklists/lookup", "/blocklists/lookup", "", 422, []string{`query.address`}},
		exchange{"look up what no list has", "GET", "/blocklists/lookup", "/blocklists/lookup?address=8.8.8.8", "", 200, []string{`"lists":[]`, `"exemptions":[]`}},
		exchange{"page of an address", "GET", "/addresses/{address}", "/addresses/203.0.113.9", "", 200, []string{`"listed":{"address":"203.0.113.9"`, `"name":"one"`}},
		exchange{"page of another ban id", "GET", "/addresses/{address}", "/addresses/bob", "", 200, []string{`"listed":null`}},
		exchange{"change", "PATCH", someList, "/blocklists/1", `{"priority":7,"note":"n","schedule":{"cron":"@daily"}}`, 200, []string{`"priority":7`, `"cron":"@daily"`, `"note":"n"`, `"entries":3`}},
		exchange{"change nothing", "PATCH", someList, "/blocklists/1", `{}`, 422, []string{`"location":"body"`}},
		exchange{"change to no address", "PATCH", someList, "/blocklists/1", `{"url":""}`, 422, []string{`body.url`}},
		exchange{"change the unknown", "PATCH", someList, "/blocklists/99", `{"note":"n"}`, 404, nil},
		exchange{"accept nothing", "POST", "/blocklists/{id}/accept", "/blocklists/1/accept", `{"revision":1}`, 409, nil},
		exchange{"accept no number", "POST", "/blocklists/{id}/accept", "/blocklists/1/accept", `{}`, 422, []string{`revision`}},
		exchange{"enforcement", "GET", "/blocklists/enforcement", "/blocklists/enforcement", "", 200, []string{`"host":"local"`, `"mode":"kernel"`, `"stand":"idle"`, `"jail":null`, `"obstacle":null`, `"age_seconds":null`}},
		exchange{"by a jail", "PATCH", "/blocklists/enforcement/{host}", "/blocklists/enforcement/local", `{"mode":"jail"}`, 200, []string{`"mode":"jail"`, `"most":5000`, `"task":"blocklist.jail"`}},
		exchange{"somehow", "PATCH", "/blocklists/enforcement/{host}", "/blocklists/enforcement/local", `{"mode":"somehow"}`, 422, []string{`body.mode`}},
		exchange{"elsewhere", "PATCH", "/blocklists/enforcement/{host}", "/blocklists/enforcement/web-7", `{"mode":"off"}`, 404, []string{`web-7`}},
		exchange{"dropped", "GET", "/blocklists/dropped", "/blocklists/dropped?range=24h", "", 200, []string{`"packets":0`, `"bucket_seconds":3600`, `"lists":[]`}},
		exchange{"dropped because of the unknown", "GET", "/blocklists/dropped", "/blocklists/dropped?list=9", "", 404, nil},
		exchange{"dropped on an unknown host", "GET", "/blocklists/dropped", "/blocklists/dropped?host=web-7", "", 404, []string{`web-7`}},
		exchange{"upload", "POST", "/blocklists", "/blocklists", `{"name":"mine","text":"1.2.3.4\n"}`, 201, []string{`"url":""`, `"enabled":false`, `"health":"off"`}},
		exchange{"upload with a schedule", "POST", "/blocklists", "/blocklists", `{"name":"other","text":"1.2.3.4\n","schedule":{"every_seconds":3600}}`, 422, []string{`body.schedule`}},
	)
	t.Run("look up, as somebody who may do nothing about it", func(t *testing.T) {
		_, body := w.call(http.MethodGet, "/api/v1/blocklists/lookup?address=198.51.100.7", w.signIn(account.Viewer), "")
		all, _ := body["exemptions"].([]any)
		if len(all) != 1 {
			t.Fatalf("exemptions: %v", body)
		}
		if one, _ := all[0].(map[string]any); one["why"] != "signed_in" || one["detail"] != "" {
			t.Errorf("it tells who is signed in there: %v", one)
		}
	})
	if res, body := w.call(http.MethodDelete, "/api/v1/blocklists/2", w.signIn(account.Administrator), ""); res.StatusCode != http.StatusNoContent {
		t.Errorf("remove: %d %v", res.StatusCode, body)
	}
	run(
		exchange{"remove again", "DELETE", someList, "/blocklists/2", "", 404, nil},
		exchange{"make one that never comes", "POST", "/blocklists", "/blocklists", `{"name":"slow","url":"SOURCE/never","allow_private":["127.0.0.1"],"enabled":true}`, 201, []string{`"id":3`}},
	)
	operator, cancelled := w.signIn(account.Operator), false
	w.importing(t, "3", func(list map[string]any) {
		_, runs := w.call(http.MethodGet, "/api/v1/blocklists/3/runs", operator, "")
		if begun, _ := runs["items"].([]any); list["job"] == nil || len(begun) == 0 || cancelled { // the log has what was begun
			return
		}
		cancelled = true
		res, body := w.call(http.MethodPost, "/api/v1/blocklists/3/cancel", operator, "")
		// It may be over by the time of the answer; that it was cancelled is told by its run.
		if job, on := body["job"].(map[string]any); res.StatusCode != http.StatusAccepted || on && job["cancel_requested_by"] != "operator" {
			t.Errorf("cancelled by an operator: %d %v", res.StatusCode, body)
		}
	})
	run(exchange{"runs of one that was cancelled", "GET", "/blocklists/{id}/runs", "/blocklists/3/runs", "", 200, []string{`"outcome":"cancelled"`}})
}

// TestKeysInAddresses are shown to those who may change them.
func TestKeysInAddresses(t *testing.T) {
	w := newHostWorld(t)
	res, body := w.call(http.MethodPost, "/api/v1/blocklists", w.signIn(account.Administrator), `{"name":"one","url":"https://a.example/l?key=secret"}`)
	if res.StatusCode != http.StatusCreated {
		t.Fatalf("%d %v", res.StatusCode, body)
	}
	for role, want := range map[account.Role]string{
		account.Viewer: "https://a.example/l?…", account.Operator: "https://a.example/l?…", account.Administrator: "https://a.example/l?key=secret",
	} {
		if _, body := w.call(http.MethodGet, "/api/v1/blocklists/1", w.signIn(role), ""); body["url"] != want {
			t.Errorf("%s sees %v, want %s", role, body["url"], want)
		}
	}
}

// TestLargeUpload is larger than other bodies may be.
func TestLargeUpload(t *testing.T) {
	w := newHostWorld(t)
	admin := w.signIn(account.Administrator)
	text := strings.Repeat(`198.51.100.1\n`, 150_000)
	if res, body := w.call(http.MethodPost, "/api/v1/blocklists/preview", admin, `{"text":"`+text+`"}`); res.StatusCode != 200 {
		t.Errorf("two megabytes: %d %v", res.StatusCode, body)
	}
	if res, _ := w.call(http.MethodPost, "/api/v1/bans", admin, `{"jail":"`+text+`","addresses":["192.0.2.1"]}`); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("elsewhere: %d", res.StatusCode)
	}
}
