package httpapi_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"bangui/internal/account"
	"bangui/internal/httpapi"
	"bangui/internal/ipinfo"
)

// TestGeoTellsPathsToAdministratorsOnly asks about a file that is not there.
func TestGeoTellsPathsToAdministratorsOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret-place.mmdb")
	w := newReadyWorld(t, func(deps *httpapi.Deps) {
		data, err := ipinfo.Open(ipinfo.Options{CountryFile: path, NetworkFile: path + "2", Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		deps.Addresses = data
	})
	for _, role := range []account.Role{account.Viewer, account.Operator, account.Administrator} {
		_, body := w.call("GET", "/api/v1/geo", w.signIn(role), "")
		for _, of := range []string{"country", "network"} {
			source, _ := body[of].(map[string]any)
			problem, _ := source["problem"].(map[string]any)
			message, _ := problem["message"].(string)
			if !strings.Contains(message, "is not there") || strings.Contains(message, "secret-place") {
				t.Errorf("%s, %s: problem is %v", role, of, problem)
			}
			if shown := source["path"] != nil; shown != (role == account.Administrator) {
				t.Errorf("%s, %s: path is %v", role, of, source["path"])
			}
		}
	}
}
