package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bangui/internal/httpapi"
	"bangui/internal/metrics"
	"bangui/internal/settings"
)

func TestMetricsNeedTheirToken(t *testing.T) {
	const token = "0123456789abcdef"
	cases := map[string]struct {
		token, header string
		status        int
		says          string
	}{
		"no setting":      {"", "Bearer " + token, 404, "BANGUI_METRICS_TOKEN"},
		"empty and empty": {"", "Bearer ", 404, "BANGUI_METRICS_LISTEN"},
		"no token":        {token, "", 401, "BANGUI_METRICS_TOKEN"},
		"wrong token":     {token, "Bearer 0123456789abcdeF", 401, "BANGUI_METRICS_TOKEN"},
		"part of it":      {token, "Bearer 0123456789abcde", 401, "BANGUI_METRICS_TOKEN"},
		"another scheme":  {token, "Basic " + token, 401, "BANGUI_METRICS_TOKEN"},
		"right":           {token, "Bearer " + token, 200, "bangui_build_info"},
		"scheme in small": {token, "bearer " + token, 200, "bangui_build_info"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newReadyWorld(t, func(d *httpapi.Deps) {
				d.MetricsToken, d.BasePath = settings.NewSecret(c.token), "/base"
				d.Metrics = metrics.New(metrics.Options{Version: "test", Logger: d.Logger})
			})
			r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
			if c.header != "" {
				r.Header.Set("Authorization", c.header)
			}
			rec := httptest.NewRecorder()
			w.handler.ServeHTTP(rec, r)
			if rec.Code != c.status || !strings.Contains(rec.Body.String(), c.says) {
				t.Errorf("%d, want %d with %q in\n%s", rec.Code, c.status, c.says, rec.Body)
			}
			if (rec.Header().Get("WWW-Authenticate") != "") != (c.status == 401) {
				t.Errorf("WWW-Authenticate: %q at %d", rec.Header().Get("WWW-Authenticate"), rec.Code)
			}
			if strings.Contains(w.log.String(), token) {
				t.Error("the log holds the token")
			}
		})
	}
}
