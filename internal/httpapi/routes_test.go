package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"bangui/internal/account"
	"bangui/internal/httpapi"
)

// operation is what these tests need of one operation of the document.
type operation struct {
	Method, Path string
	Permission   account.Permission `json:"x-permission"`
}

// operations reads all routes from the document.
func operations(t *testing.T) []operation {
	t.Helper()
	text, err := httpapi.Document()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]operation `json:"paths"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, methods := range document.Paths {
		for method, op := range methods {
			op.Method, op.Path = strings.ToUpper(method), path
			all = append(all, op)
		}
	}
	if len(all) < 8 {
		t.Fatalf("the document has only %d operations", len(all))
	}
	return all
}

func TestDocumentIsUpToDate(t *testing.T) {
	want, err := httpapi.Document()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("api/openapi.json is stale; run: go generate ./internal/httpapi")
	}
}

func TestEveryRouteNamesItsPermission(t *testing.T) {
	known := append(account.Administrator.Permissions(), account.Public, account.SignedIn)
	for _, op := range operations(t) {
		if !slices.Contains(known, op.Permission) {
			t.Errorf("%s %s: permission %q is not one of %v", op.Method, op.Path, op.Permission, known)
		}
	}
}

// mayBePublic tells what may be used by anybody: a new entry is a decision, not an accident.
func mayBePublic(op operation) bool {
	return slices.Contains([]string{
		"GET /api/v1/openapi.json", "GET /api/v1/setup", "POST /api/v1/session", "POST /api/v1/setup", "POST /api/v1/setup/check",
	}, op.Method+" "+op.Path)
}

func TestEachRouteForEachRole(t *testing.T) {
	w := newReadyWorld(t, nil)
	server := httptest.NewServer(w.handler)
	t.Cleanup(server.Close)
	for _, op := range operations(t) {
		if op.Permission == account.Public && !mayBePublic(op) {
			t.Errorf("%s %s is public", op.Method, op.Path)
		}
		for _, role := range []account.Role{"", account.Viewer, account.Operator, account.Administrator} {
			status := w.statusFor(server, op, role)
			want := "anything but 401 and 403"
			ok := status != http.StatusUnauthorized && status != http.StatusForbidden
			switch {
			case op.Permission == account.Public:
				ok = true // whatever it answers, it is not for a lack of permission: see the other tests
			case role == "":
				want, ok = "401", status == http.StatusUnauthorized
			case !role.May(op.Permission):
				want, ok = "403", status == http.StatusForbidden
			}
			if !ok {
				t.Errorf("%s %s as %q: status %d, want %s", op.Method, op.Path, role, status, want)
			}
		}
	}
}

// statusFor calls a route with parameters that exist nowhere; only the head of the answer is read, as it may be a stream.
func (w *world) statusFor(server *httptest.Server, op operation, role account.Role) int {
	w.t.Helper()
	path := strings.NewReplacer("{host}", "nowhere", "{jail}", "none", "{id}", "999999", "{action}", "start", "{task}", "none", "{run}", "1").Replace(op.Path)
	r := w.request(op.Method, server.URL+path, w.signIn(role), "")
	r.RequestURI = ""
	res, err := server.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode
}

func TestNothingBeforeSetup(t *testing.T) {
	w := newWorld(t, nil)
	for _, op := range operations(t) {
		path := strings.NewReplacer("{host}", "local", "{jail}", "sshd", "{id}", "1", "{action}", "start", "{task}", "none", "{run}", "1").Replace(op.Path)
		res, body := w.call(op.Method, path, "", "")
		before := strings.HasPrefix(op.Path, "/api/v1/setup") || op.Path == "/api/v1/openapi.json"
		if gated := res.StatusCode == http.StatusConflict && body["code"] == "setup_needed"; gated == before {
			t.Errorf("%s %s before set-up: %d %v", op.Method, op.Path, res.StatusCode, body["code"])
		}
	}
}

// TestNoWordStandsBesideAName holds that no host, jail, filter or action can have a name that leads to another route.
func TestNoWordStandsBesideAName(t *testing.T) {
	named := []string{"{host}", "{jail}", "{filter}", "{action}"}
	all := operations(t)
	for _, a := range all {
		for _, b := range all {
			if word, ok := standsBeside(a.Path, b.Path, named); ok {
				t.Errorf("something named %q on %s is taken for %s", word, a.Path, b.Path)
			}
		}
	}
	if word, ok := standsBeside("/config/{host}", "/config/options", named); !ok || word != "options" {
		t.Error("a word beside a name is not found")
	}
}

// standsBeside tells the word of a path that stands where the other one, the same up to there, has one of some names.
func standsBeside(named, literal string, names []string) (string, bool) {
	a, b := strings.Split(named, "/"), strings.Split(literal, "/")
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			continue
		}
		return b[i], slices.Contains(names, a[i]) && !strings.HasPrefix(b[i], "{")
	}
	return "", false
}
