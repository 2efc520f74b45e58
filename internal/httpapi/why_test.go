package httpapi_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/host"
)

// finder is a machine whose jail has expressions.
type finder struct{ machine }

// Jail implements [host.Host].
func (f finder) Jail(ctx context.Context, name string) (host.Jail, error) {
	j, err := f.machine.Jail(ctx, name)
	j.PrefRegex = `^\s*\S+ sshd: (?P<content>.+)$`
	j.FailRegex = []string{`^bad (`, `^Failed for (?P<user>\S+) from (?P<ip4>\S+)`}
	j.IgnoreRegex = []string{`healthcheck`}
	return j, err
}

// Watch implements [host.Host].
func (finder) Watch(ctx context.Context, _ host.Cursor, _ func(context.Context, host.Batch) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestWhy(t *testing.T) {
	w := newWorldOf(t, finder{})
	record, err := w.deps.Fleet.Record(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	ban := func(jail, address string, evidence ...string) host.Event {
		return host.Event{Kind: host.EventBan, At: time.Now().Truncate(time.Second), Jail: jail, ID: address, BanTime: time.Hour, Evidence: evidence}
	}
	_, err = w.store.Ingest(t.Context(), "local", record.Epoch, host.Batch{Cursor: "1", Events: []host.Event{
		ban("sshd", "192.0.2.1",
			"Jan 31 12:00:00 host sshd: Failed for <b>root</b> from 192.0.2.1 port 22",
			"Jan 31 12:00:01 host sshd: Failed for healthcheck from 192.0.2.1",
			"Jan 31 12:00:02 host sshd: hello"),
		ban("ftpd", "192.0.2.2", "some line"),
		ban("sshd", "192.0.2.3"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	c := readContract(t)
	for _, x := range []exchange{
		{"lines with expressions", "GET", "/bans/{id}/why", "/bans/1/why", "", 200, []string{
			`"available":true`, `"complete":true`, `"outcome":"matched"`, `"index":1`, `"address":"192.0.2.1"`, `"user":"\u003cb\u003eroot\u003c/b\u003e"`,
			`{"name":"","role":"date","text":"Jan 31 12:00:00"}`, `{"name":"user","role":"user","text":"\u003cb\u003eroot\u003c/b\u003e"}`,
			`"outcome":"ignored"`, `"expression":"healthcheck"`, `"outcome":"unmatched"`,
			`"problems":[{"expression":"^bad (","index":0,"list":"failregex","message":"uses something that cannot be read here"}]`,
		}},
		{"jail that is gone", "GET", "/bans/{id}/why", "/bans/2/why", "", 200, []string{`"available":false`, `host local has no jail ftpd any more`, `"outcome":"untried"`, `"text":"some line"`}},
		{"no lines", "GET", "/bans/{id}/why", "/bans/3/why", "", 200, []string{`"available":false`, `fail2ban kept no lines`, `"lines":[]`}},
	} {
		t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
	}
	res, body := w.call("GET", "/api/v1/bans/1/why", w.signIn(account.Viewer), "")
	text, err := json.Marshal(body)
	if err != nil || res.StatusCode != 200 || !strings.Contains(string(text), "matched") {
		t.Errorf("as viewer: %d %s", res.StatusCode, text)
	}
}
