package httpapi_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// plant stores n bans, one a minute, of which the first has evidence that a spreadsheet would take for a formula.
func (w *world) plant(t *testing.T, n int) {
	t.Helper()
	record, _, err := w.store.HoldHost(t.Context(), fleet.Hold{Name: "web1", Replica: "test", Lease: time.Minute, Force: true})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now().Add(-time.Duration(n) * time.Minute)
	for i := 0; i < n; {
		var batch host.Batch
		for ; i < n && len(batch.Events) < 500; i++ {
			e := host.Event{Kind: host.EventBan, At: began.Add(time.Duration(i) * time.Minute), Jail: "sshd", ID: fmt.Sprintf("203.0.%d.%d", i>>8, i&255)}
			if i == 0 {
				e.Jail, e.Evidence = "=cmd|' /C calc'!A0", []string{`=HYPERLINK("http://example.com");=1+1	@x;"-2" a;b - c`, "and more"}
			}
			batch.Events = append(batch.Events, e)
		}
		if _, err := w.store.Ingest(t.Context(), "web1", record.Epoch, batch); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExportAsCSV(t *testing.T) {
	w := newReadyWorld(t, nil)
	w.plant(t, 1203)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, w.request(http.MethodGet, "/api/v1/bans/export?format=csv", w.signIn(account.Viewer), ""))
	if name := rec.Header().Get("Content-Disposition"); rec.Code != 200 || !strings.HasPrefix(name, `attachment; filename="bangui-bans-`) {
		t.Fatalf("status %d, file %q", rec.Code, name)
	}
	rows, err := csv.NewReader(rec.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1204 {
		t.Fatalf("%d rows, want 1203 and the heading", len(rows))
	}
	columns := map[string]string{}
	for i, name := range rows[0] {
		columns[name] = rows[len(rows)-1][i]
	}
	if columns["evidence"] != `'=HYPERLINK("http://example.com");'=1+1	'@x;"'-2" a;b - c` || columns["jail"] != `'=cmd|' /C calc'!A0` || columns["address"] != "203.0.0.0" {
		t.Errorf("the oldest ban is %q", columns)
	}
	for _, row := range rows[1:] {
		for _, text := range row {
			if strings.ContainsAny(text[:min(1, len(text))], "=+-@") {
				t.Errorf("%q is a formula to a spreadsheet", text)
			}
		}
	}
}

func TestExportAsJSONLines(t *testing.T) {
	w := newReadyWorld(t, nil)
	w.plant(t, 700)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, w.request(http.MethodGet, "/api/v1/bans/export?format=jsonl&address=203.0.1.0/24&jail=sshd", w.signIn(account.Viewer), ""))
	lines := bufio.NewScanner(rec.Body)
	n := 0
	for lines.Scan() {
		var line struct {
			Address string `json:"address"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || !strings.HasPrefix(line.Address, "203.0.1.") {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		n++
	}
	if n != 256 {
		t.Errorf("%d lines, want 256", n)
	}
}

// TestExportTellsAllEvidence has a ban of two lines: as JSON both are told, as CSV, which people read in a spreadsheet, the first.
func TestExportTellsAllEvidence(t *testing.T) {
	w := newReadyWorld(t, nil)
	w.plant(t, 3)
	for format, told := range map[string]bool{"jsonl": true, "csv": false} {
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, w.request(http.MethodGet, "/api/v1/bans/export?format="+format, w.signIn(account.Viewer), ""))
		if body := rec.Body.String(); rec.Code != 200 || !strings.Contains(body, "HYPERLINK") || strings.Contains(body, "and more") != told {
			t.Errorf("%s: status %d, second line told: %v\n%s", format, rec.Code, !told, body)
		}
	}
}

// TestExportEndsWithTheClient leaves in the middle: the server must not go on reading.
func TestExportEndsWithTheClient(t *testing.T) {
	w := newReadyWorld(t, nil)
	w.plant(t, 30_000)
	server := httptest.NewServer(w.handler)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/v1/bans/export", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "bangui_session", Value: w.signIn(account.Viewer)})
	res, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	cancel()
	_ = res.Body.Close()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(w.log.String(), "export ended early"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the export goes on without its client")
		}
	}
}

func TestExportOfNonsense(t *testing.T) {
	w := newReadyWorld(t, nil)
	for path, want := range map[string]string{
		"?format=xlsx": "query.format", "?address=nonsense": "query.address", "?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z": "query.to",
	} {
		res, body := w.call(http.MethodGet, "/api/v1/bans/export"+path, w.signIn(account.Viewer), "")
		if text := fmt.Sprint(body); res.StatusCode != 422 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %s, want 422 naming %s", path, res.StatusCode, text, want)
		}
	}
}
